import type { Clock } from '../../model/clock.ts';
import { FaxError } from '../../model/errors.ts';
import type { Endpoint, T38Address } from '../../model/line-address.ts';
import { type LineClock, pacedLineClock } from '../../t30/line-clock.ts';
import type { EndCode } from '../../t30/outcomes.ts';
import type { ConnectedCall, DialResult, IncomingCall, LineTransport } from '../carrier-line.ts';
import type { BindDatagramSocket, DatagramSocket } from '../line-system.ts';
import { ImpairedPath, SWAP_HOLD } from './impairment.ts';
import { COPIES, noSignal, t38Times } from './pacing.ts';
import { T38Carrier } from './t38-carrier.ts';
import { T38Session } from './t38-session.ts';

/** T.30's T0: how long we wait for an answer, ms. */
const T0 = 60_000;
/** From one ring to the next, ms. There is no bell: it gives a port that answers at its third ring its time. */
const RING = 6_000;
/** A caller of whom nothing has come for so long has gone, ms: some say CNG once and then wait, for as long as T1. */
const CALLER_GONE = 45_000;
/** The same of one that never said CNG: it may be the rest of a call that this end knows nothing of. */
const STRAY_GONE = 10_000;
/** After a call the far end's repeats are taken and dropped for so long, ms. */
const LINGER = 1_000;
/**
 * A far end that has not noticed goes on with the old call. For so long after the last datagram of it, those that go on
 * where its numbers were are late, and neither a new call nor an answer, ms.
 */
const LATE = 60_000;
/** How far the numbers may have gone on. */
const LATE_NUMBERS = 2_000;
/** How far back repeats reach. */
const LATE_REPEATS = 16;
/** Numbers from 0 to this begin a call. */
const FIRST_NUMBERS = 2;

/** One call: its media session, its carrier, its time. */
interface Call {
  readonly session: T38Session;
  readonly carrier: T38Carrier;
  readonly clock: LineClock;
}

/** What the port is used for. */
type Use =
  | { readonly kind: 'idle' }
  | { readonly kind: 'dialling'; readonly call: Call; readonly end: (how: EndCode) => void }
  | { readonly kind: 'ringing'; readonly call: Call; readonly gone: () => void }
  | { readonly kind: 'in-call'; readonly call: Call }
  | { readonly kind: 'lingering' };

/** Datagrams that were dropped before any call saw them. */
export interface DroppedDatagrams {
  /** From another address than the far end's. */
  readonly foreign: number;
  /** Of a call that is over. */
  readonly late: number;
  /** Between calls, and no T.38. */
  readonly malformed: number;
  /** Calls to a port that answers none. */
  readonly unanswered: number;
}

/**
 * T.38 point to point, with no signalling. Dialling is sending to the far end, with the calling tone, until something
 * valid comes back. The first valid datagram that comes to an idle port with someone listening for calls is a call.
 */
export class T38Transport implements LineTransport {
  readonly #address: T38Address;
  readonly #clock: Clock;
  readonly #bind: BindDatagramSocket;
  readonly #impaired: ImpairedPath | null;
  readonly #listeners = new Set<(call: IncomingCall) => void>();
  #socket: DatagramSocket | null = null;
  /** The far end, its host as a number. */
  #remote: Endpoint;
  #use: Use = { kind: 'idle' };
  #stopLinger: () => void = () => undefined;
  #stopSwapHold: () => void = () => undefined;
  readonly #waitingForIdle = new Set<() => void>();
  /** Number of the last datagram of the last call, and when it came. */
  #lastCall: { readonly seq: number; readonly at: number } | null = null;
  #lastSeq = 0;
  /** When the line was opened: until then there may have been calls that are not over for the far end. */
  #openedAt = 0;
  #dropped = { foreign: 0, late: 0, malformed: 0, unanswered: 0 };

  constructor(address: T38Address, clock: Clock, bind: BindDatagramSocket) {
    this.#address = address;
    this.#clock = clock;
    this.#bind = bind;
    this.#remote = address.remote;
    this.#impaired = address.options.impair ? new ImpairedPath(address.options.impair) : null;
  }

  /** Where the line is bound, once it is open. */
  get local(): Endpoint | null {
    return this.#socket?.local ?? null;
  }

  get dropped(): DroppedDatagrams {
    return { ...this.#dropped };
  }

  async open(): Promise<void> {
    if (this.#socket !== null) return;
    const { bind, remote } = this.#address;
    const socket = await this.#bind(bind);
    try {
      this.#remote = { host: await socket.resolve(remote.host), port: remote.port };
      if (isLoopback(socket.local.host) && !isLoopback(this.#remote.host)) throw boundToThisMachine(remote);
      if (isSamePlace(socket.local, this.#remote)) throw toItself(remote);
    } catch (error) {
      await socket.close();
      throw error;
    }
    socket.onDatagram((octets, from) => this.#onDatagram(octets, from));
    socket.onFailed((cause) => this.#onFailed(socket, cause));
    this.#socket = socket;
    this.#openedAt = this.#clock.monotonic();
  }

  async close(): Promise<void> {
    const socket = this.#socket;
    this.#endUse('cancelled');
    this.#flushImpaired();
    this.#socket = null;
    this.#stopLinger();
    this.#use = { kind: 'lingering' };
    this.#becomeIdle();
    await socket?.close();
  }

  async dial(_number: string, signal: AbortSignal): Promise<DialResult> {
    if (signal.aborted) return { kind: 'failed', code: 'cancelled', duration: 0 };
    if (this.#socket === null) return { kind: 'failed', code: 'line-failed', duration: 0 };
    // What is still on its way belongs to the call before, and would be taken for an answer.
    if (this.#use.kind === 'lingering') await this.#lingered(signal);
    if (signal.aborted) return { kind: 'failed', code: 'cancelled', duration: 0 };
    if (this.#use.kind !== 'idle') return { kind: 'failed', code: 'a-line-in-use', duration: 0 };
    if (this.#socket === null) return { kind: 'failed', code: 'line-failed', duration: 0 };
    const clock = pacedLineClock(this.#clock);
    const answered = Promise.withResolvers<EndCode | null>();
    const call = this.#newCall(clock, () => answered.resolve(null));
    this.#use = { kind: 'dialling', call, end: answered.resolve };
    const cancel = (): void => answered.resolve('cancelled');
    signal.addEventListener('abort', cancel, { once: true });
    const stopT0 = clock.after(T0, () => answered.resolve('a-no-answer'));
    const calling = new AbortController();
    this.#callOn(call, calling.signal);
    const failed = await answered.promise;
    signal.removeEventListener('abort', cancel);
    stopT0();
    calling.abort();
    if (failed !== null) {
      call.carrier.end();
      return { kind: 'failed', code: failed, duration: Math.round(clock.now()) };
    }
    return { kind: 'connected', call: this.#connect(call) };
  }

  onIncoming(listener: (call: IncomingCall) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  // Calls.

  #newCall(clock: LineClock, onFirstPacket?: () => void): Call {
    const session = new T38Session({ options: this.#address.options, send: (datagram) => this.#send(datagram) });
    const call: Call = {
      session,
      clock,
      carrier: new T38Carrier(session, clock, {
        onEnded: () => this.#onEnded(call),
        ...(onFirstPacket ? { onFirstPacket } : {}),
      }),
    };
    return call;
  }

  #connect(call: Call): ConnectedCall {
    this.#use = { kind: 'in-call', call };
    call.carrier.connected();
    return { carrier: call.carrier, clock: call.clock };
  }

  /** Sends the calling tone over and over, until the signal stops it. */
  #callOn({ session, carrier, clock }: Call, signal: AbortSignal): void {
    session.send(noSignal, COPIES);
    const callOnce = (): void => {
      if (signal.aborted) return;
      const stop = clock.after(t38Times.cngPeriod, () => callOnce());
      signal.addEventListener('abort', stop, { once: true });
      // It is rejected when the call is answered or ended meanwhile, which others see to.
      carrier.tone('cng', signal).catch(() => undefined);
    };
    callOnce();
  }

  #onEnded(call: Call): void {
    if (this.#use.kind === 'idle' || this.#use.kind === 'lingering' || this.#use.call !== call) return;
    this.#use = { kind: 'lingering' };
    this.#lastCall = { seq: this.#lastSeq, at: this.#clock.monotonic() };
    this.#stopLinger = this.#clock.after(LINGER, () => this.#becomeIdle());
  }

  #becomeIdle(): void {
    this.#stopLinger();
    if (this.#use.kind === 'lingering') this.#use = { kind: 'idle' };
    for (const waiting of [...this.#waitingForIdle]) waiting();
  }

  /** Resolves when the port is idle, or nobody waits for it any more. */
  #lingered(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        this.#waitingForIdle.delete(done);
        signal.removeEventListener('abort', done);
        resolve();
      };
      this.#waitingForIdle.add(done);
      signal.addEventListener('abort', done, { once: true });
    });
  }

  /** Ends whatever is under way: the line is being closed, or has failed. */
  #endUse(code: EndCode, cause?: Error): void {
    const use = this.#use;
    if (use.kind === 'dialling') use.end(code);
    if (use.kind === 'ringing') use.gone();
    if (use.kind !== 'in-call') return;
    if (cause) use.call.carrier.fail(cause);
    else use.call.carrier.end();
  }

  #onFailed(socket: DatagramSocket, cause: Error): void {
    if (this.#socket !== socket) return;
    this.#socket = null;
    this.#endUse('line-failed', cause);
    // It has failed and that is told: that it cannot be closed either is nothing new.
    socket.close().catch(() => undefined);
  }

  // Datagrams in.

  #onDatagram(octets: Uint8Array, from: Endpoint): void {
    if (!isSamePlace(from, this.#remote)) {
      this.#dropped.foreign += 1;
      return;
    }
    switch (this.#use.kind) {
      case 'idle':
      case 'lingering':
        this.#onUnused(octets);
        return;
      case 'dialling':
        if (!this.#use.call.carrier.heardAnything && this.#isLate(octets)) this.#dropLate(octets);
        else this.#receive(this.#use.call, octets);
        return;
      case 'ringing':
      case 'in-call':
        this.#receive(this.#use.call, octets);
        return;
    }
  }

  #receive(call: Call, octets: Uint8Array): void {
    this.#lastSeq = seqOf(octets);
    call.carrier.receive(octets);
  }

  /** Between calls: a new one, or what is left of the last. */
  #onUnused(octets: Uint8Array): void {
    const call = this.#newCall(pacedLineClock(this.#clock));
    const packets = [...call.session.receive(octets), ...call.session.flush()];
    if (packets.length === 0) {
      this.#dropped.malformed += 1;
      return;
    }
    const calling = packets.some(({ ifp }) => ifp.kind === 'indicator' && ifp.indicator === 'cng');
    if (!calling && this.#isLeftOver(octets)) this.#lastCall = { seq: seqOf(octets), at: this.#clock.monotonic() };
    if (!calling && (this.#use.kind === 'lingering' || this.#isLate(octets))) {
      this.#dropLate(octets);
      return;
    }
    if (this.#listeners.size === 0) {
      this.#dropped.unanswered += 1;
      return;
    }
    // Some callers say their calling tone once: it is not to be missed.
    this.#becomeIdle();
    this.#lastSeq = seqOf(octets);
    const incoming = this.#ring(call, calling);
    call.carrier.take(packets);
    for (const listener of [...this.#listeners]) listener(incoming);
  }

  /** True for what the far end of the last call still sends, not knowing that it is over. */
  #isLate(octets: Uint8Array): boolean {
    if (this.#lastCall === null || this.#clock.monotonic() - this.#lastCall.at > LATE) return false;
    const seq = seqOf(octets);
    const ahead = ((seq - this.#lastCall.seq) << 16) >> 16;
    return seq > FIRST_NUMBERS && ahead >= -LATE_REPEATS && ahead <= LATE_NUMBERS;
  }

  /**
   * True for the middle of a call that was there before the line was opened: whoever had the line then was ended in it,
   * and the far end has not noticed.
   */
  #isLeftOver(octets: Uint8Array): boolean {
    return this.#lastCall === null && this.#clock.monotonic() - this.#openedAt <= LATE && seqOf(octets) > FIRST_NUMBERS;
  }

  #dropLate(octets: Uint8Array): void {
    this.#dropped.late += 1;
    if (this.#isLate(octets)) this.#lastCall = { seq: seqOf(octets), at: this.#clock.monotonic() };
  }

  /** @param calling it said its calling tone */
  #ring(call: Call, calling: boolean): IncomingCall {
    const onRing = new Set<(rings: number) => void>();
    const onGone = new Set<() => void>();
    let rings = 1;
    let stopRinging: () => void = () => undefined;
    const ringAgain = (): void => {
      if (call.carrier.quietFor >= (calling ? CALLER_GONE : STRAY_GONE)) {
        gone();
        return;
      }
      rings += 1;
      for (const listener of [...onRing]) listener(rings);
      stopRinging = call.clock.after(RING, ringAgain);
    };
    const isRinging = (): boolean => this.#use.kind === 'ringing' && this.#use.call === call;
    const gone = (): void => {
      if (!isRinging()) return;
      stopRinging();
      call.carrier.end();
      for (const listener of [...onGone]) listener();
    };
    stopRinging = call.clock.after(RING, ringAgain);
    this.#use = { kind: 'ringing', call, gone };
    return {
      callerId: null,
      onRing: (listener) => onRing.add(listener),
      onGone: (listener) => onGone.add(listener),
      decline: gone,
      accept: async () => {
        if (!isRinging()) return null;
        stopRinging();
        return this.#connect(call);
      },
    };
  }

  // Datagrams out.

  #send(datagram: Uint8Array): void {
    if (this.#impaired === null) {
      this.#socket?.send(datagram, this.#remote);
      return;
    }
    for (const octets of this.#impaired.pass(datagram)) this.#socket?.send(octets, this.#remote);
    // Each datagram that is held has its own time: the timer of one that was overtaken must not let the next go.
    this.#stopSwapHold();
    if (this.#impaired.holding) this.#stopSwapHold = this.#clock.after(SWAP_HOLD, () => this.#flushImpaired());
  }

  #flushImpaired(): void {
    this.#stopSwapHold();
    for (const octets of this.#impaired?.flush() ?? []) this.#socket?.send(octets, this.#remote);
  }
}

function seqOf(datagram: Uint8Array): number {
  return ((datagram[0] ?? 0) << 8) | (datagram[1] ?? 0);
}

function isLoopback(host: string): boolean {
  return host === '::1' || host.startsWith('127.') || host === 'localhost';
}

/** An IPv4 address may be told in its IPv6 form by a socket that takes both. */
function isSamePlace(a: Endpoint, b: Endpoint): boolean {
  return a.port === b.port && a.host.replace(/^::ffff:/, '') === b.host.replace(/^::ffff:/, '');
}

function toItself({ host, port }: Endpoint): FaxError {
  return new FaxError('LINE_UNAVAILABLE', {
    message: `The line listens at ${host}:${port}, which is also its far end: it would call itself.`,
    next: 'Give the line another port to listen at (bind=HOST:PORT).',
  });
}

function boundToThisMachine(remote: Endpoint): FaxError {
  return new FaxError('LINE_UNAVAILABLE', {
    message: `The line is bound to this machine alone and cannot reach ${remote.host}.`,
    next: 'Add bind=HOST:PORT with an address of this machine to the line’s address.',
  });
}
