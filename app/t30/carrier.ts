/**
 * The carrier: what the T.30 engine needs of a line, and all it knows of one.
 *
 * A carrier is a half-duplex signal path with one operation under way at a time. Octets are in T.30 notation: the
 * first bit on the line is the most significant. How ECM frames travel (inside a stream on Class 1, as HDLC fields on
 * T.38) is the carrier's business: the engine hands over frames and gets frames. A Class 2 modem is no carrier: it
 * implements the level above (send or receive a document).
 */

/** Modulations by their T.30 name; the number is bits a second. */
export type Modulation =
  | 'v21-300'
  | 'v27ter-2400'
  | 'v27ter-4800'
  | 'v29-7200'
  | 'v29-9600'
  | 'v17-7200'
  | 'v17-9600'
  | 'v17-12000'
  | 'v17-14400';

/** Training of a fast modulation: V.17 has a long one (TCF, after CTC) and a short one (after CFR); others have one. */
export type Training = 'long' | 'short';

/** One HDLC frame without flags and FCS, from the address octet (FF) on. */
export interface Frame {
  readonly octets: Uint8Array;
  /** Result of the frame check sequence on receive; frames that we send are always good. */
  readonly fcsOk: boolean;
}

/** What `listen` hears, told as it happens. */
export type Heard =
  /**
   * A carrier came up: V.21 as soon as its flags are recognised, an image modulation when its training is over,
   * readable or not. While one of our own is up nothing is heard.
   */
  | { readonly kind: 'carrier'; readonly modulation: Modulation; readonly t: number }
  /**
   * An HDLC frame, V.21 or fast. One that is known to be lost is told too, `fcsOk` false, with what octets there are of
   * it: the engine asks for its burst again.
   */
  | { readonly kind: 'frame'; readonly frame: Frame; readonly t: number }
  /** Octets of a bit stream (non-ECM page, TCF). */
  | { readonly kind: 'data'; readonly octets: Uint8Array; readonly t: number }
  /** The carrier dropped; follows each `carrier`, and the last frame or data of it. */
  | { readonly kind: 'carrier-lost'; readonly t: number }
  /** A tone of phase A. */
  | { readonly kind: 'tone'; readonly tone: 'cng' | 'ced'; readonly t: number }
  /** The far end or the network cleared the call; nothing follows. */
  | { readonly kind: 'hung-up'; readonly t: number }
  /** The line itself failed (modem unplugged, socket gone); nothing follows. */
  | { readonly kind: 'failed'; readonly cause: Error; readonly t: number };

/**
 * What to listen for: V.21 frames (phase B and D), a stream (TCF, non-ECM page), or HDLC frames at an image rate
 * (ECM). A carrier of the other kind that comes instead is reported with its own `carrier` (T.31 +FCERROR, +FAR), and
 * V.21 frames are told whatever is listened for: the far end may repeat a command instead of sending a page.
 */
export type ListenFor =
  | { readonly kind: 'frames'; readonly modulation: 'v21-300' }
  | { readonly kind: 'stream'; readonly modulation: Modulation; readonly training: Training }
  | { readonly kind: 'ecm'; readonly modulation: Modulation; readonly training: Training };

/**
 * One connected call's signal path. Every promise rejects with `AbortError` when its signal is aborted and with the
 * line's error when the line fails; `t` is line time in ms since the call was connected.
 */
export interface Carrier {
  /** Line time now, ms. */
  readonly now: () => number;
  /** Hears everything that comes, until the call ends. One listener. */
  onHeard(listener: (heard: Heard) => void): void;
  /** Sends CED (answerer) or CNG once (caller); resolves when the tone and its silence have gone out. */
  tone(tone: 'cng' | 'ced', signal?: AbortSignal): Promise<void>;
  /** Sends frames in one burst (preamble, flags, FCS are the carrier's); resolves when the carrier has dropped. */
  sendFrames(
    modulation: Modulation,
    training: Training,
    frames: readonly Uint8Array[],
    signal?: AbortSignal,
  ): Promise<void>;
  /**
   * Sends a bit stream. Chunks are taken as the line drains them (back-pressure is the iteration); resolves when the
   * last bit has gone and the carrier has dropped.
   */
  sendStream(
    modulation: Modulation,
    training: Training,
    chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
    signal?: AbortSignal,
  ): Promise<void>;
  /** Turns the receiver to what is expected next, at once. Replaces what it listened for before. */
  listen(what: ListenFor): void;
  /**
   * Stays silent for so many ms of line time. The engine asks for it before each carrier of ours, and may do so as
   * soon as the far end's last frame is in: the silence counts from the end of the far end's carrier.
   */
  silence(milliseconds: number, signal?: AbortSignal): Promise<void>;
  /** Clears the call; resolves when the line is on hook. Idempotent. */
  hangUp(): Promise<void>;
}
