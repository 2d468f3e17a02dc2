import { describe, expect, it } from 'vitest';
import type { T38Recovery } from '../../model/line-address.ts';
import { seededRandom } from '../loopback/noise.ts';
import { decodeIfp, encodeIfp } from './ifp.ts';
import { mutated } from './mutation.testing.ts';
import { UdptlReceiver } from './udptl-receiver.ts';
import { UdptlSender } from './udptl-sender.ts';

/** Datagrams for each of four schemes; a million in all in a soak. */
const COUNT = Math.min(2000 * Number(process.env.FAX_RUNS ?? 1), 250_000);
const FIRST_SEED = Number(process.env.FAX_FIRST_SEED ?? 1);

const schemes: readonly T38Recovery[] = [
  { kind: 'none' },
  { kind: 'red', depth: 3 },
  { kind: 'fec', span: 3, count: 3 },
  { kind: 'fec', span: 8, count: 8 },
];

describe('malformed datagrams', () => {
  it.each(schemes)(
    'of %j are counted and dropped, never thrown on',
    (recovery) => {
      const random = seededRandom(FIRST_SEED);
      const sender = new UdptlSender(recovery, 1400, 65_000);
      const receiver = new UdptlReceiver({ version: 0 });
      const sent = Array.from({ length: 200 }, (_, n) => {
        const data = Uint8Array.from({ length: 1 + (n % 50) }, () => Math.floor(random() * 256));
        return sender.datagram(encodeIfp({ kind: 'data', type: 'v21', fields: [{ type: 'hdlc-data', data }] }, 0));
      });
      let delivered = 0;
      for (let n = 0; n < COUNT; n += 1) {
        const datagram = sent[n % sent.length]!;
        const other = sent[Math.floor(random() * sent.length)]!;
        const arriving = random() < 0.3 ? datagram : mutated(datagram, other, random);
        for (const { octets } of receiver.receive(arriving)) {
          delivered += 1;
          const decoded = decodeIfp(octets, 0);
          if (decoded !== null) expect(decoded.length).toBeLessThanOrEqual(octets.length);
        }
      }
      delivered += receiver.flush().length;
      const { counts } = receiver;
      expect(counts.received).toBe(COUNT);
      expect(counts.delivered).toBe(delivered);
      expect(counts.malformed).toBeGreaterThan(COUNT / 10);
      expect(delivered).toBeGreaterThan(COUNT / 10);
    },
    300_000,
  );

  it('of the most parity that fits in one are taken in bounded time', () => {
    const receiver = new UdptlReceiver({ version: 0 });
    const sets = Array.from({ length: 127 }, () => [1, 0xaa]).flat();
    const started = performance.now();
    for (let seq = 0; seq < 4000; seq += 2)
      receiver.receive(Uint8Array.from([seq >> 8, seq, 1, 0, 0x80, 1, 1, 127, ...sets]));
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
