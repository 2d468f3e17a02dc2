import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodePage } from '../page-coder.ts';
import { type PageMemory, T6PageEncoder } from './t6-page.ts';

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

  it('refuses rows that are not whole words', () => {
    expect(() => new T6PageEncoder(memoryFrom(16)).encode(16, 100, 1)).toThrow(RangeError);
  });
});
