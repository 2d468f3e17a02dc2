import { FaxError } from '../model/errors.ts';
import type { LineAddress } from '../model/line-address.ts';
import type { Carrier } from '../t30/carrier.ts';
import type { LineClock } from '../t30/line-clock.ts';
import type { ModemFamily } from '../t30/modulations.ts';
import { callEnds, type EndCode } from '../t30/outcomes.ts';
import { pollDocument, receiveDocument, type SessionEnvironment, sendDocument } from '../t30/run-session.ts';
import type { SessionEnd } from '../t30/session.ts';
import { type DroppableCarrier, droppableCarrier } from './droppable-carrier.ts';
import type {
  AnswerSettings,
  CallObserver,
  CallResult,
  CallTerms,
  FaxLine,
  IncomingRing,
  LineHealth,
  OutgoingCall,
  PollingCall,
} from './fax-line.ts';

/** A call that is up: its signal path and its line's time. */
export interface ConnectedCall {
  readonly carrier: Carrier;
  readonly clock: LineClock;
}

/** What came of dialling. `duration` is line time in ms. */
export type DialResult =
  | { readonly kind: 'connected'; readonly call: ConnectedCall }
  | { readonly kind: 'failed'; readonly code: EndCode; readonly duration: number };

/** A call that rings at a transport. */
export interface IncomingCall {
  /** May become known while it rings. */
  readonly callerId: string | null;
  /** Distinctive ring, as in {@link IncomingRing}. */
  readonly ringKind?: string | null;
  /** Rings so far; 1 where it is left out. */
  readonly rings?: number;
  /** Told at each further ring: 2 with the second. */
  onRing(listener: (rings: number) => void): void;
  /** Told once when the call can no longer be answered. */
  onGone(listener: () => void): void;
  /** A person is to answer: from now on it rings at its real pace, on a line that would else go faster. */
  atHumanPace?(): void;
  /** As {@link IncomingRing}. */
  decline?(): void;
  /** Goes off hook; null when the caller has gone. */
  accept(): Promise<ConnectedCall | null>;
}

/**
 * What reaches the telephone network for a line: it dials and rings, and gives a carrier to each call. Practice
 * lines, Class 1 modems and T.38 are transports; {@link createCarrierLine} runs T.30 over any of them.
 */
export interface LineTransport {
  /** Throws `LINE_UNAVAILABLE`. */
  open(): Promise<void>;
  /** Ends the calls and gives the line back. Idempotent. */
  close(): Promise<void>;
  /** Never rejects but for a defect. An aborted signal ends dialling with code `cancelled`. */
  dial(number: string, signal: AbortSignal): Promise<DialResult>;
  onIncoming(listener: (call: IncomingCall) => void): () => void;
  /** As {@link FaxLine.onHealth}. */
  onHealth?(listener: (health: LineHealth) => void): () => void;
  /** The modulations that it has, beside V.27ter at 2400; null or absent: all. */
  modems?(): readonly ModemFamily[] | null;
}

/** A fax line that runs T.30 sessions over a transport. */
export function createCarrierLine(line: {
  readonly address: LineAddress;
  readonly number: string;
  readonly practice: boolean;
  readonly transport: LineTransport;
}): FaxLine {
  const { address, number, practice, transport } = line;
  /** Calls under way: what aborts each, and its end. */
  const calls = new Map<AbortController, Promise<unknown>>();
  /** The carriers of calls that are up. */
  const up = new Set<DroppableCarrier>();
  let sending = false;

  /** Runs a session on a connected call, which can be dropped meanwhile. */
  async function onCarrier(
    call: ConnectedCall,
    session: (carrier: Carrier) => Promise<SessionEnd>,
  ): Promise<CallResult> {
    const carrier = droppableCarrier(call.carrier);
    up.add(carrier);
    try {
      return resultOf(await session(carrier), carrier);
    } finally {
      up.delete(carrier);
    }
  }

  /** Runs one call under a signal that closing the line aborts too. */
  async function whileOpen<T>(signal: AbortSignal, body: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const own = new AbortController();
    const call = body(AbortSignal.any([signal, own.signal])).finally(() => calls.delete(own));
    calls.set(own, call);
    return call;
  }

  /** Dials, and runs a session on the call where it is answered. One at a time. */
  async function callOut(
    number: string,
    observer: CallObserver,
    signal: AbortSignal,
    session: (environment: SessionEnvironment) => Promise<SessionEnd>,
  ): Promise<CallResult> {
    if (sending) return failedCall('a-line-in-use', 0);
    sending = true;
    try {
      return await whileOpen(signal, async (either) => {
        observer.phase?.('A', 0);
        const dialled = await transport.dial(number, either);
        if (dialled.kind === 'failed') return failedCall(dialled.code, dialled.duration);
        const { clock } = dialled.call;
        return await onCarrier(dialled.call, (carrier) => session({ carrier, clock, observer, signal: either }));
      });
    } finally {
      sending = false;
    }
  }

  async function send(call: OutgoingCall, observer: CallObserver, signal: AbortSignal): Promise<CallResult> {
    const { number: to, ...settings } = call;
    if (!sending && (call.firstPage < 0 || call.firstPage >= call.document.pages.length))
      throw new FaxError('NO_PAGES');
    return callOut(to, observer, signal, (environment) => sendDocument(within(settings), environment));
  }

  async function poll(call: PollingCall, observer: CallObserver, signal: AbortSignal): Promise<CallResult> {
    const { number: to, ...settings } = call;
    return callOut(to, observer, signal, (environment) => pollDocument(within(settings), environment));
  }

  async function answer(
    incoming: IncomingCall,
    settings: AnswerSettings,
    observer: CallObserver,
    signal: AbortSignal,
  ): Promise<CallResult> {
    return whileOpen(signal, async (either) => {
      const call = await incoming.accept();
      if (call === null) return failedCall('a-caller-gone', 0);
      const { clock } = call;
      return await onCarrier(call, (carrier) =>
        receiveDocument(within(settings), { carrier, clock, observer, signal: either }),
      );
    });
  }

  /** The terms of a call, within what the transport can do. */
  function within<T extends CallTerms>(terms: T): T {
    const has = transport.modems?.() ?? null;
    if (has === null) return terms;
    return { ...terms, modems: terms.modems?.filter((family) => has.includes(family)) ?? has };
  }

  function ringOf(incoming: IncomingCall): IncomingRing {
    return {
      get callerId() {
        return incoming.callerId;
      },
      get ringKind() {
        return incoming.ringKind ?? null;
      },
      get rings() {
        return incoming.rings ?? 1;
      },
      onRing: (listener) => incoming.onRing(listener),
      onGone: (listener) => incoming.onGone(listener),
      atHumanPace: () => incoming.atHumanPace?.(),
      decline: () => incoming.decline?.(),
      answer: (settings, observer, signal) => answer(incoming, settings, observer, signal),
    };
  }

  return {
    address,
    number,
    practice,
    open: () => transport.open(),
    async close() {
      for (const own of calls.keys()) own.abort();
      await Promise.allSettled(calls.values());
      await transport.close();
    },
    send,
    poll,
    drop: () => [...up].map((carrier) => carrier.drop()).includes(true),
    ...(transport.onHealth && { onHealth: (listener) => transport.onHealth?.(listener) ?? (() => undefined) }),
    onRing: (listener) => transport.onIncoming((incoming) => listener(ringOf(incoming))),
  };
}

function resultOf(end: SessionEnd, carrier: Carrier): CallResult {
  return { ...end, duration: Math.round(carrier.now()) };
}

function failedCall(code: EndCode, duration: number): CallResult {
  const { outcome, words } = callEnds[code];
  return {
    outcome,
    code,
    words,
    pages: 0,
    facts: null,
    remoteId: null,
    subAddress: null,
    duration: Math.round(duration),
  };
}
