import type { AnswerOrder, TrialEvent } from '../../contract/line-trial.ts';
import type { CallResult, FaxLine, IncomingRing } from '../../lines/fax-line.ts';
import type { Clock } from '../../model/clock.ts';
import { FaxError } from '../../model/errors.ts';
import type { TrialStops } from './run-trial.ts';

/** What answering needs of its trial. */
export interface Answering {
  readonly onRing: (ring: IncomingRing) => void;
  readonly tell: (event: TrialEvent) => void;
  readonly answer: (ring: IncomingRing, signal: AbortSignal) => Promise<CallResult>;
}

/** What a trial's call needs of its line. */
export type TrialLine = Pick<FaxLine, 'onRing' | 'onHealth' | 'drop'>;

/** The one call of a trial, and what ends it from outside. */
export class TrialCalls {
  readonly #line: TrialLine;
  readonly #stops: TrialStops;
  readonly #onCall: (up: boolean) => void;

  constructor(line: TrialLine, stops: TrialStops, onCall: (up: boolean) => void = () => undefined) {
    this.#line = line;
    this.#stops = stops;
    this.#onCall = onCall;
  }

  /** Runs a call that `cancel` ends in order; `drop` hangs it up at once, or ends its dialling. */
  async during(body: (signal: AbortSignal) => Promise<CallResult>): Promise<CallResult> {
    const { cancel, drop } = this.#stops;
    const own = new AbortController();
    const onDrop = (): void => {
      if (this.#line.drop?.() !== true) own.abort();
    };
    if (drop.aborted) own.abort();
    else drop.addEventListener('abort', onDrop, { once: true });
    this.#onCall(true);
    try {
      return await body(AbortSignal.any([cancel, own.signal]));
    } finally {
      this.#onCall(false);
      drop.removeEventListener('abort', onDrop);
    }
  }

  /**
   * Waits for a call and answers it at the ring that the order says. A caller that hangs up before is not a call. Rejects
   * where nobody calls in time, where the line is lost while waiting, and where the trial is stopped.
   */
  async answer(order: AnswerOrder, clock: Clock, answering: Answering): Promise<CallResult> {
    const over = Promise.withResolvers<CallResult>();
    let answered = false;
    let ending: FaxError | null = null;
    const stopWaiting = this.#whileWaiting(order, clock, (error) => {
      // Once a call is up, its own end tells; it may yet turn out that nobody was there.
      ending ??= error;
      if (!answered) over.reject(error);
    });
    const answer = async (ring: IncomingRing): Promise<void> => {
      answered = true;
      answering.onRing(ring);
      const result = await this.during((signal) => answering.answer(ring, signal));
      if (result.code !== 'a-caller-gone') over.resolve(result);
      else if (ending !== null) over.reject(ending);
      else answered = false;
    };
    const consider = (ring: IncomingRing, rings: number): void => {
      if (answered) return;
      answering.tell({ event: 'ring', rings, callerId: ring.callerId });
      if (rings >= order.rings) answer(ring).catch(over.reject);
    };
    const stopRings = this.#line.onRing((ring) => {
      ring.onRing((rings) => consider(ring, rings));
      consider(ring, ring.rings);
    });
    try {
      return await over.promise;
    } finally {
      stopRings();
      stopWaiting();
    }
  }

  /** Tells of everything that ends the waiting for a call; the returned function stops. */
  #whileWaiting({ timeout }: AnswerOrder, clock: Clock, fail: (error: FaxError) => void): () => void {
    const either = AbortSignal.any([this.#stops.cancel, this.#stops.drop]);
    const onStop = (): void => fail(stoppedWaiting());
    either.addEventListener('abort', onStop, { once: true });
    if (either.aborted) onStop();
    const stopHealth = this.#line.onHealth?.((health) => {
      if (health.state !== 'ready') fail(health.error);
    });
    const stopTimer = timeout === null ? null : clock.after(timeout, () => fail(nobodyCalled(timeout)));
    return () => {
      stopTimer?.();
      stopHealth?.();
      either.removeEventListener('abort', onStop);
    };
  }
}

const AGAIN = 'Start again when you wish.';

const stoppedWaiting = (): FaxError =>
  new FaxError('CANCELLED', { message: 'It was stopped before anybody called.', next: AGAIN });

const nobodyCalled = (timeout: number): FaxError =>
  new FaxError('CANCELLED', { message: `Nobody called within ${timeout / 1000} seconds.`, next: AGAIN });
