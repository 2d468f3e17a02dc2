import { nextDiscountInstant } from '../../model/discount-window.ts';
import type { Settings } from '../../model/settings.ts';
import type { JobRecord } from '../../store/records.ts';
import { outcomeWords, whenWords } from './wording.ts';

/** What the decision looks at of a job that is not on a line and not final. */
export type QueuedJob = Pick<
  JobRecord,
  'state' | 'paused' | 'schedule' | 'notBefore' | 'onlyPort' | 'practice' | 'outcome' | 'words' | 'failures' | 'retryAt'
>;

/** What the decision looks at of a port. */
export interface PortFacts {
  readonly name: string;
  readonly send: boolean;
  readonly practice: boolean;
  /** The line can be used. */
  readonly usable: boolean;
  /** Why it cannot, in words, or null. */
  readonly error: string | null;
}

/** Everything else that the decision depends on. */
export interface ScheduleContext {
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly zone: string;
  readonly settings: Settings;
  readonly ports: readonly PortFacts[];
  /** Why no call may begin at all, in words, or null. */
  readonly stopped: string | null;
}

/** When a job goes, and why not now, in words for its row. */
export type Decision =
  /** A person, or the server's switch, must release it. */
  | { readonly kind: 'held'; readonly reason: string }
  | { readonly kind: 'wait'; readonly until: number; readonly reason: string }
  /** It goes as soon as a port is free. */
  | { readonly kind: 'ready'; readonly reason: string };

/** When and why: a pure function of job, settings, clock and ports (object model 3.1, 3.2, 3.11, 3.12). */
export function decide(job: QueuedJob, context: ScheduleContext): Decision {
  if (job.paused) return { kind: 'held', reason: 'Paused' };
  const { until, discount } = dueAt(job, context);
  if (until > context.now) return { kind: 'wait', until, reason: waitWords(job, until, discount, context) };
  if (context.settings.pauseServerQueue) return { kind: 'held', reason: 'The queue is paused' };
  if (context.stopped !== null) return { kind: 'held', reason: context.stopped };
  return { kind: 'ready', reason: readyWords(job, context) };
}

function dueAt(job: QueuedJob, { now, settings, zone }: ScheduleContext): { until: number; discount: boolean } {
  const earliest = Math.max(now, job.notBefore ?? 0, job.retryAt ?? 0);
  if (job.schedule !== 'discount') return { until: earliest, discount: false };
  // A retry that would fall outside the window waits for the next one.
  const until = nextDiscountInstant(earliest, discountWindow(settings), zone);
  return { until, discount: until > earliest };
}

/** The settings' discount window in minutes after midnight. */
export const discountWindow = (settings: Settings) => ({
  startMinute: settings.discountRateStartHour * 60 + settings.discountRateStartMinute,
  endMinute: settings.discountRateEndHour * 60 + settings.discountRateEndMinute,
});

function waitWords(job: QueuedJob, until: number, discount: boolean, context: ScheduleContext): string {
  const when = whenWords(until, context.now, context.zone);
  const words = job.state === 'retrying' ? retryWords(job, context, `tries again ${when}`) : `Sends ${when}`;
  return discount ? `${words}: discount rate` : words;
}

function readyWords(job: QueuedJob, context: ScheduleContext): string {
  const line = lineWords(job, context);
  if (job.state === 'retrying') return `${retryWords(job, context, 'trying again')}. ${line}`;
  return job.words === null ? line : `${job.words}. ${line}`;
}

/** `Busy; tries again 14:05 (2 of 4)`: which of how many attempts comes next. */
function retryWords(job: QueuedJob, { settings }: ScheduleContext, what: string): string {
  const [next, all] = [job.failures + 1, Math.max(settings.retries, job.failures) + 1];
  return `${outcomeWords[job.outcome ?? 'line-failed']}; ${what} (${next} of ${all})`;
}

/** Ports on which the job may go; practice faxes and real ones never share a line. */
export function fits(job: Pick<QueuedJob, 'practice' | 'onlyPort'>, port: PortFacts): boolean {
  return port.send && port.practice === job.practice && (job.onlyPort === null || job.onlyPort === port.name);
}

function lineWords(job: QueuedJob, { ports }: ScheduleContext): string {
  const fitting = ports.filter((port) => fits(job, port));
  if (fitting.some((port) => port.usable))
    return job.onlyPort === null ? 'Waiting for a free line' : `Waiting for ${job.onlyPort}`;
  if (fitting.length > 0) {
    const down = job.onlyPort === null ? 'No line is working' : `${job.onlyPort} is not working`;
    const error = fitting.find((port) => port.error !== null)?.error;
    return error ? `${down}: ${lowerFirst(error)}` : 'Waiting until a line is open';
  }
  if (job.onlyPort === null) return 'Waiting: no port may send';
  const exists = ports.some((port) => port.name === job.onlyPort);
  return exists ? `Waiting: ${job.onlyPort} may not send` : `Waiting: there is no port ${job.onlyPort}`;
}

/** A sentence behind a colon; a name in capitals (COM3, USB) stays. */
const lowerFirst = (sentence: string): string =>
  /^[A-Z][A-Z]/.test(sentence) ? sentence : sentence.charAt(0).toLowerCase() + sentence.slice(1);

const priorityRank = { high: 0, normal: 1, low: 2 } as const;

/** Which of two jobs goes first: priority, then the older. */
export function queueOrder(a: Pick<JobRecord, 'id' | 'priority'>, b: Pick<JobRecord, 'id' | 'priority'>): number {
  return priorityRank[a.priority] - priorityRank[b.priority] || a.id - b.id;
}
