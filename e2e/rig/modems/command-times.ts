import type { ModemPairEvent } from '../modem-pair.ts';

/** A Class 1 modem waits no longer for the next command, ms (T.31 8.3). */
export const LATE = 55;

/** How soon answers came, ms. */
export interface Waits {
  readonly count: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
  /** Later than {@link LATE}. */
  readonly late: number;
}

/** What a modem saw of its program's answers. */
export interface ModemSideTimes {
  /** From a result code to the command that it calls for, and from a CONNECT to the end of the V.21 frame that goes out. */
  readonly responses: Waits;
  /** From a result code to +FRS, which opens a turn of ours: a page may have to be stored first. The far end waits 3 s. */
  readonly turns: Waits;
}

/** Commands that must follow a result at once. */
const COMMAND = /^AT\+F(?:T[MHS]|R[MH])=/i;
const TURN = /^AT\+FRS=/i;
const RESULT = /^(?:OK|CONNECT|ERROR|NO CARRIER|\+FCERROR)$/;
/** The modem had to be stopped: T4 had passed, and the command answers no result. */
const STOPPED = /^\\u0018/;

/** Reads the times of answers off the events of `modempair -v`, at the modem itself. Pure. */
export function modemSideTimes(events: readonly ModemPairEvent[]): ModemSideTimes {
  const responses: number[] = [];
  const turns: number[] = [];
  /** When each modem said its last result that is not answered yet, ms. */
  const saidAt = new Map<number, number>();
  for (const { ev, m, dir, t, s } of events) {
    if (typeof m !== 'number' || typeof t !== 'number') continue;
    const text = typeof s === 'string' ? s : '';
    if (ev === 'at' && dir === '<') {
      if (RESULT.test(text)) saidAt.set(m, t * 1000);
      continue;
    }
    if (dir !== '>') continue;
    const since = saidAt.get(m);
    saidAt.delete(m);
    if (since === undefined || STOPPED.test(text)) continue;
    if (ev === 'hdlc' || COMMAND.test(text)) responses.push(t * 1000 - since);
    else if (TURN.test(text)) turns.push(t * 1000 - since);
  }
  return { responses: waitsOf(responses), turns: waitsOf(turns) };
}

function waitsOf(times: readonly number[]): Waits {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => Math.round(sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0);
  return {
    count: sorted.length,
    p50: at(0.5),
    p99: at(0.99),
    max: at(1),
    late: sorted.filter((time) => time > LATE).length,
  };
}
