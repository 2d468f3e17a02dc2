import { describe, expect, it } from 'vitest';
import { FaxError, faxErrorCatalogue } from '../model/errors.ts';
import { FaxComError, toComError } from './com-error.ts';
import { E_FAIL, errorNumbers, numbersOf } from './error-numbers.ts';

describe('the numbers of errors', () => {
  it('are those of the reference', () => {
    const some = (['ERROR_INVALID_PARAMETER', 'RPC_S_SERVER_UNAVAILABLE', 'FAX_E_RECIPIENTS_LIMIT'] as const).map(
      (name) => [errorNumbers[name].win32, errorNumbers[name].hresult],
    );
    expect(some).toEqual([
      [87, 0x80070057],
      [1722, 0x800706ba],
      [7013, 0x80041b65],
    ]);
    expect(errorNumbers.ERROR_NOT_ENOUGH_MEMORY.hresult).toBe(0x8007000e);
    expect(errorNumbers.FAX_E_SRV_OUTOFMEMORY.hresult).toBe(0x80041b59);
    expect(Object.keys(errorNumbers)).toHaveLength(29);
  });

  it.each(Object.entries(faxErrorCatalogue))('%s has them where the model knows it', (_, { modelName }) => {
    const numbers = numbersOf(modelName);
    if (modelName === null) expect(numbers).toEqual({ win32: null, hresult: E_FAIL });
    // Every HRESULT is a failure: its highest bit is set.
    else expect([numbers.win32 !== null, numbers.hresult >= 0x80000000]).toEqual([true, true]);
  });
});

describe('an error of the object model', () => {
  it('is the error that was thrown, with its numbers', () => {
    const cause = new Error('x');
    const error = toComError(new FaxError('QUEUE_BLOCKED', { message: 'Not now.', next: 'Later.', cause }));
    expect(error).toBeInstanceOf(FaxComError);
    expect(error).toBeInstanceOf(FaxError);
    expect(error).toMatchObject({
      code: 'QUEUE_BLOCKED',
      message: 'Not now.',
      next: 'Later.',
      modelName: 'ERROR_WRITE_PROTECT',
      win32: 19,
      hresult: 0x80070013,
      cause,
    });
    expect(toComError(error)).toBe(error);
  });

  it('is INTERNAL with E_FAIL for anything else', () => {
    expect(toComError('oops')).toMatchObject({ code: 'INTERNAL', win32: null, hresult: 0x80004005, cause: 'oops' });
  });
});
