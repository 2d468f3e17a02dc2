import type { LineClock } from '../../t30/line-clock.ts';

/** Waits of one call, all ended when the call is. */
export class CallWaits {
  readonly #clock: LineClock;
  readonly #endings = new Set<() => void>();
  #over: Error | null = null;

  constructor(clock: LineClock) {
    this.#clock = clock;
  }

  /** Throws the reason of an aborted signal, or what ended the call. */
  throwIfOver(signal?: AbortSignal): void {
    signal?.throwIfAborted();
    if (this.#over !== null) throw this.#over;
  }

  /** Resolves after so many ms of line time, or when `sooner` calls back; rejects as {@link throwIfOver} throws. */
  pause(milliseconds: number, signal?: AbortSignal, sooner?: (done: () => void) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      this.throwIfOver(signal);
      const finish = (settle: () => void): void => {
        stop();
        this.#endings.delete(abandon);
        signal?.removeEventListener('abort', abandon);
        settle();
      };
      const stop = this.#clock.after(milliseconds, () => finish(resolve));
      const abandon = (): void => finish(() => reject(signal?.aborted ? signal.reason : this.#over));
      this.#endings.add(abandon);
      signal?.addEventListener('abort', abandon, { once: true });
      sooner?.(() => finish(resolve));
    });
  }

  /** The call is over: every wait rejects with this from now on. */
  end(cause: Error): void {
    if (this.#over !== null) return;
    this.#over = cause;
    for (const ending of [...this.#endings]) ending();
  }
}
