import { describe, expect, it } from 'vitest';
import { FaxError, faxErrorCatalogue, toFaxError } from './errors.ts';

describe('errors', () => {
  it('each say what happened and what to do next, in a sentence', () => {
    for (const { message, next } of Object.values(faxErrorCatalogue)) {
      expect(message).toMatch(/^[A-Z].*[.)]$/);
      expect(next).toMatch(/^[A-Z].*\.$/);
    }
  });

  it('survive a boundary with code, sentence and next step, and leave the cause behind', () => {
    const error = new FaxError('FILE_EMPTY', { message: 'a.pdf is empty.', cause: new Error('secret path') });
    const back = FaxError.fromData(JSON.parse(JSON.stringify(error.toData())));
    expect(back).toMatchObject({ code: 'FILE_EMPTY', message: 'a.pdf is empty.', next: error.next, kind: 'usage' });
    expect(JSON.stringify(error.toData())).not.toContain('secret');
  });

  it('of unknown kind become INTERNAL and keep their cause', () => {
    const cause = new TypeError('x is undefined');
    expect(toFaxError(cause)).toMatchObject({ code: 'INTERNAL', cause });
    const known = new FaxError('CANCELLED');
    expect(toFaxError(known)).toBe(known);
  });

  it('that crossed as plain data become themselves again, and only those', () => {
    const data = new FaxError('NUMBER_INVALID', { message: 'Not a number.' }).toData();
    expect(toFaxError({ ...data })).toMatchObject({
      code: 'NUMBER_INVALID',
      message: 'Not a number.',
      next: data.next,
    });
    for (const stranger of [{ ...data, code: 'toString' }, { code: 'NUMBER_INVALID' }, 'NUMBER_INVALID', null]) {
      expect(toFaxError(stranger).code).toBe('INTERNAL');
    }
  });
});
