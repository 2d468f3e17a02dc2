import type { EndCode } from '../../../t30/outcomes.ts';
import type { PageSink, PageVerdict, ReceivedPage } from '../../../t30/pages.ts';
import type { CallParts, Exchange } from './exchange.ts';
import { endOfHangUp } from './hang-up.ts';
import { type BitOrder, bitOrderOf, receivedPage } from './page-octets.ts';
import { codingOf, type Parameters, resolutionOf, widthOf } from './parameters.ts';
import type { Class2Quirks } from './quirks.ts';

/** The far end trains, and may need every rate; between pages it may take its time (T1 after EOM). */
const PAGE_TIMEOUT = 120_000;
/** What follows a page's data: the post-message command, said three times. */
const COMMAND_TIMEOUT = 60_000;
/** No octet for so long within a page: the modem is stuck (its own limit is five seconds without an EOL). */
const STALL = 60_000;
/** A page may be so large; what comes beyond is a carrier that does not end. */
const LARGEST_PAGE = 64 * 1024 * 1024;
/** So often +FDR may be answered OK without a page, between documents. */
const EMPTY_ANSWERS = 3;

/** What receiving needs. */
export interface Receiving {
  readonly parts: CallParts;
  readonly exchange: Exchange;
  readonly quirks: Class2Quirks;
  readonly sink: PageSink;
}

/** How receiving went. */
export interface ReceivingEnd {
  readonly code: EndCode;
  readonly pages: number;
}

/** Receives pages over a session that is up, to its end. */
export async function receivePages(receiving: Receiving): Promise<ReceivingEnd> {
  return new PageReceiver(receiving).run();
}

/** A page's octets as the modem gave them, and whether it said that they had ended. */
interface Collected {
  readonly octets: Uint8Array;
  readonly whole: boolean;
}

class PageReceiver {
  readonly #receiving: Receiving;
  #index = 0;
  /** Set when the last page has been taken, or refused. */
  #over: 'no' | 'taken' | 'refused' = 'no';

  constructor(receiving: Receiving) {
    this.#receiving = receiving;
  }

  async run(): Promise<ReceivingEnd> {
    for (;;) {
      const end = await this.#receiveOne();
      if (end !== null) return { code: end, pages: this.#receiving.exchange.pages };
    }
  }

  /** Receives one page; the end of the call where none came. */
  async #receiveOne(): Promise<EndCode | null> {
    const { exchange, parts } = this.#receiving;
    const begun = await this.#begin();
    if (begun !== 'page') return begun;
    parts.observer.phase?.('C', exchange.now());
    parts.observer.pageStarted?.(this.#index, exchange.now());
    const page = await this.#collected();
    if (page === null) return 'line-stuck';
    exchange.inData = false;
    const { code } = page.whole ? await exchange.result(COMMAND_TIMEOUT) : { code: 'NO CARRIER' as const };
    const { postMessage, hungUp, pageStatus } = exchange.told;
    // ERROR behind a page is the modem's own opinion of it; what follows it was said all the same.
    const complete = page.whole && (code === 'OK' || code === 'ERROR') && postMessage !== null && hungUp === null;
    const received = this.#pageOf(page.octets, complete);
    if (received === null || (!complete && page.octets.length === 0)) return this.#broken('C');
    exchange.note('rx', 'page', { index: this.#index, octets: page.octets.length, coding: received.coding });
    parts.observer.phase?.('D', exchange.now());
    const verdict = await this.#store(received);
    if (!complete) return this.#broken(page.whole ? 'D' : 'C');
    if (verdict === null) return this.#refuse();
    this.#report(received, verdict, pageStatus?.badLines ?? 0);
    return this.#answer(verdict);
  }

  /** Asks for a page: `page` when it comes, the end of the call when there is none. */
  async #begin(): Promise<'page' | EndCode> {
    const { exchange, parts } = this.#receiving;
    for (let empty = 0; empty <= EMPTY_ANSWERS; empty++) {
      exchange.told.postMessage = null;
      exchange.told.pageStatus = null;
      const { code } = await exchange.command(parts.dialect.receive, { timeout: PAGE_TIMEOUT });
      if (code === 'CONNECT') {
        exchange.inData = true;
        this.#armed = this.#arm();
        return 'page';
      }
      if (exchange.told.hungUp !== null || code !== 'OK') break;
      // After the last page OK is the end; between documents some modems say it before the next.
      if (this.#over !== 'no') break;
    }
    if (this.#over === 'taken' && (exchange.told.hungUp ?? '00') === '00') return 'ok';
    if (this.#over === 'taken') return 'ok';
    if (this.#over === 'refused') return 'd-page-unreadable';
    return this.#broken(this.#index === 0 ? 'B' : 'C');
  }

  #armed: Promise<Collected | null> = Promise.resolve(null);

  /** Takes the page's data from the tick of the CONNECT on, then starts it with DC2. */
  #arm(): Promise<Collected | null> {
    const { parts, quirks } = this.#receiving;
    const { modem, clock, signal } = parts;
    const pieces: Uint8Array[] = [];
    let octets = 0;
    const done = Promise.withResolvers<Collected | null>();
    let stop = (): void => undefined;
    const wait = (): void => {
      stop();
      stop = clock.after(STALL, () => done.resolve(null));
    };
    const abort = (): void => done.reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    wait();
    modem.receive({
      data: (piece) => {
        octets += piece.length;
        if (octets > LARGEST_PAGE) return done.resolve(null);
        pieces.push(piece.slice());
        wait();
      },
      ended: (whole) => done.resolve({ octets: Buffer.concat(pieces), whole }),
    });
    modem.sendRaw(Uint8Array.of(quirks.receiveTrigger)).catch((cause: unknown) => done.reject(cause));
    return done.promise.finally(() => {
      stop();
      signal.removeEventListener('abort', abort);
    });
  }

  #collected(): Promise<Collected | null> {
    return this.#armed;
  }

  #pageOf(octets: Uint8Array, complete: boolean): ReceivedPage | null {
    const { exchange, quirks, parts } = this.#receiving;
    const chosen: Parameters | null = exchange.told.chosen;
    if (chosen === null) return null;
    const coding = codingOf(chosen);
    // The Rockwell bug: Class 2 modems give pages highest bit first, whatever +FBOR says.
    const usual: BitOrder = parts.dialect.class === '2' ? 'highest-first' : 'lowest-first';
    const order = bitOrderOf(octets, coding, quirks.receivedOrder ?? usual);
    return {
      index: this.#index,
      coding,
      resolution: resolutionOf(chosen),
      width: widthOf(chosen),
      data: receivedPage(octets, order),
      ecm: chosen.ec > 0,
      complete,
    };
  }

  /** Null where it could not be stored. */
  async #store(page: ReceivedPage): Promise<PageVerdict | null> {
    const { exchange, sink } = this.#receiving;
    try {
      const verdict = await sink.receive(page);
      if (page.complete && verdict.status !== 'reject') exchange.pages += 1;
      return verdict;
    } catch (cause) {
      exchange.note('rx', 'page', { index: page.index, failed: String(cause) });
      return null;
    }
  }

  #report(page: ReceivedPage, verdict: PageVerdict, modemBadLines: number): void {
    const { exchange, parts } = this.#receiving;
    const status = verdict.status === 'accept' ? 'MCF' : verdict.status === 'retrain' ? 'RTP' : 'RTN';
    exchange.note('tx', status, { rows: verdict.rows, badRows: verdict.badRows, modemBadLines });
    parts.observer.pageEnded?.({
      index: page.index,
      status,
      rows: verdict.rows,
      badRows: verdict.badRows,
      coding: page.coding,
      t: exchange.now(),
    });
  }

  /**
   * Answers the page: the modem proposes MCF or what its own check found, our verdict goes above it (+FPTS, +FPS). The
   * answer is on the line only with the next +FDR.
   */
  async #answer(verdict: PageVerdict): Promise<EndCode | null> {
    const { exchange, parts } = this.#receiving;
    const ours = verdict.status === 'accept' ? 1 : verdict.status === 'reject' ? 2 : 3;
    const proposed = exchange.told.pageStatus?.response ?? 1;
    const last = exchange.told.postMessage === 'EOP';
    if (ours !== proposed) await exchange.offer(`${parts.dialect.pageStatus}=${ours}`);
    if (verdict.status !== 'reject') this.#index += 1;
    // After RTN the sender may send the page again, also where it had said EOP.
    this.#over = !last ? 'no' : verdict.status === 'reject' ? 'refused' : 'taken';
    return null;
  }

  /** A page that could not be stored is not confirmed, and the call is of no more use. */
  async #refuse(): Promise<EndCode> {
    const { exchange, parts } = this.#receiving;
    await exchange.offer(`${parts.dialect.pageStatus}=2`);
    return 'd-page-not-stored';
  }

  #broken(phase: 'B' | 'C' | 'D'): EndCode {
    const { hungUp } = this.#receiving.exchange.told;
    return endOfHangUp(hungUp || null, { direction: 'receiving', phase, afterEop: false });
  }
}
