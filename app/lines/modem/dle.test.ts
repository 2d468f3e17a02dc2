import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DLE, DLE_ETX, DleReader, stuffDle } from './dle.ts';

/** Octets among which DLE, ETX and SUB are common. */
const octets = fc
  .array(fc.oneof(fc.constantFrom(0x10, 0x03, 0x1a), fc.integer({ min: 0, max: 255 })), { maxLength: 200 })
  .map((list) => Uint8Array.from(list));
const sizes = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 6 });

function* pieces(all: Uint8Array, lengths: readonly number[]): Iterable<Uint8Array> {
  for (let from = 0, i = 0; from < all.length; i++) {
    const length = lengths[i % lengths.length] ?? 1;
    yield all.subarray(from, from + length);
    from += length;
  }
}

function read(all: Uint8Array, lengths: readonly number[]) {
  const reader = new DleReader();
  const data: number[] = [];
  const codes: number[] = [];
  const rest: number[] = [];
  let ended = false;
  for (const piece of pieces(all, lengths)) {
    if (ended) {
      rest.push(...piece);
      continue;
    }
    const taken = reader.take(piece, { data: (part) => data.push(...part), code: (code) => codes.push(code) });
    ended = taken.ended;
    rest.push(...piece.subarray(taken.used));
  }
  return { data, codes, rest, ended };
}

describe('DLE', () => {
  test('what is stuffed comes back in pieces of any size, and what is behind its end is left', () => {
    fc.assert(
      fc.property(octets, octets, sizes, (sent, behind, lengths) => {
        const got = read(Uint8Array.of(...stuffDle(sent), ...DLE_ETX, ...behind), lengths);
        expect(got).toEqual({ data: [...sent], codes: [], rest: [...behind], ended: true });
      }),
    );
  });

  test('rubbish is read to its end, whatever it holds', () => {
    fc.assert(
      fc.property(octets, sizes, (rubbish, lengths) => {
        const { data, codes } = read(rubbish, lengths);
        expect(data.length + codes.length).toBeLessThanOrEqual(2 * rubbish.length);
      }),
    );
  });

  test('SUB stands for two DLE, other codes are told and leave no data', () => {
    const all = Uint8Array.of(1, DLE, 0x1a, 2, DLE, 0x2c, 3);
    expect(read(all, [1])).toEqual({ data: [1, DLE, DLE, 2, 3], codes: [0x2c], rest: [], ended: false });
  });

  test('octets without DLE are not copied', () => {
    const plain = Uint8Array.of(1, 2, 3);
    expect(stuffDle(plain)).toBe(plain);
  });
});
