import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HdlcDeframer } from './hdlc-deframer.ts';
import { frameStream } from './hdlc-framer.ts';

const frame = fc.uint8Array({ minLength: 3, maxLength: 260 });
/** Frames of few ones and of many: the latter are all stuffing. */
const ones = fc
  .array(fc.constantFrom(0xff, 0x7e, 0x1f, 0xfc, 0x00), { minLength: 3, maxLength: 262 })
  .map((octets) => Uint8Array.from(octets));

function read(pieces: readonly Uint8Array[]) {
  const good: Uint8Array[] = [];
  let bad = 0;
  const deframer = new HdlcDeframer((octets, fcsOk) => {
    if (fcsOk) good.push(octets);
    else bad += 1;
  });
  for (const piece of pieces) deframer.take(piece);
  return { good, bad };
}

function cut(octets: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  let from = 0;
  for (let i = 0; from < octets.length; i++) {
    const size = sizes[i % sizes.length] ?? 1;
    pieces.push(octets.subarray(from, from + size));
    from += size;
  }
  return pieces;
}

/** The stream behind so many bits of something else: a receiver's octets begin anywhere. */
function shifted(octets: Uint8Array, by: number): Uint8Array {
  const out = new Uint8Array(octets.length + 1);
  for (const [at, octet] of octets.entries()) {
    out[at] = out[at]! | (octet << by);
    out[at + 1] = octet >> (8 - by);
  }
  return out;
}

const sizes = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 8 });

describe('HDLC within a stream', () => {
  test('frames come out as they went in, in pieces of any size, from any bit on', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(frame, ones), { maxLength: 20 }),
        sizes,
        fc.integer({ min: 0, max: 7 }),
        (frames, pieces, by) => {
          const { good, bad } = read(cut(shifted(frameStream(frames, 4), by), pieces));
          expect(good).toEqual(frames);
          expect(bad).toBe(0);
        },
      ),
    );
  });

  test('no damage makes a frame that was not sent, and none is thrown on', () => {
    fc.assert(
      fc.property(
        fc.array(frame, { minLength: 1, maxLength: 5 }),
        fc.array(fc.nat(), { minLength: 1, maxLength: 3 }),
        (frames, hits) => {
          const stream = frameStream(frames, 4).slice();
          for (const hit of hits) stream[hit % stream.length]! ^= 1 << (hit & 7);
          const sent = new Set(frames.map(String));
          for (const octets of read([stream]).good) expect(sent.has(String(octets))).toBe(true);
        },
      ),
    );
  });

  test('a stream of no sense is read to its end', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 5000 }), (octets) => void read([octets])));
  });

  test('a frame is stuffed as V.42 says', () => {
    // DIS of T.30 2: FF 13 80 and its FCS; a zero after five ones of the address, and after the next five.
    const stream = frameStream([Uint8Array.of(0xff, 0x13, 0x80)], 1);
    expect([...stream.subarray(0, 3)]).toEqual([0x7e, 0xdf, 0x47]);
  });
});
