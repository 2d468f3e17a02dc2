import { decodePage, encodePage } from '../../../app/image/page-coder.ts';
import { type CodedPage, type PageFormat, widthInDots } from '../../../app/model/page-format.ts';
import { decodeDcs } from '../../../app/t30/dis-dcs.ts';
import type { ParsedFrame } from '../../../app/t30/frames.ts';
import { rateOf } from '../../../app/t30/modulations.ts';
import type { PageSource, SourcePage } from '../../../app/t30/pages.ts';
import type { SessionEnd } from '../../../app/t30/session.ts';
import { type Dte, reportName } from './dte.ts';
import { hangUpStatus } from './hang-up-status.ts';
import type { LineTime } from './line-time.ts';
import { otherBitOrder } from './phase-c.ts';
import { pageOf, text, type Values, valuesOfDcs } from './session-values.ts';

type Response = 'MCF' | 'RTP' | 'RTN';
const responseNumbers = { MCF: 1, RTN: 2, RTP: 3 } as const;

interface Asked {
  readonly format: PageFormat;
  readonly answer: PromiseWithResolvers<CodedPage>;
}

/** The page list as the DTE lets it grow: how the next page goes is known when its +FDT comes. */
class GrowingPage implements SourcePage {
  values: Values;
  /** Different from the page before on purpose, so that the engine says EOM. */
  forEom = false;

  constructor(values: Values) {
    this.values = values;
  }

  get resolution(): SourcePage['resolution'] {
    const { resolution } = pageOf(this.values);
    if (!this.forEom) return resolution;
    return resolution === 'standard' ? 'fine' : 'standard';
  }

  get width(): SourcePage['width'] {
    return pageOf(this.values).width;
  }
}

/**
 * The half of a session that sends: +FDT, the page's data, and what the far end answers, between a DTE that decides
 * page by page and an engine that has a document.
 */
export class SendingSide {
  readonly #dte: Dte;
  readonly #time: LineTime;
  readonly #pages: GrowingPage[];
  readonly #asked = new Map<number, Asked[]>();
  #index = 0;
  #trained = false;
  #resend = false;
  #chosen: Values | null = null;
  #said: string | null = null;
  #fdt = false;
  #begun = false;
  /** The page of the DTE that waits for its +FET (Class 2). */
  #waiting: Uint8Array | null = null;
  #confirm: (() => void) | null = null;
  #response: PromiseWithResolvers<Response | SessionEnd> = Promise.withResolvers();
  #end: SessionEnd | null = null;
  lastResponse: number = 1;
  readonly #bitsReversed: boolean;

  constructor(dte: Dte, time: LineTime, bitsReversed: boolean) {
    this.#dte = dte;
    this.#time = time;
    this.#bitsReversed = bitsReversed;
    this.#pages = [new GrowingPage(dte.wanted)];
  }

  /** The document as the engine has it. */
  get source(): PageSource {
    return {
      pages: this.#pages,
      code: (index, format) => this.#ask(index, format),
      confirmed: (index) => this.#confirmed(index),
    };
  }

  /** +FDT. `begin` starts the engine where it has not begun. */
  transmit(begin: () => void): void {
    const page = this.#pages[this.#index];
    if (page !== undefined) {
      page.values = this.#dte.wanted;
      page.forEom = false;
    }
    this.#fdt = true;
    this.#begun = true;
    this.#response = Promise.withResolvers();
    begin();
    this.#confirm?.();
    this.#confirm = null;
    this.#time.goOn();
    this.#connectIfReady();
  }

  /** Frames of the call, before the engine acts on them. */
  watch(direction: 'heard' | 'sent', { name, fif }: ParsedFrame): void {
    if (direction === 'sent' && name === 'DCS') {
      this.#trained = false;
      const dcs = decodeDcs(fif);
      if (dcs !== null) this.#chosen = valuesOfDcs(dcs, rateOf(dcs.modulation), this.#dte.fax);
    }
    if (direction === 'heard' && name === 'CFR') {
      this.#trained = true;
      this.#connectIfReady();
    }
  }

  /** A page's answer, as the engine tells it. */
  pageEnded(status: 'MCF' | 'RTP' | 'RTN' | 'none'): void {
    // The engine tells of received pages in the same words.
    if (status === 'none' || !this.#begun) return;
    if (status === 'RTN') {
      this.#resend = true;
      this.#time.waitForDte();
    }
    this.#response.resolve(status);
  }

  /** The engine puts the call on hook: nothing is asked of the DTE any more. */
  closing(): void {
    for (const asked of this.#asked.values())
      for (const { answer } of asked) answer.reject(new Error('the call is over'));
    this.#asked.clear();
    this.#confirm?.();
  }

  /** The call is over. */
  ended(end: SessionEnd): void {
    this.#end = end;
    this.#time.goOn();
    this.#response.resolve(end);
    if (this.#fdt) {
      this.#fdt = false;
      this.sayEnd(end);
      this.#dte.result('OK');
    }
  }

  sayEnd(end: SessionEnd): void {
    const { fax } = this.#dte;
    this.#dte.say(`${reportName(fax, ['+FHNG', '+FHS'])}:${hangUpStatus(end.code, 'sending', fax)}`);
  }

  #ask(index: number, format: PageFormat): Promise<CodedPage> {
    const asked: Asked = { format, answer: Promise.withResolvers() };
    this.#asked.set(index, [...(this.#asked.get(index) ?? []), asked]);
    queueMicrotask(() => this.#connectIfReady());
    return asked.answer.promise;
  }

  #confirmed(index: number): Promise<void> {
    this.#index = index + 1;
    // After the last page the engine takes its leave at once.
    if (index + 1 >= this.#pages.length) return Promise.resolve();
    this.#time.waitForDte();
    return new Promise((resolve) => {
      this.#confirm = resolve;
      if (this.#fdt) resolve();
    });
  }

  #connectIfReady(): void {
    if (!this.#fdt || !this.#trained || this.#confirm !== null) return;
    if (!this.#resend && !this.#asked.has(this.#index)) return;
    this.#fdt = false;
    this.#time.waitForDte();
    void this.#takePage();
  }

  async #takePage(): Promise<void> {
    const { fax } = this.#dte;
    const chosen = this.#chosen === null ? '' : text(this.#chosen, fax);
    if (chosen !== this.#said && this.#dte.reports.chosen)
      this.#dte.say(`${reportName(fax, ['+FDCS', '+FCS'])}:${chosen}`);
    this.#said = chosen;
    this.#dte.result('CONNECT');
    const { data, ending } = await this.#dte.pageFromDte();
    if (ending === 'cancelled') return;
    const page = this.#bitsReversed ? data : otherBitOrder(data);
    if (fax === '2') {
      this.#waiting = page;
      if (this.#end !== null) this.sayEnd(this.#end);
      this.#dte.result('OK');
      return;
    }
    // T.32: an ETX of its own ends the data and says nothing of what follows; taken for the end of the document.
    const message = ending === 'mps' ? 0 : ending === 'eom' ? 1 : 2;
    await this.#finish(page, message);
  }

  /** +FET (Class 2). */
  async postMessage(message: number): Promise<void> {
    const page = this.#waiting;
    this.#waiting = null;
    if (page === null || message > 2) this.#dte.result('ERROR');
    else await this.#finish(page, message);
  }

  async #finish(page: Uint8Array, message: number): Promise<void> {
    this.#deliver(page, message);
    this.#time.goOn();
    const response = await this.#response.promise;
    const { fax } = this.#dte;
    if (typeof response !== 'string') {
      this.sayEnd(response);
      this.#dte.result('OK');
      return;
    }
    this.lastResponse = responseNumbers[response];
    // A new training follows: only then is the modem ready for data again.
    if (message === 1 || response !== 'MCF') this.#trained = false;
    if (fax === '2') this.#dte.say(`+FPTS:${this.lastResponse}`);
    if (message === 2 && response !== 'RTN') {
      this.#response = Promise.withResolvers();
      if (this.#end !== null) this.#response.resolve(this.#end);
      const end = await this.#response.promise;
      if (typeof end !== 'string') this.sayEnd(end);
    }
    this.#dte.result(response === 'RTN' && fax !== '2' ? 'ERROR' : 'OK');
  }

  #deliver(page: Uint8Array, message: number): void {
    if (this.#resend) {
      // The engine sends its copy again.
      this.#resend = false;
      return;
    }
    if (message !== 2) {
      const next = new GrowingPage(this.#pages[this.#index]?.values ?? this.#dte.wanted);
      next.forEom = message === 1;
      this.#pages.push(next);
    }
    const asked = this.#asked.get(this.#index) ?? [];
    this.#asked.delete(this.#index);
    for (const { format, answer } of asked) answer.resolve(this.#coded(page, format));
  }

  /** A page as it goes out: with the fill that the far end wants, and RTC or EOFB at its end. */
  #coded(page: Uint8Array, format: PageFormat): CodedPage {
    const { bitmap, rows, badRows } = decodePage(page, format.coding, widthInDots[format.width]);
    if (badRows > 0) this.#dte.trace(`${badRows} of ${rows} rows of the DTE's page are bad`);
    const { resolution, minLineBits } = format;
    return { format, rows, data: encodePage(bitmap, format.coding, { resolution, minLineBits }) };
  }
}
