import type { Clock } from '../../model/clock.ts';
import { FaxError, toFaxError } from '../../model/errors.ts';
import type { ModemAddress } from '../../model/line-address.ts';
import { pacedLineClock } from '../../t30/line-clock.ts';
import type { EndCode } from '../../t30/outcomes.ts';
import type { ConnectedCall, DialResult, IncomingCall, LineTransport } from '../carrier-line.ts';
import type { AtReply } from './at-channel.ts';
import { Class1Carrier } from './class1/class1-carrier.ts';
import { familiesOf } from './class1/modulation-codes.ts';
import { dialString } from './dialling/dial-string.ts';
import type { Modem, ReadyModem } from './modem.ts';
import type { Ringing } from './ring-watch.ts';
import { adaptiveDecision, callKindOf } from './ringing/adaptive-answer.ts';

/** Dialling, ringing and the wait for a carrier (S7), with a margin, ms. */
const DIAL_LIMIT = 120_000;
/** CED and the first flags, with a margin, ms. */
const ANSWER_LIMIT = 30_000;

/** A Class 1 modem as what reaches the telephone network: dials, answers, and gives a carrier to each call. */
export function createModemTransport(modem: Modem, address: ModemAddress, clock: Clock): LineTransport {
  /** The call that the modem has, from dialling to on hook. */
  interface Call {
    carrier: Class1Carrier | null;
    readonly release: () => void;
  }

  function claim(): Call | null {
    const call: { carrier: Class1Carrier | null; release: () => void } = { carrier: null, release: () => undefined };
    const release = modem.claim((cause) => call.carrier?.fail(cause));
    if (release === null) return null;
    call.release = release;
    return call;
  }

  async function clear(call: Call): Promise<void> {
    await modem.onHook();
    call.release();
  }

  /** Runs in the tick of the CONNECT: the modem's data may follow in the same read. */
  function connected(call: Call, { channel, quirks }: ReadyModem, role: 'caller' | 'answerer'): ConnectedCall {
    const carrier = new Class1Carrier({ channel, clock, role, quirks, hangUp: () => clear(call) });
    call.carrier = carrier;
    return { carrier, clock: pacedLineClock(clock) };
  }

  async function dial(number: string, signal: AbortSignal): Promise<DialResult> {
    const started = clock.monotonic();
    const failed = (code: EndCode): DialResult => ({ kind: 'failed', code, duration: clock.monotonic() - started });
    const text = dialStringOf(number, address);
    if (text === null) return failed('a-not-in-service');
    const ready = modem.ready;
    if (ready === null) return failed('line-failed');
    const call = claim();
    if (call === null) return failed('a-line-in-use');
    let reply: AtReply;
    try {
      reply = await ready.channel.command(`D${text}`, { timeout: DIAL_LIMIT, signal });
    } catch (thrown) {
      const silent = thrown instanceof FaxError && thrown.code === 'MODEM_NOT_ANSWERING';
      await clear(call);
      if (signal.aborted) return failed('cancelled');
      if (!(thrown instanceof FaxError)) throw thrown;
      return failed(silent && modem.ready !== null ? 'a-no-answer' : 'line-failed');
    }
    if (reply.code === 'CONNECT') return { kind: 'connected', call: connected(call, ready, 'caller') };
    await clear(call);
    return failed(signal.aborted ? 'cancelled' : dialEnds[reply.code]);
  }

  async function accept(ringing: Ringing): Promise<ConnectedCall | null> {
    const ready = modem.ready;
    const call = claim();
    if (ready === null || call === null) return null;
    ringing.answered();
    try {
      const { code, lines } = await ready.channel.command('A', { timeout: ANSWER_LIMIT });
      const kinds = lines.map(callKindOf).filter((kind) => kind !== null);
      const letGo = kinds.some((kind) => adaptiveDecision(kind).act === 'let-go');
      if (code === 'CONNECT' && !letGo) return connected(call, ready, 'answerer');
      if (code === 'CONNECT') await modem.leaveData();
    } catch (thrown) {
      if (!(thrown instanceof FaxError)) throw thrown;
      if (thrown.code === 'MODEM_NOT_ANSWERING') modem.failed(toFaxError(thrown));
    }
    await clear(call);
    return null;
  }

  return {
    open: () => modem.open(),
    close: () => modem.close(),
    dial,
    onIncoming: (listener) => modem.onRinging((ringing) => listener(incoming(ringing))),
    onHealth: (listener) => modem.onHealth(listener),
    modems: () => {
      const class1 = modem.ready?.facts.class1;
      // A modem that does not say what it has is taken to have all.
      if (!class1 || class1.transmit.length === 0 || class1.receive.length === 0) return null;
      return familiesOf(class1.transmit, class1.receive);
    },
  };

  function incoming(ringing: Ringing): IncomingCall {
    return {
      get callerId() {
        return ringing.callerId;
      },
      get ringKind() {
        return ringing.ringKind;
      },
      get rings() {
        return ringing.rings;
      },
      onRing: (listener) => ringing.onRing(listener),
      onGone: (listener) => ringing.onGone(listener),
      accept: () => accept(ringing),
    };
  }
}

/** What a result code means for dialling. */
const dialEnds: Readonly<Record<Exclude<AtReply['code'], 'CONNECT'>, EndCode>> = {
  OK: 'a-no-carrier',
  ERROR: 'line-failed',
  'NO CARRIER': 'a-no-carrier',
  'NO DIALTONE': 'a-no-dial-tone',
  BUSY: 'a-busy',
  'NO ANSWER': 'a-no-answer',
  '+FCERROR': 'a-no-carrier',
  '+FRH:3': 'a-no-carrier',
};

/** What follows `ATD`; null for a number that cannot be dialled. */
export function dialStringOf(number: string, address: ModemAddress): string | null {
  try {
    return dialString(number, address.dial);
  } catch (error) {
    if (error instanceof FaxError && error.code === 'NUMBER_INVALID') return null;
    throw error;
  }
}
