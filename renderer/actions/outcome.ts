import { FaxError, type FaxErrorData, faxErrorCatalogue, toFaxError } from '../../app/model/errors.ts';

/** What became of an act: it took effect, or an error to show. */
export type Outcome<T = void> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: FaxErrorData };

/** Any thrown value as an error to show. An error keeps its code across the bridge even where its class is lost. */
export function toShownError(thrown: unknown): FaxErrorData {
  if (!(thrown instanceof FaxError) && isErrorData(thrown)) {
    const { code, modelName, message, next } = thrown;
    return { code, modelName, message, next };
  }
  return toFaxError(thrown).toData();
}

function isErrorData(value: unknown): value is FaxErrorData {
  if (typeof value !== 'object' || value === null) return false;
  const { code, message, next } = value as Partial<Record<keyof FaxErrorData, unknown>>;
  return (
    typeof code === 'string' && code in faxErrorCatalogue && typeof message === 'string' && typeof next === 'string'
  );
}

/** Runs an act and gives its outcome; it never throws. */
export async function outcomeOf<T>(act: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { ok: true, value: await act() };
  } catch (thrown) {
    return { ok: false, error: toShownError(thrown) };
  }
}
