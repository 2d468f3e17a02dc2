import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CallResult } from '../fax-line.ts';
import { answering, OpaqueDocument, opaqueOctets, outgoing, practiceOffice } from '../in-memory.testing.ts';

const never = new AbortController().signal;

/** No call of these few small pages may take longer, ms of line time: the worst is a rate of 2400 and many repetitions. */
const LONGEST = 60 * 60 * 1000;

const faults = fc.record({
  noise: fc.constantFrom(0, 0.00001, 0.0001, 0.0005, 0.001, 0.003, 0.01, 0.05),
  cut: fc.option(fc.integer({ min: 1, max: 150 })),
  seed: fc.integer({ min: 0, max: 0xffffffff }),
  ecm: fc.boolean(),
  pages: fc.array(
    fc.record({
      octets: fc.integer({ min: 1, max: 9000 }),
      resolution: fc.constantFrom('standard', 'fine', 'superfine'),
      width: fc.constantFrom('a4', 'b4', 'a3'),
    } as const),
    { minLength: 1, maxLength: 4 },
  ),
});

/** What must hold of any call's two ends, however it went. */
function mustAgree(
  sent: CallResult,
  document: OpaqueDocument,
  answered: ReturnType<typeof answering>,
  ecm: boolean,
): void {
  expect(sent.words).not.toBe('');
  expect(sent.duration).toBeLessThan(LONGEST);
  expect(document.confirmedPages).toEqual([...document.confirmedPages.keys()]);
  expect(sent.pages).toBe(document.confirmedPages.length);
  if (sent.outcome === 'ok') expect(sent.pages).toBe(document.pages.length);
  else if (sent.outcome !== 'cancelled') expect(sent.pages).toBeLessThan(document.pages.length);
  // Whoever dies after the last page went out can know it: only then may it have arrived.
  if (sent.outcome === 'uncertain' || sent.outcome === 'ok') expect(document.lastPageOut).toBeGreaterThan(0);
  if (sent.outcome === 'uncertain') expect(sent.pages).toBe(document.pages.length - 1);
  const stored = answered.sink.pages.filter((page) => page.complete);
  // Nothing is confirmed that was not stored.
  for (const index of document.confirmedPages) {
    const page = stored.find((one) => one.index === index);
    expect(page).toBeDefined();
    if (ecm && page) expect(page.data.subarray(0, document.octets(index).length)).toEqual(document.octets(index));
  }
}

describe('any call on a practice line', () => {
  it('ends at both ends within the cap, and tells the truth', async () => {
    await fc.assert(
      fc.asyncProperty(faults, async ({ noise, cut, seed, ecm, pages }) => {
        const office = practiceOffice();
        const query = `?noise=${noise}&seed=${seed}${cut === null ? '' : `&cut=${cut}`}`;
        const from = await office.line(`loopback:5550100${query}`);
        const to = await office.line('loopback:5550101');
        const answered = answering(to);
        const document = new OpaqueDocument(
          pages.map(({ octets, ...kind }, i) => ({ ...kind, data: opaqueOctets(octets, i + seed) })),
        );
        const sent = await office.clock.run(from.send(outgoing('5550101', document, { ecm }), {}, never));
        const received = await office.clock.run(Promise.all(answered.results));
        expect(received).toHaveLength(1);
        expect(sent.outcome).not.toBe('cancelled');
        mustAgree(sent, document, answered, ecm);
        if (noise === 0 && cut === null) expect([sent.outcome, received[0]!.outcome]).toEqual(['ok', 'ok']);
      }),
      { numRuns: 150 },
    );
  }, 60_000);

  it('can be cancelled at any moment, from either end', async () => {
    await fc.assert(
      fc.asyncProperty(
        faults,
        fc.integer({ min: 0, max: 90_000 }),
        fc.boolean(),
        async ({ noise, seed, ecm, pages }, after, bySender) => {
          const office = practiceOffice();
          const from = await office.line(`loopback:5550100?speed=real&noise=${noise}&seed=${seed}`);
          const to = await office.line('loopback:5550101');
          const abort = new AbortController();
          const answered = answering(to, { signal: bySender ? never : abort.signal });
          const document = new OpaqueDocument(
            pages.map(({ octets, ...kind }, i) => ({ ...kind, data: opaqueOctets(octets, i) })),
          );
          const call = from.send(outgoing('5550101', document, { ecm }), {}, bySender ? abort.signal : never);
          await office.clock.advance(after);
          const before = office.clock.now();
          abort.abort();
          const sent = await office.clock.run(call);
          const received = await office.clock.run(Promise.all(answered.results));
          mustAgree(sent, document, answered, ecm);
          // In order, and soon: DCN, or at the far end what it takes to notice.
          if (bySender) expect(office.clock.now() - before).toBeLessThan(15_000);
          else if (received[0]?.outcome === 'cancelled') expect(sent.outcome).not.toBe('ok');
        },
      ),
      { numRuns: 100 },
    );
  }, 60_000);
});
