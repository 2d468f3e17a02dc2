import { expect, it } from 'vitest';
import { makeWire } from './wire.js';

const wire = makeWire();
const over = (value: unknown) => wire.decode(wire.encode(value));

it('copies what structured clone copies', () => {
  const value = {
    date: new Date(0),
    map: new Map([['key', new Set([1n])]]),
    octets: new Uint8Array([1, 2, 3]),
    view: new DataView(new ArrayBuffer(4), 1, 2),
    numbers: [Number.NaN, -0, Infinity, 1.5],
    nothing: undefined,
    none: null,
    pattern: /a/gi,
    error: new RangeError('boom', { cause: 'why' }),
  };
  const copy = over(value) as typeof value;
  for (const key of Object.keys(value) as (keyof typeof value)[]) expect(copy[key], key).toEqual(value[key]);
  expect(Object.is((over([-0]) as number[])[0], -0)).toBe(true);
});

it('keeps cycles and what is shared', () => {
  const shared = { n: 1 };
  const cycle: { self?: unknown; a: object; b: object } = { a: shared, b: shared };
  cycle.self = cycle;
  const copy = over(cycle) as typeof cycle;
  expect([copy.self === copy, copy.a === copy.b]).toEqual([true, true]);
});

it('carries a key that would be a prototype', () => {
  const copy = over(JSON.parse('{"__proto__": {"polluted": 1}}')) as object;
  expect([Object.getPrototypeOf(copy) === Object.prototype, Object.keys(copy)]).toEqual([true, ['__proto__']]);
});

it.each([() => 1, Promise.resolve(), Symbol('x'), new Blob(['x'])])('refuses what Electron refuses', (value) => {
  expect(() => wire.encode(value)).toThrow('An object could not be cloned.');
});
