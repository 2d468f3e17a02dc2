import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { StartWorker, WorkerHandle } from '../model/worker-entries.ts';
import { isWorkRequest, type WorkRequest } from './work-messages.ts';
import { createWorkerPool, type Lane, type WorkerPool } from './worker-pool.ts';

/** A thread that answers when it is told to. */
class FakeThread implements WorkerHandle {
  readonly requests: WorkRequest[] = [];
  terminated = false;
  #message: (message: unknown) => void = () => undefined;
  #exit: (error: Error | null) => void = () => undefined;

  post(message: unknown): void {
    if (isWorkRequest(message)) this.requests.push(message);
  }
  onMessage(listener: (message: unknown) => void): void {
    this.#message = listener;
  }
  onExit(listener: (error: Error | null) => void): void {
    this.#exit = listener;
  }
  async terminate(): Promise<void> {
    this.terminated = true;
    this.#exit(null);
  }
  die(error: Error): void {
    this.#exit(error);
  }
  answer(output: unknown): void {
    this.#message({ id: this.requests.at(-1)?.id, output });
  }
  refuse(code: string): void {
    const error = { code, modelName: null, message: 'No.', next: 'Stop.' };
    this.#message({ id: this.requests.at(-1)?.id, error, detail: null });
  }
}

let threads: FakeThread[];
let pool: WorkerPool;
beforeEach(async () => {
  vi.useFakeTimers();
  threads = [];
  const startWorker: StartWorker = () => {
    const thread = new FakeThread();
    threads.push(thread);
    return thread;
  };
  const pdfium = await WebAssembly.compile(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]));
  pool = createWorkerPool({
    startWorker,
    threads: 2,
    taskTime: 1000,
    setup: async () => ({ pdfium, resourcesDir: '' }),
  });
});
afterEach(async () => {
  await pool.close();
  vi.useRealTimers();
});

const run = (tiff: string, lane: Lane, options: { urgent?: boolean; signal?: AbortSignal } = {}) =>
  pool.run('describe', { tiff }, { lane, about: tiff, ...options });
const settle = () => vi.advanceTimersByTimeAsync(0);
const asked = (thread: FakeThread | undefined) => thread?.requests.map((request) => request.input);

describe('the pool', () => {
  it('gives short tasks a thread of their own while rendering keeps the others', async () => {
    const tasks = ['a', 'b', 'c'].map((name) => run(name, 'bulk'));
    await settle();
    const short = run('thumbnail', 'short');
    await settle();
    expect(threads.map((thread) => thread.requests.length)).toEqual([1, 1, 1]);
    threads[2]?.answer(['short']);
    await expect(short).resolves.toEqual(['short']);
    threads[0]?.answer([1]);
    await settle();
    expect(asked(threads[0])).toEqual([{ tiff: 'a' }, { tiff: 'c' }]);
    threads[0]?.answer([3]);
    threads[1]?.answer([2]);
    await expect(Promise.all(tasks)).resolves.toEqual([[1], [2], [3]]);
  });

  it('does what a call waits for before what a screen waits for', async () => {
    const first = run('one', 'short');
    await settle();
    const later = [run('two', 'short'), run('call', 'short', { urgent: true })];
    for (let step = 0; step < 3; step++) {
      threads[0]?.answer([]);
      await settle();
    }
    await Promise.all([first, ...later]);
    expect(asked(threads[0])).toEqual([{ tiff: 'one' }, { tiff: 'call' }, { tiff: 'two' }]);
  });

  it('ends a thread that runs over its time and starts another', async () => {
    const slow = run('slow.pdf', 'short');
    const refused = expect(slow).rejects.toMatchObject({
      code: 'TIMED_OUT',
      message: expect.stringContaining('slow.pdf'),
    });
    const next = run('next.pdf', 'short');
    await vi.advanceTimersByTimeAsync(1000);
    await refused;
    expect(threads[0]?.terminated).toBe(true);
    threads[1]?.answer([]);
    await expect(next).resolves.toEqual([]);
  });

  it('fails the task of a thread that died, and only that', async () => {
    const dying = run('bomb.pdf', 'short');
    const refused = expect(dying).rejects.toMatchObject({
      code: 'INTERNAL',
      message: expect.stringContaining('bomb.pdf'),
    });
    const next = run('next.pdf', 'short');
    await settle();
    threads[0]?.die(new Error('out of memory'));
    await refused;
    await settle();
    threads[1]?.answer([]);
    await expect(next).resolves.toEqual([]);
  });

  it('passes a worker’s error on with its code, and makes an unknown one internal', async () => {
    for (const [code, expected] of [
      ['FILE_DAMAGED', 'FILE_DAMAGED'],
      ['NO_SUCH_CODE', 'INTERNAL'],
    ] as const) {
      const task = expect(run('x', 'short')).rejects.toMatchObject({ code: expected, message: 'No.' });
      await settle();
      threads[0]?.refuse(code);
      await task;
    }
  });

  it('drops a cancelled task that waits and forgets one that runs', async () => {
    const abort = new AbortController();
    const tasks = ['a', 'b', 'c'].map((name) =>
      run(name, 'bulk', { signal: abort.signal }).catch((error) => error.code),
    );
    await settle();
    abort.abort();
    await expect(Promise.all(tasks)).resolves.toEqual(['CANCELLED', 'CANCELLED', 'CANCELLED']);
    threads[0]?.answer([]);
    const next = run('d', 'bulk');
    await settle();
    expect(asked(threads[0])).toEqual([{ tiff: 'a' }, { tiff: 'd' }]);
    threads[0]?.answer([4]);
    await expect(next).resolves.toEqual([4]);
  });

  it('ends a thread that goes on with a cancelled task, and the next gets another', async () => {
    const abort = new AbortController();
    const hard = run('hard', 'short', { signal: abort.signal }).catch((error) => error.code);
    await settle();
    abort.abort();
    await expect(hard).resolves.toBe('CANCELLED');
    const next = run('next', 'short');
    await vi.advanceTimersByTimeAsync(1900);
    expect(threads).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(200);
    expect(threads[0]?.terminated).toBe(true);
    expect(asked(threads[1])).toEqual([{ tiff: 'next' }]);
    threads[1]?.answer([]);
    await expect(next).resolves.toEqual([]);
  });

  it('lets idle threads go', async () => {
    const task = run('a', 'short');
    await settle();
    threads[0]?.answer([]);
    await task;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(threads[0]?.terminated).toBe(true);
  });

  it('cancels everything when it is closed', async () => {
    const tasks = ['a', 'b', 'c'].map((name) => run(name, 'bulk').catch((error) => error.code));
    await settle();
    await pool.close();
    await expect(Promise.all(tasks)).resolves.toEqual(['CANCELLED', 'CANCELLED', 'CANCELLED']);
    expect(threads.every((thread) => thread.terminated)).toBe(true);
    await expect(run('late', 'short')).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});
