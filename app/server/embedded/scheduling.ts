import { nextDiscountInstant } from '../../model/discount-window.ts';
import { heldWords } from '../../model/held-words.ts';
import type { DestinationRule, PortGroup } from '../../model/office-lists.ts';
import type { Settings } from '../../model/settings.ts';
import type { JobRecord } from '../../store/records.ts';
import { ruleFor } from './destinations.ts';
import { type PortChoice, portsFor } from './port-choice.ts';
import { attemptsAhead } from './retry-policy.ts';
import { outcomeWords, whenWords } from './wording.ts';

/** What the decision looks at of a job that is not on a line and not final. */
export type QueuedJob = Pick<
  JobRecord,
  | 'state'
  | 'paused'
  | 'schedule'
  | 'notBefore'
  | 'number'
  | 'onlyPort'
  | 'practice'
  | 'outcome'
  | 'words'
  | 'failures'
  | 'failuresByOutcome'
  | 'retryAt'
>;

/** What the decision looks at of a port. */
export interface PortFacts {
  readonly id: number;
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
  /** By priority. */
  readonly ports: readonly PortFacts[];
  readonly groups: readonly PortGroup[];
  readonly destinations: readonly DestinationRule[];
  /** A number has as many calls on the line as it may have. */
  readonly engaged: (number: string) => boolean;
  /** When a number that was busy is called again by a fax that found it so; null: it was not, or that time has come. */
  readonly busyUntil: (number: string) => number | null;
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
  if (job.paused) return { kind: 'held', reason: job.words === heldWords ? heldWords : 'Paused' };
  const due = dueAt(job, context);
  if (due.until > context.now) return { kind: 'wait', until: due.until, reason: waitWords(job, due, context) };
  if (context.settings.pauseServerQueue) return { kind: 'held', reason: 'The queue is paused' };
  if (context.stopped !== null) return { kind: 'held', reason: context.stopped };
  if (context.engaged(job.number)) return { kind: 'held', reason: engagedWords(job, context) };
  return { kind: 'ready', reason: readyWords(job, context) };
}

function engagedWords(job: QueuedJob, context: ScheduleContext): string {
  const line = 'Waiting: a call to this number is on the line';
  return job.state === 'retrying' ? `${retryWords(job, context, 'trying again')}. ${line}` : line;
}

interface Due {
  readonly until: number;
  /** What it waits for last. */
  readonly why: 'time' | 'busy' | 'discount';
}

function dueAt(job: QueuedJob, { now, settings, zone, busyUntil }: ScheduleContext): Due {
  const own = Math.max(now, job.notBefore ?? 0, job.retryAt ?? 0);
  // One that found the number busy has its own time; the others need not find out again.
  const busy = foundBusy(job) ? 0 : (busyUntil(job.number) ?? 0);
  const earliest = Math.max(own, busy);
  const why = busy > own ? 'busy' : 'time';
  if (job.schedule !== 'discount') return { until: earliest, why };
  // A retry that would fall outside the window waits for the next one.
  const until = nextDiscountInstant(earliest, discountWindow(settings), zone);
  return { until, why: until > earliest ? 'discount' : why };
}

const foundBusy = (job: Pick<QueuedJob, 'state' | 'outcome'>): boolean =>
  job.state === 'retrying' && job.outcome === 'busy';

/**
 * Numbers that were busy, each with the time at which it is called again: the earliest, where several faxes found it so.
 * A number that is to be called already is not among them. Pure.
 */
export function busyNumbers(
  jobs: Iterable<Pick<QueuedJob, 'state' | 'outcome' | 'number' | 'paused' | 'retryAt'>>,
  now: number,
): ReadonlyMap<string, number> {
  const times = new Map<string, number>();
  for (const job of jobs) {
    const at = job.retryAt ?? now;
    // One that a person holds calls nobody when its time comes.
    if (!foundBusy(job) || (job.paused && at <= now)) continue;
    times.set(job.number, Math.min(at, times.get(job.number) ?? at));
  }
  return new Map([...times].filter(([, at]) => at > now));
}

/** The settings' discount window in minutes after midnight. */
export const discountWindow = (settings: Settings) => ({
  startMinute: settings.discountRateStartHour * 60 + settings.discountRateStartMinute,
  endMinute: settings.discountRateEndHour * 60 + settings.discountRateEndMinute,
});

const becauseOf = { time: '', busy: ': the number was busy', discount: ': discount rate' } as const;

function waitWords(job: QueuedJob, { until, why }: Due, context: ScheduleContext): string {
  const when = whenWords(until, context.now, context.zone);
  const words = job.state === 'retrying' ? retryWords(job, context, `tries again ${when}`) : `Sends ${when}`;
  return `${words}${becauseOf[why]}`;
}

function readyWords(job: QueuedJob, context: ScheduleContext): string {
  const line = lineWords(job, context);
  if (job.state === 'retrying') return `${retryWords(job, context, 'trying again')}. ${line}`;
  return job.words === null ? line : `${job.words}. ${line}`;
}

/** `Busy; tries again 14:05 (2 of 4)`: which of how many attempts comes next. */
function retryWords(job: QueuedJob, { settings }: ScheduleContext, what: string): string {
  const [next, all] = [job.failures + 1, job.failures + attemptsAhead(job, settings)];
  return `${outcomeWords[job.outcome ?? 'line-failed']}; ${what} (${next} of ${all})`;
}

/** The job's ports, what the destination's rule says included. */
export const choiceFor = (
  job: Pick<QueuedJob, 'practice' | 'onlyPort' | 'number'>,
  { ports, groups, destinations }: Pick<ScheduleContext, 'ports' | 'groups' | 'destinations'>,
): PortChoice<PortFacts> => portsFor(job, ruleFor(destinations, job.number), ports, groups);

/** The ports of a choice on which the job may go; practice faxes and real ones never share a line. */
export const fittingPorts = (job: Pick<QueuedJob, 'practice'>, choice: PortChoice<PortFacts>): readonly PortFacts[] =>
  choice.ports.filter((port) => port.send && port.practice === job.practice);

function lineWords(job: QueuedJob, context: ScheduleContext): string {
  const choice = choiceFor(job, context);
  const fitting = fittingPorts(job, choice);
  if (fitting.some((port) => port.usable)) return `Waiting for ${freeLine[choice.kind]}${choice.name ?? ''}`;
  if (fitting.length > 0) {
    const error = fitting.find((port) => port.error !== null)?.error;
    return error ? `${downWords(choice)}: ${lowerFirst(error)}` : 'Waiting until a line is open';
  }
  switch (choice.kind) {
    case 'any':
      return 'Waiting: no port may send';
    case 'port':
      return `Waiting: ${choice.name} may not send`;
    case 'group':
      return choice.ports.length === 0
        ? `Waiting: the group ${choice.name} has no port`
        : `Waiting: no port of ${choice.name} may send`;
    case 'unknown':
      return `Waiting: there is no port ${choice.name}`;
  }
}

const freeLine = { any: 'a free line', port: '', group: 'a free line of ', unknown: '' } as const;

function downWords({ kind, name }: PortChoice<PortFacts>): string {
  if (kind === 'any') return 'No line is working';
  return kind === 'group' ? `No line of ${name} is working` : `${name} is not working`;
}

/** A sentence behind a colon; a name in capitals (COM3, USB) stays. */
const lowerFirst = (sentence: string): string =>
  /^[A-Z][A-Z]/.test(sentence) ? sentence : sentence.charAt(0).toLowerCase() + sentence.slice(1);

const priorityRank = { high: 0, normal: 1, low: 2 } as const;

/** Which of two jobs goes first: priority, then the older. */
export function queueOrder(a: Pick<JobRecord, 'id' | 'priority'>, b: Pick<JobRecord, 'id' | 'priority'>): number {
  return priorityRank[a.priority] - priorityRank[b.priority] || a.id - b.id;
}
