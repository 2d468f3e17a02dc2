import type { Carrier, Heard, ListenFor, Modulation, Training } from '../../t30/carrier.ts';
import type { LineClock } from '../../t30/line-clock.ts';
import { FLAG_BITS, frameBits } from './hdlc-timing.ts';
import { bitRate, lineTimes, trainingTime } from './line-times.ts';
import type { Noise } from './noise.ts';

/** A stream is delivered in pieces of this length, ms. */
const PIECE = 200;
/** Octets of an FCS, which noise can hit as well. */
const FCS = new Uint8Array(2);

/** What is on the way from one end. */
interface Transmission {
  readonly modulation: Modulation;
  readonly kind: 'frames' | 'stream';
  readonly training: Training;
  readonly begun: number;
  /** Line time from which the far end can make something of it: flags recognised, or training done. */
  readonly audible: number;
  /** The far end was told that a carrier is up. */
  announced: boolean;
  /** The far end trained on it and has listened ever since. */
  locked: ListenFor | null;
}

/** One end of a call on the practice network: a half-duplex modem without hardware. */
export class LoopbackCarrier implements Carrier {
  readonly #clock: LineClock;
  readonly #noise: Noise;
  readonly #connectedAt: number;
  #peer: LoopbackCarrier | null = null;
  #listener: ((heard: Heard) => void) | null = null;
  #listening: ListenFor = { kind: 'frames', modulation: 'v21-300' };
  #sending: Transmission | null = null;
  #lastSentAt = -1;
  #ended = false;
  /** Rejects what is under way when the call ends. */
  readonly #endings = new Set<() => void>();
  readonly #onEnded: () => void;

  /** `onEnded` is called once, when the call is over at this end. */
  constructor(clock: LineClock, noise: Noise, onEnded: () => void) {
    this.#clock = clock;
    this.#noise = noise;
    this.#connectedAt = clock.now();
    this.#onEnded = onEnded;
  }

  get #far(): LoopbackCarrier {
    if (this.#peer === null) throw new Error('this end is not joined to another');
    return this.#peer;
  }

  /** Joins two ends; each hears the other from here on. */
  static join(a: LoopbackCarrier, b: LoopbackCarrier): void {
    a.#peer = b;
    b.#peer = a;
  }

  readonly now = (): number => this.#clock.now() - this.#connectedAt;

  onHeard(listener: (heard: Heard) => void): void {
    this.#listener = listener;
  }

  listen(what: ListenFor): void {
    this.#listening = what;
  }

  async tone(tone: 'cng' | 'ced', signal?: AbortSignal): Promise<void> {
    await this.#pause(lineTimes.detection, signal);
    this.#far.#hear({ kind: 'tone', tone, t: this.now() });
    await this.#pause(lineTimes[tone] - lineTimes.detection + (tone === 'ced' ? lineTimes.cedGap : 0), signal);
  }

  silence(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return this.#pause(milliseconds, signal);
  }

  async sendFrames(
    modulation: Modulation,
    training: Training,
    frames: readonly Uint8Array[],
    signal?: AbortSignal,
  ): Promise<void> {
    const slow = modulation === 'v21-300';
    const msPerBit = 1000 / bitRate(modulation);
    await this.#transmit('frames', modulation, training, signal, async (sending, due) => {
      let at = due + (slow ? lineTimes.preamble - lineTimes.detection : lineTimes.ecmFlags);
      for (const [i, octets] of frames.entries()) {
        const from = at;
        at += (frameBits(octets) + FLAG_BITS) * msPerBit;
        // The flag that ends the burst of a block stands behind its last frame.
        if (!slow && i === frames.length - 1) at += FLAG_BITS * msPerBit;
        await this.#pauseUntil(at, signal);
        this.#far.#hearFrame(sending, octets, from, this.#noise);
      }
      return at;
    });
  }

  async sendStream(
    modulation: Modulation,
    training: Training,
    chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
    signal?: AbortSignal,
  ): Promise<void> {
    const octetsPerMs = bitRate(modulation) / 8000;
    const pieceOctets = Math.max(1, Math.floor(PIECE * octetsPerMs));
    await this.#transmit('stream', modulation, training, signal, async (sending, due) => {
      let at = due;
      for await (const chunk of chunks)
        for (let from = 0; from < chunk.length; from += pieceOctets) {
          const piece = chunk.subarray(from, from + pieceOctets);
          at += piece.length / octetsPerMs;
          await this.#pauseUntil(at, signal);
          this.#far.#hearData(sending, piece, this.#noise);
        }
      return at;
    });
  }

  async hangUp(): Promise<void> {
    if (this.#ended) return;
    this.#end();
    this.#far.#clear();
  }

  /** The network clears the call at both ends. */
  cut(): void {
    this.#clear();
    this.#far.#clear();
  }

  #clear(): void {
    if (this.#ended) return;
    const t = this.now();
    this.#end();
    this.#listener?.({ kind: 'hung-up', t });
  }

  #end(): void {
    this.#ended = true;
    this.#sending = null;
    for (const ending of [...this.#endings]) ending();
    this.#onEnded();
  }

  // Sending.

  /**
   * Brings a carrier up, has it modulated, and takes it down again, whatever happens between. `body` gets the line
   * time at which flags were recognised or training was done, and answers with the time its last bit was out.
   */
  async #transmit(
    kind: Transmission['kind'],
    modulation: Modulation,
    training: Training,
    signal: AbortSignal | undefined,
    body: (sending: Transmission, due: number) => Promise<number>,
  ): Promise<void> {
    this.#throwIfOver(signal);
    const begun = this.#clock.now();
    const audible = begun + (modulation === 'v21-300' ? lineTimes.detection : trainingTime(modulation, training));
    const sending: Transmission = { modulation, kind, training, begun, audible, announced: false, locked: null };
    this.#sending = sending;
    // Who sends hears nothing: a carrier of the far end must be found anew afterwards.
    const heardSoFar = this.#far.#sending;
    if (heardSoFar) heardSoFar.announced = false;
    try {
      await this.#pauseUntil(audible, signal);
      this.#far.#lockOn(sending);
      await this.#pauseUntil(await body(sending, audible), signal);
    } finally {
      if (this.#sending === sending) this.#sending = null;
      this.#lastSentAt = this.#clock.now();
      this.#far.#loseCarrier(sending);
      // A burst of the far end may be under way since before we stopped: its flags can be heard from now on.
      const theirs = this.#far.#sending;
      if (theirs && theirs.audible <= this.#clock.now()) this.#lockOn(theirs);
    }
  }

  #throwIfOver(signal: AbortSignal | undefined): void {
    signal?.throwIfAborted();
    if (this.#ended) throw new Error('the call is over');
  }

  #pauseUntil(at: number, signal: AbortSignal | undefined): Promise<void> {
    return this.#pause(at - this.#clock.now(), signal);
  }

  #pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#throwIfOver(signal);
      const stop = this.#clock.after(milliseconds, () => {
        tidy();
        resolve();
      });
      const abandon = (): void => {
        stop();
        tidy();
        reject(signal?.aborted ? signal.reason : new Error('the call is over'));
      };
      const tidy = (): void => {
        this.#endings.delete(abandon);
        signal?.removeEventListener('abort', abandon);
      };
      this.#endings.add(abandon);
      signal?.addEventListener('abort', abandon, { once: true });
    });
  }

  // Hearing.

  #hear(heard: Heard): void {
    if (!this.#ended) this.#listener?.(heard);
  }

  /** The receiver finds a carrier and, where it is the one expected, trains on it. While sending it hears nothing. */
  #lockOn(sending: Transmission): void {
    if (this.#ended || this.#sending || sending.announced) return;
    const slow = sending.modulation === 'v21-300';
    if (slow || (this.#expects(sending) && this.#lastSentAt <= sending.begun)) sending.locked = this.#listening;
    sending.announced = true;
    this.#hear({ kind: 'carrier', modulation: sending.modulation, t: this.now() });
  }

  #expects(sending: Transmission): boolean {
    const listening = this.#listening;
    if (listening.kind === 'frames' || listening.modulation !== sending.modulation) return false;
    if ((listening.kind === 'ecm') !== (sending.kind === 'frames')) return false;
    const trains = trainingTime(sending.modulation, 'long') !== trainingTime(sending.modulation, 'short');
    return !trains || listening.training === sending.training;
  }

  #stillLocked(sending: Transmission): boolean {
    if (this.#ended || this.#sending || sending.locked === null) return false;
    return sending.modulation === 'v21-300' || sending.locked === this.#listening;
  }

  #hearFrame(sending: Transmission, octets: Uint8Array, from: number, noise: Noise): void {
    if (!this.#stillLocked(sending) || this.#lastSentAt > from) return;
    const hit = noise.flip(octets);
    const fcsOk = hit.flipped + noise.flip(FCS).flipped === 0;
    this.#hear({ kind: 'frame', frame: { octets: hit.octets, fcsOk }, t: this.now() });
  }

  #hearData(sending: Transmission, octets: Uint8Array, noise: Noise): void {
    if (this.#stillLocked(sending)) this.#hear({ kind: 'data', octets: noise.flip(octets).octets, t: this.now() });
  }

  #loseCarrier(sending: Transmission): void {
    if (!this.#ended && sending.announced && !this.#sending) this.#hear({ kind: 'carrier-lost', t: this.now() });
  }
}
