import type { TrialEvent } from '../../contract/line-trial.ts';
import type { RequestOutput, RequestParsed } from '../../contract/requests.ts';
import { FaxError, toFaxError } from '../../model/errors.ts';
import { parseLineAddress } from '../../model/line-address.ts';
import { runTrial, type TrialContext } from './run-trial.ts';

/** A question about a trial with nothing new is answered after this, ms. */
const FOLLOW = 2_000;
/** A trial that nobody asks about for so long, ms, is dropped: whoever started it is gone. */
const LAPSE = 10_000;

interface Trial {
  readonly events: TrialEvent[];
  readonly cancel: AbortController;
  readonly drop: AbortController;
  ended: Promise<void>;
  over: boolean;
  error: FaxError | null;
  inCall: boolean;
  /** Ends the wait of whoever follows. */
  news: () => void;
  stopLapse: () => void;
}

/** Trials on the owner's practice network, asked for through the door. */
export class LineTrials {
  readonly #context: TrialContext;
  readonly #trials = new Map<string, Trial>();

  constructor(context: TrialContext) {
    this.#context = context;
  }

  /** True while a call of a trial is up or being set up. */
  get busy(): boolean {
    return [...this.#trials.values()].some(({ inCall }) => inCall);
  }

  /** Throws `LINE_ADDRESS_INVALID`, and `NOT_SUPPORTED` for a line that whoever asks can open itself. */
  start({ address: text, order }: RequestParsed<'trial.start'>): RequestOutput<'trial.start'> {
    const address = parseLineAddress(text);
    if (address.kind !== 'loopback')
      throw new FaxError('NOT_SUPPORTED', { message: 'Only practice lines are tried out in the server.' });
    const trialId = `trial-${Math.floor(this.#context.random() * 2 ** 52).toString(36)}`;
    const trial: Trial = {
      events: [],
      cancel: new AbortController(),
      drop: new AbortController(),
      ended: Promise.resolve(),
      over: false,
      error: null,
      inCall: false,
      news: () => undefined,
      stopLapse: () => undefined,
    };
    this.#trials.set(trialId, trial);
    trial.ended = runTrial({
      address,
      order,
      context: this.#context,
      stops: { cancel: trial.cancel.signal, drop: trial.drop.signal },
      onCall: (up) => {
        trial.inCall = up;
      },
      tell: (event) => {
        trial.events.push(event);
        trial.news();
      },
    })
      .then(
        () => undefined,
        (error: unknown) => {
          trial.error = toFaxError(error);
        },
      )
      .finally(() => {
        trial.over = true;
        trial.news();
      });
    this.#lapse(trialId, trial);
    return { trialId };
  }

  /** Throws what ended the trial before there was a call, and `ARGUMENT_INVALID` for a trial that is not there. */
  async follow({ trialId, after }: RequestParsed<'trial.follow'>): Promise<RequestOutput<'trial.follow'>> {
    const trial = this.#find(trialId);
    this.#lapse(trialId, trial);
    if (trial.events.length <= after && !trial.over) await this.#untilNews(trial);
    this.#lapse(trialId, trial);
    const events = trial.events.slice(after);
    // What was told before a trial failed is handed over first; the failure answers the next question.
    const over = trial.over && (trial.error === null || events.length === 0);
    if (!over) return { events, over };
    this.#forget(trialId, trial);
    if (trial.error !== null) throw trial.error;
    return { events, over };
  }

  #untilNews(trial: Trial): Promise<void> {
    return new Promise((resolve) => {
      const stop = this.#context.clock.after(FOLLOW, () => resolve());
      trial.news = () => {
        stop();
        resolve();
      };
    });
  }

  stop({ trialId, how }: RequestParsed<'trial.stop'>): RequestOutput<'trial.stop'> {
    this.#find(trialId)[how].abort();
    return {};
  }

  /** Ends all trials in order. */
  async closeAll(): Promise<void> {
    const trials = [...this.#trials];
    for (const [, trial] of trials) trial.cancel.abort();
    await Promise.all(trials.map(([, trial]) => trial.ended));
    for (const [id, trial] of trials) this.#forget(id, trial);
  }

  #find(trialId: string): Trial {
    const trial = this.#trials.get(trialId);
    if (!trial) throw new FaxError('ARGUMENT_INVALID', { message: 'This call is over.' });
    return trial;
  }

  #lapse(trialId: string, trial: Trial): void {
    trial.stopLapse();
    trial.stopLapse = this.#context.clock.after(LAPSE, () => {
      trial.drop.abort();
      // What has come is still being put in its place: the owner waits for that when it closes.
      void trial.ended.then(() => this.#forget(trialId, trial));
    });
  }

  #forget(trialId: string, trial: Trial): void {
    trial.stopLapse();
    this.#trials.delete(trialId);
  }
}
