import type { Clock } from '../../model/clock.ts';
import { FaxError } from '../../model/errors.ts';
import type { AtChannel, AtOptions, AtReply, DataListener, ResultCode } from './at-channel.ts';
import { isAboutRinging, isReport } from './at-codes.ts';
import { AtReader } from './at-reader.ts';
import { type CommandLatency, CommandTimes } from './command-times.ts';
import { CAN, stuffDle } from './dle.ts';
import type { SerialPort } from './serial-port.ts';

/** How long a modem may take for an answer where nobody says otherwise, ms. */
const TIMEOUT = 5000;
/** How long a modem may take to stop when told to (T.31 practice), ms. */
const STOP_TIMEOUT = 200;
/** Data goes out in pieces of this size, so that XOFF stops it soon. */
const PIECE = 4096;
/**
 * Under XON/XOFF alone: the system would go on with what it holds, so it is given a little at a time, no faster than the
 * wire (115,200 bit/s, ten bits an octet). A modem says XOFF some hundred octets before its buffer is full.
 */
const SOFT_PIECE = 128;
const SOFT_PAUSE = 11;
/** A piece that is not taken for so long never will be: at 2400 bit/s it lasts 14 s, ms. */
const WRITE_LIMIT = 60_000;
/** A modem that held us back longer than this has forgotten to say XON, ms. */
const HELD_LIMIT = 15_000;

/** An answer has fewer lines; what a modem says beyond, or while nobody asks, is dropped. */
const MOST_LINES = 200;

/** What is awaited of the modem: a final result code. */
interface Awaited {
  readonly echo: string | null;
  readonly settle: (reply: AtReply) => void;
  readonly fail: (cause: unknown) => void;
}

/** An AT channel with what only its owner needs. */
export interface OpenAtChannel extends AtChannel {
  /**
   * Time from a result code's read to the Class 1 command that followed it. +FRS is left out: it opens a turn of ours,
   * which may wait for a page to be stored.
   */
  latency(): CommandLatency;
  /** The modem is in no hurry: the next command answers nothing. */
  unhurried(): void;
  /** Forgets what is under way and what the system holds for writing; who waits is rejected with `AbortError`. */
  reset(): Promise<void>;
}

/**
 * Makes the AT channel of an open port. It hears all that the port says from here on. `softwareFlow`: nothing but XON and
 * XOFF holds us back, so data goes out at the wire's pace.
 */
export function createAtChannel(
  port: SerialPort,
  clock: Clock,
  options: { readonly softwareFlow?: boolean } = {},
): OpenAtChannel {
  return new AtDialogue(port, clock, options.softwareFlow ?? false);
}

class AtDialogue implements OpenAtChannel {
  readonly #port: SerialPort;
  readonly #clock: Clock;
  readonly #reader: AtReader;
  readonly #softwareFlow: boolean;
  readonly #lineListeners = new Set<(line: string) => void>();
  readonly #goneListeners: ((cause: Error) => void)[] = [];
  #trace: ((line: string) => void) | null = null;
  #gone: Error | null = null;
  #awaited: Awaited | null = null;
  /** Codes that came when nobody waited: behind data, mostly. */
  #unclaimed: AtReply[] = [];
  #lines: string[] = [];
  /** Set while the modem is being stopped: a new exchange waits for it. */
  #stopping: Promise<void> | null = null;
  #held = false;
  #onXon: (() => void) | null = null;
  #released: (() => void)[] = [];
  readonly #times = new CommandTimes();

  constructor(port: SerialPort, clock: Clock, softwareFlow: boolean) {
    this.#port = port;
    this.#clock = clock;
    this.#softwareFlow = softwareFlow;
    this.#reader = new AtReader({
      line: (text) => this.#hearLine(text),
      code: (code, text) => this.#hearCode(code, text),
      held: (held) => this.#hold(held),
    });
    port.onData((octets) => this.#reader.take(octets));
    port.onGone((cause) => this.#lose(cause));
  }

  async command(text: string, options: AtOptions = {}): Promise<AtReply> {
    while (this.#stopping) await this.#stopping;
    options.signal?.throwIfAborted();
    this.#requireFree();
    this.#reader.resume();
    this.#unclaimed = [];
    this.#lines = [];
    this.#reader.expect(text.endsWith('?'));
    this.#times.command(text, this.#clock.monotonic());
    this.#trace?.(`> AT${text}`);
    const answer = this.#await(`AT${text}`.toUpperCase(), options);
    // Written in this tick: the modem may want it within 55 ms.
    this.#port.write(Buffer.from(`AT${text}\r`, 'latin1')).catch((cause: unknown) => this.#awaited?.fail(cause));
    return answer;
  }

  receive(listener: DataListener): void {
    if (this.#gone) throw this.#gone;
    this.#unclaimed = [];
    const bytes = { count: 0 };
    this.#reader.receive({
      data: (octets) => {
        bytes.count += octets.length;
        listener.data(octets);
      },
      code: (octet) => listener.code?.(octet),
      ended: (byEtx) => {
        this.#trace?.(`< [${bytes.count} octets${byEtx ? ', DLE ETX' : ''}]`);
        listener.ended(byEtx);
      },
    });
  }

  async result(options: AtOptions = {}): Promise<AtReply> {
    while (this.#stopping) await this.#stopping;
    this.#requireFree();
    if (options.signal?.aborted) {
      // The modem is at work all the same.
      await this.#stop();
      throw options.signal.reason;
    }
    if (!this.#reader.receiving) this.#reader.resume();
    const first = this.#unclaimed.shift();
    if (first) return first;
    return this.#await(null, options);
  }

  async sendData(octets: Uint8Array, signal?: AbortSignal): Promise<void> {
    this.#times.unhurried();
    this.#reader.resume();
    const stuffed = stuffDle(octets);
    this.#trace?.(`> [${octets.length} octets]`);
    const piece = this.#softwareFlow ? SOFT_PIECE : PIECE;
    for (let from = 0; from < stuffed.length; from += piece) {
      if (this.#softwareFlow && from > 0) await this.#pause(SOFT_PAUSE);
      if (this.#held) await this.#release(signal);
      signal?.throwIfAborted();
      if (this.#gone) throw this.#gone;
      // The modem has left the data state by itself: its result code tells why.
      if (this.#unclaimed.length > 0) return;
      await this.#within(WRITE_LIMIT, this.#port.write(stuffed.subarray(from, from + piece)), signal);
    }
    signal?.throwIfAborted();
  }

  #pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => void this.#clock.after(milliseconds, resolve));
  }

  /** A promise, or `MODEM_NOT_ANSWERING` after a time, or the signal's reason. */
  #within<T>(milliseconds: number, promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
    return new Promise((resolve, reject) => {
      const tidy = (): void => {
        stopTimer();
        signal?.removeEventListener('abort', abort);
      };
      const abort = (): void => {
        tidy();
        reject(signal?.reason);
      };
      const stopTimer = this.#clock.after(milliseconds, () => {
        tidy();
        reject(new FaxError('MODEM_NOT_ANSWERING'));
      });
      signal?.addEventListener('abort', abort, { once: true });
      promise.finally(tidy).then(resolve, reject);
    });
  }

  async sendRaw(octets: Uint8Array): Promise<void> {
    if (this.#gone) throw this.#gone;
    if (!this.#reader.receiving) this.#reader.resume();
    this.#trace?.(`> ${nameOf(octets)}`);
    await this.#port.write(octets);
  }

  awaitXon(timeout: number, signal?: AbortSignal): Promise<boolean> {
    return new Promise((resolve, reject) => {
      const tidy = (): void => {
        this.#onXon = null;
        stopTimer();
        signal?.removeEventListener('abort', abort);
      };
      const abort = (): void => {
        tidy();
        reject(signal?.reason);
      };
      const stopTimer = this.#clock.after(timeout, () => {
        tidy();
        resolve(false);
      });
      signal?.addEventListener('abort', abort, { once: true });
      this.#onXon = () => {
        tidy();
        resolve(true);
      };
      // It may have come with the CONNECT.
      this.#reader.resume();
    });
  }

  onLine(listener: (line: string) => void): () => void {
    this.#lineListeners.add(listener);
    return () => this.#lineListeners.delete(listener);
  }

  onGone(listener: (cause: Error) => void): void {
    if (this.#gone) listener(this.#gone);
    else this.#goneListeners.push(listener);
  }

  onTrace(listener: (line: string) => void): void {
    this.#trace = listener;
  }

  latency(): CommandLatency {
    return this.#times.latency();
  }

  unhurried(): void {
    this.#times.unhurried();
  }

  async reset(): Promise<void> {
    this.#awaited?.fail(abortError());
    this.#reader.reset();
    this.#unclaimed = [];
    this.#hold(false);
    await this.#port.discard();
  }

  #requireFree(): void {
    if (this.#gone) throw this.#gone;
    if (this.#awaited) throw new Error('an exchange with the modem is under way');
  }

  /** Waits for the next final result code, no longer than the modem may take, and stops the modem on abort. */
  #await(echo: string | null, options: AtOptions): Promise<AtReply> {
    const { timeout = TIMEOUT, signal } = options;
    return new Promise((resolve, reject) => {
      const stopTimer = this.#clock.after(timeout, () => {
        this.#trace?.(`! nothing within ${timeout} ms`);
        awaited.fail(new FaxError('MODEM_NOT_ANSWERING'));
      });
      const tidy = (): void => {
        this.#awaited = null;
        stopTimer();
        signal?.removeEventListener('abort', abort);
      };
      const awaited: Awaited = {
        echo,
        settle: (reply) => {
          tidy();
          resolve(reply);
        },
        fail: (cause) => {
          tidy();
          reject(cause);
        },
      };
      const abort = (): void => {
        tidy();
        const stopped = this.#stop().finally(() => {
          this.#stopping = null;
          reject(signal?.reason ?? abortError());
        });
        this.#stopping = stopped;
      };
      this.#awaited = awaited;
      signal?.addEventListener('abort', abort, { once: true });
    });
  }

  /** Stops a modem that is at work: CAN, then its OK, or after a while without one. */
  async #stop(): Promise<void> {
    if (this.#gone) return;
    this.#reader.stopData();
    this.#trace?.('> CAN');
    let answer = this.#await(null, { timeout: STOP_TIMEOUT });
    this.#port.write(Uint8Array.of(CAN)).catch((cause: unknown) => this.#awaited?.fail(cause));
    try {
      // Its CONNECT may have crossed our CAN.
      while ((await answer).code === 'CONNECT') {
        this.#reader.resume();
        answer = this.#await(null, { timeout: STOP_TIMEOUT });
      }
    } catch (cause) {
      // Silent, or gone: the next command finds out.
      if (!(cause instanceof FaxError)) throw cause;
    }
    this.#reader.reset();
    this.#unclaimed = [];
  }

  #hearLine(text: string): void {
    const awaited = this.#awaited;
    if (awaited?.echo && isEcho(text, awaited.echo)) return;
    this.#trace?.(`< ${text}`);
    const ringing = isAboutRinging(text);
    if (!ringing && this.#lines.length < MOST_LINES) this.#lines.push(text);
    if (!awaited || ringing || isReport(text)) for (const listener of [...this.#lineListeners]) listener(text);
  }

  #hearCode(code: ResultCode, text: string): void {
    this.#trace?.(`< ${text}`);
    this.#times.result(this.#clock.monotonic());
    const reply: AtReply = { code, lines: this.#lines };
    this.#lines = [];
    if (this.#awaited) {
      this.#awaited.settle(reply);
      return;
    }
    if (this.#unclaimed.length < 16) this.#unclaimed.push(reply);
    // A CONNECT that nobody asked for: no data of ours follows, and calls must be heard to ring behind it.
    this.#reader.resume();
  }

  #hold(held: boolean): void {
    this.#held = held;
    if (held) return;
    this.#onXon?.();
    const released = this.#released;
    this.#released = [];
    for (const go of released) go();
  }

  /** Resolves when the modem takes data again. */
  #release(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const tidy = (): void => {
        stopTimer();
        signal?.removeEventListener('abort', abort);
        this.#released = this.#released.filter((waiting) => waiting !== go);
      };
      const go = (): void => {
        tidy();
        if (this.#gone) reject(this.#gone);
        else resolve();
      };
      const abort = (): void => {
        tidy();
        reject(signal?.reason);
      };
      const stopTimer = this.#clock.after(HELD_LIMIT, () => {
        this.#held = false;
        go();
      });
      this.#released.push(go);
      signal?.addEventListener('abort', abort, { once: true });
    });
  }

  #lose(cause: Error): void {
    if (this.#gone) return;
    this.#gone = cause instanceof FaxError ? cause : new FaxError('MODEM_GONE', { cause });
    this.#trace?.('! the port has gone');
    this.#awaited?.fail(this.#gone);
    this.#reader.reset();
    this.#onXon = null;
    this.#hold(false);
    for (const listener of this.#goneListeners.splice(0)) listener(this.#gone);
  }
}

/** The echo of a command, with whatever rubbish stood before it; a word that ends like it (ATA, DATA) is none. */
function isEcho(line: string, command: string): boolean {
  const upper = line.toUpperCase();
  return upper.endsWith(command) && !/[A-Z0-9]$/.test(upper.slice(0, -command.length));
}

function nameOf(octets: Uint8Array): string {
  const known: Readonly<Record<string, string>> = { '16,3': 'DLE ETX', '24': 'CAN', '18': 'DC2', '17': 'DC1' };
  return known[octets.join()] ?? `[${octets.length} octets]`;
}

function abortError(): Error {
  return new DOMException('This operation was aborted', 'AbortError');
}
