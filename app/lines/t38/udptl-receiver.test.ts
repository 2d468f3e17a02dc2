import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { T38Recovery } from '../../model/line-address.ts';
import { encodeIfp } from './ifp.ts';
import { type Delivered, decodeDatagram } from './udptl.ts';
import { UdptlReceiver } from './udptl-receiver.ts';
import { UdptlSender } from './udptl-sender.ts';

const none: T38Recovery = { kind: 'none' };
const red = (depth: number): T38Recovery => ({ kind: 'red', depth });
const fec = (span: number, count: number): T38Recovery => ({ kind: 'fec', span, count });

/** A packet of its own for each number, of many lengths: parity must find where each ends. */
function packet(n: number): Uint8Array {
  if (n % 5 === 4) return encodeIfp({ kind: 'indicator', indicator: n % 2 === 0 ? 'no-signal' : 'v21-preamble' }, 0);
  const data = Uint8Array.from({ length: 1 + ((n * 7) % 60) }, (_, k) => n * 31 + k * 17);
  return encodeIfp(
    {
      kind: 'data',
      type: 'v17-14400',
      fields: [
        { type: 'hdlc-data', data },
        { type: 'hdlc-fcs-ok', data: null },
      ],
    },
    0,
  );
}

interface Sent {
  readonly packets: readonly Uint8Array[];
  readonly datagrams: readonly Uint8Array[];
}

function send(recovery: T38Recovery, count: number, firstSeq = 0): Sent {
  const sender = new UdptlSender(recovery, 1400, firstSeq);
  const packets = Array.from({ length: count }, (_, n) => packet(n));
  return { packets, datagrams: packets.map((octets) => sender.datagram(octets)) };
}

/** What comes out when these datagrams arrive in this order, the rest by `flush`. */
function arrive(datagrams: readonly Uint8Array[], hold?: number) {
  const receiver = new UdptlReceiver({ version: 0, ...(hold === undefined ? {} : { hold }) });
  const delivered = [...datagrams.flatMap((datagram) => receiver.receive(datagram)), ...receiver.flush()];
  return { delivered, counts: receiver.counts, receiver };
}

const without = (sent: Sent, lost: readonly number[]) => sent.datagrams.filter((_, n) => !lost.includes(n));
const octetsOf = (delivered: readonly Delivered[]) => delivered.map(({ octets }) => octets);

describe('UDPTL from end to end', () => {
  const schemes: readonly T38Recovery[] = [none, red(1), red(3), red(8), fec(3, 3), fec(1, 1), fec(8, 8), fec(3, 1)];

  it.each(schemes)('with %j delivers every packet once and in order where nothing is lost', (recovery) => {
    const sent = send(recovery, 300);
    const { delivered, counts } = arrive(sent.datagrams);
    expect(octetsOf(delivered)).toEqual(sent.packets);
    expect(delivered.every(({ recovered, lostBefore }) => !recovered && lostBefore === 0)).toBe(true);
    expect(counts).toEqual({ received: 300, delivered: 300, recovered: 0, lost: 0, repeated: 0, malformed: 0 });
  });

  it.each(schemes)('with %j goes on where numbers wrap', (recovery) => {
    const sent = send(recovery, 200, 65_436);
    const { delivered, counts } = arrive(without(sent, [99]));
    expect(delivered.map(({ seq }) => seq)).toEqual(
      Array.from({ length: 200 }, (_, n) => 65_436 + n).filter((seq) => recovery.kind !== 'none' || seq !== 65_535),
    );
    expect(counts.lost).toBe(recovery.kind === 'none' ? 1 : 0);
  });

  it('delivers a packet three times repeated once', () => {
    const { datagrams, packets } = send(none, 20);
    const { delivered, counts } = arrive(datagrams.flatMap((datagram) => [datagram, datagram, datagram]));
    expect(octetsOf(delivered)).toEqual(packets);
    expect(counts).toMatchObject({ received: 60, repeated: 40, lost: 0 });
  });

  it.each([1, 2, 3, 5, 8])('redundancy %i makes good every burst no longer than its depth', (depth) => {
    const sent = send(red(depth), 120);
    for (let at = 0; at < 60; at += 1) {
      const lost = Array.from({ length: depth }, (_, k) => at + k);
      const { delivered, counts } = arrive(without(sent, lost));
      expect(octetsOf(delivered)).toEqual(sent.packets);
      expect(counts).toMatchObject({ recovered: depth, lost: 0 });
      expect(delivered.filter(({ recovered }) => recovered).map(({ seq }) => seq)).toEqual(lost);
    }
  });

  it('redundancy makes good any pattern that loses no more than its depth in a row', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), fc.array(fc.boolean(), { maxLength: 100 }), (depth, pattern) => {
        const sent = send(red(depth), 100);
        let run = 0;
        const arriving = sent.datagrams.filter((_, n) => {
          run = pattern[n] === true && run < depth && n < 90 ? run + 1 : 0;
          return run === 0;
        });
        expect(octetsOf(arrive(arriving, 0).delivered)).toEqual(sent.packets);
      }),
    );
  });

  it.each([
    [3, 3],
    [2, 4],
    [8, 8],
    [1, 5],
  ])('parity %i x %i makes good a burst of its count by the very next datagram', (span, count) => {
    const sent = send(fec(span, count), 200);
    for (let at = span * count; at < 100; at += 1) {
      const receiver = new UdptlReceiver({ version: 0, hold: 0 });
      for (const datagram of sent.datagrams.slice(0, at)) receiver.receive(datagram);
      const delivered = receiver.receive(sent.datagrams[at + count]!);
      expect(octetsOf(delivered)).toEqual(sent.packets.slice(at, at + count + 1));
      expect(delivered.slice(0, -1).every(({ recovered }) => recovered)).toBe(true);
    }
  });

  it('parity protects the first packets of a call too', () => {
    const sent = send(fec(3, 3), 40);
    for (let lost = 0; lost < 12; lost += 1)
      expect(octetsOf(arrive(without(sent, [lost])).delivered)).toEqual(sent.packets);
  });

  it('a single parity makes good a burst of two in two steps: the second packet, then by it the first', () => {
    const sent = send(fec(3, 1), 60);
    for (let at = 3; at < 40; at += 1) {
      const { delivered, counts } = arrive(without(sent, [at, at + 1]), 2);
      expect(octetsOf(delivered)).toEqual(sent.packets);
      expect(counts).toMatchObject({ recovered: 2, lost: 0 });
      // With no hold there is no second step to wait for.
      expect(arrive(without(sent, [at, at + 1]), 0).counts.lost).toBeGreaterThan(0);
    }
  });

  it('parity recovers all that equations can tell, by a judge that solves them otherwise', () => {
    const arbitrary = fc.record({
      span: fc.integer({ min: 1, max: 5 }),
      count: fc.integer({ min: 1, max: 5 }),
      lost: fc.uniqueArray(fc.integer({ min: 30, max: 70 }), { maxLength: 14 }),
    });
    fc.assert(
      fc.property(arbitrary, ({ span, count, lost }) => {
        const sent = send(fec(span, count), 110);
        const { delivered } = arrive(without(sent, lost), 1000);
        const got = new Set(delivered.map(({ seq }) => seq));
        expect(lost.filter((seq) => got.has(seq))).toEqual(lost.filter((seq) => peelable(seq, lost, span, count)));
        for (const { seq, octets } of delivered) expect(octets).toEqual(sent.packets[seq]);
      }),
    );
  });

  it.each([none, red(1), fec(3, 1)])('with %j a swapped datagram is no loss under a hold of one', (recovery) => {
    const sent = send(recovery, 60);
    for (let at = 0; at < 58; at += 1) {
      const swapped = sent.datagrams.with(at, sent.datagrams[at + 1]!).with(at + 1, sent.datagrams[at]!);
      const { delivered, counts } = arrive(swapped, 1);
      expect(octetsOf(delivered)).toEqual(sent.packets);
      expect(counts.lost).toBe(0);
    }
  });

  it('without a hold a swapped datagram is a loss, and the late one is not delivered out of order', () => {
    const { datagrams } = send(none, 4);
    const { delivered, counts } = arrive(
      [0, 2, 1, 3].map((n) => datagrams[n]!),
      0,
    );
    expect(delivered.map(({ seq, lostBefore }) => [seq, lostBefore])).toEqual([
      [0, 0],
      [2, 1],
      [3, 0],
    ]);
    expect(counts).toMatchObject({ lost: 1, repeated: 1 });
  });

  it('holds what came behind a missing packet until so many wait, or until flushed', () => {
    const { datagrams } = send(none, 8);
    const receiver = new UdptlReceiver({ version: 0, hold: 2 });
    const seqs = (delivered: readonly Delivered[]) => delivered.map(({ seq }) => seq);
    expect(seqs(receiver.receive(datagrams[0]!))).toEqual([0]);
    expect(receiver.missing).toBeNull();
    expect(seqs(receiver.receive(datagrams[2]!))).toEqual([]);
    expect(receiver.missing).toBe(1);
    expect(seqs(receiver.receive(datagrams[3]!))).toEqual([]);
    expect(seqs(receiver.receive(datagrams[4]!))).toEqual([2, 3, 4]);
    expect(seqs(receiver.receive(datagrams[6]!))).toEqual([]);
    expect(receiver.missing).toBe(5);
    expect(seqs(receiver.flush())).toEqual([6]);
    expect(receiver.missing).toBeNull();
    expect(seqs(receiver.receive(datagrams[7]!))).toEqual([7]);
    expect(receiver.counts).toMatchObject({ lost: 2, delivered: 6 });
  });

  it('in any disorder delivers no packet twice, none out of order, and none but what was sent', () => {
    const arbitrary = fc.record({
      recovery: fc.constantFrom(...schemes),
      firstSeq: fc.constantFrom(0, 100, 65_500),
      hold: fc.integer({ min: 0, max: 4 }),
      order: fc.array(fc.integer({ min: 0, max: 99 }), { maxLength: 200 }),
    });
    fc.assert(
      fc.property(arbitrary, ({ recovery, firstSeq, hold, order }) => {
        const sent = send(recovery, 100, firstSeq);
        const arriving = order.map((n, at) => sent.datagrams[Math.min(99, Math.floor(at / 2) + (n % 8))]!);
        const { delivered, counts } = arrive(arriving, hold);
        for (const [at, { seq, octets, lostBefore }] of delivered.entries()) {
          expect(octets).toEqual(sent.packets[seq - firstSeq]);
          if (at > 0) expect(seq).toBe(delivered[at - 1]!.seq + 1 + lostBefore);
        }
        expect(counts.delivered).toBe(delivered.length);
        expect(counts.received).toBe(arriving.length);
        expect(counts.lost).toBe(delivered.reduce((sum, { lostBefore }) => sum + lostBefore, 0));
      }),
    );
  });
});

/** Whether peeling gives packet `wanted`, by trying every equation over and over. */
function peelable(wanted: number, lost: readonly number[], span: number, count: number): boolean {
  const missing = new Set(lost);
  for (let size = -1; size !== missing.size; ) {
    size = missing.size;
    for (let s = 0; s < 110; s += 1)
      for (let m = 0; m < count && !lost.includes(s); m += 1) {
        const numbers = Array.from({ length: span }, (_, k) => s + m - (k + 1) * count);
        const open = numbers.filter((seq) => missing.has(seq));
        if (numbers.every((seq) => seq >= 0) && open.length === 1) missing.delete(open[0]!);
      }
  }
  return !missing.has(wanted);
}

describe('a UDPTL receiver', () => {
  it('that hears the far end late begins where it hears it', () => {
    const { datagrams } = send(red(3), 120);
    const { delivered, counts } = arrive(datagrams.slice(80));
    expect(delivered[0]).toMatchObject({ seq: 77, recovered: true, lostBefore: 0 });
    expect(counts).toMatchObject({ lost: 0, delivered: 43 });
  });

  it('that misses the first packets knows that they are gone', () => {
    const { datagrams } = send(none, 20);
    expect(arrive(datagrams.slice(5)).delivered[0]).toMatchObject({ seq: 5, lostBefore: 5 });
  });

  it('counts a long outage and goes on', () => {
    const { datagrams } = send(none, 2100);
    const { delivered, counts } = arrive([...datagrams.slice(0, 10), ...datagrams.slice(1900)]);
    expect(counts).toMatchObject({ lost: 1890, delivered: 210 });
    expect(delivered[10]).toMatchObject({ seq: 1900, lostBefore: 1890 });
  });

  it.each([
    ['far ahead', 30_000],
    ['far behind', 45_000],
    ['a little behind', 65_000],
  ])('takes numbers that begin anew %s with the second datagram, and loses none', (_, firstSeq) => {
    const first = send(none, 300);
    const anew = send(red(3), 30, firstSeq);
    const { delivered, counts } = arrive([...first.datagrams, ...anew.datagrams]);
    expect(octetsOf(delivered)).toEqual([...first.packets, ...anew.packets]);
    expect(delivered[300]).toMatchObject({ seq: firstSeq, lostBefore: 1 });
    expect(counts).toMatchObject({ lost: 0, repeated: 0 });
  });

  it('is not led astray by a single datagram out of nowhere', () => {
    const { datagrams, packets } = send(none, 40);
    const stray = send(none, 1, 40_000).datagrams[0]!;
    const arriving = datagrams.flatMap((datagram, n) => (n % 10 === 5 ? [stray, datagram] : [datagram]));
    const { delivered, counts } = arrive(arriving);
    expect(octetsOf(delivered)).toEqual(packets);
    expect(counts).toMatchObject({ lost: 0, repeated: 4 });
  });

  it('is not led astray by two in a row that have nothing to do with each other', () => {
    const { datagrams, packets } = send(none, 40);
    const strays = [40_000, 50_000].map((firstSeq) => send(none, 1, firstSeq).datagrams[0]!);
    const { delivered, counts } = arrive([...datagrams.slice(0, 20), ...strays, ...datagrams.slice(20)]);
    expect(octetsOf(delivered)).toEqual(packets);
    expect(counts).toMatchObject({ lost: 0, repeated: 2 });
  });

  it('takes whichever recovery comes, whatever came before', () => {
    const schemes = [red(3), fec(3, 3), none, red(1), fec(2, 2)];
    const senders = schemes.map((recovery) => send(recovery, 100));
    const mixed = senders[0]!.datagrams.map((_, n) => senders[n % 5]!.datagrams[n]!);
    expect(octetsOf(arrive(mixed.filter((_, n) => n % 5 !== 2)).delivered)).toEqual(senders[0]!.packets);
  });

  it('drops what a lying parity gives and is not a packet', () => {
    const receiver = new UdptlReceiver({ version: 0, hold: 0 });
    receiver.receive(Uint8Array.from([0, 0, 1, 0, 0, 0]));
    // Packet 2, with a parity for packet 1 that is no IFP packet.
    const delivered = receiver.receive(Uint8Array.from([0, 2, 1, 4, 0x80, 1, 1, 1, 3, 0xc0, 0xff, 0xff]));
    expect(delivered).toMatchObject([{ seq: 2, lostBefore: 1 }]);
  });

  it('keeps nothing of the caller’s buffer', () => {
    const { datagrams, packets } = send(red(1), 3);
    const receiver = new UdptlReceiver({ version: 0 });
    const buffer = new Uint8Array(200);
    const delivered = datagrams.flatMap((datagram) => {
      buffer.fill(0xee);
      buffer.set(datagram);
      return receiver.receive(buffer.subarray(0, datagram.length));
    });
    buffer.fill(0xee);
    expect(octetsOf(delivered)).toEqual(packets);
  });
});

describe('a UDPTL sender', () => {
  it('leaves recovery out until the datagram fits, and never the packet', () => {
    for (const recovery of [red(8), fec(3, 3), fec(8, 8)]) {
      const sender = new UdptlSender(recovery, 100);
      for (let n = 0; n < 200; n += 1) {
        const octets = packet(n);
        const datagram = sender.datagram(octets);
        expect(datagram.length).toBeLessThanOrEqual(100);
        expect(decodeDatagram(datagram)?.primary).toEqual(octets);
      }
    }
    expect(new UdptlSender(red(3), 10).datagram(new Uint8Array(500)).length).toBe(506);
  });

  it('with a small datagram still sends what parity fits', () => {
    const sender = new UdptlSender(fec(3, 3), 160);
    const sets = Array.from({ length: 100 }, (_, n) => decodeDatagram(sender.datagram(packet(n)))?.recovery).map(
      (recovery) => (recovery?.kind === 'parity' ? recovery.sets.length : -1),
    );
    expect(new Set(sets.slice(9))).toContain(2);
    expect(Math.min(...sets)).toBeGreaterThanOrEqual(0);
  });
});
