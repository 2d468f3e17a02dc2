import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Bitmap, createBitmap } from '../bitmap.ts';
import { encodePage } from '../page-coder.ts';
import type { PageMemory } from './page-memory.ts';
import { T6PageEncoder } from './t6-page.ts';

/** A memory that gives out its octets from the beginning on and takes none back. */
function memoryFrom(start: number): PageMemory {
  const memory = new WebAssembly.Memory({ initial: 64, maximum: 1024 });
  let end = start;
  return {
    memory,
    allocate(octets) {
      const at = end;
      end = Math.ceil((at + octets) / 16) * 16;
      const missing = end - memory.buffer.byteLength;
      if (missing > 0) memory.grow(Math.ceil(missing / 65_536));
      return at;
    },
    free: () => undefined,
  };
}

function bothWays(words: readonly number[], width: number): readonly Uint8Array[] {
  const stride = width / 32;
  const rows = Math.floor(words.length / stride);
  const bitmap = { width, rows, stride, words: Uint32Array.from(words.slice(0, rows * stride)) };
  const room = memoryFrom(1024 * 1024);
  new Uint32Array(room.memory.buffer).set(bitmap.words, 4);
  return [new T6PageEncoder(room).encode(16, width, rows), encodePage(bitmap, 'mmr')];
}

/** The runs over and over, each row moved by the next shift. */
function runsMoving(width: number, rows: number, runs: readonly number[], shifts: readonly number[]): Bitmap {
  const bitmap = createBitmap(width, rows);
  const colors = runs.flatMap((run, index) => Array.from({ length: run }, () => index & 1));
  for (let row = 0, moved = 0; row < rows; row++) {
    moved += shifts[row % shifts.length] ?? 0;
    for (let column = 0; column < width; column++) {
      const from = (((column - moved) % colors.length) + colors.length) % colors.length;
      const at = row * bitmap.stride + (column >>> 5);
      if (colors[from] === 1) bitmap.words[at] = (bitmap.words[at] ?? 0) | (0x80000000 >>> (column & 31));
    }
  }
  return bitmap;
}

const markOctets = 256;

/** Codes a bitmap with marks around every place that is given out, and finds them whole. */
function expectInside(bitmap: Bitmap): void {
  const room = memoryFrom(64);
  const marks: number[] = [];
  const mark = () => {
    const at = room.allocate(markOctets);
    new Uint8Array(room.memory.buffer).fill(0xa5, at, at + markOctets);
    marks.push(at);
  };
  const marked: PageMemory = {
    ...room,
    allocate(octets) {
      mark();
      const at = room.allocate(octets);
      mark();
      return at;
    },
  };
  const words = marked.allocate(bitmap.words.byteLength);
  new Uint32Array(room.memory.buffer).set(bitmap.words, words / 4);
  const coded = new T6PageEncoder(marked).encode(words, bitmap.width, bitmap.rows);
  expect(Buffer.compare(coded, encodePage(bitmap, 'mmr'))).toBe(0);
  for (const at of marks)
    expect(new Uint8Array(room.memory.buffer, at, markOctets).every((octet) => octet === 0xa5)).toBe(true);
}

describe('coding a page where it lies', () => {
  it('gives the bits of the encoder, whatever is on the page', () => {
    const word = fc.oneof(
      fc.constantFrom(0, 0xffffffff, 0x80000000, 1, 0x55555555),
      fc.integer({ min: 0, max: 0xffffffff }),
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.array(word, { maxLength: 200 }), (stride, words) => {
        const [here, there] = bothWays(words, stride * 32);
        expect(here).toEqual(there);
      }),
    );
  });

  it('codes runs longer than the longest make-up code, and rows that are like the one above', () => {
    const stride = 128;
    const row = Array.from({ length: stride }, (_, word) => (word > 1 && word < 90 ? 0xffffffff : 0));
    const [here, there] = bothWays([...row, ...row, ...row.map((word) => ~word >>> 0), ...row], stride * 32);
    expect(here).toEqual(there);
  });

  it('goes on with a larger page after a small one', () => {
    const room = memoryFrom(1024 * 1024);
    const encoder = new T6PageEncoder(room);
    for (const rows of [1, 200, 3]) {
      const words = Uint32Array.from({ length: rows * 4 }, (_, at) => Math.imul(at + 1, 0x9e3779b1));
      new Uint32Array(room.memory.buffer).set(words, 4);
      expect(encoder.encode(16, 128, rows)).toEqual(encodePage({ width: 128, rows, stride: 4, words }, 'mmr'));
    }
  });

  it('codes a page without rows as EOFB alone', () => {
    for (const stride of [1, 54, 76]) {
      const [here, there] = bothWays([], stride * 32);
      expect(here).toEqual(there);
      expect(here).toEqual(Uint8Array.of(0, 0x10, 0x01));
    }
  });

  it('never writes beyond the room that it asked for, however bad the page', () => {
    // Runs of few dots that move by three from row to row cost the most: a vertical code of 7 bits for each edge.
    const page = fc.record({
      stride: fc.integer({ min: 1, max: 8 }),
      runs: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 2, maxLength: 8 }),
      shifts: fc.array(fc.integer({ min: -4, max: 4 }), { minLength: 1, maxLength: 4 }),
      rows: fc.integer({ min: 1, max: 60 }),
    });
    fc.assert(
      fc.property(page, ({ stride, runs, shifts, rows }) => expectInside(runsMoving(stride * 32, rows, runs, shifts))),
    );
  });

  it('has room for the longest page of the widest paper, every dot unlike the one before', () => {
    for (const shifts of [[0], [1], [3], [3, -3]])
      for (const runs of [
        [1, 1],
        [4, 4],
      ])
        expectInside(runsMoving(2432, 2000, runs, shifts));
    const noise = createBitmap(2432, 17_204);
    for (let at = 0, word = 1; at < noise.words.length; at++) {
      word = (Math.imul(word, 1_664_525) + 1_013_904_223) | 0;
      noise.words[at] = word ^ (word >>> 15);
    }
    expectInside(noise);
  });

  it('says so when there is no room, and codes the next page', () => {
    const room = memoryFrom(1024 * 1024);
    let full = true;
    const encoder = new T6PageEncoder({
      ...room,
      allocate: (octets) => {
        if (full) throw new RangeError('no room');
        return room.allocate(octets);
      },
    });
    expect(() => encoder.encode(16, 64, 2)).toThrow('no room');
    full = false;
    expect(encoder.encode(16, 64, 2)).toEqual(encodePage(createBitmap(64, 2), 'mmr'));
  });

  it('refuses rows that are not whole words', () => {
    for (const width of [100, 0, -32])
      expect(() => new T6PageEncoder(memoryFrom(16)).encode(16, width, 1)).toThrow(RangeError);
  });
});
