import { TRIES } from './commander.ts';
import type { FrameName } from './frames.ts';
import type { Step } from './session.ts';
import { Station } from './station.ts';

/** What was said last. `ofPage`: it answered a post-message command. */
interface Answer<State> {
  readonly name: FrameName;
  readonly frame: Uint8Array;
  readonly next: State;
  readonly ofPage: boolean;
}

const pageAnswers: readonly FrameName[] = ['MCF', 'RTP', 'RTN', 'ERR'];

/** A station that answers commands, and says its answer again when it was not heard. */
export abstract class Answerer<State extends string> extends Station {
  #answer: Answer<State> | null = null;
  #next: State | null = null;
  /** The last transmission, answer or not, as long as nothing new has come since. */
  #said: { readonly steps: readonly Step[]; readonly next: State; repeats: number } | null = null;

  /** What is waited for in a state; comes when the transmission that leads to it has gone out. */
  protected abstract enter(state: State): void;

  protected onSent(): void {
    const next = this.#next;
    this.#next = null;
    if (next !== null) this.enter(next);
  }

  /** Sends, and then goes on in a state. */
  protected transmitThen(next: State, ...steps: readonly Step[]): void {
    this.#next = next;
    this.#said = { steps, next, repeats: 0 };
    this.transmit(...steps);
  }

  /** Says the last thing again because the far end asked for it (CRP), at most three times; false when there is none. */
  protected repeatOnRequest(): boolean {
    const said = this.#said;
    if (said === null || said.repeats >= TRIES) return false;
    said.repeats += 1;
    this.#next = said.next;
    this.transmit(...said.steps);
    return true;
  }

  /** The far end has gone on: what was said last cannot be asked for any more. */
  protected forgetSaid(): void {
    this.#said = null;
  }

  /** Answers, and then goes on in a state. */
  protected answer(name: FrameName, next: State, fif?: Uint8Array): void {
    const frame = this.frame(name, fif ? { fif } : {});
    this.#answer = { name, frame, next, ofPage: pageAnswers.includes(name) };
    this.transmitThen(next, ...this.burst(frame));
  }

  /** Says the last answer again; false when there is none. */
  protected answerAgain(): boolean {
    if (this.#answer === null) return false;
    this.transmitThen(this.#answer.next, ...this.burst(this.#answer.frame));
    return true;
  }

  /** Whether this was the last answer, and nothing new has come since. */
  protected answeredWith(name: FrameName): boolean {
    return this.#answer?.name === name;
  }

  /** Something new has come: the last answer was heard. */
  protected forgetAnswer(): void {
    this.#answer = null;
  }

  /** True while the last thing said is an answer to a post-message command. */
  protected get answeredPage(): boolean {
    return this.#answer?.ofPage ?? false;
  }

  /** True while a transmission is under way that leads to this state. */
  protected isOnTheWayTo(state: State): boolean {
    return this.transmitting && this.#next === state;
  }
}
