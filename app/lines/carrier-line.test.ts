import { describe, expect, test } from 'vitest';
import {
  answering,
  keepingObserver,
  OpaqueDocument,
  opaqueOctets,
  outgoing,
  practiceOffice,
} from './in-memory.testing.ts';

const never = new AbortController().signal;
const onePage = () => new OpaqueDocument([{ data: opaqueOctets(20_000) }]);

/** A call between two practice lines that `at` is told of frame by frame. */
async function callWith(at: (type: string, line: { drop?(): boolean }) => void) {
  const { clock, line } = practiceOffice();
  const [caller, called] = [await line('loopback:5550100'), await line('loopback:5550101')];
  const answerer = answering(called);
  const seen = keepingObserver();
  const observer = {
    ...seen.observer,
    frame: (entry: (typeof seen.frames)[number]) => {
      seen.frames.push(entry);
      at(`${entry.dir} ${entry.type}`, caller);
    },
  };
  const result = await clock.run(caller.send(outgoing('5550101', onePage()), observer, never));
  const [answered] = await clock.run(Promise.all(answerer.results));
  return { caller, result, answered, types: seen.types() };
}

describe('dropping a line', () => {
  test('ends its call at once, with no goodbye; the far end finds the call gone', async () => {
    const { result, answered, types } = await callWith((type, line) => {
      if (type === 'rx CFR') expect(line.drop?.()).toBe(true);
    });
    expect(result).toMatchObject({ outcome: 'line-failed', code: 'line-failed', pages: 0 });
    expect(types).not.toContain('tx DCN');
    expect(types.at(-1)).toBe('rx CFR');
    expect(answered).toMatchObject({ outcome: 'remote-hung-up', pages: 0 });
  });

  test('twice is once', async () => {
    const { result } = await callWith((type, line) => {
      if (type !== 'rx DIS') return;
      expect(line.drop?.()).toBe(true);
      expect(line.drop?.()).toBe(true);
    });
    expect(result.outcome).toBe('line-failed');
  });

  test('with no call up is told: there is nothing to drop', async () => {
    const { caller, result } = await callWith(() => undefined);
    expect(result.outcome).toBe('ok');
    expect(caller.drop?.()).toBe(false);
  });
});
