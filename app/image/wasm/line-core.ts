import { horizontalCode, modeField, modeTableBits } from '../run-codes.ts';
import { LineFunction } from './line-function.ts';
import { beforeFirst, lineMemory, transitionSize } from './line-memory.ts';
import { paintRow } from './paint-row.ts';
import {
  block,
  branch,
  branchIf,
  type I32,
  i32,
  increase,
  type Local,
  loop,
  type Statement,
  set,
  store,
  v128,
  type WasmFunction,
  wasmModule,
  when,
} from './wasm-module.ts';

const constant = i32.value;

/** A one-dimensional line (T.4 4.1). */
function oneDimensional(): WasmFunction {
  const line = new LineFunction('oneDimensional');
  const { a0, width, reader } = line;
  const pair = (then: readonly Statement[]): readonly Statement[] => line.takeShortPair(0, ...then);
  return line.finish(
    loop(
      'next',
      ...reader.refill(),
      // A refill lasts for four pairs.
      ...pair(pair(pair(pair([branch('next')])))),
      line.addRun(a0, line.colorBit),
      branchIf('whole', i32.equal(a0, width)),
      line.putTransition(a0),
      branch('next'),
    ),
  );
}

/** A two-dimensional line (T.4 4.2, T.6); the names are the Recommendation's. */
class TwoDimensionalLine {
  readonly #line = new LineFunction('twoDimensional');
  /** Address of b1. It and `at` always differ by an even number of transitions: b1 has the direction of a1. */
  readonly #b: Local<'i32'> = this.#line.variable();
  /** How far `b` goes, in octets. */
  readonly #step: Local<'i32'> = this.#line.variable();

  finish(): WasmFunction {
    const { above, a0, reader } = this.#line;
    return this.#line.finish(
      set(this.#b, i32.add(above, constant(beforeFirst))),
      // The imaginary transition just before the line (T.4 4.2.1.1).
      set(a0, constant(-1)),
      // A refill lasts for two.
      loop('next', ...reader.refill(), block('again', ...this.#mode('again')), ...this.#mode('next')),
    );
  }

  /**
   * Reads up to four times vertical 0 and one mode more, and goes to a label. Takes at most 22 bits, but for long runs,
   * which refill.
   */
  #mode(label: string): readonly Statement[] {
    const { entry, reader } = this.#line;
    const zeros = 7 << modeField.zeros;
    const { horizontal } = modeField;
    // Here the pair's lookup needs not wait for the mode's: it stands just behind the three bits of one mode.
    const horizontalAlone = i32.equal(i32.and(entry, constant(zeros | horizontal)), constant(horizontal));
    return [
      set(entry, reader.entry(lineMemory.modes, modeTableBits)),
      when(horizontalAlone, ...this.#shortPair(horizontalCode.length, label)),
      ...this.#verticalZeros(),
      when(i32.isZero(i32.and(entry, constant(modeField.other))), ...this.#passOrVertical(label)),
      branchIf('bad', i32.isZero(i32.and(entry, constant(horizontal)))),
      ...this.#shortPair(0, label),
      ...this.#longRuns(),
      branch(label),
    ];
  }

  /** Vertical 0 some times: as many transitions of the line above. Four are copied whether they count or not. */
  #verticalZeros(): readonly Statement[] {
    const { at, a0, entry, reader, aboveEnd } = this.#line;
    const b = this.#b;
    const step = this.#step;
    return [
      set(step, octetsOfField(entry, modeField.zeros, 3)),
      store(at, v128.load(b)),
      increase(b, step),
      when(
        i32.greater(b, aboveEnd),
        when(
          step,
          // The line above ends within them, and so does this one: the last of them goes to the width.
          set(b, i32.subtract(b, step)),
          set(step, i32.select(i32.subtract(aboveEnd, b), constant(0), i32.less(b, aboveEnd))),
          increase(at, step),
          ...reader.skip(i32.add(i32.shiftRightUnsigned(step, constant(2)), constant(1))),
          branch('whole'),
        ),
      ),
      increase(at, step),
      set(a0, i32.select(i32.load(i32.subtract(b, constant(transitionSize))), a0, step)),
      ...reader.skip(entry),
    ];
  }

  /** Pass goes to b2 and makes no transition; vertical goes near b1 and makes one. */
  #passOrVertical(label: string): readonly Statement[] {
    const { at, a0, a1, entry, width } = this.#line;
    const b = this.#b;
    const step = this.#step;
    const oneBack = i32.subtract(b, constant(2 * transitionSize));
    return [
      set(step, octetsOfField(entry, modeField.pass, 1)),
      set(a1, i32.add(i32.load(i32.add(b, step)), i32.shiftRight(entry, constant(modeField.offset)))),
      branchIf('bad', i32.lessOrEqual(a1, a0)),
      set(a0, a1),
      when(i32.greaterOrEqual(a1, width), branchIf('bad', i32.differ(a1, width)), branch('whole')),
      store(at, a1),
      set(at, i32.subtract(i32.add(at, constant(transitionSize)), step)),
      set(b, i32.add(i32.add(b, constant(transitionSize)), step)),
      // b1 may now lie one change back (after a step left) or further on (after a step right).
      when(i32.greater(i32.load(oneBack), a1), set(b, oneBack), branch(label)),
      this.#findB1(a1),
      branch(label),
    ];
  }

  /** Two short runs, so many bits ahead. */
  #shortPair(ahead: number, label: string): readonly Statement[] {
    const { a0 } = this.#line;
    return [
      // Runs count from column 0, not from before the line.
      set(a0, i32.add(a0, i32.shiftRightUnsigned(a0, constant(31)))),
      ...this.#line.takeShortPair(
        ahead,
        // b1 is mostly where it was or the next but one; a sum tells which without a guess.
        increase(this.#b, i32.shiftLeft(i32.lessOrEqual(i32.load(this.#b), a0), constant(3))),
        this.#findB1(a0),
        branch(label),
      ),
    ];
  }

  /** Two runs of any length. */
  #longRuns(): readonly Statement[] {
    const { a0, a1, width } = this.#line;
    const color = this.#step;
    return [
      set(color, this.#line.colorBit),
      this.#line.addRun(a0, color),
      set(a1, a0),
      this.#line.addRun(a0, i32.subtract(constant(transitionSize), color)),
      when(i32.less(a1, width), this.#line.putTransition(a1)),
      branchIf('whole', i32.equal(a0, width)),
      this.#line.putTransition(a0),
      this.#findB1(a0),
    ];
  }

  /** b1 may lie further on, by twos as it must keep its direction. The width behind the last transition ends the search. */
  #findB1(column: I32): Statement {
    const b = this.#b;
    return block(
      'found',
      loop(
        'search',
        branchIf('found', i32.greater(i32.load(b), column)),
        increase(b, 2 * transitionSize),
        branch('search'),
      ),
    );
  }
}

/** A field of a table's entry that counts transitions, in octets. */
function octetsOfField(entry: I32, from: number, width: number): I32 {
  return i32.and(i32.shiftRightUnsigned(entry, constant(from - 2)), constant(((1 << width) - 1) * transitionSize));
}

/** The module of the line functions: about three thousand octets. */
export function lineCore(): Uint8Array<ArrayBuffer> {
  return wasmModule([oneDimensional(), new TwoDimensionalLine().finish(), paintRow()]);
}
