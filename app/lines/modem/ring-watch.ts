import type { Clock } from '../../model/clock.ts';
import { answersRing } from './ringing/answers-ring.ts';
import { heardRing, noRing, parseRingReport, type RingState } from './ringing/ring-report.ts';

/** The network rings every 5 or 6 s; a call that was silent so long has gone, ms. */
const GONE = 9000;
/** What a modem says of a call often follows its RING at once: it is waited for so long, ms. */
const SETTLE = 150;

/** A call that rings. What is known of it grows while it rings. */
export interface Ringing {
  readonly callerId: string | null;
  readonly ringKind: string | null;
  readonly rings: number;
  /** Told at each further ring: 2 with the second. */
  onRing(listener: (rings: number) => void): void;
  /** Told once, when it rings no longer. */
  onGone(listener: () => void): void;
  /** Answered: nothing is told any more. */
  answered(): void;
}

/** Makes calls of the RING and caller ID lines that a modem says. */
export class RingWatch {
  readonly #clock: Clock;
  readonly #wanted: string | null;
  readonly #listeners = new Set<(call: Ringing) => void>();
  #state: RingState = noRing;
  #call: { ring: ((rings: number) => void)[]; gone: (() => void)[] } | null = null;
  #stopGone: () => void = () => undefined;
  #stopSettling: (() => void) | null = null;

  /** `wanted`: the one ring that is answered (distinctive ring), or null for every ring. */
  constructor(clock: Clock, wanted: string | null) {
    this.#clock = clock;
    this.#wanted = wanted;
  }

  get ringing(): boolean {
    return this.#state.rings > 0;
  }

  onCall(listener: (call: Ringing) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Takes a line that came unasked. */
  hear(line: string): void {
    const report = parseRingReport(line);
    if (report === null) return;
    this.#state = heardRing(this.#state, report);
    if (report.kind !== 'ring') return;
    this.#stopGone();
    this.#stopGone = this.#clock.after(GONE, () => this.forget());
    if (this.#call) for (const listener of [...this.#call.ring]) listener(this.#state.rings);
    else if (this.#stopSettling) this.#announce();
    else this.#stopSettling = this.#clock.after(SETTLE, () => this.#announce());
  }

  /** No call rings any more: it was answered, or has gone. */
  forget(): void {
    this.#stopGone();
    this.#stopSettling?.();
    this.#stopSettling = null;
    this.#state = noRing;
    const call = this.#call;
    this.#call = null;
    for (const listener of call?.gone ?? []) listener();
  }

  #announce(): void {
    this.#stopSettling?.();
    this.#stopSettling = null;
    if (this.#call || !answersRing(this.#state.ringKind, this.#wanted)) return;
    const call: { ring: ((rings: number) => void)[]; gone: (() => void)[] } = { ring: [], gone: [] };
    this.#call = call;
    // The last that was known stays known when the call has gone.
    let last = this.#state;
    const state = (): RingState => {
      if (this.#call === call) last = this.#state;
      return last;
    };
    const ringing: Ringing = {
      get callerId() {
        return state().callerId;
      },
      get ringKind() {
        return state().ringKind;
      },
      get rings() {
        return state().rings;
      },
      onRing: (listener) => void call.ring.push(listener),
      onGone: (listener) => void call.gone.push(listener),
      answered: () => {
        state();
        if (this.#call !== call) return;
        call.gone = [];
        this.forget();
      },
    };
    for (const listener of [...this.#listeners]) listener(ringing);
  }
}
