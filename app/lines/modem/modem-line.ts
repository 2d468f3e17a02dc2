import { toFaxError } from '../../model/errors.ts';
import type { ModemAddress } from '../../model/line-address.ts';
import { callEnds, type EndCode } from '../../t30/outcomes.ts';
import { createCarrierLine } from '../carrier-line.ts';
import type { CallObserver, CallResult, CallTerms, FaxLine, IncomingRing } from '../fax-line.ts';
import { type Class2, type Class2Calls, createClass2Calls } from './class2/class2-calls.ts';
import type { CommandLatency } from './command-times.ts';
import { Modem, type ModemEnvironment } from './modem.ts';
import { createModemTransport, dialStringOf } from './modem-transport.ts';
import { limitTerms } from './quirks/limit-terms.ts';
import { plainModem } from './quirks/modem-quirks.ts';
import type { Ringing } from './ring-watch.ts';

export type { ModemEnvironment } from './modem.ts';

/** A line on a modem, with what its owner may measure. */
export interface ModemLine extends FaxLine {
  /** How soon our commands followed the modem's results; null while the modem is not open. */
  latency(): CommandLatency | null;
}

/**
 * Makes the line of a modem on a serial port; it is not open yet. Its class is found when it is opened: in Class 1 we run
 * T.30 over its carrier, in the others it runs T.30 itself.
 */
export function createModemLine(address: ModemAddress, environment: ModemEnvironment): ModemLine {
  const { clock } = environment;
  const modem = new Modem(address, environment);
  const transport = createModemTransport(modem, address, clock);
  const first = createCarrierLine({ address, number: '', practice: false, transport });
  /** Calls under way in the other classes: what aborts each, and its end. */
  const calls = new Map<AbortController, Promise<unknown>>();

  function runsItself(): Class2 | null {
    const serviceClass = modem.ready?.class ?? null;
    return serviceClass === '1' || serviceClass === '1.0' ? null : serviceClass;
  }

  /** A call by the modem itself, under a signal that closing the line aborts too. */
  async function ownCall(
    serviceClass: Class2,
    signal: AbortSignal,
    body: (calls: Class2Calls, signal: AbortSignal) => Promise<CallResult>,
  ): Promise<CallResult> {
    const ready = modem.ready;
    if (ready === null) return failedCall('line-failed');
    // A modem that went away rejects the exchange itself.
    const release = modem.claim(() => undefined);
    if (release === null) return failedCall('a-line-in-use');
    const { class2Received, class2DataStart, class2SaysXon } = ready.quirks;
    const class2 = createClass2Calls(ready.channel, serviceClass, {
      clock,
      quirks: {
        receivedOrder: serviceClass === '2' ? (class2Received === 'direct' ? 'lowest-first' : 'highest-first') : null,
        receiveTrigger: class2DataStart === 'DC1' ? 0x11 : 0x12,
        ...(class2SaysXon ? {} : { xonWait: 0 }),
      },
      onModemFailed: (cause) => modem.failed(toFaxError(cause)),
    });
    const own = new AbortController();
    const call = body(class2, AbortSignal.any([signal, own.signal])).finally(() => {
      release();
      calls.delete(own);
    });
    calls.set(own, call);
    return call;
  }

  /** A call's terms, without what this modem does badly. */
  const limited = <C extends CallTerms>(call: C): C => limitTerms(call, modem.ready?.quirks ?? plainModem);

  function outgoing<C extends CallTerms & { readonly number: string }>(
    make: (
      class2: Class2Calls,
      dial: string,
      call: C,
      observer: CallObserver,
      signal: AbortSignal,
    ) => Promise<CallResult>,
    otherwise: (call: C, observer: CallObserver, signal: AbortSignal) => Promise<CallResult>,
  ) {
    return async (call: C, observer: CallObserver, signal: AbortSignal): Promise<CallResult> => {
      const serviceClass = runsItself();
      if (serviceClass === null) return otherwise(call, observer, signal);
      const text = dialStringOf(call.number, address);
      if (text === null) return failedCall('a-not-in-service');
      return ownCall(serviceClass, signal, (class2, either) =>
        make(class2, `D${text}`, limited(call), observer, either),
      );
    };
  }

  function ownRing(ringing: Ringing, serviceClass: Class2): IncomingRing {
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
      answer(settings, observer, signal) {
        ringing.answered();
        return ownCall(serviceClass, signal, (class2, either) => class2.answer(limited(settings), observer, either));
      },
    };
  }

  return {
    address,
    number: '',
    practice: false,
    open: () => modem.open(),
    async close() {
      for (const own of calls.keys()) own.abort();
      await Promise.allSettled(calls.values());
      await first.close();
    },
    send: outgoing(
      (class2, dial, call, observer, signal) => class2.send(dial, call, observer, signal),
      (call, observer, signal) => first.send(call, observer, signal),
    ),
    poll: outgoing(
      (class2, dial, call, observer, signal) => class2.poll(dial, call, observer, signal),
      (call, observer, signal) => first.poll(call, observer, signal),
    ),
    drop() {
      const dropped = first.drop?.() ?? false;
      for (const own of calls.keys()) own.abort();
      return dropped || calls.size > 0;
    },
    onHealth: (listener) => modem.onHealth(listener),
    onRing(listener) {
      const stopFirst = first.onRing((ring) => {
        if (runsItself() === null) listener(ring);
      });
      const stopOwn = modem.onRinging((ringing) => {
        const serviceClass = runsItself();
        if (serviceClass !== null) listener(ownRing(ringing, serviceClass));
      });
      return () => {
        stopFirst();
        stopOwn();
      };
    },
    latency: () => modem.latency(),
  };
}

function failedCall(code: EndCode): CallResult {
  const { outcome, words } = callEnds[code];
  return { outcome, code, words, pages: 0, facts: null, remoteId: null, subAddress: null, duration: 0 };
}
