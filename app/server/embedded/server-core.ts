import type { FaxNotice } from '../../contract/events.ts';
import type { Change, ServerStatus } from '../../contract/snapshot.ts';
import type { PageWorks } from '../../document/page-works.ts';
import type { Clock } from '../../model/clock.ts';
import { toFaxError } from '../../model/errors.ts';
import { finalStates } from '../../model/job.ts';
import { defaultSettings, listSettings, type Settings } from '../../model/settings.ts';
import type { JobRecord, MessageRecord } from '../../store/records.ts';
import type { Store } from '../../store/store.ts';
import { Folders } from './folders.ts';
import type { LiveCall, LiveJob, LivePort } from './live.ts';
import type { EmbeddedServerOptions, Log } from './options.ts';
import { type Changed, Publisher } from './publisher.ts';
import { viewJob, viewMessage, viewPort } from './views.ts';

/** How long a full or failing disk is given before the store is tried again, ms. */
const STORE_PAUSE = 15_000;

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
  readonly jobs = new Map<number, LiveJob>();
  /** Jobs that are not final: the queue looks at these alone. */
  readonly open = new Map<number, LiveJob>();
  readonly ports = new Map<number, LivePort>();
  /** Calls that came in and are not filed yet. */
  readonly receptions = new Set<LiveCall>();
  readonly messages = new Map<number, MessageRecord>();
  /** Ids of the jobs of each submission. */
  readonly submissions = new Map<string, number[]>();
  settings: Settings = defaultSettings;
  state: ServerStatus['state'] = 'disconnected';
  /** Why the store cannot be written, in words, or null. No call begins meanwhile. */
  storeError: string | null = null;
  /** True from `disconnect` on. */
  stopping = false;
  /** Called when a job or port changed so that the queue may have something to do. */
  wake: () => void = () => undefined;
  /** Writes that the disk refused, oldest first. */
  #unwritten: { readonly job: LiveJob; readonly write: () => Promise<void> }[] = [];
  #retryTimer: (() => void) | null = null;

  constructor(options: EmbeddedServerOptions) {
    this.store = options.store;
    this.works = options.works;
    this.clock = options.clock;
    this.zone = options.zone;
    this.log = options.log;
    this.folders = new Folders(options.dataDir);
    this.publisher = new Publisher(
      options.clock,
      (changed) => this.#change(changed),
      (error) => options.log('error', 'A listener failed', { error: String(error) }),
    );
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
    };
  }

  /** Calls in progress, out and in. */
  get calls(): LiveCall[] {
    const outgoing = [...this.open.values()].flatMap(({ call }) => (call === null ? [] : [call]));
    return [...new Set([...outgoing, ...this.receptions])];
  }

  portsByPriority(): LivePort[] {
    return [...this.ports.values()].sort((a, b) => a.record.priority - b.record.priority);
  }

  /** Takes a job into memory. */
  keep(record: JobRecord, pagesConfirmed: number): LiveJob {
    const job: LiveJob = { record, pagesConfirmed, call: null, decision: null };
    this.jobs.set(record.id, job);
    if (!finalStates.has(record.state)) this.open.set(record.id, job);
    if (record.direction === 'out') {
      const ids = this.submissions.get(record.submissionKey);
      if (ids) ids.push(record.id);
      else this.submissions.set(record.submissionKey, [record.id]);
    }
    return job;
  }

  /** Changes a job in memory; the state's own time follows by itself. Whoever calls writes the record. */
  change(job: LiveJob, changes: Partial<Omit<JobRecord, 'id'>>): JobRecord {
    const moved =
      (changes.state !== undefined && changes.state !== job.record.state) ||
      (changes.paused !== undefined && changes.paused !== job.record.paused);
    const since = moved ? { stateSince: this.clock.now() } : {};
    job.record = { ...job.record, ...since, ...changes };
    if (finalStates.has(job.record.state)) {
      this.open.delete(job.record.id);
      job.decision = null;
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
  async write(job: LiveJob, write: () => Promise<void>): Promise<boolean> {
    try {
      await write();
      return true;
    } catch (error) {
      this.#unwritten.push({ job, write });
      this.#storeFailed(error);
      return false;
    }
  }

  #storeFailed(thrown: unknown): void {
    if (this.stopping) return;
    const error = toFaxError(thrown);
    this.log('error', 'The store could not be written', { code: error.code });
    this.storeError = error.message;
    this.publisher.mark('server');
    this.#retryTimer ??= this.clock.after(STORE_PAUSE, () => {
      this.#retryTimer = null;
      void this.#writeAgain();
    });
    this.wake();
  }

  async #writeAgain(): Promise<void> {
    const jobs = new Set<LiveJob>();
    try {
      for (let first = this.#unwritten[0]; first; first = this.#unwritten[0]) {
        await first.write();
        jobs.add(first.job);
        this.#unwritten.shift();
      }
      // A late write brought an old state of its job to the disk: the present one goes last.
      await this.store.putJobs([...jobs].map((job) => job.record));
    } catch (error) {
      for (const job of jobs) this.#unwritten.push({ job, write: () => this.store.putJobs([job.record]) });
      this.#storeFailed(error);
      return;
    }
    this.storeError = null;
    this.publisher.mark('server');
    this.wake();
  }

  /** Takes back the timers of the core. */
  close(): void {
    this.#retryTimer?.();
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
