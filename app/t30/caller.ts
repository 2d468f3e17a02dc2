import { Commander } from './commander.ts';
import type { EndCode } from './outcomes.ts';
import type { TimerName } from './session.ts';
import { TIMES } from './station.ts';

/** Pause between two calling tones: 3 s off (T.30 4.2). */
const CNG_PAUSE = 3_000;

/** A station that waits for a far end to identify itself: phase A of the calling end, and phase B after EOM. */
export abstract class Caller extends Commander {
  #waiting = false;
  /** Waiting again, behind EOM: no calling tone, and another code when nobody is heard. */
  #again = false;
  #heardSomething = false;
  #sendingCng = false;

  /** Says CNG again and again until somebody is heard, for at most T1. */
  protected call(): void {
    this.phase('A');
    this.#waiting = true;
    this.listenForFrames();
    this.startTimer('T1', TIMES.T1);
    this.#sendCng();
  }

  /** Waits in silence for the far end to begin phase B again (behind EOM). */
  protected awaitIdentification(): void {
    this.phase('B');
    this.#waiting = true;
    this.#again = true;
    this.listenForFrames();
    this.startTimer('T1', TIMES.T1);
  }

  /** The far end has identified itself. */
  protected identified(): void {
    this.#waiting = false;
    this.stopTimer('T1');
    this.stopTimer('cng');
  }

  /** A burst came, whatever it says. */
  protected heardBurst(): void {
    this.#heardSomething = true;
  }

  /** A calling tone has gone out; false when it was something else. */
  protected onToneSent(): boolean {
    if (!this.#sendingCng) return false;
    this.#sendingCng = false;
    if (this.#waiting && !this.#heardSomething) this.startTimer('cng', CNG_PAUSE);
    return true;
  }

  #sendCng(): void {
    this.#sendingCng = true;
    this.transmit({ kind: 'tone', tone: 'cng' });
  }

  /** The tone stops as soon as somebody answers it. */
  #stopCng(): void {
    this.stopTimer('cng');
    if (!this.#sendingCng) return;
    this.#sendingCng = false;
    this.stopTransmitting();
  }

  protected override onTone(tone: 'cng' | 'ced'): void {
    if (tone !== 'ced' || !this.#waiting) return;
    this.#heardSomething = true;
    this.#stopCng();
  }

  protected override onFlags(): void {
    if (!this.#waiting) return;
    this.#stopCng();
    // They may have been none: if nothing comes of them the tone is wanted again.
    if (!this.#heardSomething && !this.#again) this.startTimer('cng', CNG_PAUSE);
  }

  /** T1 and the calling tone's pause. */
  protected onTimer(name: TimerName): void {
    if (!this.#waiting) return;
    if (name === 'cng') {
      if (this.hearsFlags) this.startTimer('cng', CNG_PAUSE);
      else this.#sendCng();
    }
    if (name === 'T1') this.disconnect(this.#silenceCode);
  }

  get #silenceCode(): EndCode {
    if (this.#again) return 'b-no-dis-after-eom';
    return this.#heardSomething ? 'b-no-valid-dis' : 'b-no-fax-heard';
  }
}
