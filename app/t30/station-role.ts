import type { CodedPage } from '../model/page-format.ts';
import type { ParsedFrame } from './frames.ts';
import type { EndCode } from './outcomes.ts';
import type { PageVerdict } from './pages.ts';
import type { TimerName } from './session.ts';

/** How the far end ends a call: with DCN, or by going. */
export type RemoteEnd = 'dcn' | 'hung-up';

/** How a call ends on our side: the line or our own work failed, it took too long, the user cancelled it. */
export type OwnEnd =
  | 'line-failed'
  | 'line-stuck'
  | 'call-too-long'
  | 'cancelled'
  | 'c-page-not-ready'
  | 'c-last-page-not-noted'
  | 'd-confirmation-not-kept'
  | 'd-page-not-stored';

/** The frames of one V.21 burst, the last of them final. */
export type Burst = readonly ParsedFrame[];

/**
 * What makes a sender a sender and a receiver a receiver: the questions that a station answers for itself. Something
 * that only one kind of station hears does nothing in the others.
 */
export abstract class StationRole {
  /** Our X bit: set by the station that received a valid DIS: the caller. */
  abstract readonly x: boolean;
  /** Where the transcript's notes of this station belong: a sender's are `tx`. */
  protected abstract readonly direction: 'tx' | 'rx';

  protected abstract get stateName(): string;
  protected abstract onStart(): void;
  protected abstract onSent(): void;
  /** A burst whose last frame was final and good. DCN never comes here. */
  protected abstract onBurst(burst: Burst): void;
  /** The wait has run out with no valid burst. */
  protected abstract onSilence(): void;
  protected abstract onTimer(name: TimerName): void;
  /** The code for a call that the far end ended now: by DCN, or by hanging up. */
  protected abstract codeForRemoteEnd(how: RemoteEnd): EndCode;
  /** The code for a call that ends on our side now; the pages' own word goes before it where they are settled. */
  protected codeForOwnEnd(how: OwnEnd): EndCode {
    return how;
  }
  /** Pages confirmed so far. */
  protected abstract get pages(): number;
  /** The document went the other way than the call: it was fetched. */
  protected get polled(): boolean {
    return false;
  }
  /** A page that went out whole and was not confirmed: it may have arrived. Null where there is none. */
  protected get unconfirmedPage(): number | null {
    return null;
  }
  /** A burst has ended in which a frame could not be read; true when something was said about it. */
  protected onBadBurst(): boolean {
    return false;
  }
  /** V.21 flags are heard, whatever we are doing. */
  protected onFlags(): void {
    return;
  }
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
  protected onConfirmed(_index: number, _next?: number | null): void {
    return;
  }
  protected onNoted(_next?: number | null): void {
    return;
  }
  protected onStored(_index: number, _verdict: PageVerdict): void {
    return;
  }
  /** The call is about to end, however it does: the last chance to keep what came. */
  protected onEnding(): void {
    return;
  }
}
