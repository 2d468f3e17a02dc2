import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { orderlyQuit } from './quit.ts';

/** Electron's part: `quit` raises `will-quit` and leaves unless that was prevented. */
class FakeApp extends EventEmitter {
  left = 0;
  quit(): void {
    this.emit('before-quit');
    let prevented = false;
    this.emit('will-quit', { preventDefault: () => (prevented = true) });
    if (!prevented) this.left++;
  }
}

const signals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;
let before: Record<string, NodeJS.SignalsListener[]> = {};
beforeEach(() => {
  before = Object.fromEntries(signals.map((signal) => [signal, process.listeners(signal)]));
});
afterEach(() => {
  for (const signal of signals) {
    for (const each of process.listeners(signal)) if (!before[signal]?.includes(each)) process.off(signal, each);
  }
});
const settle = () => new Promise((resolve) => setTimeout(resolve, 5));

it('takes the steps in order, once, and then leaves', async () => {
  const app = new FakeApp();
  const log: string[] = [];
  const calls = Promise.withResolvers<void>();
  const steps = [() => calls.promise.then(() => void log.push('calls')), () => void log.push('files')];
  const quit = orderlyQuit(app as never, steps, () => undefined);
  expect(quit.asked).toBe(false);
  quit.now();
  quit.now();
  await settle();
  expect([quit.asked, log, app.left]).toEqual([true, [], 0]);
  calls.resolve();
  await settle();
  expect([log, app.left]).toEqual([['calls', 'files'], 1]);
});

it('goes on after a step that failed, and tells of it', async () => {
  const app = new FakeApp();
  const problems: unknown[] = [];
  const log: string[] = [];
  const steps = [() => Promise.reject(new Error('stuck')), () => void log.push('files')];
  orderlyQuit(app as never, steps, (problem) => problems.push(problem)).now();
  await settle();
  expect([problems.length, log, app.left]).toEqual([1, ['files'], 1]);
});

it('is asked for by a signal', async () => {
  const app = new FakeApp();
  orderlyQuit(app as never, [], () => undefined);
  process.emit('SIGTERM');
  await settle();
  expect(app.left).toBe(1);
});
