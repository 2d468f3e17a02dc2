import type { CodedPage, PageFormat } from '../../../model/page-format.ts';
import type { CallTerms } from '../../../t30/call-terms.ts';
import type { EndCode } from '../../../t30/outcomes.ts';
import type { PageSource } from '../../../t30/pages.ts';
import { type PageResponse, type PostMessage, pageResponseOf, postMessages, rateOfCode } from './dialect.ts';
import type { CallParts, Exchange } from './exchange.ts';
import { endOfHangUp } from './hang-up.ts';
import { pageForModem } from './page-octets.ts';
import { codingOf, formatOf, formatParameters, type Parameters, sessionParameters } from './parameters.ts';
import type { Class2Quirks } from './quirks.ts';
import { parsePageStatus } from './reports.ts';

const DLE = 0x10;
const ETX = 0x03;
/** Training at every rate, three times, and a far end that is slow to answer. */
const TRAINING_TIMEOUT = 120_000;
/** A post-page message said three times, with RNR in between (T5 60 s). */
const REPLY_TIMEOUT = 150_000;
/** A page is sent so many times before it is given up, each time one rate lower. */
const TRIES = 3;
/** Data goes to the modem in pieces of so many octets. */
const PIECE = 2048;
/** A modem that takes no data for so long is stuck. */
const STALL = 60_000;

/** What sending needs. */
export interface Sending {
  readonly parts: CallParts;
  readonly exchange: Exchange;
  readonly quirks: Class2Quirks;
  readonly document: PageSource;
  readonly firstPage: number;
  readonly terms: CallTerms;
  /** What this end said it can do. */
  readonly own: Parameters;
  /** Learns whether this modem's XON can be seen. */
  readonly xon: { seen: 'unknown' | 'yes' | 'no' };
}

/** How sending went. */
export interface SendingEnd {
  readonly code: EndCode;
  readonly pages: number;
}

/** Sends the document's pages over a session that is up, to its end. */
export async function sendPages(sending: Sending): Promise<SendingEnd> {
  return new PageSender(sending).run();
}

class PageSender {
  readonly #sending: Sending;
  readonly #coded = new Map<string, Promise<CodedPage>>();
  /** The parameters that the modem was told last. */
  #asked: Parameters | null = null;
  #fastest = 13;
  /** Rows of the page on the way. */
  #rows = 0;

  constructor(sending: Sending) {
    this.#sending = sending;
  }

  async run(): Promise<SendingEnd> {
    const { document, firstPage } = this.#sending;
    for (let index: number | null = firstPage; index !== null && index < document.pages.length; ) {
      const code = await this.#deliver(index);
      if (code !== null) return { code, pages: this.#sending.exchange.pages };
      index = this.#behind(index);
    }
    return { code: 'ok', pages: this.#sending.exchange.pages };
  }

  /** The page that follows, null where none does. */
  #behind(index: number): number | null {
    const { document } = this.#sending;
    const next = this.#endsDocument(index) ? document.following?.(index) : undefined;
    if (next !== undefined) return next;
    return index + 1 < document.pages.length ? index + 1 : null;
  }

  /** The page is the last of the call, or the next one begins another document. */
  #endsDocument(index: number): boolean {
    const next = this.#sending.document.pages[index + 1];
    return next === undefined || next.startsDocument === true;
  }

  /** Sends one page until it is confirmed; the end of the call where it is not. */
  async #deliver(index: number): Promise<EndCode | null> {
    for (let attempt = 1; attempt <= TRIES; attempt++) {
      const result = await this.#sendOnce(index);
      if (typeof result === 'object') return result.end;
      this.#report(index, result);
      if (result !== 'RTN' && result !== 'PIN') return this.#confirm(index);
      this.#sending.exchange.afterEop = false;
      this.#fastest = Math.max(0, (this.#sending.exchange.told.chosen?.br ?? 1) - 1);
      // A modem that hung up on the last page's RTN leaves no session to send it again in.
      if (this.#sending.exchange.told.hungUp !== null) return 'd-page-rejected';
    }
    return 'd-page-rejected';
  }

  async #confirm(index: number): Promise<EndCode | null> {
    this.#sending.exchange.pages += 1;
    this.#sending.exchange.afterEop = false;
    try {
      await this.#sending.document.confirmed(index);
    } catch {
      return 'd-confirmation-not-kept';
    }
    const { hungUp } = this.#sending.exchange.told;
    return this.#behind(index) !== null && hungUp !== null ? this.#broken('D') : null;
  }

  async #sendOnce(index: number): Promise<PageResponse | { readonly end: EndCode }> {
    const { exchange, parts } = this.#sending;
    const begun = await this.#begin(index);
    if (begun !== null) return { end: begun };
    const page = await this.#page(index);
    if (page === null) {
      await exchange.cancelData();
      return { end: 'c-page-not-ready' };
    }
    parts.observer.phase?.('C', exchange.now());
    parts.observer.pageStarted?.(index, exchange.now());
    this.#rows = page.rows;
    const octets = this.#octetsOf(page);
    exchange.note('tx', 'page', { index, octets: octets.length, coding: page.format.coding });
    const gone = await this.#sendData(octets);
    if (gone !== null) return { end: gone };
    return this.#finish(index, octets.length);
  }

  /** Tells the modem how this page goes, and has it train. Null when it is ready for data. */
  async #begin(index: number): Promise<EndCode | null> {
    const { exchange, parts } = this.#sending;
    const wanted = this.#parametersOf(index);
    if (wanted === null) return 'b-no-valid-dis';
    // Coding begins now: it should be over when the modem has trained.
    void this.#code(index, formatOf(wanted)).catch(() => undefined);
    if (this.#asked === null || formatParameters(this.#asked, 10) !== formatParameters(wanted, 10)) {
      const text = formatParameters(wanted, parts.dialect.radix);
      const { code } = await exchange.command(`${parts.dialect.wanted}=${text}`, { timeout: 30_000 });
      if (exchange.told.hungUp !== null || code === 'NO CARRIER') return this.#broken('B');
      this.#asked = wanted;
    }
    exchange.told.pageStatus = null;
    const { code } = await exchange.command(parts.dialect.transmit, { timeout: TRAINING_TIMEOUT });
    if (code === 'CONNECT' && exchange.told.hungUp === null) {
      exchange.inData = true;
      if (!this.#endsDocument(index)) this.#prepareNext(index + 1);
      return null;
    }
    return this.#broken('B');
  }

  #parametersOf(index: number): Parameters | null {
    const { parts, own, document, terms, exchange } = this.#sending;
    const page = document.pages[index];
    const { far } = exchange.told;
    if (page === undefined || far === null) return null;
    return sessionParameters(parts.dialect, own, far, page, terms, this.#fastest);
  }

  #prepareNext(index: number): void {
    const wanted = this.#parametersOf(index);
    const rate = this.#sending.exchange.told.chosen?.br;
    if (wanted === null) return;
    const format = formatOf(rate === undefined ? wanted : { ...wanted, br: Math.min(rate, wanted.br) });
    void this.#code(index, format).catch(() => undefined);
  }

  /** The page in the form that was agreed on; null where it cannot be had. */
  async #page(index: number): Promise<CodedPage | null> {
    const { exchange } = this.#sending;
    const agreed = exchange.told.chosen ?? this.#asked;
    if (agreed === null) return null;
    const format = formatOf(agreed);
    try {
      return await (this.#codedAlready(index, format) ?? this.#code(index, format));
    } catch (cause) {
      exchange.note('tx', 'page', { index, failed: String(cause) });
      return null;
    }
  }

  /** A page coded for a higher rate has more fill than needed, which does no harm. */
  #codedAlready(index: number, format: PageFormat): Promise<CodedPage> | undefined {
    return [...this.#coded].find(([key]) => {
      const [page, coding, resolution, width, bits] = key.split(' ');
      const same = coding === format.coding && resolution === format.resolution && width === format.width;
      return Number(page) === index && same && Number(bits) >= format.minLineBits;
    })?.[1];
  }

  #code(index: number, format: PageFormat): Promise<CodedPage> {
    const key = [index, format.coding, format.resolution, format.width, format.minLineBits].join(' ');
    let coded = this.#coded.get(key);
    if (coded === undefined) {
      coded = this.#sending.document.code(index, format);
      this.#coded.set(key, coded);
    }
    return coded;
  }

  #octetsOf(page: CodedPage): Uint8Array {
    return pageForModem(page.data, page.format.coding);
  }

  /** Hands the page to the modem; the end of the call where that hung up or got stuck meanwhile. */
  async #sendData(octets: Uint8Array): Promise<EndCode | null> {
    const { parts, exchange } = this.#sending;
    await this.#awaitXon();
    let gone = false;
    exchange.onHungUp(() => {
      gone = true;
    });
    for (let at = 0; at < octets.length && !gone; at += PIECE) {
      if (await this.#stuck(parts.modem.sendData(octets.subarray(at, at + PIECE), parts.signal))) return 'line-stuck';
    }
    return gone ? this.#broken('C') : null;
  }

  /** True where the modem did not take what it was given in a minute. */
  async #stuck(taking: Promise<void>): Promise<boolean> {
    const { clock } = this.#sending.parts;
    const late = Promise.withResolvers<true>();
    const stop = clock.after(STALL, () => late.resolve(true));
    try {
      return await Promise.race([taking.then(() => false), late.promise]);
    } finally {
      stop();
    }
  }

  /**
   * SP-2388-A: the modem says XON when it is ready for data. Under XON/XOFF the system keeps it from us: what was not
   * seen once is not waited for again.
   */
  async #awaitXon(): Promise<void> {
    const { parts, quirks, xon } = this.#sending;
    if (parts.dialect.class !== '2' || quirks.xonWait === 0 || xon.seen === 'no') return;
    const seen = await parts.modem.awaitXon?.(quirks.xonWait, parts.signal);
    xon.seen = seen === true ? 'yes' : 'no';
  }

  /** Says what follows the page and hears the far end's answer. */
  async #finish(index: number, octets: number): Promise<PageResponse | { readonly end: EndCode }> {
    const { exchange, parts } = this.#sending;
    // Behind this nobody can take the page back.
    parts.signal.throwIfAborted();
    const ends = this.#endsDocument(index);
    const drained = (octets * 8 * 1000 * 2) / rateOfCode(exchange.told.chosen?.br ?? 0) + REPLY_TIMEOUT;
    if (parts.dialect.endOfPage === 'command') {
      exchange.inData = false;
      await parts.modem.sendRaw(Uint8Array.of(DLE, ETX));
      const { code } = await exchange.result(drained);
      if (exchange.told.hungUp !== null || code === 'NO CARRIER') return { end: this.#broken('C') };
    }
    if (ends && !(await this.#noteLastPage(index))) return { end: 'c-last-page-not-noted' };
    const message = this.#messageBehind(index);
    exchange.note('tx', message);
    parts.observer.phase?.('D', exchange.now());
    exchange.afterEop = ends;
    return parts.dialect.endOfPage === 'command' ? this.#sayByCommand(message) : this.#sayByCode(message, drained);
  }

  #messageBehind(index: number): PostMessage {
    if (this.#endsDocument(index)) return this.#behind(index) === null ? 'EOP' : 'EOM';
    return this.#sameAsNext(index) ? 'MPS' : 'EOM';
  }

  async #noteLastPage(index: number): Promise<boolean> {
    const { document, exchange } = this.#sending;
    try {
      await document.lastPageSent?.(index);
      return true;
    } catch (cause) {
      exchange.note('tx', 'page', { failed: String(cause) });
      return false;
    }
  }

  /** Whether the next page can follow without a new phase B. */
  #sameAsNext(index: number): boolean {
    const here = this.#parametersOf(index);
    const next = this.#parametersOf(index + 1);
    if (here === null || next === null) return true;
    return here.vr === next.vr && here.wd === next.wd && here.df === next.df;
  }

  /** SP-2388-A: +FET says what follows; the far end's answer comes as +FPTS. */
  async #sayByCommand(message: PostMessage): Promise<PageResponse | { readonly end: EndCode }> {
    const { exchange } = this.#sending;
    const { code } = await exchange.command(`+FET=${postMessages[message].number}`, { timeout: REPLY_TIMEOUT });
    const reported = pageResponseOf(exchange.told.pageStatus?.response ?? 0);
    if (reported !== null) return reported;
    if (exchange.told.hungUp !== null || code === 'NO CARRIER') return { end: this.#broken('D') };
    return (await this.#askStatus()) ?? { end: exchange.afterEop ? 'd-no-reply-to-eop' : 'd-page-status-unknown' };
  }

  /** T.32: a code within the data says what follows; OK is a good answer of the far end, ERROR a bad one. */
  async #sayByCode(message: PostMessage, drained: number): Promise<PageResponse | { readonly end: EndCode }> {
    const { exchange, parts } = this.#sending;
    exchange.inData = false;
    await parts.modem.sendRaw(Uint8Array.of(DLE, postMessages[message].code));
    const { code } = await exchange.result(drained);
    const { hungUp, pageStatus } = exchange.told;
    const reported = pageResponseOf(pageStatus?.response ?? 0);
    if (reported !== null) return reported;
    const failed = hungUp !== null && hungUp !== '00';
    if (code === 'NO CARRIER' || failed) return { end: this.#broken('D') };
    if (code !== 'OK' && code !== 'ERROR') return { end: this.#broken('D') };
    // OK may be MCF, RTP or PIP; some modems do not know the question.
    return (await this.#askStatus()) ?? (code === 'OK' ? 'MCF' : 'RTN');
  }

  /** Asks for the far end's answer; null where the modem does not know the question. */
  async #askStatus(): Promise<PageResponse | null> {
    const { exchange, parts } = this.#sending;
    const { code, lines } = await exchange.command(`${parts.dialect.pageStatus}?`);
    if (code !== 'OK') return null;
    const reported = pageResponseOf(exchange.told.pageStatus?.response ?? 0);
    if (reported !== null) return reported;
    for (const line of lines) {
      const response = pageResponseOf(parsePageStatus(line, parts.dialect.radix)?.response ?? 0);
      if (response === null) continue;
      exchange.note('rx', response);
      return response;
    }
    return null;
  }

  #report(index: number, response: PageResponse): void {
    const { exchange, parts } = this.#sending;
    const chosen = exchange.told.chosen ?? this.#asked;
    const status = response === 'RTN' || response === 'PIN' ? 'RTN' : response === 'RTP' ? 'RTP' : 'MCF';
    const coding = chosen === null ? 'mh' : codingOf(chosen);
    parts.observer.pageEnded?.({ index, status, rows: this.#rows, badRows: 0, coding, t: exchange.now() });
  }

  #broken(phase: 'B' | 'C' | 'D'): EndCode {
    return endOfHangUp(this.#sending.exchange.told.hungUp || null, {
      direction: 'sending',
      phase,
      afterEop: this.#sending.exchange.afterEop,
    });
  }
}
