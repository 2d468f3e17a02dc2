import { isDeepStrictEqual } from 'node:util';
import { localTimeOf } from '../../model/discount-window.ts';
import type { JobRecord } from '../../store/records.ts';
import type { LiveJob } from './live.ts';
import { type Decision, decide, type ScheduleContext } from './scheduling.ts';

/** A decision with what it was made of. */
export interface MadeDecision {
  readonly decision: Decision;
  readonly record: JobRecord;
  /** Which of the contexts it was made in. */
  readonly context: number;
  /** The number had as many calls as it may have. */
  readonly engaged: boolean;
  /** When the number, which was busy, is called again. */
  readonly busyUntil: number | null;
}

/**
 * What was decided and still holds, so that thousands of waiting jobs are not put into words again with every change of
 * one. A decision is made again when the job's record is another one (each change makes a new one), when anything else
 * that decisions depend on has changed, and when its time has come.
 */
export class Decisions {
  #context: object | null = null;
  #contexts = 0;
  #now = 0;

  /** What is decided from here on depends on this. The context's values are compared with the last ones, not watched. */
  look(context: ScheduleContext): void {
    const { year, month, day } = localTimeOf(context.now, context.zone);
    // Of the time itself the words depend on the day alone (`tomorrow 06:00`); who is engaged or busy is asked for each
    // number.
    const known = { ...context, now: Date.UTC(year, month - 1, day), engaged: null, busyUntil: null };
    // A clock that was set back may bring back what had been waited for.
    if (context.now < this.#now || !isDeepStrictEqual(known, this.#context)) this.#contexts += 1;
    this.#context = known;
    this.#now = context.now;
  }

  /** What holds now for a job that waits. */
  of(job: LiveJob, context: ScheduleContext): Decision {
    const { record, made } = job;
    if (made?.record === record && made.context === this.#contexts && holds(made, context)) return made.decision;
    const decision = decide(record, context);
    const { number } = record;
    const [engaged, busyUntil] = [context.engaged(number), context.busyUntil(number)];
    job.made = { decision, record, context: this.#contexts, engaged, busyUntil };
    return decision;
  }
}

/** Whether time and the lines have left a decision as it was. */
function holds({ decision, record, engaged, busyUntil }: MadeDecision, context: ScheduleContext): boolean {
  if (busyUntil !== context.busyUntil(record.number)) return false;
  if (decision.kind === 'wait') return decision.until > context.now;
  // The discount window opens and closes by itself.
  return record.schedule !== 'discount' && engaged === context.engaged(record.number);
}
