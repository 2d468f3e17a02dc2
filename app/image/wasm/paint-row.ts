import { beforeFirst, transitionSize } from './line-memory.ts';
import {
  block,
  branch,
  branchIf,
  giveBack,
  i32,
  i64,
  increase,
  loop,
  set,
  store,
  WasmFunction,
  when,
} from './wasm-module.ts';

const constant = i32.value;

/**
 * `paint(transitions, width, row)`: paints the words of a row, white ones too. It writes 64 bits at once, and so perhaps
 * one word behind the row.
 */
export function paintRow(): WasmFunction {
  const line = new WasmFunction('paint');
  const transitions = line.parameter();
  const width = line.parameter();
  const row = line.parameter();
  const at = line.variable('i32');
  const column = line.variable('i32');
  const end = line.variable('i32');
  const bits = line.variable('i64');
  return line.body(
    set(at, i32.add(transitions, constant(beforeFirst))),
    set(column, i32.load(at)),
    loop(
      'word',
      increase(end, 64),
      set(end, i32.select(end, width, i32.less(end, width))),
      block(
        'done',
        loop(
          'change',
          branchIf('done', i32.greaterOrEqual(column, end)),
          // Every transition inverts its word from its column on.
          set(bits, i64.xor(bits, i64.shiftRightUnsigned(i64.value(-1), i64.ofI32(column)))),
          increase(at, transitionSize),
          set(column, i32.load(at)),
          branch('change'),
        ),
      ),
      when(
        i32.less(end, width),
        store(row, i64.rotateLeft(bits, i64.value(32))),
        increase(row, 8),
        // The last colour goes on.
        set(bits, i64.shiftRight(i64.shiftLeft(bits, i64.value(63)), i64.value(63))),
        branch('word'),
      ),
    ),
    // The bits past the width are white; a shift by 64 less the width is one by its last six bits.
    set(
      bits,
      i64.and(bits, i64.shiftLeft(i64.value(-1), i64.ofI32(i32.and(i32.subtract(constant(0), width), constant(63))))),
    ),
    store(row, i64.rotateLeft(bits, i64.value(32))),
    giveBack(constant(0)),
  );
}
