import { FaxError } from '../model/errors.ts';

/** A command that a signal ended. Exit codes as shells have them: 128 and the signal's number. */
export class Interrupted extends FaxError {
  readonly exitCode: number;

  constructor(signal: unknown, words: string, next: string) {
    super('CANCELLED', { message: words, next });
    this.exitCode = signal === 'SIGTERM' ? 143 : 130;
  }
}

/** Rejects with {@link Interrupted} when the user interrupts first; otherwise as the work does. */
export async function unlessInterrupted<T>(
  signal: AbortSignal,
  work: Promise<T>,
  words: () => string,
  next: string,
): Promise<T> {
  const stop = Promise.withResolvers<never>();
  const onAbort = () => stop.reject(new Interrupted(signal.reason, words(), next));
  if (signal.aborted) onAbort();
  else signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([work, stop.promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
