import { FaxError, type FaxErrorCode, faxErrorCatalogue } from '../model/errors.ts';
import type { StartWorker, WorkerHandle } from '../model/worker-entries.ts';
import { isWorkReply, type TaskInput, type TaskName, type TaskOutput, type WorkerSetup } from './work-messages.ts';

/** Which threads a task may take: `bulk` is for rendering, `short` for what a call or a screen is waiting for. */
export type Lane = 'bulk' | 'short';

export interface PoolOptions {
  readonly startWorker: StartWorker;
  /** Threads for `bulk` tasks; `short` tasks have one more of their own, started with the first of them. */
  readonly threads: number;
  /** What workers are started with; asked for once. */
  readonly setup: () => Promise<WorkerSetup>;
  /** Milliseconds that one task may take before its thread is ended. */
  readonly taskTime: number;
}

export interface TaskOptions {
  readonly lane: Lane;
  /** The file's name for the sentence when the task takes too long or its thread dies. */
  readonly about: string;
  /** A call or a user waits for it: it goes before the others in its lane. */
  readonly urgent?: boolean;
  readonly signal?: AbortSignal;
  readonly transfer?: readonly ArrayBuffer[];
  /** In place of the pool's own limit. */
  readonly taskTime?: number;
  /** No thread is started for it when so many are there; by default as many as the lane has. */
  readonly mostThreads?: number;
}

/** Worker threads with one task each at a time, started when they are needed. */
export interface WorkerPool {
  readonly threads: number;
  /**
   * Starts a second `bulk` thread now, where the pool has more than one, so that it is ready by the time the pages are
   * known. Urgent tasks go before this.
   */
  warmUp(): void;
  /** Does a task on a free thread. Throws what the task throws, `CANCELLED`, `TIMED_OUT`, or `INTERNAL` when the thread died. */
  run<N extends TaskName>(name: N, input: TaskInput<N>, options: TaskOptions): Promise<TaskOutput<N>>;
  /** Ends every thread; tasks under way and waiting reject with `CANCELLED`. Idempotent. */
  close(): Promise<void>;
}

/** Milliseconds that a thread may go on with a task that nobody waits for any more; most pages are done by then. */
const forgottenTime = 2_000;

/** Milliseconds after which a thread without work is let go. */
const idleTime = 30_000;

interface Task {
  readonly id: number;
  readonly name: TaskName;
  readonly input: unknown;
  readonly options: TaskOptions;
  readonly resolve: (output: unknown) => void;
  readonly reject: (error: unknown) => void;
}

interface Thread {
  readonly lane: Lane;
  readonly handle: WorkerHandle;
  task: Task | null;
  /** While it works: its limit. While it is idle: when it is let go. */
  timer: NodeJS.Timeout | null;
  gone: boolean;
}

export function createWorkerPool(options: PoolOptions): WorkerPool {
  return new Pool(options);
}

class Pool implements WorkerPool {
  readonly threads: number;
  readonly #options: PoolOptions;
  readonly #waiting: Record<Lane, Task[]> = { bulk: [], short: [] };
  readonly #threads = new Set<Thread>();
  readonly #starting: Record<Lane, number> = { bulk: 0, short: 0 };
  #setup: Promise<WorkerSetup> | null = null;
  #nextId = 1;
  #closed = false;

  constructor(options: PoolOptions) {
    this.#options = options;
    this.threads = Math.max(1, options.threads);
  }

  run<N extends TaskName>(name: N, input: TaskInput<N>, options: TaskOptions): Promise<TaskOutput<N>> {
    const { promise, resolve, reject } = Promise.withResolvers<TaskOutput<N>>();
    if (this.#closed || options.signal?.aborted) return Promise.reject(new FaxError('CANCELLED'));
    const id = this.#nextId++;
    const task: Task = {
      id,
      name,
      input,
      options,
      // The worker's table of handlers has the same types as this call: see work-tasks.ts.
      resolve: (output) => resolve(output as TaskOutput<N>),
      reject,
    };
    const queue = this.#waiting[options.lane];
    const patient = options.urgent ? queue.findIndex((each) => !each.options.urgent) : -1;
    queue.splice(patient < 0 ? queue.length : patient, 0, task);
    const abort = () => this.#abort(task);
    options.signal?.addEventListener('abort', abort, { once: true });
    this.#dispatch(options.lane);
    return promise.finally(() => options.signal?.removeEventListener('abort', abort));
  }

  warmUp(): void {
    const alive = [...this.#threads].filter((thread) => thread.lane === 'bulk').length;
    // One thread is on the file already. A third is worth its start only when there are many pages.
    if (this.threads < 2 || alive > 1) return;
    this.run('warmUp', null, { lane: 'bulk', about: '', mostThreads: 2 }).catch((error: unknown) => {
      // Nothing is lost by it: a thread that cannot work says so with its first page.
      if (!(error instanceof FaxError)) throw error;
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const lane of ['bulk', 'short'] as const)
      for (const task of this.#waiting[lane].splice(0)) task.reject(new FaxError('CANCELLED'));
    await Promise.all([...this.#threads].map((thread) => this.#end(thread, new FaxError('CANCELLED'))));
  }

  /**
   * A waiting task is dropped; a running one is forgotten: its thread is free again when it has finished its page, and
   * ended where that takes long, so that a hard page that was cancelled does not hold up the next document.
   */
  #abort(task: Task): void {
    const queue = this.#waiting[task.options.lane];
    const index = queue.indexOf(task);
    if (index >= 0) queue.splice(index, 1);
    task.reject(new FaxError('CANCELLED'));
    for (const thread of this.#threads) {
      if (thread.task !== task) continue;
      if (thread.timer) clearTimeout(thread.timer);
      thread.timer = setTimeout(() => void this.#end(thread, new FaxError('CANCELLED')), forgottenTime);
    }
  }

  #dispatch(lane: Lane): void {
    if (this.#closed) return;
    const queue = this.#waiting[lane];
    for (const thread of this.#threads) {
      if (thread.lane !== lane || thread.task !== null || thread.gone) continue;
      const task = queue.shift();
      if (task === undefined) return;
      this.#give(thread, task);
    }
    const most = Math.min(
      lane === 'bulk' ? this.threads : 1,
      queue[0]?.options.mostThreads ?? Number.POSITIVE_INFINITY,
    );
    const alive = [...this.#threads].filter((thread) => thread.lane === lane).length;
    const wanted = Math.min(queue.length - this.#starting[lane], most - alive - this.#starting[lane]);
    for (let started = 0; started < wanted; started++) void this.#start(lane);
  }

  async #start(lane: Lane): Promise<void> {
    this.#starting[lane]++;
    this.#setup ??= this.#options.setup();
    try {
      const setup = await this.#setup;
      if (this.#closed) return;
      const thread: Thread = {
        lane,
        handle: this.#options.startWorker('pages', setup),
        task: null,
        timer: null,
        gone: false,
      };
      this.#rest(thread);
      thread.handle.onMessage((message) => this.#onReply(thread, message));
      thread.handle.onExit((error) => this.#onExit(thread, error));
      this.#threads.add(thread);
    } catch (cause) {
      this.#setup = null;
      for (const task of this.#waiting[lane].splice(0)) task.reject(new FaxError('INTERNAL', { cause }));
    } finally {
      this.#starting[lane]--;
    }
    this.#dispatch(lane);
  }

  #give(thread: Thread, task: Task): void {
    const limit = task.options.taskTime ?? this.#options.taskTime;
    if (thread.timer) clearTimeout(thread.timer);
    thread.task = task;
    thread.timer = setTimeout(() => {
      const words = `“${task.options.about}” took longer than ${Math.round(limit / 1000)} seconds and was stopped.`;
      void this.#end(
        thread,
        new FaxError('TIMED_OUT', { message: words, next: 'Simplify the document and try again.' }),
      );
    }, limit);
    thread.handle.post({ id: task.id, name: task.name, input: task.input }, task.options.transfer);
  }

  #onReply(thread: Thread, message: unknown): void {
    if (!isWorkReply(message) || thread.task?.id !== message.id) return;
    const task = thread.task;
    this.#free(thread);
    if ('error' in message) {
      const { code, message: sentence, next } = message.error;
      task.reject(new FaxError(knownCode(code), { message: sentence, next, cause: message.detail }));
    } else task.resolve(message.output);
    this.#dispatch(thread.lane);
    this.#rest(thread);
  }

  /** An idle thread holds a hundred megabytes for nothing: it is let go after a while. */
  #rest(thread: Thread): void {
    if (thread.task !== null || thread.gone) return;
    thread.timer = setTimeout(() => void this.#end(thread, null), idleTime).unref();
  }

  #onExit(thread: Thread, error: Error | null): void {
    thread.gone = true;
    this.#threads.delete(thread);
    const { task } = thread;
    this.#free(thread);
    task?.reject(
      new FaxError('INTERNAL', {
        message: `“${task.options.about}” made the page renderer stop.`,
        next: 'Save the document anew, or print it to PDF, and try again.',
        cause: error,
      }),
    );
    this.#dispatch(thread.lane);
  }

  async #end(thread: Thread, error: FaxError | null): Promise<void> {
    thread.gone = true;
    this.#threads.delete(thread);
    thread.task?.reject(error);
    this.#free(thread);
    await thread.handle.terminate();
    this.#dispatch(thread.lane);
  }

  #free(thread: Thread): void {
    if (thread.timer) clearTimeout(thread.timer);
    thread.timer = null;
    thread.task = null;
  }
}

function knownCode(code: string): FaxErrorCode {
  return Object.hasOwn(faxErrorCatalogue, code) ? (code as FaxErrorCode) : 'INTERNAL';
}
