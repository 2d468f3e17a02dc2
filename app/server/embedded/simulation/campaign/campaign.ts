import { type DayResult, playDay } from './day.ts';
import type { Sabotage } from './day-office.ts';
import { Tally } from './tally.ts';

/** A day on which a promise was broken. */
export interface BadDay {
  readonly seed: number;
  readonly violations: readonly string[];
}

export interface CampaignPart {
  readonly days: number;
  readonly bad: readonly BadDay[];
  readonly tally: Tally['data'];
}

/** Plays days one after another; `stop` is asked behind each, with how many were bad. */
export async function playDays(
  seeds: Iterable<number>,
  options: { readonly sabotage?: Sabotage; readonly stop?: (bad: number) => boolean } = {},
): Promise<CampaignPart> {
  const tally = new Tally();
  const bad: BadDay[] = [];
  let days = 0;
  for (const seed of seeds) {
    const { violations } = await playDay(seed, tally, options.sabotage);
    days += 1;
    if (violations.length > 0) bad.push({ seed, violations });
    if (options.stop?.(bad.length)) break;
  }
  return { days, bad, tally: tally.data };
}

/** Plays one day again and tells it. */
export const replay = (seed: number): Promise<DayResult> => playDay(seed, new Tally());
