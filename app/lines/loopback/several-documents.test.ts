import { expect, it } from 'vitest';
import {
  answering,
  keepingObserver,
  OpaqueDocument,
  opaqueOctets,
  outgoing,
  practiceOffice,
} from '../in-memory.testing.ts';

const never = new AbortController().signal;

it.each([true, false])('several documents go in one call over a practice line (ECM %s)', async (ecm) => {
  const { clock, line } = practiceOffice();
  const from = await line('loopback:5550100');
  const answered = answering(await line('loopback:5550101'));
  const data = [1, 2, 3].map((seed) => opaqueOctets(2000, seed));
  const document = new OpaqueDocument([
    { data: data[0]!, startsDocument: true },
    { data: data[1]! },
    { data: data[2]!, startsDocument: true },
  ]);
  const seen = keepingObserver();
  const sent = await clock.run(from.send(outgoing('5550101', document, { ecm }), seen.observer, never));
  expect(sent).toMatchObject({ outcome: 'ok', code: 'ok', pages: 3 });
  expect(document.confirmedPages).toEqual([0, 1, 2]);
  expect(document.lastPages).toEqual([1, 2]);
  expect(await clock.run(answered.results[0]!)).toMatchObject({ outcome: 'ok', pages: 3 });
  expect(answered.sink.pages.map((page) => page.data.subarray(0, 2000))).toEqual(data);
  expect(seen.types().filter((type) => type === 'rx DIS')).toHaveLength(2);
  expect(seen.types()).toContain(ecm ? 'tx PPS-EOM' : 'tx EOM');
});
