import { FaxError, type FaxErrorCode, type FaxErrorOptions, toFaxError } from '../model/errors.ts';
import { numbersOf } from './error-numbers.ts';

/**
 * What every member of the object model throws: a {@link FaxError} (stable `code`, a sentence, `next` step) with the
 * numbers that scripts of the Windows fax service know (object model 1.0).
 */
export class FaxComError extends FaxError {
  /** The HRESULT, as an unsigned number: `error.hresult.toString(16)` is `80070057`. `E_FAIL` where it has no own. */
  readonly hresult: number;
  /** The Win32 code, or null where the object model has none. */
  readonly win32: number | null;

  constructor(code: FaxErrorCode, options: FaxErrorOptions = {}) {
    super(code, options);
    const { win32, hresult } = numbersOf(this.modelName);
    this.win32 = win32;
    this.hresult = hresult;
  }
}

/** Any thrown value as a {@link FaxComError}. */
export function toComError(thrown: unknown): FaxComError {
  if (thrown instanceof FaxComError) return thrown;
  const { code, message, next, cause } = toFaxError(thrown);
  return new FaxComError(code, cause === undefined ? { message, next } : { message, next, cause });
}

/** A value that a member does not take: `ERROR_INVALID_PARAMETER`. */
export const invalid = (message: string, next: string): FaxComError =>
  new FaxComError('ARGUMENT_INVALID', { message, next });
