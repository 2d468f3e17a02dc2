import type { PostMessage } from './frames.ts';
import type { EndCode } from './outcomes.ts';
import type { PageVerdict } from './pages.ts';
import { IncomingPage } from './receiver-page.ts';
import { type ReceiverState, stateBehind, statusOf } from './receiver-state.ts';
import { TrainingReceiver } from './receiver-training.ts';
import type { NoteFields } from './session.ts';

/** How long storing a page may delay our answer: within the caller's T4, or until RNR says that we are busy. */
const STORE_WAIT = { plain: 2_500, ecm: 1_000 } as const;

/** A receiver's hold on its pages: hands each to the sink, answers by the verdict, and keeps what comes of the others. */
export abstract class StoringReceiver extends TrainingReceiver {
  protected readonly page = new IncomingPage();
  /** The block's carrier has come up since our last answer. */
  protected blockHeard = false;
  /** The post-message command answered last, while it may still be said again. */
  protected answered: PostMessage | null = null;
  #pages = 0;
  /** A page handed to the sink: the command that closed it, and the verdict once there is one. */
  #handed: { readonly command: PostMessage; readonly givenUp: boolean; verdict: PageVerdict | null } | null = null;
  #rejected = false;
  /** A page that we refused, for want of a better one. */
  #refused: Uint8Array | null = null;
  /** A page was refused because its end (RTC) did not come. */
  #endsMissed = false;
  /** The sender has given up a part of a page (EOR): what came is not what was sent. */
  #damaged = false;
  /** The same, of the page in hand. */
  #gap = false;

  protected get pages(): number {
    return this.#pages;
  }

  /** The sink has the page, and the command that closed it is not answered yet. */
  protected get handedOver(): boolean {
    return this.#handed !== null;
  }

  /** The page heard last was refused, and has not come again. */
  protected get rejected(): boolean {
    return this.#rejected;
  }

  /** The end behind the last page. */
  protected get goodbye(): EndCode {
    return this.#pages > 0 && !this.#damaged ? 'ok' : 'c-page-damaged';
  }

  /** A part of the page in hand will not come any more. */
  protected losePart(): void {
    this.#damaged = true;
    this.#gap = true;
  }

  protected forgetPage(): void {
    this.page.forget();
    this.#gap = false;
    this.blockHeard = false;
  }

  // Storing, and the answer after it.

  /** Gives the page to the sink; the answer to its command follows. `whole`: no part of it was given up just now. */
  protected handOver(command: PostMessage, data: Uint8Array, whole: boolean): void {
    this.#handed = { command, givenUp: !whole, verdict: null };
    this.#refused = null;
    this.#store(data, whole && !this.#gap);
    this.answerWhenStored();
  }

  #store(data: Uint8Array, complete: boolean): void {
    if (this.parameters === null) return;
    const { coding, resolution, width, ecm } = this.parameters;
    const index = this.#pages;
    this.note('page', { page: index + 1, octets: data.length, complete });
    this.effect({ kind: 'store', page: { index, coding, resolution, width, data, ecm, complete } });
  }

  /** Answers the page's command: now where there is a verdict, else when there is one or the wait has grown too long. */
  protected answerWhenStored(): void {
    if (this.#handed?.verdict) {
      this.#answerPage(this.#handed.command, this.#handed.givenUp, this.#handed.verdict);
      return;
    }
    this.stopWaiting();
    this.where = 'storing';
    this.startTimer('store', this.parameters?.ecm ? STORE_WAIT.ecm : STORE_WAIT.plain);
  }

  /** Storing takes long: with ECM we say that we are busy, without it the far end has to ask again. */
  protected onStoringSlow(): void {
    if (this.parameters?.ecm) {
      this.transmitThen('command', ...this.burst(this.frame('RNR')));
    } else this.enter('command');
  }

  protected override onStored(_index: number, verdict: PageVerdict): void {
    if (this.#handed === null || this.releasing) return;
    this.#handed.verdict = verdict;
    if (this.where !== 'storing' || this.transmitting) return;
    this.stopTimer('store');
    this.#answerPage(this.#handed.command, this.#handed.givenUp, verdict);
  }

  #answerPage(command: PostMessage, givenUp: boolean, verdict: PageVerdict): void {
    const coding = this.parameters?.coding ?? 'mh';
    const { rows, badRows } = verdict;
    const index = this.#pages;
    this.#handed = null;
    this.forgetPage();
    const ecm = this.parameters?.ecm ?? false;
    this.answered = command;
    const status = givenUp ? 'none' : ecm && verdict.status === 'retrain' ? 'MCF' : statusOf[verdict.status];
    this.effect({ kind: 'page-ended', page: { index, status, rows, badRows, coding } });
    if (ecm && status === 'RTN') {
      // Every bit arrived as it was sent: sending it again would not make it readable.
      this.disconnect('d-page-not-stored');
      return;
    }
    const next = stateBehind(command);
    if (givenUp) {
      if (verdict.status !== 'reject') this.#pages += 1;
      this.answer('ERR', next);
    } else if (status === 'RTN') this.reject(next === 'between' ? next : 'retraining');
    else {
      this.#pages += 1;
      this.#rejected = false;
      this.answer(status === 'RTP' ? 'RTP' : 'MCF', status === 'RTP' && next === 'page' ? 'retraining' : next);
    }
  }

  // Pages that are refused, and pages that break off.

  protected reject(next: ReceiverState): void {
    this.#rejected = true;
    this.answer('RTN', next);
  }

  /**
   * A part of the page is missing: its carrier dropped out, or its end (RTC, T.4 4.1.4) did not come. How many lines
   * were lost nobody knows, so the quality rule cannot judge it. There are senders that leave the RTC out: the second
   * such page of a call, and all that follow, are taken.
   */
  protected get isCutShort(): boolean {
    if (this.page.interrupted) return true;
    return !this.page.ended && !this.#endsMissed;
  }

  /** A carrier came that could not be read, a line of the page never ended (T.4 4.1.2), or a part of it is missing. */
  protected refusePage(): void {
    const data = this.page.stream;
    if (data.length > 0) {
      const why: NoteFields = this.page.overlong ? { overlongLine: true } : { cutShort: true };
      this.#endsMissed ||= !this.page.interrupted && !this.page.ended;
      this.note('page', { page: this.#pages + 1, octets: data.length, ...why });
      this.#refused = data;
    }
    this.#endPageUnread('RTN');
    this.forgetPage();
    this.reject('retraining');
  }

  /** What came of a page is kept when the call breaks off inside it. */
  protected override onEnding(): void {
    if (this.#handed !== null) return;
    const rest = this.page.heard ? this.page.takeRest(this.parameters?.ecm ?? false) : new Uint8Array(0);
    const data = rest.length > 0 ? rest : this.#refused;
    if (data === null) return;
    this.#refused = null;
    this.#store(data, false);
    this.#endPageUnread('none');
  }

  /** A page is over whose lines nobody has counted. */
  #endPageUnread(status: 'RTN' | 'none'): void {
    const coding = this.parameters?.coding ?? 'mh';
    this.effect({ kind: 'page-ended', page: { index: this.#pages, status, rows: 0, badRows: 0, coding } });
  }
}
