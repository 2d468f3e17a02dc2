import { expect, it } from 'vitest';
import { StandinEmitter, strict } from './strictness.ts';

it.each(['on', 'addListener', 'once', 'prependListener', 'prependOnceListener'] as const)(
  '%s refuses an event that never comes, and takes one that does',
  (method) => {
    const emitter = new StandinEmitter('Thing', ['done']);
    expect(() => emitter[method]('never', () => undefined)).toThrow("Thing never emits 'never'");
    let calls = 0;
    emitter[method]('done', () => calls++);
    emitter.emit('done');
    expect(calls).toBe(1);
  },
);

it('a member that is not there is an error and not undefined', () => {
  const thing = strict('thing', { there: 1 });
  expect(thing.there).toBe(1);
  expect(() => Reflect.get(thing, 'missing')).toThrow('thing.missing is not provided');
});
