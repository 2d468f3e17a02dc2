import type { CodedPage } from '../model/page-format.ts';
import type { Frame, Heard, ListenFor } from './carrier.ts';
import { buildFrame, type FrameName, type ParsedFrame, parseFrame } from './frames.ts';
import { callEnds, type EndCode } from './outcomes.ts';
import type { PageVerdict } from './pages.ts';
import type { Effect, Phase, SessionEvent, SessionFacts, SessionMachine, Step, TimerName, Work } from './session.ts';

/** T.30 5.4.3 and the practice of its implementations; ms. */
export const TIMES = {
  T1: 38_000,
  T2: 7_000,
  T4: 3_300,
  T5: 60_000,
  /** Flags or a frame under way: so long may the next frame take to end. */
  frame: 4_000,
  /** Silence between two modulations, and before an answer. */
  gap: 75,
  /** So long may our DCN take, on a line that may have stopped working. */
  release: 10_000,
  /** An overall cap: no call holds a line longer. */
  call: 3 * 60 * 60 * 1000,
} as const;

/** Bursts of rubbish in one wait after which the far end counts as silent. */
const RUBBISH_LIMIT = 4;

/** How the far end ends a call: with DCN, or by going. */
export type RemoteEnd = 'dcn' | 'hung-up';

/** The frames of one V.21 burst, the last of them final. */
export type Burst = readonly ParsedFrame[];

/**
 * What sender and receiver share: bursts put together of frames, waits with their timers, echoes dropped, and every
 * way a call can be ended from outside. A subclass answers the questions below; it is a pure state machine, since
 * all it does is collected as effects.
 */
export abstract class Station implements SessionMachine {
  /** Our X bit: set by the station that received a valid DIS (the sender). */
  protected abstract readonly x: boolean;

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

  handle(event: SessionEvent): readonly Effect[] {
    if (!this.#ended) this.#dispatch(event);
    const effects = this.#effects;
    this.#effects = [];
    return effects;
  }

  // What a subclass answers.
  protected abstract onStart(): void;
  protected abstract onSent(): void;
  /** A burst whose last frame was final and good. DCN never comes here. */
  protected abstract onBurst(burst: Burst): void;
  /** The wait has run out with no valid burst. */
  protected abstract onSilence(): void;
  protected abstract onTimer(name: TimerName): void;
  /** The code for a call that the far end ended now: by DCN, or by hanging up. */
  protected abstract codeForRemoteEnd(how: RemoteEnd): EndCode;
  /** Pages confirmed so far. */
  protected abstract get pages(): number;
  /** Something that only one of the two stations hears: nothing by default. */
  protected onImageCarrier(): void {
    return;
  }
  protected onImageCarrierLost(): void {
    return;
  }
  protected onData(_octets: Uint8Array): void {
    return;
  }
  protected onBlockFrame(_frame: ParsedFrame): void {
    return;
  }
  protected onTone(_tone: 'cng' | 'ced'): void {
    return;
  }
  protected onCoded(_index: number, _page: CodedPage): void {
    return;
  }
  protected onConfirmed(_index: number): void {
    return;
  }
  protected onNoted(): void {
    return;
  }
  protected onStored(_index: number, _verdict: PageVerdict): void {
    return;
  }
  /** The user ends the call. */
  protected onCancel(): void {
    this.disconnect('cancelled');
  }
  /** The call is about to end, however it does: the last chance to keep what came. */
  protected onEnding(): void {
    return;
  }

  // What a subclass does.
  protected effect(effect: Effect): void {
    this.#effects.push(effect);
  }

  /** Sends; `onSent` follows. What was being waited for is waited for no longer. */
  protected transmit(...steps: readonly Step[]): void {
    this.stopWaiting();
    this.#burst = [];
    this.#transmitting = true;
    this.#carrier = 'none';
    this.effect({ kind: 'transmit', steps });
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
    const { pages, facts, remoteId, subAddress } = this;
    this.effect({ kind: 'end', end: { outcome, code, words, pages, facts, remoteId, subAddress } });
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
        this.disconnect(workFailed[event.work]);
        return;
      case 'coded':
        if (this.#releaseCode === null) this.onCoded(event.index, event.page);
        return;
      case 'noted':
        if (this.#releaseCode === null) this.onNoted();
        return;
      case 'confirmed':
        this.onConfirmed(event.index);
        return;
      case 'stored':
        this.onStored(event.index, event.verdict);
        return;
    }
  }

  #hear(heard: Heard): void {
    switch (heard.kind) {
      case 'failed':
        this.end(this.#releaseCode ?? 'line-failed');
        return;
      case 'hung-up':
        this.end(this.#releaseCode ?? this.codeForRemoteEnd('hung-up'));
        return;
      case 'frame':
        if (this.#releaseCode === null) this.#hearFrame(heard.frame);
        return;
      case 'carrier':
        this.#carrier = heard.modulation === 'v21-300' ? 'v21' : 'image';
        if (this.#releaseCode === null) this.#hearCarrier();
        return;
      case 'carrier-lost': {
        const was = this.#carrier;
        this.#carrier = 'none';
        if (this.#releaseCode === null) this.#loseCarrier(was);
        return;
      }
      case 'data':
        if (this.#releaseCode === null && !this.#transmitting) this.onData(heard.octets);
        return;
      case 'tone':
        if (this.#releaseCode === null) this.onTone(heard.tone);
        return;
    }
  }

  #hearCarrier(): void {
    this.#burst = [];
    if (this.#carrier === 'image') {
      if (!this.#transmitting) this.onImageCarrier();
      return;
    }
    if (!this.#wait) return;
    this.stopTimer(this.#wait.name);
    this.startTimer('frame', TIMES.frame);
  }

  #loseCarrier(was: 'none' | 'v21' | 'image'): void {
    if (was === 'image') {
      if (!this.#transmitting) this.onImageCarrierLost();
      return;
    }
    this.#burst = [];
    this.#waitAgain();
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
      if (!this.#transmitting) this.onBlockFrame(parsed);
      return;
    }
    if (parsed?.name === 'DCN') {
      this.end(this.codeForRemoteEnd('dcn'));
      return;
    }
    if (this.#transmitting) return;
    if (this.#wait && this.#carrier !== 'image') {
      this.stopTimer(this.#wait.name);
      this.startTimer('frame', TIMES.frame);
    }
    // A bad or unknown frame is dropped; with our own X bit it is our own burst come back as an echo.
    if (parsed === null || parsed.x === this.x) return;
    this.#burst.push(parsed);
    if (!parsed.final) return;
    const burst = this.#burst;
    this.#burst = [];
    this.stopWaiting();
    this.onBurst(burst);
  }

  #onTimer(name: TimerName): void {
    if (name === 'release') {
      this.end(this.#releaseCode ?? 'line-failed');
      return;
    }
    if (name === 'call') {
      this.effect({ kind: 'stop-transmitting' });
      this.disconnect('call-too-long');
      return;
    }
    if (this.#releaseCode !== null) return;
    if (name === 'T2' || name === 'T4' || name === 'frame') {
      this.#burst = [];
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
} as const satisfies Record<Work, EndCode>;
