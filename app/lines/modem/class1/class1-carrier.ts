import type { Clock } from '../../../model/clock.ts';
import { FaxError } from '../../../model/errors.ts';
import type { Carrier, Heard, ListenFor, Modulation, Training } from '../../../t30/carrier.ts';
import { rateOf } from '../../../t30/modulations.ts';
import type { AtReply, OpenAtChannel, ResultCode } from '../at-channel.ts';
import { withBitsReversed } from '../bit-order.ts';
import { DLE_ETX, stuffDle } from '../dle.ts';
import type { ModemQuirks } from '../quirks/modem-quirks.ts';
import { modulationCode } from './modulation-codes.ts';
import { framed, peeked, reversed } from './outgoing-chunks.ts';
import { Reception } from './reception.ts';

/** A modem says CONNECT when its training or its flags begin, ms. */
const BEGIN_LIMIT = 10_000;
/** A V.21 frame of the longest kind, behind 1 s of flags, ms. */
const FRAME_LIMIT = 12_000;
/** What a modem holds when the last octet was handed over, at the slowest rate, ms. */
const DRAIN_LIMIT = 120_000;
/** A carrier of ours that is given up may take so long to go, ms. */
const GIVE_UP = 5000;
/** +FRS waits for silence: on a line that is never silent no longer than this, ms. */
const SILENCE_LIMIT = 3000;
/** Flags in front of a block (T.4 A.3.1: 200 ms, 100 more allowed), s. */
const ECM_FLAGS = 0.205;
/** A result that belongs to what went before is followed by the right one within, ms. */
const CROSSED = 300;
/** Between two operations of ours the modem is not set to listening, ms. */
const BETWEEN = 5;

export interface Class1Call {
  readonly channel: OpenAtChannel;
  readonly clock: Clock;
  /** The modem has said CONNECT: as to +FRH=3 where we called, as to +FTH=3 where we answered (T.31 8.2). */
  readonly role: 'caller' | 'answerer';
  readonly quirks: Pick<ModemQuirks, 'silenceByPause' | 'receiveAgain'>;
  /** Puts the modem on hook. */
  readonly hangUp: () => Promise<void>;
}

/** The signal path of a call on a Class 1 modem (T.31). Must be made in the tick of the CONNECT. */
export class Class1Carrier implements Carrier {
  readonly #call: Class1Call;
  readonly #channel: OpenAtChannel;
  readonly #startedAt: number;
  #listener: ((heard: Heard) => void) | null = null;
  /** What was heard before anybody listened. */
  #early: Heard[] = [];
  #wanted: ListenFor = { kind: 'frames', modulation: 'v21-300' };
  #reception: Reception | null = null;
  /** An operation of ours has the modem. */
  #busy = false;
  #stopResume: () => void = () => undefined;
  /** Our flags are up: what ATA's CONNECT left. */
  #flagsUp: boolean;
  /** The last carrier on the line was ours. */
  #spoke: boolean;
  #pauseForSilence: boolean;
  #end: Error | null = null;
  #hangingUp: Promise<void> | null = null;

  constructor(call: Class1Call) {
    this.#call = call;
    this.#channel = call.channel;
    this.#startedAt = call.clock.monotonic();
    this.#flagsUp = call.role === 'answerer';
    this.#spoke = this.#flagsUp;
    this.#pauseForSilence = call.quirks.silenceByPause;
    if (call.role === 'caller') this.#startReception(true);
  }

  readonly now = (): number => this.#call.clock.monotonic() - this.#startedAt;

  onHeard(listener: (heard: Heard) => void): void {
    // Whoever listens is told what came before in a turn of its own, when it is ready.
    this.#call.clock.after(1, () => {
      this.#listener = listener;
      for (const heard of this.#early.splice(0)) listener(heard);
    });
  }

  listen(what: ListenFor): void {
    this.#wanted = what;
    if (this.#reception) this.#reception.change();
    else if (!this.#busy && !this.#flagsUp) this.#startReception(false);
  }

  /** The modem does both tones itself: CNG while it dials, CED when it answers. */
  async tone(_tone: 'cng' | 'ced', signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    this.#throwIfOver();
  }

  silence(milliseconds: number, signal?: AbortSignal): Promise<void> {
    if (this.#flagsUp) return Promise.resolve();
    return this.#operation(signal, () => this.#keepSilent(milliseconds, signal));
  }

  sendFrames(
    modulation: Modulation,
    training: Training,
    frames: readonly Uint8Array[],
    signal?: AbortSignal,
  ): Promise<void> {
    return this.#operation(signal, () => {
      if (modulation === 'v21-300') return this.#sendSlowly(frames, signal);
      const flags = Math.ceil((rateOf(modulation) * ECM_FLAGS) / 8);
      // A generator: the block is framed while the modem trains, for the command goes first.
      const block = framed(frames, flags);
      return this.#sendFast({ modulation, training, isBlock: true }, block, signal);
    });
  }

  sendStream(
    modulation: Modulation,
    training: Training,
    chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
    signal?: AbortSignal,
  ): Promise<void> {
    if (modulation === 'v21-300') return Promise.reject(new Error('V.21 carries frames only'));
    const how = { modulation, training, isBlock: false };
    return this.#operation(signal, () => this.#sendFast(how, reversed(chunks), signal));
  }

  hangUp(): Promise<void> {
    this.#hangingUp ??= this.#hangUp();
    return this.#hangingUp;
  }

  async #hangUp(): Promise<void> {
    this.#end ??= new Error('the call is over');
    this.#stopResume();
    const reception = this.#reception;
    this.#reception = null;
    await reception?.stop();
    await this.#call.hangUp();
  }

  // One operation at a time.

  /** Takes the modem from the reception, and gives it back when nothing else of ours follows at once. */
  async #operation(signal: AbortSignal | undefined, body: () => Promise<void>): Promise<void> {
    signal?.throwIfAborted();
    this.#throwIfOver();
    this.#stopResume();
    this.#busy = true;
    try {
      const reception = this.#reception;
      this.#reception = null;
      if (reception) await reception.stop();
      signal?.throwIfAborted();
      this.#throwIfOver();
      await body();
    } finally {
      this.#busy = false;
      if (!this.#end) this.#stopResume = this.#call.clock.after(BETWEEN, () => this.#resume());
    }
  }

  #resume(): void {
    if (!this.#end && !this.#busy && !this.#reception && !this.#flagsUp) this.#startReception(false);
  }

  #startReception(connected: boolean): void {
    this.#stopResume();
    this.#spoke = false;
    this.#reception = new Reception(
      {
        channel: this.#channel,
        clock: this.#call.clock,
        receiveAgain: this.#call.quirks.receiveAgain,
        now: this.now,
        tell: (heard) => this.#tell(heard),
        wanted: () => this.#wanted,
        over: () => this.#clear(),
        failed: (cause) => this.fail(cause),
      },
      connected,
    );
  }

  // Silence and sending.

  async #keepSilent(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
    const steps = Math.max(1, Math.floor(milliseconds / 10));
    if (this.#spoke) {
      const { code } = await this.#channel.command(`+FTS=${steps}`, { timeout: milliseconds + BEGIN_LIMIT });
      // Whether there is still a call, the command that follows will tell.
      if (code !== 'OK') await this.#pause(milliseconds, signal);
      return;
    }
    if (this.#pauseForSilence) {
      await this.#pause(milliseconds, signal);
      return;
    }
    const limit = new AbortController();
    const stopLimit = this.#call.clock.after(milliseconds + SILENCE_LIMIT, () => limit.abort());
    const either = signal ? AbortSignal.any([signal, limit.signal]) : limit.signal;
    try {
      const { code } = await this.#channel.command(`+FRS=${steps}`, { timeout: 2 * BEGIN_LIMIT, signal: either });
      if (code === 'OK') return;
      // It does not know the command: from now on we wait ourselves.
      if (code === 'ERROR') this.#pauseForSilence = true;
      await this.#pause(milliseconds, signal);
    } catch (cause) {
      // The line is never silent: we speak all the same.
      if (!limit.signal.aborted || signal?.aborted) throw cause;
    } finally {
      stopLimit();
    }
  }

  async #sendSlowly(frames: readonly Uint8Array[], signal: AbortSignal | undefined): Promise<void> {
    let connected = this.#flagsUp;
    this.#flagsUp = false;
    this.#spoke = true;
    for (const [index, frame] of frames.entries()) {
      if (!connected) await this.#begin('+FTH=3', signal);
      const { code } = await this.#sendFrame(frame);
      connected = code === 'CONNECT';
      // Behind ERROR the frame may be lost: the far end's answer, or its silence, tells.
      if (!connected && code !== 'OK' && code !== 'ERROR') throw this.#refusedWith(code);
      const last = index === frames.length - 1;
      if (!connected || (!last && !signal?.aborted)) continue;
      // The modem waits for one more frame: there is none.
      await this.#channel.sendRaw(DLE_ETX);
      await this.#channel.result({ timeout: FRAME_LIMIT });
      signal?.throwIfAborted();
    }
  }

  #sendFrame(frame: Uint8Array): Promise<AtReply> {
    const stuffed = stuffDle(withBitsReversed(frame));
    const octets = new Uint8Array(stuffed.length + DLE_ETX.length);
    octets.set(stuffed);
    octets.set(DLE_ETX, stuffed.length);
    const answer = this.#channel.result({ timeout: FRAME_LIMIT });
    // One write: nothing comes between the frame and its end. A port that has gone fails the answer.
    this.#channel.sendRaw(octets).catch(() => undefined);
    return answer;
  }

  async #sendFast(
    { modulation, training, isBlock }: FastSending,
    chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const began = this.#begin(`+FTM=${modulationCode(modulation, training)}`, signal);
    this.#spoke = true;
    const first = peeked(chunks);
    await began;
    try {
      for await (const chunk of first) await this.#channel.sendData(chunk, signal);
      await this.#channel.sendRaw(DLE_ETX);
    } catch (cause) {
      if (signal?.aborted) await this.#giveUp();
      throw cause;
    }
    const { code } = await this.#lastResult(signal);
    // ERROR: the modem has lost some of it. Of a block the far end asks for it again; a page's loss nobody would notice.
    if (code === 'OK' || (code === 'ERROR' && isBlock)) return;
    throw code === 'ERROR' ? disorder(code) : this.#refusedWith(code);
  }

  /** The result behind a page. When the page is given up meanwhile, what the modem still holds may take a while only. */
  async #lastResult(signal: AbortSignal | undefined): Promise<AtReply> {
    let stopTimer: () => void = () => undefined;
    const abort = (): void => {
      stopTimer = this.#call.clock.after(GIVE_UP, () => void this.#channel.reset());
    };
    signal?.addEventListener('abort', abort, { once: true });
    try {
      const reply = await this.#channel.result({ timeout: DRAIN_LIMIT });
      signal?.throwIfAborted();
      return reply;
    } finally {
      signal?.removeEventListener('abort', abort);
      stopTimer();
    }
  }

  /** Takes our carrier down in the middle of a page. */
  async #giveUp(): Promise<void> {
    try {
      await this.#channel.reset();
      // A DLE may have been the last octet that went out: the zero takes its meaning away.
      await this.#channel.sendRaw(Uint8Array.of(0, ...DLE_ETX));
      await this.#channel.result({ timeout: GIVE_UP });
    } catch (cause) {
      // The modem is hung up soon, whatever state it is in; one that has gone tells so itself.
      if (!(cause instanceof FaxError)) throw cause;
    }
  }

  /**
   * Says a command that is answered by CONNECT. Any other answer may be that of what went before (a carrier that was lost
   * as we stopped listening, and then our CAN), or the modem was not ready: the command's own is waited for, and it is said
   * once more, before the call is given up.
   */
  async #begin(command: string, signal: AbortSignal | undefined): Promise<void> {
    for (let again = false; ; again = true) {
      const options = { timeout: BEGIN_LIMIT, ...(signal && { signal }) };
      let { code } = await this.#channel.command(command, options);
      if (code !== 'CONNECT' && code !== 'ERROR') code = (await this.#crossed(signal)) ?? code;
      if (code === 'CONNECT') return;
      if (again) throw this.#refusedWith(code);
      await this.#pause(100, signal);
    }
  }

  /** The result that follows at once, or null where none does. */
  async #crossed(signal: AbortSignal | undefined): Promise<ResultCode | null> {
    try {
      return (await this.#channel.result({ timeout: CROSSED, ...(signal && { signal }) })).code;
    } catch (cause) {
      if (cause instanceof FaxError && cause.code === 'MODEM_NOT_ANSWERING') return null;
      throw cause;
    }
  }

  /** What a result in a wrong place means: on hook, or a modem in disorder. */
  #refusedWith(code: ResultCode): Error {
    return code === 'NO CARRIER' || code === 'ERROR' ? this.#clear() : disorder(code);
  }

  #pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const abort = (): void => {
        stop();
        reject(signal?.reason);
      };
      const stop = this.#call.clock.after(milliseconds, () => {
        signal?.removeEventListener('abort', abort);
        resolve();
      });
      signal?.addEventListener('abort', abort, { once: true });
    });
  }

  // The end.

  #throwIfOver(): void {
    if (this.#end) throw this.#end;
  }

  #tell(heard: Heard): void {
    if (this.#listener) this.#listener(heard);
    else this.#early.push(heard);
  }

  /** The modem is on hook. Returns the error for what was under way. */
  #clear(): Error {
    return this.#close(new Error('the call is over'), { kind: 'hung-up', t: this.now() });
  }

  /** The line itself failed: the modem has gone, or does not answer. */
  fail(cause: unknown): void {
    const error = cause instanceof Error ? cause : new Error(String(cause));
    this.#close(error, { kind: 'failed', cause: error, t: this.now() });
  }

  #close(error: Error, heard: Heard): Error {
    if (this.#end) return this.#end;
    this.#end = error;
    this.#stopResume();
    this.#tell(heard);
    return error;
  }
}

/** How a stream or a block goes out. */
interface FastSending {
  readonly modulation: Exclude<Modulation, 'v21-300'>;
  readonly training: Training;
  /** ECM frames, of which the far end tells what it lacks. */
  readonly isBlock: boolean;
}

const disorder = (code: ResultCode): FaxError =>
  new FaxError('MODEM_NOT_ANSWERING', { cause: new Error(`unexpected ${code}`) });
