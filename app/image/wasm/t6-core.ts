import {
  eolBits,
  horizontalCode,
  horizontalPairCodes,
  longestMakeUp,
  longestMakeUpCode,
  packedCode,
  passCode,
  runCodes,
  runCodesEnd,
  verticalCodes,
} from '../run-codes.ts';
import {
  block,
  branch,
  branchIf,
  giveBack,
  type I32,
  i32,
  i64,
  increase,
  type Local,
  loop,
  type Statement,
  set,
  store,
  WasmFunction,
  wasmModule,
  when,
} from './wasm-module.ts';

/** The tables of {@link t6Core} as 32-bit numbers, one behind the other: packed codes, see `packedCode`. */
export const t6Tables = Int32Array.from([
  // By `a1 - b1 + 3`, and one that is never used.
  ...verticalCodes.map(packedCode),
  0,
  ...runCodes[0],
  ...runCodes[1],
  ...horizontalPairCodes[0],
  ...horizontalPairCodes[1],
]);

/** Where the tables begin behind the first, in octets: white runs, black runs, pairs that begin white or black. */
const runsAt = 4 * 8;
const runsLength = 4 * runCodesEnd;
const pairsAt = runsAt + 2 * runsLength;
const pairsLength = 4 * 64 * 64;

const one = i32.value(1);
const four = i32.value(4);

/** Packs codes into octets: the last bits wait in 64, whole words go to the memory, most significant octet first. */
class CodePacker {
  readonly #out: Local<'i32'>;
  readonly #pending: Local<'i64'>;
  readonly #waiting: Local<'i32'>;
  readonly #code: Local<'i32'>;
  readonly #word: Local<'i32'>;

  constructor(work: WasmFunction, out: Local<'i32'>) {
    this.#out = out;
    this.#pending = work.variable('i64');
    this.#waiting = work.variable('i32');
    this.#code = work.variable('i32');
    this.#word = work.variable('i32');
  }

  /** Appends a packed code. */
  append(code: I32): readonly Statement[] {
    const length = i32.and(this.#code, i32.value(31));
    const bits = i64.ofI32(i32.shiftRightUnsigned(this.#code, i32.value(5)));
    return [
      set(this.#code, code),
      set(this.#pending, i64.or(i64.shiftLeft(this.#pending, i64.ofI32(length)), bits)),
      increase(this.#waiting, length),
      when(
        i32.greaterOrEqual(this.#waiting, i32.value(32)),
        increase(this.#waiting, -32),
        ...this.#put(i32.ofI64(i64.shiftRightUnsigned(this.#pending, i64.ofI32(this.#waiting)))),
      ),
    ];
  }

  /** Writes what waits, with zeros behind it; the address becomes that behind the last octet. */
  finish(): readonly Statement[] {
    const missing = i64.ofI32(i32.subtract(i32.value(32), this.#waiting));
    return [
      ...this.#put(i32.ofI64(i64.shiftLeft(this.#pending, missing))),
      increase(this.#out, -4),
      increase(this.#out, i32.shiftRightUnsigned(i32.add(this.#waiting, i32.value(7)), i32.value(3))),
    ];
  }

  #put(word: I32): readonly Statement[] {
    const part = (turn: number, mask: number) =>
      i32.and(i32.rotateLeft(this.#word, i32.value(turn)), i32.value(mask | 0));
    return [
      set(this.#word, word),
      store(this.#out, i32.or(part(8, 0x00ff00ff), part(24, 0xff00ff00))),
      increase(this.#out, 4),
    ];
  }
}

/**
 * `encode(words, width, rows, current, above, tables, out)` codes a bitmap of whole words, EOFB at its end, and returns
 * the address behind the last octet. `current` and `above` have room for a row's transitions (see `transitions.ts`),
 * begin on a multiple of 8 and hold those of a white row.
 */
function encode(): WasmFunction {
  const page = new WasmFunction('encode');
  const words = page.parameter();
  const width = page.parameter();
  const rows = page.parameter();
  const current = page.parameter();
  const above = page.parameter();
  const tables = page.parameter();
  const out = page.parameter();
  const other = page.variable('i32');
  const packer = new CodePacker(page, out);
  const eol = packer.append(i32.value(packedCode(eolBits)));
  return page.body(
    when(
      rows,
      loop(
        'row',
        ...findTransitions(page, words, width, current),
        ...codeRow(page, packer, { width, current, above, tables }),
        set(other, above),
        set(above, current),
        set(current, other),
        increase(rows, -1),
        branchIf('row', rows),
      ),
    ),
    ...eol,
    ...eol,
    ...packer.finish(),
    giveBack(out),
  );
}

/** Lists where the row's colour changes; `words` comes to the next row. */
function findTransitions(
  page: WasmFunction,
  words: Local<'i32'>,
  width: Local<'i32'>,
  current: Local<'i32'>,
): readonly Statement[] {
  const next = page.variable('i32');
  const word = page.variable('i32');
  const before = page.variable('i32');
  const changes = page.variable('i32');
  const base = page.variable('i32');
  const column = page.variable('i32');
  return [
    set(next, i32.add(current, i32.value(8))),
    set(before, i32.value(0)),
    set(base, i32.value(0)),
    loop(
      'word',
      set(word, i32.load(words)),
      set(changes, i32.or(i32.shiftRightUnsigned(word, one), before)),
      set(before, i32.shiftLeft(word, i32.value(31))),
      // A bit is 1 where the colour changes.
      set(changes, i32.subtract(i32.or(changes, word), i32.and(changes, word))),
      when(
        changes,
        loop(
          'change',
          set(column, i32.countLeadingZeros(changes)),
          store(next, i32.add(base, column)),
          increase(next, 4),
          set(changes, i32.and(changes, i32.shiftRightUnsigned(i32.value(0x7fffffff), column))),
          branchIf('change', changes),
        ),
      ),
      increase(words, 4),
      increase(base, 32),
      branchIf('word', i32.less(base, width)),
    ),
    ...[0, 4, 8, 12].map((slot) => store(next, width, slot)),
  ];
}

interface RowPlaces {
  readonly width: Local<'i32'>;
  readonly current: Local<'i32'>;
  readonly above: Local<'i32'>;
  readonly tables: Local<'i32'>;
}

/**
 * Codes a row (T.4 4.2.1.3, T.6 2.2), as `codeTwoDimensional` does: a0 is where coding has come to, a1 and a2 the next
 * transitions of this row, b1 and b2 those of the row above. As both lists begin on a multiple of 8, an address tells the
 * colour: black begins at even slots.
 */
function codeRow(page: WasmFunction, packer: CodePacker, places: RowPlaces): readonly Statement[] {
  const { width, current, above, tables } = places;
  const a0 = page.variable('i32');
  const a1 = page.variable('i32');
  const a2 = page.variable('i32');
  const ai = page.variable('i32');
  const bi = page.variable('i32');
  const offset = page.variable('i32');
  const run = page.variable('i32');
  const blackFirst = page.variable('i32');
  const firstSlot = i32.value(8);
  const b2 = i32.load(bi, 4);
  /** b1 is the first transition right of a0, of a1's direction. */
  const seek = block(
    'found',
    loop('seek', branchIf('found', i32.greater(i32.load(bi), a0)), increase(bi, 8), branch('seek')),
  );
  const entry = (table: I32, index: I32): I32 => i32.load(i32.add(table, i32.shiftLeft(index, i32.value(2))));
  const putRun = (length: I32, black: I32): readonly Statement[] => [
    set(run, length),
    block(
      'short',
      loop(
        'long',
        branchIf('short', i32.less(run, i32.value(runCodesEnd))),
        ...packer.append(i32.value(longestMakeUpCode)),
        increase(run, -longestMakeUp),
        branch('long'),
      ),
    ),
    ...packer.append(
      entry(i32.add(tables, i32.add(i32.value(runsAt), i32.multiply(black, i32.value(runsLength)))), run),
    ),
  ];
  const firstRun = i32.subtract(a1, a0);
  const secondRun = i32.subtract(a2, a1);
  const pairs = i32.add(tables, i32.add(i32.value(pairsAt), i32.multiply(blackFirst, i32.value(pairsLength))));
  return [
    set(a0, i32.value(0)),
    set(ai, i32.add(current, firstSlot)),
    set(bi, i32.add(above, firstSlot)),
    block(
      'end of row',
      loop(
        'mode',
        set(a1, i32.load(ai)),
        set(offset, i32.subtract(a1, i32.load(bi))),
        when(
          i32.isZero(offset),
          ...packer.append(i32.value(packedCode('1'))),
          branchIf('end of row', i32.equal(a1, width)),
          set(a0, a1),
          increase(ai, 4),
          increase(bi, 4),
          branch('mode'),
        ),
        when(
          i32.less(b2, a1),
          ...packer.append(i32.value(packedCode(passCode))),
          set(a0, b2),
          increase(bi, 8),
          branch('mode'),
        ),
        when(
          i32.lessUnsigned(i32.add(offset, i32.value(3)), i32.value(7)),
          ...packer.append(entry(tables, i32.add(offset, i32.value(3)))),
          branchIf('end of row', i32.equal(a1, width)),
          set(a0, a1),
          increase(ai, 4),
          increase(bi, 4),
          // b1 may now lie one change back (after a step left) or further on (after a step right).
          when(i32.greater(i32.load(i32.subtract(bi, firstSlot)), a0), increase(bi, -8), branch('mode')),
          seek,
          branch('mode'),
        ),
        set(a2, i32.load(ai, 4)),
        set(blackFirst, i32.shiftRightUnsigned(i32.and(ai, four), i32.value(2))),
        block(
          'coded',
          when(
            i32.lessUnsigned(i32.or(firstRun, secondRun), i32.value(64)),
            ...packer.append(entry(pairs, i32.or(i32.shiftLeft(firstRun, i32.value(6)), secondRun))),
            branch('coded'),
          ),
          ...packer.append(i32.value(packedCode(horizontalCode))),
          ...putRun(firstRun, blackFirst),
          ...putRun(secondRun, i32.subtract(one, blackFirst)),
        ),
        branchIf('end of row', i32.equal(a2, width)),
        set(a0, a2),
        increase(ai, 8),
        seek,
        branch('mode'),
      ),
    ),
  ];
}

/** The module of the T.6 encoder. */
export function t6Core(): Uint8Array<ArrayBuffer> {
  return wasmModule([encode()]);
}
