import { lengthBits } from '../run-codes.ts';
import { lineMemory } from './line-memory.ts';
import {
  type I32,
  i32,
  i64,
  increase,
  type Local,
  type Statement,
  set,
  store,
  type WasmFunction,
} from './wasm-module.ts';

const constant = i32.value;

/**
 * The next bits of the data: `bits` holds them from its top on, `count` of them for certain, and `ahead` is the address
 * of the first octet that is not wholly in it. What stands below the first `count` is the same bits that a refill brings
 * again, so that it needs no condition (Giesen, "Reading bits in far too many ways", variant 4).
 */
export class BitReader {
  readonly #data: Local<'i32'>;
  readonly #bits: Local<'i64'>;
  readonly #count: Local<'i32'>;
  readonly #ahead: Local<'i32'>;

  constructor(owner: WasmFunction, data: Local<'i32'>) {
    this.#data = data;
    this.#bits = owner.variable('i64');
    this.#count = owner.variable('i32');
    this.#ahead = owner.variable('i32');
  }

  start(position: I32): readonly Statement[] {
    return [
      set(this.#ahead, i32.add(this.#data, i32.shiftRightUnsigned(position, constant(3)))),
      ...this.refill(),
      ...this.skip(i32.and(position, constant(7))),
    ];
  }

  /** Makes them at least 56. */
  refill(): readonly Statement[] {
    const fresh = i64.shiftRightUnsigned(i64.loadBigEndian(this.#ahead), i64.ofI32(this.#count));
    return [
      set(this.#bits, i64.or(this.#bits, fresh)),
      increase(this.#ahead, i32.shiftRightUnsigned(i32.subtract(constant(63), this.#count), constant(3))),
      set(this.#count, i32.or(this.#count, constant(56))),
    ];
  }

  /**
   * The entry of a table for the bits that stand so far `ahead`, as many as its index has; of two tables the one of this
   * colour.
   */
  entry(table: number, indexBits: number, colorBit?: I32, ahead = 0): I32 {
    const bits = ahead === 0 ? this.#bits : i64.shiftLeft(this.#bits, i64.value(ahead));
    const index = i32.ofI64(i64.shiftRightUnsigned(bits, i64.value(64 - indexBits)));
    const place = i32.shiftLeft(index, constant(2));
    if (colorBit === undefined) return i32.load(i32.add(constant(table), place));
    return i32.load(i32.add(i32.add(constant(table), i32.shiftLeft(colorBit, constant(indexBits))), place));
  }

  /** Skips what the low six bits say: a length, or an entry, which holds its length there. */
  skip(length: I32): readonly Statement[] {
    return [
      set(this.#bits, i64.shiftLeft(this.#bits, i64.ofI32(length))),
      set(this.#count, i32.subtract(this.#count, i32.and(length, constant((1 << lengthBits) - 1)))),
    ];
  }

  storePosition(): Statement {
    const octets = i32.subtract(this.#ahead, this.#data);
    return store(constant(lineMemory.position), i32.subtract(i32.shiftLeft(octets, constant(3)), this.#count));
  }
}
