import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const launcher = fileURLToPath(new URL('../../app/cli/fax', import.meta.url));

const eventSchema = z.looseObject({ event: z.string() });
const endSchema = z.looseObject({
  event: z.literal('end'),
  t: z.number(),
  outcome: z.string(),
  pages: z.number(),
  code: z.string(),
  ecm: z.boolean().nullable(),
  rate: z.number().nullable(),
  /** An end that carries an error is that of a command that came to no call. */
  error: z.undefined().optional(),
});
export type OurEvent = z.infer<typeof eventSchema>;
export type OurEndEvent = z.infer<typeof endSchema>;

/** What a run of `fax call` or `fax answer` came to. */
export interface OurEnd {
  readonly exit: number | null;
  /** The last event, or null where the command ended without a call. */
  readonly end: OurEndEvent | null;
  readonly events: readonly OurEvent[];
  /** What it wrote on stderr, and lines of stdout that are no events. */
  readonly said: string;
}

/** A run under way. */
export interface OurRun {
  /** Resolves when the command waits for a call (`ready`), or when it has ended. */
  readonly ready: Promise<void>;
  readonly ended: Promise<OurEnd>;
  stop(signal: NodeJS.Signals): void;
}

/** Starts `fax call …` or `fax answer …` with `--json`, as a user would, and kills it after so many seconds. */
export function startFax(args: readonly string[], seconds: number): OurRun {
  const child = spawn(launcher, [...args, '--json'], { stdio: ['ignore', 'pipe', 'pipe'] });
  const events: OurEvent[] = [];
  const said: string[] = [];
  const ready = Promise.withResolvers<void>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    const event = eventSchema.safeParse(parsed(line));
    if (!event.success) said.push(line);
    else {
      events.push(event.data);
      if (event.data.event === 'ready') ready.resolve();
    }
  });
  child.stderr.on('data', (octets: Buffer) => said.push(octets.toString()));
  const timer = setTimeout(() => {
    said.push(`still running after ${seconds} s: killed`);
    child.kill('SIGKILL');
  }, seconds * 1000);
  const ended = new Promise<OurEnd>((resolve) => {
    child.once('close', (exit) => {
      clearTimeout(timer);
      ready.resolve();
      const end = endSchema.safeParse(events.at(-1));
      resolve({ exit, end: end.success ? end.data : null, events, said: said.join('\n') });
    });
  });
  return { ready: ready.promise, ended, stop: (signal) => child.kill(signal) };
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

/** The transcript of a run in lines, for a failure's report. */
export function transcriptOf({ events, said }: OurEnd, lines = 40): string {
  const shown = events.map((event) => JSON.stringify(event).slice(0, 220)).slice(-lines);
  return [...shown, said.slice(-1500)].join('\n');
}
