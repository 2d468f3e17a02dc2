import type { FaxNotice } from '../../contract/events.ts';
import type { Change, ServerStatus, Warning } from '../../contract/snapshot.ts';
import type { PageWorks } from '../../document/page-works.ts';
import type { Clock } from '../../model/clock.ts';
import { FaxError, toFaxError } from '../../model/errors.ts';
import { finalStates } from '../../model/job.ts';
import { defaultSettings, listSettings, type Settings } from '../../model/settings.ts';
import type { JobRecord, MessageRecord, StoredJob } from '../../store/records.ts';
import type { Store } from '../../store/store.ts';
import { Folders } from './folders.ts';
import type { LiveCall, LiveJob, LivePort } from './live.ts';
import { OfficeListKeeper } from './office-lists.ts';
import type { EmbeddedServerOptions, Log } from './options.ts';
import type { Outside } from './outside.ts';
import { type Changed, Publisher } from './publisher.ts';
import { RefusedWrites } from './refused-writes.ts';
import type { Secrets } from './secrets.ts';
import type { StepName } from './steps.ts';
import { viewJob, viewMessage, viewPort } from './views.ts';

/** Final jobs and messages that stay in memory where nobody says otherwise. */
const KEEP_FINAL = 2000;

/** The gravest first. */
const warningOrder: readonly Warning['code'][] = [
  'reception-refused',
  'disk-low',
  'database-recovered',
  'documents-found',
  'list-damaged',
  'queue-blocked',
  'incoming-blocked',
  'archive-failing',
  'mail-failing',
  'routing-failing',
  'secret-locked',
  'archive-quota',
];

/** It has ended, and nothing is left to do for it. */
const isDone = ({ record, call }: LiveJob): boolean =>
  call === null &&
  finalStates.has(record.state) &&
  !record.archiveDue &&
  (record.receiptState === 'none' || record.receiptState === 'sent' || record.receiptState === 'failed');

const isReceiptDue = ({ receiptState }: JobRecord): boolean => receiptState === 'waiting' || receiptState === 'due';

const isOpenRouting = ({ state }: MessageRecord['routing'][number]): boolean =>
  state === 'pending' || state === 'retrying';

/** What the end of a fax obliges to, written with the end itself: a kill behind it forgets neither. Pure. */
function dutiesOf(
  record: JobRecord,
  state: JobRecord['state'] | undefined,
  settings: Settings,
): Partial<Pick<JobRecord, 'archiveDue' | 'receiptState'>> {
  if (record.direction === 'in') return {};
  return {
    ...(state === 'delivered' && settings.archiveOutboundFaxes ? { archiveDue: true } : {}),
    ...(record.receipt !== null ? { receiptState: 'waiting' as const } : {}),
  };
}

/**
 * What all parts of the embedded server share: its state in memory, the way of a change to the disk, and the way of a
 * change to those who watch. A change is made in memory first, in one step, then written; the store keeps the order.
 */
export class ServerCore {
  readonly store: Store;
  readonly works: PageWorks;
  readonly clock: Clock;
  readonly zone: string;
  readonly log: Log;
  readonly folders: Folders;
  readonly publisher: Publisher;
  readonly outside: Outside;
  readonly secrets: Secrets;
  readonly lists: OfficeListKeeper;
  /** Says that the server has come to a step. */
  readonly step: (step: StepName) => void;
  /** Final jobs and messages that stay in memory. */
  readonly keepFinal: number;
  /** By id: every job that is not final or has something left to do, and the newest of the others. */
  readonly jobs = new Map<number, LiveJob>();
  /** Jobs that are not final: the queue looks at these alone. */
  readonly open = new Map<number, LiveJob>();
  /** Jobs that have ended at least once and whose receipt is still to be written. */
  readonly receiptsDue = new Set<LiveJob>();
  readonly ports = new Map<number, LivePort>();
  /** Calls that came in and are not filed yet. */
  readonly receptions = new Set<LiveCall>();
  /** By id: every message whose routing or archiving is not done, and the newest of the others. */
  readonly messages = new Map<number, MessageRecord>();
  /** Ids of faxes that were erased since the start: whoever still holds one must not bring it back. */
  readonly erased = new Set<number>();
  /** What a person should look after, by code. */
  readonly #warnings = new Map<Warning['code'], Warning>();
  settings: Settings = defaultSettings;
  state: ServerStatus['state'] = 'disconnected';
  /** Why the store cannot be written, in words, or null. No call begins meanwhile. */
  storeError: string | null = null;
  /** Why no call is answered though everything works (too little room on the disk), a sentence; null: they are. */
  receptionRefusal: string | null = null;
  /** True from `disconnect` on. */
  stopping = false;
  /** Called when a job or port changed so that the queue may have something to do. */
  wake: () => void = () => undefined;
  readonly #writes: RefusedWrites;

  constructor(options: EmbeddedServerOptions) {
    this.store = options.store;
    this.works = options.works;
    this.clock = options.clock;
    this.zone = options.zone;
    this.log = options.log;
    this.folders = new Folders(options.dataDir);
    this.outside = options.outside;
    this.secrets = options.secrets;
    this.step = options.onStep ?? (() => undefined);
    this.keepFinal = options.keepFinal ?? KEEP_FINAL;
    this.lists = new OfficeListKeeper(options.store, () => this.wake());
    this.publisher = new Publisher(
      options.clock,
      (changed) => this.#change(changed),
      (error) => options.log('error', 'A listener failed', { error: String(error) }),
    );
    this.#writes = new RefusedWrites({
      clock: options.clock,
      putJobs: (records) => options.store.putJobs(records),
      isErased: ({ record }) => this.erased.has(record.id) && !this.jobs.has(record.id),
      onRefused: (error) => this.#storeFailed(error),
      onWritten: () => this.#storeIsWell(),
    });
  }

  get practiceOnly(): boolean {
    return [...this.ports.values()].every((port) => port.practice);
  }

  get status(): ServerStatus {
    return {
      name: 'This computer',
      kind: 'embedded',
      state: this.state,
      error: this.storeError,
      capabilities: { editPorts: true, pause: true, discount: true, practiceOnly: this.practiceOnly },
      zone: this.zone,
      warnings: warningOrder.flatMap((code) => this.#warnings.get(code) ?? []),
    };
  }

  /** Shows a warning, or takes it back. */
  warn(code: Warning['code'], warning: Omit<Warning, 'code'> | null): void {
    const before = this.#warnings.get(code);
    if (warning === null ? !before : before?.words === warning.words && before.next === warning.next) return;
    if (warning === null) this.#warnings.delete(code);
    else this.#warnings.set(code, { code, ...warning });
    this.publisher.mark('server');
  }

  /** A job by its id, brought into memory from the disk where it is not there. Throws `JOB_NOT_FOUND`. */
  async find(id: number): Promise<LiveJob> {
    const known = this.jobs.get(id);
    if (known) return known;
    const stored = await this.store.job(id);
    if (this.erased.has(id)) throw new FaxError('JOB_NOT_FOUND');
    const meanwhile = this.jobs.get(id);
    if (meanwhile) return meanwhile;
    if (stored === null) throw new FaxError('JOB_NOT_FOUND');
    return this.keepStored(stored);
  }

  /** A received fax by its id, from the disk where it is not in memory. Throws `MESSAGE_NOT_FOUND`. */
  async message(id: number): Promise<MessageRecord> {
    const record = this.messages.get(id) ?? (await this.store.message(id));
    if (!record || this.erased.has(id))
      throw new FaxError('MESSAGE_NOT_FOUND', { message: 'There is no received fax with this id.' });
    return record;
  }

  /** Takes a changed message into memory and shows it. Whoever calls has written it. */
  keepMessage(message: MessageRecord): void {
    if (this.erased.has(message.id)) return;
    this.messages.set(message.id, message);
    this.publisher.mark(`message:${message.id}`);
    this.#forget(
      this.messages,
      'message',
      (each) => !each.archiveDue && !each.routing.some(isOpenRouting),
      (each) => each.receivedAt,
    );
  }

  /**
   * Changes a received fax in memory, on top of what others changed meanwhile, and shows it. Whoever calls writes the
   * answer.
   */
  changeMessage(message: MessageRecord, changes: Partial<Omit<MessageRecord, 'id'>>): MessageRecord {
    const changed = { ...(this.messages.get(message.id) ?? message), ...changes };
    this.keepMessage(changed);
    return changed;
  }

  /**
   * Forgets what was done with longest ago, so that memory does not grow with the years; those who watch forget it too.
   * By the time of its end, not by its id: a fax of last year that was sent again today is of today.
   */
  #forget<T>(
    kept: Map<number, T>,
    what: 'job' | 'message',
    isDone: (each: T) => boolean,
    endOf: (each: T) => number,
  ): void {
    // A tenth more than is kept, so that it is not done for each.
    if (kept.size <= this.keepFinal * 1.1) return;
    const done = [...kept].filter(([, each]) => isDone(each)).sort(([a, x], [b, y]) => endOf(x) - endOf(y) || a - b);
    for (const [id] of done.slice(0, Math.max(0, done.length - this.keepFinal))) {
      kept.delete(id);
      this.publisher.mark(`${what}:${id}`);
    }
  }

  /** Calls in progress, out and in. */
  get calls(): LiveCall[] {
    const outgoing = [...this.ports.values()].flatMap(({ call }) => (call === null ? [] : [call]));
    return [...new Set([...outgoing, ...this.receptions])];
  }

  portsByPriority(): LivePort[] {
    return [...this.ports.values()].sort((a, b) => a.record.priority - b.record.priority);
  }

  /** Takes a job into memory as the store has it. */
  keepStored({ job, pagesConfirmed }: StoredJob): LiveJob {
    return this.keep(job, job.direction === 'in' ? job.pages : pagesConfirmed);
  }

  /** Takes a job into memory. */
  keep(record: JobRecord, pagesConfirmed: number): LiveJob {
    const job: LiveJob = { record, pagesConfirmed, call: null, turn: null, decision: null };
    this.jobs.set(record.id, job);
    if (!finalStates.has(record.state)) this.open.set(record.id, job);
    if (isReceiptDue(record)) this.receiptsDue.add(job);
    return job;
  }

  /** Changes a job in memory; the state's own time and what an end obliges to follow by themselves. Whoever calls writes the record. */
  change(job: LiveJob, changes: Partial<Omit<JobRecord, 'id'>>): JobRecord {
    if (this.erased.has(job.record.id)) throw new FaxError('JOB_NOT_FOUND');
    const before = job.record;
    const moved =
      (changes.state !== undefined && changes.state !== before.state) ||
      (changes.paused !== undefined && changes.paused !== before.paused);
    const since = moved ? { stateSince: this.clock.now() } : {};
    const ended = moved && changes.state !== undefined && finalStates.has(changes.state);
    job.record = { ...before, ...since, ...(ended ? dutiesOf(before, changes.state, this.settings) : {}), ...changes };
    if (isReceiptDue(job.record)) this.receiptsDue.add(job);
    else this.receiptsDue.delete(job);
    if (finalStates.has(job.record.state)) {
      this.open.delete(job.record.id);
      job.decision = null;
      this.#forget(this.jobs, 'job', isDone, ({ record }) => record.finishedAt ?? record.submittedAt);
    } else this.open.set(job.record.id, job);
    return job.record;
  }

  setPortState(port: LivePort, state: LivePort['state'], error: string | null = null): void {
    if (port.state !== state) port.since = this.clock.now();
    port.state = state;
    port.error = error;
    this.publisher.mark(`port:${port.record.id}`);
  }

  /** A call or a reception is on the port. */
  isOnCall(port: LivePort): boolean {
    return port.job !== null || this.calls.some((call) => call.port === port);
  }

  /** Shows a port on which no call is any more: free, or as its line is. */
  restPort(port: LivePort): void {
    port.callerId = null;
    const { health } = port;
    if (health.state === 'ready') this.setPortState(port, 'idle');
    else this.setPortState(port, health.state, health.error.message);
  }

  showJob(job: LiveJob): void {
    this.publisher.mark(`job:${job.record.id}`);
    if (job.call) this.publisher.mark(`port:${job.call.port.record.id}`);
  }

  notice(notice: Omit<FaxNotice, 'type'>): void {
    this.publisher.notice({ type: 'notice', ...notice });
  }

  /**
   * Writes a change of a job that must not be lost. When the disk refuses, the answer is false, the change stays in
   * memory, no new call begins, and the write is tried again until it succeeds.
   */
  write(job: LiveJob, write: () => Promise<void>): Promise<boolean> {
    return this.#writes.write(job, write);
  }

  /** False while the server stops: nothing is tried again then. */
  #storeFailed(thrown: unknown): boolean {
    if (this.stopping) return false;
    const error = toFaxError(thrown);
    this.log('error', 'The store could not be written', { code: error.code });
    this.storeError = error.message;
    this.publisher.mark('server');
    this.wake();
    return true;
  }

  #storeIsWell(): void {
    this.storeError = null;
    this.publisher.mark('server');
    this.wake();
  }

  /** Takes back the timers of the core. What the disk refused gets a last chance. */
  async close(): Promise<void> {
    await this.#writes.close();
    this.publisher.flush();
  }

  #change(changed: Changed): Change | null {
    if (changed === 'settings') return { kind: 'settings', settings: listSettings(this.settings) };
    if (changed === 'server') return { kind: 'server', server: this.status };
    const [kind, text] = changed.split(':');
    const id = Number(text);
    switch (kind) {
      case 'job': {
        const job = this.jobs.get(id);
        return job ? { kind: 'job', job: this.view(job) } : { kind: 'jobRemoved', id };
      }
      case 'port': {
        const port = this.ports.get(id);
        return port ? { kind: 'port', port: viewPort(port) } : { kind: 'portRemoved', id };
      }
      default: {
        const message = this.messages.get(id);
        return message
          ? { kind: 'message', message: viewMessage(message, this.folders) }
          : { kind: 'messageRemoved', id };
      }
    }
  }

  /** A job as everyone sees it. */
  view(job: LiveJob) {
    return viewJob(job, this.settings);
  }
}
