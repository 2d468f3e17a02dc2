import type { EndCode } from './outcomes.ts';
import type { Step } from './session.ts';
import { Station } from './station.ts';

/** Times a command is sent without a valid answer (T.30 5.4.1, three in all), and times CRP may be said, by each end. */
export const TRIES = 3;

/** What was said last and is said again when nobody answers. */
interface Command {
  readonly steps: readonly Step[];
  readonly onSilence: EndCode;
  tries: number;
  repeats: number;
  requests: number;
}

/** A station that says commands: each up to three times, and then the call ends under the command's own code. */
export abstract class Commander extends Station {
  #command: Command | null = null;

  /** Says a command and remembers it. */
  protected say(onSilence: EndCode, ...steps: readonly Step[]): void {
    this.#command = { steps, onSilence, tries: 1, repeats: 0, requests: 0 };
    this.transmit(...steps);
  }

  /** The command has been answered. */
  protected forgetCommand(): void {
    this.#command = null;
  }

  /** Says the command again, or gives up. */
  protected repeatCommand(): void {
    const command = this.#command;
    if (command === null) return;
    if (command.tries >= TRIES) {
      this.disconnect(command.onSilence);
      return;
    }
    command.tries += 1;
    this.transmit(...command.steps);
  }

  /**
   * An answer came that could not be read: the command again, at once, at most three times, and no try is used up. Not
   * CRP: there are receivers that take it for a failed try of their own, or hang up on it.
   */
  protected override onBadBurst(): boolean {
    const command = this.#command;
    if (command === null || command.requests >= TRIES) return false;
    command.requests += 1;
    this.transmit(...command.steps);
    return true;
  }

  /** Says the command again because the far end asked for it (CRP); false when it has done so too often. */
  protected repeatOnRequest(): boolean {
    const command = this.#command;
    if (command === null || command.repeats >= TRIES) return false;
    command.repeats += 1;
    this.transmit(...command.steps);
    return true;
  }
}
