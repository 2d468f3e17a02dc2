import type { Job } from '../../app/model/job.ts';
import { matchesSearch } from '../stores/job-filters.ts';
import type { Availability, Command, CommandContext } from './command.ts';
import { offered } from './registry.ts';

/** One line of the palette. */
export type PaletteEntry =
  | { readonly kind: 'command'; readonly id: string; readonly command: Command; readonly availability: Availability }
  | { readonly kind: 'job'; readonly id: string; readonly job: Job };

const mostJobs = 8;

/** Commands whose title holds every word, and faxes by number, name or subject. Empty text offers the commands. */
export function searchPalette(context: CommandContext, text: string): readonly PaletteEntry[] {
  const words = text.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const found = offered(context)
    .filter(({ command }) => command.inPalette !== false)
    .filter(({ command }) => {
      const title = `${command.title(context)} ${command.group}`.toLocaleLowerCase();
      return words.every((word) => title.includes(word));
    })
    .map(({ command, availability }) => ({ kind: 'command', id: command.id, command, availability }) as const);
  return [...found, ...findJobs(context, text)];
}

function findJobs({ facts }: CommandContext, text: string): readonly PaletteEntry[] {
  if (text.trim().length < 2) return [];
  const jobs: PaletteEntry[] = [];
  for (const job of facts.snapshot?.jobs ?? []) {
    if (!matchesSearch(job, text)) continue;
    jobs.push({ kind: 'job', id: `job-${job.id}`, job });
    if (jobs.length === mostJobs) break;
  }
  return jobs;
}
