import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  block,
  branch,
  branchIf,
  giveBack,
  type I32,
  i32,
  i64,
  increase,
  loop,
  set,
  WasmFunction,
  wasmModule,
} from './wasm-module.ts';

const memory = new WebAssembly.Memory({ initial: 1, maximum: 1 });

function run(work: WasmFunction, ...values: readonly number[]): number {
  const instance = new WebAssembly.Instance(new WebAssembly.Module(wasmModule([work])), { host: { memory } });
  return (instance.exports[work.name] as (...values: readonly number[]) => number)(...values);
}

function giving(value: I32): WasmFunction {
  return new WasmFunction('give').body(giveBack(value));
}

describe('a written module', () => {
  it('holds any number', () => {
    const edges = [0, -1, 63, 64, -64, -65, 127, 128, 8191, 8192, 2 ** 31 - 1, -(2 ** 31)];
    for (const value of edges) expect(run(giving(i32.value(value)))).toBe(value);
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 0, max: 32 }), (value, shift) => {
        expect(run(giving(i32.value(value)))).toBe(value);
        const long = BigInt(value) << BigInt(shift);
        expect(run(giving(i32.ofI64(i64.shiftRightUnsigned(i64.value(long), i64.value(shift)))))).toBe(value);
      }),
      { numRuns: 50 },
    );
  });

  it('branches to labels by name, out of blocks and back in loops', () => {
    const work = new WasmFunction('sum');
    const up = work.parameter();
    const sum = work.variable('i32');
    work.body(
      block(
        'done',
        loop('next', branchIf('done', i32.isZero(up)), increase(sum, up), increase(up, -1), branch('next')),
      ),
      giveBack(sum),
    );
    expect(run(work, 100)).toBe(5050);
  });

  it('refuses a branch to a label that is not around it', () => {
    const work = new WasmFunction('lost').body(block('here'), branch('here'), giveBack(i32.value(0)));
    expect(() => wasmModule([work])).toThrow('no label here');
  });

  it('refuses a parameter behind a variable', () => {
    const work = new WasmFunction('late');
    set(work.variable('i32'), i32.value(1));
    expect(() => work.parameter()).toThrow(RangeError);
  });

  it('reads eight octets, the first the most significant, wherever they stand', () => {
    const octets = new Uint8Array(memory.buffer);
    octets.set([1, 2, 3, 0x84, 5, 6, 7, 0x88, 9], 101);
    const high = new WasmFunction('high');
    const low = new WasmFunction('low');
    high.body(giveBack(i32.ofI64(i64.shiftRightUnsigned(i64.loadBigEndian(high.parameter()), i64.value(32)))));
    low.body(giveBack(i32.ofI64(i64.loadBigEndian(low.parameter()))));
    expect([run(high, 101), run(low, 101), run(high, 102)].map((word) => (word >>> 0).toString(16))).toEqual([
      '1020384',
      '5060788',
      '2038405',
    ]);
  });
});
