import type { Carrier, Heard, Modulation, Training } from '../../t30/carrier.ts';
import type { LineClock } from '../../t30/line-clock.ts';
import type { Ifp } from './ifp.ts';
import {
  COPIES,
  indicatorOf,
  leadTime,
  noSignal,
  PADDING_PACKETS,
  packetsOfFrames,
  streamEnd,
  streamPacket,
  streamPacketOctets,
  streamTime,
  t38Times,
  UNPACED_BURST,
} from './pacing.ts';
import { heardAt, SignalHearing } from './t38-carrier-hearing.ts';
import { CallWaits } from './t38-carrier-waits.ts';
import type { ReceivedIfp, T38Counts, T38Session } from './t38-session.ts';

/** A signal of which nothing more comes counts as dropped after this, ms. */
const BACKSTOP = 15_000;
/** A packet behind a missing one waits so long for it, ms. */
const REORDER = 80;
/** How long the far end's signal may outlast its last frame before we send, ms. */
const LATE_END = 300;
/** Signals kept for a listener that is not there yet, or while we send. */
const HELD = 4096;

/** What whoever set the call up hears of it. */
export interface T38CallEvents {
  /** The first valid packet of the far end has come. */
  onFirstPacket?(): void;
  /** The call is over at this end; once. */
  onEnded(): void;
}

/** What of our own is on the line: nothing, a tone that gives way to any signal, or a signal. */
type Sending = 'nothing' | 'tone' | 'signal';

/**
 * The signal path of a T.38 call: what a modem would send and hear, as IFP packets. It knows no call set-up: who has a
 * media session with a far end feeds it that far end's datagrams ({@link receive}).
 *
 * T.38 is full duplex and T.30 is not. A signal that came and went while we sent is dropped, as a modem would miss it;
 * one still up when we stop is told from its beginning. T.38 has no hang-up: T.30's timers notice a far end that has
 * gone, and this carrier never says `hung-up`.
 */
export class T38Carrier implements Carrier {
  readonly #session: T38Session;
  readonly #clock: LineClock;
  readonly #waits: CallWaits;
  readonly #hearing = new SignalHearing();
  readonly #call: T38CallEvents;
  #connectedAt: number;
  #listener: ((heard: Heard) => void) | null = null;
  #held: Heard[] = [];
  #flushing = false;
  #sending: Sending = 'nothing';
  /** Line time since which neither end sends. */
  #quietSince: number;
  #silent = true;
  #lastHeardAt: number | null = null;
  #backstop: (() => void) | null = null;
  #reorder: (() => void) | null = null;
  /** The packet that the timer belongs to. */
  #missing: number | null = null;
  /** The far end has said CED or come up with a signal: it needs no calling tone. */
  #farEndAnswered = false;
  #endTone: (() => void) | null = null;
  #over = false;

  constructor(session: T38Session, clock: LineClock, call: T38CallEvents) {
    this.#session = session;
    this.#clock = clock;
    this.#waits = new CallWaits(clock);
    this.#call = call;
    this.#connectedAt = clock.now();
    this.#quietSince = this.#connectedAt;
  }

  readonly now = (): number => this.#clock.now() - this.#connectedAt;

  get counts(): T38Counts {
    return this.#session.counts;
  }

  /** Something valid has come of the far end. */
  get heardAnything(): boolean {
    return this.#lastHeardAt !== null;
  }

  /** Ms since something valid came of the far end; since the call was made where nothing did. */
  get quietFor(): number {
    return this.#clock.now() - (this.#lastHeardAt ?? 0);
  }

  /** The call is connected: its time counts from now. */
  connected(): void {
    this.#connectedAt = this.#clock.now();
  }

  onHeard(listener: (heard: Heard) => void): void {
    this.#listener = listener;
    if (this.#held.length > 0) this.#flushSoon();
  }

  /** Everything is told as it comes: what is listened for makes no difference here. */
  listen(): void {
    return;
  }

  async tone(tone: 'cng' | 'ced', signal?: AbortSignal): Promise<void> {
    this.#waits.throwIfOver(signal);
    if (tone === 'cng' && this.#farEndAnswered) return;
    await this.#whileSending('tone', signal, async () => {
      this.#send({ kind: 'indicator', indicator: tone }, COPIES);
      if (!this.#session.options.pace) return;
      // An answered call needs no more calling tone.
      await this.#waits.pause(t38Times[tone], signal, (done) => {
        if (tone === 'cng') this.#endTone = done;
      });
    });
    this.#send(noSignal, COPIES);
    if (tone === 'ced' && this.#session.options.pace) await this.#waits.pause(t38Times.cedGap, signal);
  }

  async sendFrames(
    modulation: Modulation,
    training: Training,
    frames: readonly Uint8Array[],
    signal?: AbortSignal,
  ): Promise<void> {
    await this.#whileSending('signal', signal, async () => {
      const line = new Transmission(this.#clock, this.#waits, this.#session.options.pace, signal);
      for (const { at, ifp, copies } of packetsOfFrames(modulation, training, frames)) {
        await line.until(at);
        this.#send(ifp, copies);
      }
    });
  }

  async sendStream(
    modulation: Modulation,
    training: Training,
    chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
    signal?: AbortSignal,
  ): Promise<void> {
    const { pace } = this.#session.options;
    const size = streamPacketOctets(modulation, pace);
    await this.#whileSending('signal', signal, async () => {
      const line = new Transmission(this.#clock, this.#waits, pace, signal);
      this.#send({ kind: 'indicator', indicator: indicatorOf(modulation, training) }, COPIES);
      let at = leadTime(modulation, training, 'stream');
      const send = async (octets: Uint8Array): Promise<void> => {
        at += streamTime(modulation, octets.length);
        await line.until(at);
        this.#send(streamPacket(modulation, octets), 1);
      };
      for await (const chunk of chunks)
        for (let from = 0; from < chunk.length; from += size) await send(chunk.subarray(from, from + size));
      // Long training is that of a training check, which needs no zeros behind it: it is zeros.
      if (training === 'short') for (let n = 0; n < PADDING_PACKETS; n++) await send(new Uint8Array(size));
      this.#send(streamEnd(modulation), COPIES);
      this.#send(noSignal, COPIES);
    });
  }

  async silence(milliseconds: number, signal?: AbortSignal): Promise<void> {
    this.#waits.throwIfOver(signal);
    if (!this.#silent) this.#send(noSignal, COPIES);
    if (!this.#session.options.pace) return;
    const limit = this.#clock.now() + milliseconds + LATE_END;
    for (;;) {
      const now = this.#clock.now();
      const due = this.#hearing.up === null ? this.#quietSince + milliseconds : limit;
      if (now >= Math.min(due, limit)) return;
      await this.#waits.pause(this.#hearing.up === null ? due - now : Math.min(limit - now, t38Times.packet), signal);
    }
  }

  async hangUp(): Promise<void> {
    this.end();
  }

  /** Ends the call; again is nothing. */
  end(): void {
    this.#end(new Error('the call is over'));
  }

  /** The line itself failed. */
  fail(cause: Error): void {
    if (this.#over) return;
    const t = this.now();
    this.#end(cause);
    this.#listener?.({ kind: 'failed', cause, t });
  }

  /** Takes a datagram of the far end. */
  receive(datagram: Uint8Array): void {
    if (this.#over) return;
    this.take(this.#session.receive(datagram));
    const { missing } = this.#session;
    if (missing === this.#missing) return;
    // Each missing packet has its own time: the timer of one that came must not give up the next.
    this.#reorder?.();
    this.#missing = missing;
    this.#reorder = missing === null ? null : this.#clock.after(REORDER, () => this.#giveUpMissing());
  }

  /** Takes packets of the far end: those that came with a call before it had a carrier. */
  take(packets: readonly ReceivedIfp[]): void {
    for (const { ifp, lost } of packets) {
      const modulation = this.#hearing.up;
      for (const signal of this.#hearing.take(ifp, lost)) this.#hear(heardAt(signal, this.now()));
      if (modulation !== null && this.#hearing.up === null) this.#quietSince = this.#clock.now();
    }
    if (packets.length === 0) return;
    const first = this.#lastHeardAt === null;
    this.#lastHeardAt = this.#clock.now();
    if (this.#hearing.up !== null) this.#backstop ??= this.#clock.after(BACKSTOP, () => this.#onBackstop());
    if (first) this.#call.onFirstPacket?.();
  }

  // Hearing.

  #giveUpMissing(): void {
    this.#reorder = null;
    this.#missing = null;
    if (!this.#over) this.take(this.#session.flush());
  }

  #onBackstop(): void {
    this.#backstop = null;
    if (this.#over || this.#hearing.up === null) return;
    const left = (this.#lastHeardAt ?? 0) + BACKSTOP - this.#clock.now();
    if (left > 0) {
      this.#backstop = this.#clock.after(left, () => this.#onBackstop());
      return;
    }
    for (const signal of this.#hearing.giveUp()) this.#hear(heardAt(signal, this.now()));
    this.#quietSince = this.#clock.now();
  }

  #hear(heard: Heard): void {
    if (heard.kind === 'carrier' || (heard.kind === 'tone' && heard.tone === 'ced')) {
      this.#farEndAnswered = true;
      this.#endTone?.();
    }
    if (this.#over) return;
    const direct = this.#listener !== null && this.#sending === 'nothing' && this.#held.length === 0;
    if (this.#listener !== null && (direct || isDcn(heard))) {
      this.#listener(heard);
      return;
    }
    if (this.#held.length < HELD) this.#held.push(heard);
    // It came and went while we sent, or before the call was taken: a modem would have missed it.
    const missed = heard.kind === 'carrier-lost' && (this.#sending === 'signal' || this.#listener === null);
    if (missed) this.#held = [];
  }

  /** Tells what was held, when the engine has heard that we have sent. */
  #flushSoon(): void {
    if (this.#flushing) return;
    this.#flushing = true;
    this.#clock.after(0, () => {
      this.#flushing = false;
      // The engine may send in answer to any of it: the rest then waits again.
      while (this.#held.length > 0 && this.#sending === 'nothing' && !this.#over) this.#listener?.(this.#held.shift()!);
    });
  }

  // Sending.

  #send(ifp: Ifp, copies: number): void {
    this.#silent = ifp === noSignal;
    this.#session.send(ifp, copies);
  }

  /** Sends something; when that is broken off the line falls silent. */
  async #whileSending(kind: Exclude<Sending, 'nothing'>, signal: AbortSignal | undefined, body: () => Promise<void>) {
    this.#waits.throwIfOver(signal);
    this.#sending = kind;
    try {
      await body();
    } finally {
      this.#sending = 'nothing';
      this.#endTone = null;
      this.#quietSince = this.#clock.now();
      if (!this.#over) {
        if (signal?.aborted && !this.#silent) this.#send(noSignal, COPIES);
        if (this.#held.length > 0 && this.#listener !== null) this.#flushSoon();
      }
    }
  }

  #end(cause: Error): void {
    if (this.#over) return;
    if (!this.#silent) this.#send(noSignal, COPIES);
    this.#over = true;
    this.#held = [];
    this.#backstop?.();
    this.#reorder?.();
    this.#waits.end(cause);
    this.#call.onEnded();
  }
}

function isDcn(heard: Heard): boolean {
  return heard.kind === 'frame' && heard.frame.fcsOk && ((heard.frame.octets[2] ?? 0) & 0x7f) === 0x5f;
}

/** One transmission's place in line time. */
class Transmission {
  readonly #clock: LineClock;
  readonly #waits: CallWaits;
  readonly #pace: boolean;
  readonly #signal: AbortSignal | undefined;
  #begun: number;
  #burst = 0;

  constructor(clock: LineClock, waits: CallWaits, pace: boolean, signal: AbortSignal | undefined) {
    this.#clock = clock;
    this.#waits = waits;
    this.#pace = pace;
    this.#signal = signal;
    this.#begun = clock.now();
  }

  /** Waits until so many ms after the beginning; unpaced, until the way may have room for another packet. */
  async until(at: number): Promise<void> {
    this.#waits.throwIfOver(this.#signal);
    if (!this.#pace) {
      this.#burst += 1;
      if (this.#burst % UNPACED_BURST === 0) await this.#waits.pause(t38Times.rest, this.#signal);
      return;
    }
    const late = this.#clock.now() - (this.#begun + at);
    if (late < 0) await this.#waits.pause(-late, this.#signal);
    // The machine stood still, or the page's next piece was late: the line waits with it.
    else if (late > t38Times.slip) this.#begun += late;
  }
}
