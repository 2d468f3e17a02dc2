import { type StepName, stepNames } from '../../app/server/embedded/steps.ts';

/** The line that a lane's faxes go over: its own practice line (both ends die), or T.38 to a receiver that lives on. */
export type LaneLine = 'loopback' | 't38';
export const laneLines: readonly LaneLine[] = ['loopback', 't38'];

/** One kill: by the server itself at a step, or from outside after so many ms. */
export type PlannedKill =
  | { readonly kind: 'step'; readonly step: StepName; readonly occurrence: number }
  | { readonly kind: 'outside'; readonly after: number };

/** What one lane does, all of it from its seed. */
export interface LanePlan {
  readonly seed: number;
  readonly line: LaneLine;
  readonly kills: readonly PlannedKill[];
}

/** A generator of numbers from 0 to 1 (mulberry32). */
export type Draw = () => number;

export function drawFrom(seed: number): Draw {
  let state = (seed * 0x9e3779b1) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x100000000;
  };
}

/** What one start can come to: on `t38:` the calls come in elsewhere. */
export const stepsOf = (line: LaneLine): readonly StepName[] =>
  line === 'loopback' ? stepNames : stepNames.filter((step) => !/^(receive|route|restart\.reception)/.test(step));

/** Steps of putting right what a cut call left: only the start behind such a cut comes to them. */
const settling: Partial<Record<StepName, readonly StepName[]>> = {
  'restart.call-settling': ['send.attempt-written', 'send.page-started', 'send.confirmation-writing'],
  'restart.call-settled': ['send.dialling', 'send.last-page-writing', 'send.confirmation-written'],
  'restart.reception-settling': ['receive.page-stored', 'receive.job-written', 'send.page-started'],
  'restart.reception-settled': ['receive.page-storing', 'receive.page-stored', 'receive.call-ended'],
};

/** How often a step comes in a start that sends some faxes; where it is not named, twice. */
const comesOnce: ReadonlySet<StepName> = new Set(stepNames.filter((name) => /^restart/.test(name)));

/** The last moment of a kill from outside, ms after the start. */
const OUTSIDE = 1_600;

/** Spreads kills over lanes: each step of each line in turn, one of five from outside. */
export function planLanes(kills: number, lanes: Readonly<Record<LaneLine, number>>, seed: number): readonly LanePlan[] {
  return laneLines.flatMap((line) => {
    const own = line === 'loopback' ? Math.ceil(kills / 2) : Math.floor(kills / 2);
    const count = Math.min(lanes[line], own);
    const round = shuffled(stepsOf(line), drawFrom(seed));
    let next = 0;
    return Array.from({ length: count }, (_, n): LanePlan => {
      const laneSeed = seed * 1_000 + (line === 't38' ? 500 : 0) + n;
      const draw = drawFrom(laneSeed);
      const size = Math.floor(own / count) + (n < own % count ? 1 : 0);
      const planned: PlannedKill[] = [];
      while (planned.length < size) {
        if (draw() < 0.15) planned.push({ kind: 'outside', after: Math.round(draw() * OUTSIDE) });
        else planned.push(...killsFor(round[next++ % round.length] as StepName, draw, line));
      }
      return { seed: laneSeed, line, kills: planned.slice(0, size) };
    });
  });
}

/** A lane that kills at one step alone, some times over. */
export function planStep(step: StepName, line: LaneLine, seed: number): LanePlan {
  const draw = drawFrom(seed);
  return { seed, line, kills: Array.from({ length: 4 }, () => killsFor(step, draw, line)).flat() };
}

function killsFor(step: StepName, draw: Draw, line: LaneLine): readonly PlannedKill[] {
  const before = settling[step]?.filter((each) => stepsOf(line).includes(each)) ?? [];
  const cut = before[Math.floor(draw() * before.length)];
  const kill: PlannedKill = { kind: 'step', step, occurrence: comesOnce.has(step) || draw() < 0.7 ? 1 : 2 };
  return cut === undefined ? [kill] : [{ kind: 'step', step: cut, occurrence: 1 }, kill];
}

function shuffled<T>(list: readonly T[], draw: Draw): readonly T[] {
  return list
    .map((each) => ({ each, at: draw() }))
    .sort((a, b) => a.at - b.at)
    .map(({ each }) => each);
}
