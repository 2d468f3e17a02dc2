import type { Frame, Heard, ListenFor } from './carrier.ts';
import { buildFrame, type FrameName, type ParsedFrame, parseFrame } from './frames.ts';
import { longestTransmission } from './line-time.ts';
import { callEnds, type EndCode } from './outcomes.ts';
import type {
  Effect,
  NoteFields,
  Phase,
  SessionEvent,
  SessionFacts,
  SessionMachine,
  Step,
  TimerName,
  Work,
} from './session.ts';
import { type OwnEnd, StationRole } from './station-role.ts';
import { TIMES } from './times.ts';

export type { Burst, OwnEnd, RemoteEnd } from './station-role.ts';
export { TIMES } from './times.ts';

/** Bursts of rubbish in one wait after which the far end counts as silent. */
const RUBBISH_LIMIT = 4;

/**
 * What sender and receiver share: bursts put together of frames, waits with their timers, echoes dropped, and every
 * way a call can be ended from outside. It is a pure state machine, since all it does is collected as effects.
 */
export abstract class Station extends StationRole implements SessionMachine {
  protected facts: SessionFacts | null = null;
  protected remoteId: string | null = null;
  protected subAddress: string | null = null;

  #effects: Effect[] = [];
  #burst: ParsedFrame[] = [];
  #phase: Phase | null = null;
  #transmitting = false;
  #ended = false;
  /** The wait under way: its timer is stopped while a V.21 carrier is heard, and the frame timer runs. */
  #wait: { readonly name: 'T2' | 'T4'; readonly milliseconds: number; rubbish: number } | null = null;
  /** The carrier that is up, as far as the line told. */
  #carrier: 'none' | 'v21' | 'image' = 'none';
  #releaseCode: EndCode | null = null;
  /** The burst under way, or the one that was just handed over, had a frame that could not be read. */
  #burstDamaged = false;
  #successor: Station | null = null;

  handle(event: SessionEvent): readonly Effect[] {
    if (this.#successor !== null) return this.#successor.handle(event);
    if (!this.#ended) this.#dispatch(event);
    const effects = this.#flush();
    const successor = this.active;
    return successor === this ? effects : [...effects, ...successor.#takeOver(this)];
  }

  /** The station that runs the call now: this one, or the one that took the call over (polling). */
  get active(): Station {
    return this.#successor?.active ?? this;
  }

  #takeOver(before: Station): readonly Effect[] {
    this.remoteId = before.remoteId;
    this.#phase = before.#phase;
    this.#carrier = before.#carrier;
    this.onStart();
    return this.#flush();
  }

  #flush(): readonly Effect[] {
    const effects = this.#effects;
    this.#effects = [];
    return effects;
  }

  /** Where the station is, by name: one of its states, `releasing` while its DCN goes out, then `over`. For tests. */
  get state(): string {
    if (this.#successor !== null) return this.#successor.state;
    if (this.#ended) return 'over';
    return this.#releaseCode === null ? this.stateName : 'releasing';
  }

  /** The user ends the call. */
  protected onCancel(): void {
    this.disconnect(this.codeForOwnEnd('cancelled'));
  }
  // What a subclass does.
  protected effect(effect: Effect): void {
    this.#effects.push(effect);
  }

  /** Sends; `onSent` follows. What was being waited for is waited for no longer. */
  protected transmit(...steps: readonly Step[]): void {
    this.stopWaiting();
    this.#forgetBurst();
    this.#transmitting = true;
    this.#carrier = 'none';
    this.startTimer('send', longestTransmission(steps));
    this.effect({ kind: 'transmit', steps });
  }

  /** Cuts off what is going out; no `onSent` comes of it. */
  protected stopTransmitting(): void {
    if (!this.#transmitting) return;
    this.#transmitting = false;
    this.stopTimer('send');
    this.effect({ kind: 'stop-transmitting' });
  }

  /** Hands the call over to another station, which goes on with `onStart`. */
  protected becomes(successor: Station): void {
    this.stopWaiting();
    this.#successor = successor;
  }

  /** A line of the transcript that is no frame. */
  protected note(type: string, fields: NoteFields): void {
    this.effect({ kind: 'note', dir: this.direction, type, fields });
  }

  protected listen(what: ListenFor): void {
    this.effect({ kind: 'listen', what });
  }

  protected listenForFrames(): void {
    this.listen({ kind: 'frames', modulation: 'v21-300' });
  }

  /** Waits for a burst: `onBurst`, or `onSilence` when the time has passed without one. */
  protected waitForBurst(name: 'T2' | 'T4', milliseconds: number = TIMES[name]): void {
    this.stopWaiting();
    this.#wait = { name, milliseconds, rubbish: 0 };
    if (this.#carrier === 'v21') this.startTimer('frame', TIMES.frame);
    else this.startTimer(name, milliseconds);
  }

  protected stopWaiting(): void {
    if (this.#wait) this.stopTimer(this.#wait.name);
    this.#wait = null;
    this.stopTimer('frame');
  }

  protected startTimer(name: TimerName, milliseconds: number): void {
    this.effect({ kind: 'timer', name, milliseconds });
  }

  protected stopTimer(name: TimerName): void {
    this.effect({ kind: 'stop-timer', name });
  }

  protected phase(phase: Phase): void {
    if (this.#phase === phase) return;
    this.#phase = phase;
    this.effect({ kind: 'phase', phase });
  }

  protected get transmitting(): boolean {
    return this.#transmitting;
  }

  /** The end has been decided: only its DCN is still going out. */
  protected get releasing(): boolean {
    return this.#releaseCode !== null;
  }

  /** A frame of the burst that was just handed over could not be read: what it said is missing. */
  protected get burstDamaged(): boolean {
    return this.#burstDamaged;
  }

  /** True while a V.21 carrier is up: somebody is talking, and we had better not. */
  protected get hearsFlags(): boolean {
    return this.#carrier === 'v21';
  }

  protected frame(name: FrameName, options: { readonly final?: boolean; readonly fif?: Uint8Array } = {}): Uint8Array {
    const { final = true, fif } = options;
    return buildFrame(name, { x: this.x, final, ...(fif ? { fif } : {}) });
  }

  /** Steps of a V.21 burst: the silence that keeps two carriers apart, then the frames. */
  protected burst(...frames: readonly Uint8Array[]): readonly Step[] {
    return [
      { kind: 'silence', milliseconds: TIMES.gap },
      { kind: 'frames', modulation: 'v21-300', training: 'long', frames },
    ];
  }

  /** Ends in an orderly way: DCN, then the end under this code. */
  protected disconnect(code: EndCode): void {
    if (this.#releaseCode !== null || this.#ended) return;
    this.#releaseCode = code;
    this.onEnding();
    this.stopWaiting();
    this.phase('E');
    this.startTimer('release', TIMES.release);
    this.transmit(...this.burst(this.frame('DCN')));
  }

  /** Ends at once: the far end is gone, or was told. */
  protected end(code: EndCode): void {
    if (this.#ended) return;
    if (this.#releaseCode === null) {
      this.onEnding();
      this.phase('E');
    }
    this.#ended = true;
    const { outcome, words } = callEnds[code];
    const { pages, facts, remoteId, subAddress, polled, unconfirmedPage } = this;
    const end = { outcome, code, words, pages, facts, remoteId, subAddress, polled, unconfirmedPage };
    this.effect({ kind: 'end', end });
  }

  #dispatch(event: SessionEvent): void {
    switch (event.kind) {
      case 'start':
        this.startTimer('call', TIMES.call);
        this.onStart();
        return;
      case 'heard':
        this.#hear(event.heard);
        return;
      case 'sent':
        this.#transmitting = false;
        this.stopTimer('send');
        if (this.#releaseCode !== null) this.end(this.#releaseCode);
        else this.onSent();
        return;
      case 'timer':
        this.#onTimer(event.name);
        return;
      case 'cancel':
        this.onCancel();
        return;
      case 'work-failed':
        this.disconnect(this.codeForOwnEnd(workFailed[event.work]));
        return;
      case 'coded':
        if (this.#releaseCode === null) this.onCoded(event.index, event.page);
        return;
      case 'noted':
        if (this.#releaseCode === null) this.onNoted(event.next);
        return;
      case 'confirmed':
        this.onConfirmed(event.index, event.next);
        return;
      case 'stored':
        this.onStored(event.index, event.verdict);
        return;
    }
  }

  #hear(heard: Heard): void {
    switch (heard.kind) {
      case 'failed':
        this.end(this.#releaseCode ?? this.codeForOwnEnd('line-failed'));
        return;
      case 'hung-up':
        this.end(this.#releaseCode ?? this.codeForRemoteEnd('hung-up'));
        return;
      case 'frame':
        if (this.#releaseCode === null) this.#hearFrame(heard.frame);
        return;
      case 'carrier':
        this.#hearCarrier(heard.modulation === 'v21-300' ? 'v21' : 'image');
        return;
      case 'carrier-lost':
        this.#loseCarrier();
        return;
      case 'data':
        if (this.#releaseCode !== null || this.#transmitting) return;
        if (this.#carrier !== 'image') this.#hearCarrier('image');
        this.onData(heard.octets);
        return;
      case 'tone':
        if (this.#releaseCode === null) this.onTone(heard.tone);
        return;
    }
  }

  /**
   * A carrier comes up. Told twice, or told late, it is one carrier; where the end of the one before was not told, it
   * ends here (on T.38 either word can be lost).
   */
  #hearCarrier(carrier: 'v21' | 'image'): void {
    if (this.#carrier !== carrier) this.#loseCarrier();
    // An image carrier that came up while we sent is noticed when something is heard of it.
    if (carrier === 'v21' || !this.#transmitting) this.#carrier = carrier;
    if (this.#releaseCode !== null) return;
    if (carrier === 'image') {
      this.#forgetBurst();
      if (!this.#transmitting) this.onImageCarrier();
      return;
    }
    if (this.#burst.length === 0) this.#forgetBurst();
    this.onFlags();
    if (!this.#wait) return;
    this.stopTimer(this.#wait.name);
    this.startTimer('frame', TIMES.frame);
  }

  /** The carrier is gone. One that was not up is the late word on one that we did not wait for. */
  #loseCarrier(): void {
    const was = this.#carrier;
    this.#carrier = 'none';
    if (this.#releaseCode !== null || was === 'none') return;
    if (was === 'image') {
      if (!this.#transmitting) this.onImageCarrierLost();
      return;
    }
    const damaged = this.#burstDamaged;
    this.#forgetBurst();
    if (this.#wait && !this.#transmitting && damaged && this.onBadBurst()) return;
    this.#waitAgain();
  }

  #forgetBurst(): void {
    this.#burst = [];
    this.#burstDamaged = false;
  }

  /** A burst has gone by with nothing in it for us. So many of them are let pass, then it counts as silence. */
  #waitAgain(): void {
    if (!this.#wait) return;
    this.stopTimer('frame');
    this.#wait.rubbish += 1;
    if (this.#wait.rubbish >= RUBBISH_LIMIT) this.#silence();
    else this.startTimer(this.#wait.name, this.#wait.milliseconds);
  }

  #silence(): void {
    this.stopWaiting();
    this.onSilence();
  }

  #hearFrame(frame: Frame): void {
    const parsed = frame.fcsOk ? parseFrame(frame.octets) : null;
    if (parsed?.name === 'FCD' || parsed?.name === 'RCP') {
      if (this.#transmitting) return;
      if (this.#carrier !== 'image') this.#hearCarrier('image');
      this.onBlockFrame(parsed);
      return;
    }
    // Bad frames of an image carrier are the block's, and asked for again with it.
    if (parsed === null && this.#carrier === 'image') return;
    if (parsed?.name === 'DCN') {
      this.end(this.codeForRemoteEnd('dcn'));
      return;
    }
    if (this.#transmitting) return;
    if (this.#carrier !== 'v21') this.#hearCarrier('v21');
    if (this.#wait) {
      this.stopTimer(this.#wait.name);
      this.startTimer('frame', TIMES.frame);
    }
    if (!frame.fcsOk) this.#burstDamaged = true;
    // A bad or unknown frame is dropped; with our own X bit it is our own burst come back as an echo.
    if (parsed === null || parsed.x === this.x) return;
    this.#burst.push(parsed);
    if (!parsed.final) return;
    const burst = this.#burst;
    this.#burst = [];
    this.stopWaiting();
    this.onBurst(burst);
    this.#burstDamaged = false;
  }

  #onTimer(name: TimerName): void {
    if (name === 'release') {
      this.end(this.#releaseCode ?? 'line-failed');
      return;
    }
    if (name === 'call') {
      this.effect({ kind: 'stop-transmitting' });
      this.disconnect(this.codeForOwnEnd('call-too-long'));
      return;
    }
    if (this.#releaseCode !== null) return;
    if (name === 'send') {
      // Nothing that we send takes so long: the line has stopped working.
      const code = this.codeForOwnEnd('line-stuck');
      this.stopTransmitting();
      this.disconnect(code);
      return;
    }
    if (name === 'T2' || name === 'T4' || name === 'frame') {
      this.#forgetBurst();
      if (this.#wait && !this.#transmitting) this.#silence();
      return;
    }
    this.onTimer(name);
  }
}

const workFailed = {
  code: 'c-page-not-ready',
  note: 'c-last-page-not-noted',
  confirm: 'd-confirmation-not-kept',
  store: 'd-page-not-stored',
} as const satisfies Record<Work, OwnEnd>;
