import type { Clock } from '../../../model/clock.ts';
import type { CallTerms } from '../../../t30/call-terms.ts';
import { callEnds, type EndCode } from '../../../t30/outcomes.ts';
import type { AnswerSettings, CallObserver, CallResult, OutgoingCall, PollingCall } from '../../fax-line.ts';
import type { AtChannel, AtReply } from '../at-channel.ts';
import { type Class2, dialects } from './dialect.ts';
import { type CallParts, Exchange, isAbort, isModemFailure } from './exchange.ts';
import { endOfHangUp } from './hang-up.ts';
import {
  formatParameters,
  ownParameters,
  type Parameters,
  parseRanges,
  plainRanges,
  type Ranges,
} from './parameters.ts';
import { type Class2Quirks, noQuirks } from './quirks.ts';
import { receivePages } from './receiving.ts';
import { quoteIdentification } from './reports.ts';
import { sendPages } from './sending.ts';

export type { Class2 } from './dialect.ts';
export { type Class2Quirks, noQuirks } from './quirks.ts';

/** Dialling, ringing (T0 60 s) and the far end's DIS (T1 35 s). */
const DIAL_TIMEOUT = 150_000;
/** Answering: CED, and DIS until the caller's DCS (T1). */
const ANSWER_TIMEOUT = 90_000;

/** What a Class 2 modem line is made of. */
export interface Class2Environment {
  readonly clock: Clock;
  /** What this modem's firmware does otherwise than its class says. */
  readonly quirks?: Partial<Class2Quirks>;
  /** Told when a call ended because the modem itself failed (gone, or not answering): the line's health. */
  readonly onModemFailed?: (cause: Error) => void;
}

/**
 * Calls by a modem that runs T.30 itself, over an open port with the modem in no call. One call at a time. `dial` is
 * the finished dial string without `AT` (`DT5550101`). Never reject but for a defect: failures are outcomes.
 */
export interface Class2Calls {
  send(dial: string, call: OutgoingCall, observer: CallObserver, signal: AbortSignal): Promise<CallResult>;
  poll(dial: string, call: PollingCall, observer: CallObserver, signal: AbortSignal): Promise<CallResult>;
  /** Answers a call that rings. */
  answer(settings: AnswerSettings, observer: CallObserver, signal: AbortSignal): Promise<CallResult>;
}

/** How a call went, before it is put into the caller's terms. */
interface End {
  readonly code: EndCode;
  readonly pages: number;
}

/** Makes the calls of a modem in a service class (SP-2388-A, T.32). */
export function createClass2Calls(modem: AtChannel, serviceClass: Class2, environment: Class2Environment): Class2Calls {
  const dialect = dialects[serviceClass];
  const quirks: Class2Quirks = { ...noQuirks, ...environment.quirks };
  const xon: { seen: 'unknown' | 'yes' | 'no' } = { seen: 'unknown' };
  /** What the modem can do; asked once. */
  let ranges: Ranges | null = null;

  /** Runs one call from its set-up to on hook, and turns what breaks it into an outcome. */
  async function call(
    observer: CallObserver,
    signal: AbortSignal,
    body: (exchange: Exchange, parts: CallParts) => Promise<End>,
  ): Promise<CallResult> {
    const parts: CallParts = { modem, dialect, clock: environment.clock, observer, signal };
    const exchange = new Exchange(parts);
    let end: End;
    let alive = true;
    try {
      observer.phase?.('A', 0);
      end = await body(exchange, parts);
    } catch (cause) {
      if (!isAbort(cause) && !isModemFailure(cause)) throw cause;
      alive = isAbort(cause);
      end = { code: exchange.ending(alive ? 'cancelled' : 'line-failed'), pages: exchange.pages };
      exchange.note('tx', 'call', { failed: String(cause) });
      if (!alive && cause instanceof Error) environment.onModemFailed?.(cause);
    } finally {
      observer.phase?.('E', exchange.now());
      if (alive) await exchange.clear();
      exchange.close();
    }
    return resultOf(end, exchange);
  }

  /** Puts the modem into its class with what holds for every call. */
  async function prepare(exchange: Exchange, localId: string, terms: CallTerms): Promise<Parameters | null> {
    if (!(await exchange.offer(dialect.enter))) return null;
    for (const command of dialect.settings) await exchange.offer(command);
    ranges ??= await askRanges(exchange);
    const own = ownParameters(dialect, ranges, terms);
    await exchange.offer(`${dialect.capabilities}=${formatParameters(own, dialect.radix)}`);
    await exchange.offer(`${dialect.localId}=${quoteIdentification(localId)}`);
    await exchange.offer(`${dialect.bitOrder}=0`);
    await exchange.offer(dialect.phaseCTimeout);
    await exchange.offer('+FCR=1');
    return own;
  }

  async function askRanges(exchange: Exchange): Promise<Ranges> {
    const { code, lines } = await exchange.command(`${dialect.capabilities}=?`);
    const said = code === 'OK' ? lines.map((line) => parseRanges(line, dialect.radix)) : [];
    return said.find((one) => one !== null) ?? plainRanges;
  }

  /** Whether the modem took an address of T.30 (SUB, SEP, PWD). */
  async function giveAddress(exchange: Exchange, command: string, value: string | undefined): Promise<boolean> {
    return value === undefined || exchange.offer(`${command}=${quoteIdentification(value)}`);
  }

  async function dialUp(exchange: Exchange, dial: string): Promise<EndCode | null> {
    const reply = await exchange.command(dial, { timeout: DIAL_TIMEOUT });
    return endOfDialling(reply, exchange);
  }

  return {
    send: (dial, outgoing, observer, signal) =>
      call(observer, signal, async (exchange, parts) => {
        const own = await prepare(exchange, outgoing.localId, outgoing);
        if (own === null) return { code: 'line-failed', pages: 0 };
        if (!(await giveAddress(exchange, dialect.addressing.sub, outgoing.subAddress)))
          exchange.note('tx', 'SUB', { refused: 'by the modem' });
        if (!(await giveAddress(exchange, dialect.addressing.pwd, outgoing.password)))
          return { code: 'b-password-not-taken', pages: 0 };
        const failed = await dialUp(exchange, dial);
        if (failed !== null) return { code: failed, pages: 0 };
        return sendPages({
          parts,
          exchange,
          quirks,
          document: outgoing.document,
          firstPage: outgoing.firstPage,
          terms: outgoing,
          own,
          xon,
        });
      }),

    poll: (dial, polling, observer, signal) =>
      call(observer, signal, async (exchange, parts) => {
        exchange.direction = 'receiving';
        const own = await prepare(exchange, polling.localId, polling);
        if (own === null) return { code: 'line-failed', pages: 0 };
        await exchange.offer(`${dialect.pollingId}=${quoteIdentification(polling.localId)}`);
        if (!(await giveAddress(exchange, dialect.addressing.sep, polling.selector)))
          return { code: 'b-selector-not-taken', pages: 0 };
        if (!(await giveAddress(exchange, dialect.addressing.pwd, polling.password)))
          return { code: 'b-password-not-taken', pages: 0 };
        if (!(await exchange.offer(`${dialect.wantPoll}=1`))) return { code: 'b-nothing-to-fetch', pages: 0 };
        const failed = await dialUp(exchange, dial);
        if (failed !== null) return { code: failed, pages: 0 };
        if (!exchange.told.pollOffered) return { code: 'b-nothing-to-fetch', pages: 0 };
        return receivePages({ parts, exchange, quirks, sink: polling.sink });
      }),

    answer: (settings, observer, signal) =>
      call(observer, signal, async (exchange, parts) => {
        exchange.direction = 'receiving';
        const own = await prepare(exchange, settings.localId, settings);
        if (own === null) return { code: 'line-failed', pages: 0 };
        await exchange.offer(dialect.addressing.report);
        await exchange.offer(`${dialect.offerPoll}=${settings.polled === undefined ? 0 : 1}`);
        const reply = await exchange.command('A', { timeout: ANSWER_TIMEOUT });
        const failed = endOfAnswering(reply, exchange);
        if (failed !== null) return { code: failed, pages: 0 };
        if (settings.expectPassword !== undefined && exchange.told.password !== settings.expectPassword)
          return { code: 'b-password-wrong', pages: 0 };
        const fetches = exchange.told.pollOffered || exchange.told.farWantsPoll;
        if (!fetches) return receivePages({ parts, exchange, quirks, sink: settings.sink });
        if (settings.polled === undefined) return { code: 'b-polling-refused', pages: 0 };
        exchange.direction = 'sending';
        return sendPages({
          parts,
          exchange,
          quirks,
          document: settings.polled,
          firstPage: 0,
          terms: settings,
          own,
          xon,
        });
      }),
  };
}

/** Null where a fax session is up. */
function endOfDialling({ code }: AtReply, { told, direction }: Exchange): EndCode | null {
  if (told.hungUp !== null) return endOfHangUp(told.hungUp || null, { direction, phase: 'A', afterEop: false });
  switch (code) {
    case 'BUSY':
      return 'a-busy';
    case 'NO ANSWER':
      return 'a-no-answer';
    case 'NO DIALTONE':
      return 'a-no-dial-tone';
    case 'OK':
      return told.voice && !told.connected ? 'b-no-fax-heard' : told.far === null ? 'b-no-valid-dis' : null;
    default:
      return 'a-no-carrier';
  }
}

/** Null where a fax session is up. */
function endOfAnswering({ code }: AtReply, { told }: Exchange): EndCode | null {
  if (told.hungUp !== null)
    return endOfHangUp(told.hungUp || null, {
      direction: 'receiving',
      phase: told.connected ? 'B' : 'A',
      afterEop: false,
    });
  if (code === 'OK') return null;
  return told.connected ? 'b-hung-up' : 'a-caller-gone';
}

function resultOf({ code, pages }: End, exchange: Exchange): CallResult {
  const { outcome, words } = callEnds[code];
  return {
    outcome,
    code,
    words,
    pages,
    facts: exchange.facts(),
    remoteId: exchange.told.remoteId,
    subAddress: exchange.told.subAddress,
    duration: exchange.now(),
  };
}
