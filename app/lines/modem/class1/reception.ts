import type { Clock } from '../../../model/clock.ts';
import type { Heard, ListenFor } from '../../../t30/carrier.ts';
import type { AtReply, OpenAtChannel } from '../at-channel.ts';
import { withBitsReversed } from '../bit-order.ts';
import { HdlcDeframer } from './hdlc-deframer.ts';
import { modulationCode } from './modulation-codes.ts';
import { frameOfModem, isFinal } from './v21-frame.ts';

/** A modem waits for a carrier as long as we let it; the engine's own timers are far below, ms. */
const WAIT_LIMIT = 5 * 60_000;
/** A V.21 frame that does not end (T.30 5.3.5: at most 3.45 s), ms. */
const FRAME_LIMIT = 6000;
/** An image carrier lasts as long as its page. */
const IMAGE_LIMIT = 3 * 60 * 60_000;
/** More octets than a V.21 frame can have, and than a page of three hours at 14,400 bit/s: a modem gone wild. */
const LONGEST_FRAME = 1000;
const LARGEST_IMAGE = 20_000_000;
/** What was listened for has come, and the carrier is still up: the modem gets so long to notice its end, ms. */
const CARRIER_END = 1500;
/** Behind a final frame it is our turn: so long may we think before we listen again, ms. */
const OUR_TURN = 300;
/** After +FCERROR within so long of a V.21 frame, the modem heard the end of that one, ms. */
const SAME_CARRIER = 1000;
/** Refusals without any wait in a row, before a pause is made between them. */
const HASTY = 3;
const PAUSE = 200;
/** Refusals in a row that mean that there is no call any more. */
const REFUSALS = 3;

/** What a reception needs of its carrier. */
export interface ReceptionHost {
  readonly channel: OpenAtChannel;
  readonly clock: Clock;
  /** How often +FRM is said again after +FCERROR. */
  readonly receiveAgain: number;
  now(): number;
  tell(heard: Heard): void;
  /** What is listened for just now. */
  wanted(): ListenFor;
  /** The modem is on hook: the call is over. */
  over(): void;
  failed(cause: unknown): void;
}

/**
 * Keeps a modem listening for what is wanted, until it is stopped: +FRH=3 for frames, +FRM for a page. Every command
 * follows the result before it in the same tick.
 */
export class Reception {
  readonly #host: ReceptionHost;
  readonly #ended: Promise<void>;
  #stopped = false;
  /** `waiting` for a carrier, `receiving` it, or `thinking` between two. */
  #state: 'waiting' | 'receiving' | 'thinking' = 'thinking';
  #attempt = new AbortController();
  #for: ListenFor | null = null;
  #wake: (() => void) | null = null;
  #changed = false;
  #carrierUp = false;
  #frameAt = Number.NEGATIVE_INFINITY;
  #refusals = 0;
  #hasty = 0;
  #stopLimit: () => void = () => undefined;

  /** `connected`: the modem has said CONNECT to a dial command, as it would to +FRH=3. */
  constructor(host: ReceptionHost, connected: boolean) {
    this.#host = host;
    this.#ended = this.#run(connected);
  }

  /** What is wanted has changed. */
  change(): void {
    this.#changed = true;
    if (this.#state === 'thinking') this.#wake?.();
    else if (this.#state === 'waiting') {
      if (this.#for !== null && !sameWish(this.#for, this.#host.wanted())) this.#attempt.abort();
    } else if (this.#for?.kind !== 'frames') this.#limit(CARRIER_END);
  }

  /** Stops; resolves when the modem takes the next command. */
  stop(): Promise<void> {
    this.#stopped = true;
    this.#wake?.();
    if (this.#state !== 'thinking') this.#attempt.abort();
    return this.#ended;
  }

  async #run(connected: boolean): Promise<void> {
    try {
      if (connected) await this.#attempting(() => this.#receiveFrame());
      while (!this.#stopped) {
        const wanted = this.#host.wanted();
        await this.#attempting(() => (wanted.kind === 'frames' ? this.#hearFrames() : this.#hearImage(wanted)));
      }
    } catch (cause) {
      if (!this.#stopped) this.#host.failed(cause);
    }
  }

  /** One attempt, which a change of what is wanted may break off. */
  async #attempting(body: () => Promise<void>): Promise<void> {
    this.#attempt = new AbortController();
    const { signal } = this.#attempt;
    try {
      await body();
    } catch (cause) {
      if (!signal.aborted) throw cause;
      this.#loseCarrier();
    } finally {
      this.#state = 'thinking';
      this.#stopLimit();
    }
  }

  async #listenCommand(text: string, wanted: ListenFor): Promise<AtReply> {
    const { channel } = this.#host;
    this.#for = wanted;
    this.#state = 'waiting';
    const options = { timeout: WAIT_LIMIT, signal: this.#attempt.signal };
    const reply = await channel.command(text, options);
    // OK answers a CAN of ours, late: the modem listens, and would stop at any word.
    return reply.code === 'OK' ? channel.result(options) : reply;
  }

  /** Breaks the attempt off after a while. */
  #limit(milliseconds: number): void {
    this.#stopLimit();
    const attempt = this.#attempt;
    this.#stopLimit = this.#host.clock.after(milliseconds, () => attempt.abort());
  }

  async #hearFrames(): Promise<void> {
    const since = this.#host.now();
    const { code } = await this.#listenCommand('+FRH=3', { kind: 'frames', modulation: 'v21-300' });
    if (code === 'CONNECT') {
      await this.#receiveFrame();
      return;
    }
    this.#loseCarrier();
    await this.#pauseWhere(code === 'ERROR', since);
  }

  async #hearImage(wanted: Exclude<ListenFor, { kind: 'frames' }>): Promise<void> {
    if (wanted.modulation === 'v21-300') throw new Error('V.21 carries frames only');
    const command = `+FRM=${modulationCode(wanted.modulation, wanted.training)}`;
    for (let again = 0; ; again += 1) {
      const since = this.#host.now();
      const { code } = await this.#listenCommand(command, wanted);
      if (code === 'CONNECT') {
        await this.#receiveImage(wanted);
        return;
      }
      if (code === '+FRH:3') {
        await this.#receiveFrame();
        return;
      }
      // The V.21 carrier that was just read may not be quite off; the page is still to come.
      const tail = this.#host.now() - this.#frameAt < SAME_CARRIER;
      if (code === '+FCERROR' && tail && again < this.#host.receiveAgain) continue;
      this.#loseCarrier();
      if (code === '+FCERROR' || code === 'ERROR') await this.#hearFrames();
      else await this.#pauseWhere(false, since);
      return;
    }
  }

  /** The modem said CONNECT: a frame follows. Everything up to `receive` is in that tick. */
  async #receiveFrame(): Promise<void> {
    const { channel } = this.#host;
    const pieces: Uint8Array[] = [];
    let whole = false;
    this.#state = 'receiving';
    this.#for = { kind: 'frames', modulation: 'v21-300' };
    const within = this.#bound(LONGEST_FRAME);
    // Before the data: they may be in the same read as the CONNECT.
    this.#raiseCarrier('v21-300');
    channel.receive({
      data: (octets) => {
        if (!within(octets.length)) return;
        pieces.push(octets.slice());
      },
      ended: (byEtx) => {
        whole = byEtx;
      },
    });
    this.#limit(FRAME_LIMIT);
    const { code } = await channel.result({ timeout: 2 * FRAME_LIMIT, signal: this.#attempt.signal });
    this.#stopLimit();
    this.#state = 'thinking';
    if (!whole || (code !== 'OK' && code !== 'ERROR')) {
      this.#loseCarrier();
      await this.#pauseWhere(false, this.#host.now());
      return;
    }
    this.#refusals = 0;
    this.#hasty = 0;
    this.#frameAt = this.#host.now();
    const frame = frameOfModem(Buffer.concat(pieces), code === 'OK');
    this.#changed = false;
    this.#host.tell({ kind: 'frame', frame, t: this.#host.now() });
    // A bad frame, or one with others behind it: the next is on its way already.
    if (!frame.fcsOk || !isFinal(frame.octets)) return;
    await this.#think(OUR_TURN);
    this.#loseCarrier();
  }

  async #receiveImage(wanted: Exclude<ListenFor, { kind: 'frames' }>): Promise<void> {
    const { channel } = this.#host;
    this.#state = 'receiving';
    const deframer = new HdlcDeframer((octets, fcsOk) =>
      this.#host.tell({ kind: 'frame', frame: { octets: withBitsReversed(octets), fcsOk }, t: this.#host.now() }),
    );
    const within = this.#bound(LARGEST_IMAGE);
    this.#raiseCarrier(wanted.modulation);
    channel.receive({
      data: (octets) => {
        if (!within(octets.length)) return;
        if (wanted.kind === 'ecm') deframer.take(octets);
        else this.#host.tell({ kind: 'data', octets: withBitsReversed(octets), t: this.#host.now() });
      },
      ended: () => undefined,
    });
    await channel.result({ timeout: IMAGE_LIMIT, signal: this.#attempt.signal });
    this.#stopLimit();
    this.#state = 'thinking';
    this.#changed = false;
    this.#loseCarrier();
    await this.#think(OUR_TURN);
  }

  /** Counts octets; false beyond the limit, where the attempt is broken off. */
  #bound(limit: number): (octets: number) => boolean {
    const attempt = this.#attempt;
    let left = limit;
    return (octets) => {
      left -= octets;
      if (left < 0) attempt.abort();
      return left >= 0;
    };
  }

  #raiseCarrier(modulation: ListenFor['modulation']): void {
    if (this.#carrierUp) return;
    this.#carrierUp = true;
    this.#host.tell({ kind: 'carrier', modulation, t: this.#host.now() });
  }

  #loseCarrier(): void {
    if (!this.#carrierUp) return;
    this.#carrierUp = false;
    if (!this.#stopped) this.#host.tell({ kind: 'carrier-lost', t: this.#host.now() });
  }

  /** Lets the engine speak or say what it wants to hear next; without either, listening goes on after a while. */
  async #think(milliseconds: number): Promise<void> {
    if (this.#stopped || this.#changed) return;
    await new Promise<void>((resolve) => {
      const stopTimer = this.#host.clock.after(milliseconds, () => {
        this.#host.channel.unhurried();
        resolve();
      });
      this.#wake = () => {
        stopTimer();
        resolve();
      };
    });
    this.#wake = null;
  }

  /** Nothing came of an attempt. A modem that refuses at once, again and again, is given a pause, or is on hook. */
  async #pauseWhere(refused: boolean, since: number): Promise<void> {
    this.#state = 'thinking';
    this.#refusals = refused ? this.#refusals + 1 : 0;
    if (this.#refusals >= REFUSALS) {
      this.#stopped = true;
      this.#host.over();
      return;
    }
    this.#hasty = this.#host.now() - since < 50 ? this.#hasty + 1 : 0;
    if (!refused && this.#hasty < HASTY) return;
    this.#changed = false;
    await this.#think(refused ? PAUSE / 4 : PAUSE);
  }
}

function sameWish(a: ListenFor, b: ListenFor): boolean {
  if (a.kind !== b.kind || a.modulation !== b.modulation) return false;
  return a.kind === 'frames' || b.kind === 'frames' || a.training === b.training;
}
