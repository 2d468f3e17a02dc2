import { openAsBlob } from 'node:fs';
import { FaxError } from '../../../model/errors.ts';
import { type Outside, OutsideFailure } from '../outside.ts';

/** No web address is given longer in all, ms. */
const LONGEST = 120_000;

/** So often is a request passed on to another address. */
const REDIRECTS = 5;

/** Answers that say that this very request will never be taken. */
const refusedForGood: ReadonlySet<number> = new Set([400, 405, 410, 413, 414, 415, 422]);

/**
 * POSTs fields and one file as multipart/form-data. A request that is passed on keeps its body (307, 308) or fails.
 * Throws `WEB_CALL_FAILED` with the status or the reason, `CANCELLED`.
 */
export const postFile: Outside['post'] = async (url, fields, file, signal) => {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(LONGEST)]);
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  // The file is read while it is sent, never whole into memory.
  form.set('file', await openAsBlob(file.path, { type: file.type }), file.name);
  let target = new URL(url);
  for (let passed = 0; passed <= REDIRECTS; passed += 1) {
    const response = await post(target, form, limit, signal);
    const { status } = response;
    const location = response.headers.get('location');
    await response.body?.cancel();
    if (response.ok) return;
    if ((status !== 307 && status !== 308) || location === null) throw answered(target, status, response.statusText);
    target = passedOn(target, location);
  }
  throw failed('later', 'The web address passes the fax on without end.');
};

async function post(target: URL, body: FormData, limit: AbortSignal, signal: AbortSignal): Promise<Response> {
  try {
    return await fetch(target.href, { method: 'POST', body, redirect: 'manual', signal: limit });
  } catch (error) {
    if (signal.aborted) throw new FaxError('CANCELLED', { cause: error });
    const reason = limit.aborted ? 'it took too long' : reasonOf(error);
    throw failed('away', `The web address ${target.host} cannot be reached: ${reason}.`, error);
  }
}

function answered({ host }: URL, status: number, text: string): FaxError {
  const words = text === '' ? `${status}` : `${status} ${text.slice(0, 60)}`;
  return failed(refusedForGood.has(status) ? 'refused' : 'later', `The web address ${host} answered ${words}.`);
}

function passedOn(from: URL, location: string): URL {
  const to = URL.parse(location, from.href);
  // What began protected is not passed on in clear.
  if (to === null || (to.protocol !== 'https:' && to.protocol !== from.protocol))
    throw failed('later', `The web address ${from.host} passes the fax on to where it may not go.`);
  return to;
}

function failed(kind: OutsideFailure['kind'], message: string, cause?: unknown): FaxError {
  return new FaxError('WEB_CALL_FAILED', { message, cause: new OutsideFailure(kind, message, cause) });
}

/** fetch says “fetch failed”; its cause knows why. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const words =
    cause instanceof Error ? cause.message || String('code' in cause ? cause.code : cause.name) : 'no answer';
  return words.replace(/\.$/, '').slice(0, 200);
}
