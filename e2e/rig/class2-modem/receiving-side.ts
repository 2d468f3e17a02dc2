import { decodePage } from '../../../app/image/page-coder.ts';
import { widthInDots } from '../../../app/model/page-format.ts';
import { decodeDcs } from '../../../app/t30/dis-dcs.ts';
import { type ParsedFrame, parseFcf2 } from '../../../app/t30/frames.ts';
import { decodeIdentification } from '../../../app/t30/identification.ts';
import { rateOf } from '../../../app/t30/modulations.ts';
import type { PageSink, PageVerdict, ReceivedPage } from '../../../app/t30/pages.ts';
import type { SessionEnd } from '../../../app/t30/session.ts';
import { type Dte, reportName } from './dte.ts';
import { hangUpStatus } from './hang-up-status.ts';
import type { LineTime } from './line-time.ts';
import { otherBitOrder, pageForDte } from './phase-c.ts';
import { text, type Values, valuesOfDcs } from './session-values.ts';

const postMessageNumbers: Readonly<Record<string, number>> = {
  MPS: 0,
  EOM: 1,
  EOP: 2,
  'PRI-MPS': 4,
  'PRI-EOM': 5,
  'PRI-EOP': 6,
};
const statuses: Readonly<Record<number, PageVerdict['status']>> = { 1: 'accept', 2: 'reject', 3: 'retrain' };

interface Arrived {
  readonly page: ReceivedPage;
  readonly answer: PromiseWithResolvers<PageVerdict>;
  readonly rows: number;
  readonly badRows: number;
}

/** The half of a session that receives: +FDR, the page's data, and the DTE's verdict on it. */
export class ReceivingSide {
  readonly #dte: Dte;
  readonly #time: LineTime;
  readonly #highestFirst: boolean;
  readonly #firstDcs: () => void;
  #chosen: Values | null = null;
  #said: string | null = null;
  #message = 'EOP';
  /** Pages that have come and were not fetched. */
  #arrived: Arrived | null = null;
  /** The page whose verdict goes out with the next +FDR. */
  #judged: Arrived | null = null;
  #verdict = 1;
  #fdr = false;
  #end: SessionEnd | null = null;

  /** `firstDcs` is told when the far end has chosen how to send. */
  constructor(dte: Dte, time: LineTime, highestFirst: boolean, firstDcs: () => void) {
    this.#dte = dte;
    this.#time = time;
    this.#highestFirst = highestFirst;
    this.#firstDcs = firstDcs;
  }

  get sink(): PageSink {
    return { receive: (page) => this.#receive(page) };
  }

  watch(direction: 'heard' | 'sent', { name, fif }: ParsedFrame): void {
    if (direction !== 'heard') return;
    const { fax, reports } = this.#dte;
    const say = (names: readonly [string, string]): void => {
      if (reports.ids) this.#dte.say(`${reportName(fax, names)}:"${decodeIdentification(fif)}"`);
    };
    if (name === 'TSI') say(['+FTSI', '+FTI']);
    if (name === 'SUB') say(['+FSA', '+FSA']);
    if (name === 'SEP') say(['+FPA', '+FPA']);
    if (name === 'SID' || name === 'PWD') say(['+FPW', '+FPW']);
    if (name === 'PPS') this.#message = parseFcf2(fif[0]) ?? this.#message;
    else if (name in postMessageNumbers) this.#message = name;
    if (name !== 'DCS') return;
    const dcs = decodeDcs(fif);
    if (dcs === null) return;
    const first = this.#chosen === null;
    this.#chosen = valuesOfDcs(dcs, rateOf(dcs.modulation), fax);
    if (first) {
      this.sayChosen();
      this.#firstDcs();
    }
  }

  sayChosen(): void {
    const { fax, reports } = this.#dte;
    const chosen = this.#chosen === null ? '' : text(this.#chosen, fax);
    if (chosen === this.#said) return;
    this.#said = chosen;
    if (reports.chosen) this.#dte.say(`${reportName(fax, ['+FDCS', '+FCS'])}:${chosen}`);
  }

  /** +FDR: releases the answer to the page before, and waits for the next or for the end. */
  receive(): void {
    this.#fdr = true;
    const judged = this.#judged;
    this.#judged = null;
    if (judged !== null) {
      const { rows, badRows } = judged;
      judged.answer.resolve({ rows, badRows, status: statuses[this.#verdict] ?? 'accept' });
      this.#verdict = 1;
      this.#time.goOn();
    }
    this.#goOn();
  }

  /** +FPS=, +FPTS=: the answer to the page that came last. */
  judge(verdict: number): boolean {
    if (this.#judged === null || statuses[verdict] === undefined) return false;
    this.#verdict = verdict;
    return true;
  }

  ended(end: SessionEnd): void {
    this.#end = end;
    this.#time.goOn();
    this.#goOn();
  }

  /** The call ends and nobody fetches the page: it is not answered. */
  closing(): void {
    for (const one of [this.#arrived, this.#judged])
      one?.answer.resolve({ rows: one.rows, badRows: one.badRows, status: 'reject' });
    this.#arrived = null;
    this.#judged = null;
  }

  #receive(page: ReceivedPage): Promise<PageVerdict> {
    const { rows, badRows } = decodePage(page.data, page.coding, widthInDots[page.width]);
    const arrived: Arrived = { page, answer: Promise.withResolvers(), rows, badRows };
    this.#arrived = arrived;
    this.#time.waitForDte();
    this.#goOn();
    return arrived.answer.promise;
  }

  #goOn(): void {
    if (!this.#fdr) return;
    if (this.#arrived !== null) {
      this.#fdr = false;
      void this.#give(this.#arrived);
      this.#arrived = null;
    } else if (this.#end !== null) {
      this.#fdr = false;
      this.#sayEnd(this.#end);
      this.#dte.result('OK');
    }
  }

  async #give(arrived: Arrived): Promise<void> {
    const { fax } = this.#dte;
    const { page, rows, badRows } = arrived;
    this.sayChosen();
    this.#dte.result('CONNECT');
    const octets = this.#highestFirst ? page.data : otherBitOrder(page.data);
    // A carrier drops a little after the page's last bit; decoders count on some zeros behind RTC.
    const tail = page.coding === 'mmr' ? 0 : 8;
    const taken = await this.#dte.pageToDte(pageForDte(Buffer.concat([octets, new Uint8Array(tail)])));
    if (!taken || !page.complete) {
      arrived.answer.resolve({ rows, badRows, status: taken ? 'accept' : 'reject' });
      this.#time.goOn();
      if (taken) {
        // The call broke off within the page: its end comes from the engine.
        this.#fdr = true;
        this.#goOn();
      }
      return;
    }
    this.#judged = arrived;
    const number = (value: number): string => value.toString(fax === '2' ? 10 : 16);
    this.#dte.say(`${reportName(fax, ['+FPTS', '+FPS'])}:1,${number(rows)},${number(badRows)},0`);
    this.#dte.say(`+FET:${postMessageNumbers[this.#message] ?? 2}`);
    this.#dte.result('OK');
  }

  #sayEnd(end: SessionEnd): void {
    const { fax } = this.#dte;
    this.#dte.say(`${reportName(fax, ['+FHNG', '+FHS'])}:${hangUpStatus(end.code, 'receiving', fax)}`);
  }
}
