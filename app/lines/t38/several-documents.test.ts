import { expect, it } from 'vitest';
import { answering, keepingObserver, OpaqueDocument, opaqueOctets, outgoing } from '../in-memory.testing.ts';
import { t38Office } from './t38-office.testing.ts';

it.each([true, false])('several documents go in one call over T.38 (ECM %s)', async (ecm) => {
  const { clock, near, far } = await t38Office();
  const answered = answering(far);
  const data = [1, 2].map((seed) => opaqueOctets(2000, seed));
  const document = new OpaqueDocument(data.map((octets) => ({ data: octets, startsDocument: true })));
  const seen = keepingObserver();
  const sent = await clock.run(
    near.send(outgoing('5550101', document, { ecm }), seen.observer, new AbortController().signal),
  );
  expect(sent).toMatchObject({ outcome: 'ok', code: 'ok', pages: 2 });
  expect(document.lastPages).toEqual([0, 1]);
  expect(await clock.run(answered.results[0]!)).toMatchObject({ outcome: 'ok', pages: 2 });
  expect(answered.sink.pages.map((page) => page.data.subarray(0, 2000))).toEqual(data);
  expect(seen.types()).toContain(ecm ? 'tx PPS-EOM' : 'tx EOM');
});
