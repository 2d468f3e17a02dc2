import type { Clock } from '../../model/clock.ts';
import { FaxError } from '../../model/errors.ts';
import type { LoopbackFaults } from '../../model/line-address.ts';
import { type LineClock, pacedLineClock } from '../../t30/line-clock.ts';
import type { EndCode } from '../../t30/outcomes.ts';
import type { ConnectedCall, DialResult, IncomingCall } from '../carrier-line.ts';
import { type PracticeEnding, practiceDigits, practiceEnding } from '../practice-numbers.ts';
import { JumpingLineClock } from './jumping-clock.ts';
import { LoopbackCarrier } from './loopback-carrier.ts';
import { Noise, seededRandom } from './noise.ts';
import { answerPractice } from './practice-receiver.ts';

/** Line time of call set-up, ms. */
const DIALLING = 1_000;
const SWITCHING = 500;
const RING = 6_000;
/** The caller gives up (T.30 T0). */
const T0 = 60_000;
const NO_CARRIER = 5_000;
const CLEARS_AFTER = 1_000;
/** A jumping clock gives whoever may answer so long of the office's own time before it rings again; a person has `RING`. */
const RING_GRACE = 100;

/** A line's end of the network: what is told of it when it is called. */
export interface PracticeSubscriber {
  readonly number: string;
  readonly faults: LoopbackFaults;
  /** True while it is on a call or being called. */
  readonly inUse: boolean;
  /** Marks it in use until the returned function is called. */
  occupy(): () => void;
  /** Takes a ringing call. */
  ring(call: IncomingCall): void;
}

/** A telephone network in memory: numbers, lines, and the endings of practice numbers. */
export class PracticeNetwork {
  readonly #subscribers = new Map<string, PracticeSubscriber>();
  /** How often a …97K number has been busy since it answered last. */
  readonly #timesBusy = new Map<string, number>();
  readonly #answerers = new Set<string>();

  /** Puts a line on the network. Throws `LINE_UNAVAILABLE` where its number is taken. */
  attach(subscriber: PracticeSubscriber): void {
    const digits = practiceDigits(subscriber.number);
    if (this.#subscribers.has(digits))
      throw new FaxError('LINE_UNAVAILABLE', {
        message: `Another practice line has the number ${subscriber.number}.`,
        next: 'Choose another number for this line.',
      });
    this.#subscribers.set(digits, subscriber);
  }

  /** Takes a line off the network. */
  detach(subscriber: PracticeSubscriber): void {
    const digits = practiceDigits(subscriber.number);
    if (this.#subscribers.get(digits) === subscriber) this.#subscribers.delete(digits);
  }

  /** Puts a built-in practice receiver on a number: it confirms every page and keeps none. */
  addReceiver(number: string): void {
    this.#answerers.add(practiceDigits(number));
  }

  /** Whether a call to this number reaches a line, a built-in receiver or one of the practice endings. */
  has(number: string): boolean {
    const digits = practiceDigits(number);
    return this.#subscribers.has(digits) || this.#answerers.has(digits) || practiceEnding(digits) !== null;
  }

  /** Calls a number from a line. */
  async dial(from: PracticeSubscriber, number: string, clock: Clock, signal: AbortSignal): Promise<DialResult> {
    const digits = practiceDigits(number);
    const called = this.#subscribers.get(digits) ?? null;
    const release = from.occupy();
    const lineClock = lineClockOf(from.faults, called?.faults ?? null, clock);
    const call = new PracticeCall({ from, called, lineClock, officeClock: clock, signal, onEnded: release });
    const result = await this.#reach(digits, number, called, call, lineClock);
    if (result.kind === 'failed') release();
    return result;
  }

  #reach(
    digits: string,
    number: string,
    called: PracticeSubscriber | null,
    call: PracticeCall,
    lineClock: LineClock,
  ): Promise<DialResult> {
    if (called !== null) return called.inUse ? call.fail('a-busy', DIALLING) : call.ring(called);
    if (this.#answerers.has(digits)) return call.connect((carrier) => answerPractice(carrier, lineClock, number));
    return this.#endingOf(digits, call, lineClock);
  }

  #endingOf(digits: string, call: PracticeCall, clock: LineClock): Promise<DialResult> {
    const ending: PracticeEnding | null = practiceEnding(digits);
    switch (ending?.kind) {
      case undefined:
        return call.fail('a-not-in-service', DIALLING + SWITCHING);
      case 'busy':
        return call.fail('a-busy', DIALLING);
      case 'no-answer':
        return call.fail('a-no-answer', DIALLING + T0);
      case 'no-dial-tone':
        return call.fail('a-no-dial-tone', 0);
      case 'no-carrier':
        return call.fail('a-no-carrier', DIALLING + NO_CARRIER);
      case 'silent':
        return call.connect(() => undefined);
      case 'clears':
        return call.connect((carrier) => {
          clock.after(CLEARS_AFTER, () => void carrier.hangUp());
        });
      case 'answers': {
        const times = this.#timesBusy.get(digits) ?? 0;
        if (times < ending.busyFirst) {
          this.#timesBusy.set(digits, times + 1);
          return call.fail('a-busy', DIALLING);
        }
        this.#timesBusy.delete(digits);
        return call.connect((carrier) => answerPractice(carrier, clock, digits));
      }
    }
  }
}

/** The time of a call's line: real where either end asks for it. */
function lineClockOf(from: LoopbackFaults, called: LoopbackFaults | null, clock: Clock): LineClock {
  const real = from.speed === 'real' || called?.speed === 'real';
  return real ? pacedLineClock(clock) : new JumpingLineClock();
}

interface CallParts {
  readonly from: PracticeSubscriber;
  readonly called: PracticeSubscriber | null;
  readonly lineClock: LineClock;
  readonly officeClock: Clock;
  readonly signal: AbortSignal;
  /** Told when the call is over at the calling end. */
  readonly onEnded: () => void;
}

/** One call being set up. */
class PracticeCall {
  readonly #parts: CallParts;

  constructor(parts: CallParts) {
    this.#parts = parts;
  }

  /** Fails after so much line time, or is cancelled before. */
  async fail(code: EndCode, milliseconds: number): Promise<DialResult> {
    const done = await this.#pause(milliseconds);
    return { kind: 'failed', code: done ? code : 'cancelled', duration: this.#parts.lineClock.now() };
  }

  /** Is answered by something of the network's own. */
  async connect(answerer: (carrier: LoopbackCarrier) => void): Promise<DialResult> {
    if (!(await this.#pause(DIALLING + SWITCHING))) return this.fail('cancelled', 0);
    const { near, far } = this.#join(() => undefined);
    answerer(far);
    return { kind: 'connected', call: { carrier: near, clock: this.#parts.lineClock } };
  }

  /** Rings at a line until it is answered, the caller gives up, or nobody answers. */
  async ring(called: PracticeSubscriber): Promise<DialResult> {
    if (!(await this.#pause(DIALLING))) return this.fail('cancelled', 0);
    if (called.inUse) return this.fail('a-busy', 0);
    const { lineClock, signal, from } = this.#parts;
    const answered = Promise.withResolvers<DialResult>();
    const release = called.occupy();
    const bell = new Bell();
    let forPerson = false;
    let stopRinging: () => void = () => undefined;
    const finish = (result: DialResult): void => {
      stopRinging();
      signal.removeEventListener('abort', cancel);
      bell.stop(result.kind === 'connected');
      if (result.kind === 'failed') release();
      answered.resolve(result);
    };
    const cancel = (): void => finish({ kind: 'failed', code: 'cancelled', duration: lineClock.now() });
    const ringAgain = (): void => {
      bell.ring();
      afterRing();
    };
    /** The pause behind a ring: six seconds, and time for the office to answer. */
    const afterRing = (): void => {
      if (bell.over) return;
      if ((bell.rings - 1) * RING >= T0) {
        finish({ kind: 'failed', code: 'a-no-answer', duration: lineClock.now() });
        return;
      }
      const stopTimer = lineClock.after(RING, ringAgain);
      const endGrace = this.#graceBeforeNextRing(forPerson ? RING : RING_GRACE);
      stopRinging = () => {
        stopTimer();
        endGrace();
      };
    };
    signal.addEventListener('abort', cancel, { once: true });
    called.ring({
      callerId: from.number,
      onRing: (listener) => bell.onRing(listener),
      onGone: (listener) => bell.onGone(listener),
      atHumanPace: () => {
        forPerson = true;
      },
      accept: async () => {
        if (bell.over) return null;
        const { near, far } = this.#join(release);
        finish({ kind: 'connected', call: { carrier: near, clock: lineClock } });
        return { carrier: far, clock: lineClock } satisfies ConnectedCall;
      },
    });
    afterRing();
    return answered.promise;
  }

  /** A jumping clock would be through all its rings before anyone could lift the receiver. */
  #graceBeforeNextRing(grace: number): () => void {
    const release = this.#parts.lineClock.hold();
    const stop = this.#parts.officeClock.after(grace, release);
    return () => {
      stop();
      release();
    };
  }

  /** Puts the call through; `onFarEnd` is told when it is over at the called end. */
  #join(onFarEnd: () => void): { readonly near: LoopbackCarrier; readonly far: LoopbackCarrier } {
    const { from, called, lineClock } = this.#parts;
    const faults = called ? [from.faults, called.faults] : [from.faults];
    const rate = 1 - faults.reduce((clean, { noise }) => clean * (1 - noise), 1);
    const seed = faults.reduce((mixed, one) => Math.imul(mixed, 31) + one.seed, 7);
    let stopCut: () => void = () => undefined;
    const ended = (): void => {
      stopCut();
      this.#parts.onEnded();
    };
    const noise = (salt: number): Noise => new Noise(rate, seededRandom(seed ^ salt));
    const near = new LoopbackCarrier(lineClock, noise(0x5eed), ended);
    const far = new LoopbackCarrier(lineClock, noise(0xfa4), onFarEnd);
    LoopbackCarrier.join(near, far);
    const cuts = faults.flatMap(({ cut }) => (cut === null ? [] : [cut]));
    if (cuts.length > 0) stopCut = lineClock.after(Math.min(...cuts) * 1000, () => near.cut());
    return { near, far };
  }

  /** Lets line time pass; false when the call was cancelled meanwhile. */
  #pause(milliseconds: number): Promise<boolean> {
    const { lineClock, signal } = this.#parts;
    return new Promise((resolve) => {
      if (signal.aborted) {
        resolve(false);
        return;
      }
      const cancel = (): void => {
        stop();
        resolve(false);
      };
      const stop = lineClock.after(milliseconds, () => {
        signal.removeEventListener('abort', cancel);
        resolve(true);
      });
      signal.addEventListener('abort', cancel, { once: true });
    });
  }
}

/** Rings, and who listens to them. */
class Bell {
  readonly #ringListeners: ((rings: number) => void)[] = [];
  readonly #goneListeners: (() => void)[] = [];
  /** The first ring is the call itself. */
  rings = 1;
  over = false;

  ring(): void {
    this.rings += 1;
    for (const listener of this.#ringListeners) listener(this.rings);
  }

  onRing(listener: (rings: number) => void): void {
    this.#ringListeners.push(listener);
  }

  onGone(listener: () => void): void {
    this.#goneListeners.push(listener);
  }

  stop(answered: boolean): void {
    this.over = true;
    if (!answered) for (const listener of this.#goneListeners) listener();
  }
}
