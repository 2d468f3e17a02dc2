import type { FaxEvent } from '../../../../contract/events.ts';
import type { ServerStatus, Snapshot } from '../../../../contract/snapshot.ts';
import type { Job, Operation } from '../../../../model/job.ts';
import type { StepName } from '../../steps.ts';
import type { Death, Watcher } from './day-office.ts';
import type { Tally } from './tally.ts';
import type { LineEvent } from './telephone-network.ts';

/** A promise that the server broke. */
export class Violation extends Error {
  override readonly name = 'Violation';
}

/** One send, as the client who asked for it knows it. */
export interface Sent {
  readonly key: string;
  readonly file: string;
  readonly pages: number;
  readonly numbers: readonly string[];
  readonly receipt: string | null;
  /** The client was told these ids, in the order of the numbers. */
  ids: readonly number[] | null;
}

/** What a person did to a job, and where the line's events stood then. */
export interface Act {
  readonly id: number;
  readonly operation: Operation | 'erase';
  readonly number: string | null;
  readonly at: number;
  /** The state in which it was asked. */
  readonly state: Job['state'];
}

/** What everyone outside the server knows of it: what clients asked, were told and saw. The judge reads nothing else. */
export class Ledger implements Watcher {
  readonly sent: Sent[] = [];
  readonly acts: Act[] = [];
  readonly violations: string[] = [];
  /** When the server ended, and whether its disk had refused something just then. */
  readonly deaths: { readonly at: number; readonly unkept: boolean }[] = [];
  /** Nobody has switched the archive off. */
  alwaysArchived = true;
  readonly #events: () => readonly LineEvent[];
  readonly #now: () => number;
  readonly #tally: Tally;
  readonly #say: (line: string) => void;
  /** The last that was seen of each job. */
  readonly seen = new Map<number, Job>();
  /** Every number that a job had, with where the line's events stood when it got it. */
  readonly numbers = new Map<number, { readonly number: string; readonly from: number }[]>();
  /** Faxes that moved while the server said that its disk refuses; those of them that a death came over. */
  readonly #notKept = new Set<number>();
  readonly #forgotten = new Set<number>();
  #diskRefuses = false;
  readonly messages = new Set<number>();
  readonly delivered = new Set<number>();
  /** Faxes that a person had erased for good: `maybe` where they got no answer. */
  readonly erased = new Map<number, 'surely' | 'maybe'>();
  /** How often a job was seen to come to an end. */
  readonly ends = new Map<number, number>();

  constructor(events: () => readonly LineEvent[], now: () => number, tally: Tally, say: (line: string) => void) {
    this.#events = events;
    this.#now = now;
    this.#tally = tally;
    this.#say = say;
  }

  fail(what: string): void {
    this.violations.push(what);
    this.#say(`BROKEN PROMISE: ${what}`);
  }

  sentOf(job: Pick<Job, 'submissionKey'>): Sent | undefined {
    return this.sent.find(({ key }) => key === job.submissionKey);
  }

  /** Every fax of a submission that was ever shown, erased ones too. */
  idsOf(key: string): readonly number[] {
    return [...this.seen.values()].filter(({ submissionKey }) => submissionKey === key).map(({ id }) => id);
  }

  act(operation: Act['operation'], job: Job, number: string | null = null): void {
    this.acts.push({ id: job.id, operation, number, at: this.#events().length, state: job.state });
  }

  snapshot(snapshot: Snapshot): void {
    this.#diskRefuses = snapshot.server.error !== null;
    for (const job of snapshot.jobs) this.#look(job);
    for (const { id } of snapshot.messages) this.messages.add(id);
  }

  event(event: FaxEvent): void {
    if (event.type !== 'patch') return;
    for (const change of event.changes) {
      if (change.kind === 'job') this.#look(change.job);
      if (change.kind === 'message') this.messages.add(change.message.id);
      if (change.kind === 'server') this.#hearServer(change.server);
    }
  }

  #hearServer({ error, warnings }: ServerStatus): void {
    this.#diskRefuses = error !== null;
    if (error === null) this.#notKept.clear();
    for (const { code } of warnings) this.#tally.count('warning', code);
  }

  step(step: StepName): void {
    this.#tally.count('step', step);
  }

  died(how: Death): void {
    this.#tally.count('fault', how === 'power' ? 'power cut' : 'killed');
    this.#say(how === 'power' ? 'the power is gone' : 'the process is killed');
    this.#forget();
  }

  stopped(): void {
    this.#forget();
  }

  /** The server is gone, and with it what its disk had refused to keep. */
  #forget(): void {
    this.deaths.push({ at: this.#now(), unkept: this.#diskRefuses || this.#notKept.size > 0 });
    for (const id of this.#notKept) this.#forgotten.add(id);
    this.#notKept.clear();
  }

  gap(what: string): void {
    this.fail(`A patch is missing: ${what}.`);
  }

  #look(job: Job): void {
    const before = this.seen.get(job.id);
    if (this.#diskRefuses) this.#notKept.add(job.id);
    this.seen.set(job.id, job);
    if (before === undefined || before.number !== job.number) {
      const known = this.numbers.get(job.id) ?? [];
      this.numbers.set(job.id, [...known, { number: job.number, from: this.#events().length }]);
    }
    if (before && (before.submissionKey !== job.submissionKey || before.direction !== job.direction))
      this.fail(`Id ${job.id} stood for ${before.submissionKey || 'a reception'} and now for ${job.submissionKey}.`);
    if (before?.state === job.state && before.outcome === job.outcome) return;
    this.#tally.count('state', job.outcome === null ? job.state : `${job.state} (${job.outcome})`);
    this.#tally.count('transition', `${before?.state ?? 'new'} > ${job.state}`);
    this.#say(`fax ${job.id} is ${job.state}: ${job.reason}`);
    if (isEnd(job.state)) this.ends.set(job.id, (this.ends.get(job.id) ?? 0) + 1);
    if (before?.state === 'delivered') this.#mustNotMove(job);
    if (job.direction === 'in') return;
    if (job.state === 'delivered') this.#mustHaveArrived(job);
    if (job.state === 'uncertain') this.#mustBeUncertain(job);
  }

  /** What a disk refused to keep is forgotten with the power; then a delivered fax is one to be asked about. */
  #mustNotMove(job: Job): void {
    if (job.state === 'uncertain' && this.#forgotten.has(job.id)) {
      this.#tally.count('allowed', 'delivered, and uncertain when the disk had not kept it');
      return;
    }
    this.fail(`Fax ${job.id} was delivered and is ${job.state} now.`);
  }

  #mustHaveArrived(job: Job): void {
    this.delivered.add(job.id);
    const sent = this.sentOf(job);
    if (!sent) return;
    const events = this.#events();
    for (let page = 1; page <= sent.pages; page += 1) {
      const words = `${sent.file} ${page}`;
      const arrived = events.some(
        (event) => event.kind === 'page-confirmed' && event.number === job.number && event.page === words,
      );
      if (!arrived) this.fail(`Fax ${job.id} is shown as delivered, and the far end never confirmed page ${page}.`);
    }
  }

  #mustBeUncertain(job: Job): void {
    const sent = this.sentOf(job);
    if (!sent) return;
    const words = `${sent.file} ${sent.pages}`;
    const ofLast = this.#events().filter(
      (event) => 'page' in event && event.page === words && event.number === job.number,
    );
    if (!ofLast.some(({ kind }) => kind === 'page-whole'))
      this.fail(`Fax ${job.id} is uncertain, and its last page never was whole at the far end.`);
    if (ofLast.some(({ kind }) => kind === 'confirmation-kept'))
      this.fail(`Fax ${job.id} is uncertain, and the confirmation of its last page was kept.`);
  }
}

export const isEnd = (state: Job['state']): boolean =>
  state === 'delivered' || state === 'failed' || state === 'cancelled' || state === 'uncertain' || state === 'received';
