import type { CodedPage } from '../model/page-format.ts';
import { PageSupply } from './page-supply.ts';
import { PageOnTheWay } from './sender-page.ts';
import { noReply } from './sender-state.ts';
import { gap, type SenderSettings, TrainingSender } from './sender-training.ts';
import type { PageEnd } from './session.ts';

/** A sender's phase C: asks for pages ahead, sends the one in hand, and says the command that closes it. */
export abstract class ImageSender extends TrainingSender {
  /** The page in hand: from its first bit to the far end's word on it. */
  protected page: PageOnTheWay | null = null;
  readonly #supply = new PageSupply();
  #index: number;
  /** Pages before this one have begun to go out in this call. */
  #begun: number;
  #longTraining = false;
  #unconfirmed: number | null = null;
  /** What follows the document that ends with the page in hand; undefined: the next in order. */
  #following: number | null | undefined = undefined;

  constructor(settings: SenderSettings) {
    super(settings);
    this.#index = settings.firstPage;
    this.#begun = settings.firstPage + (settings.resent ? 1 : 0);
  }

  protected get index(): number {
    return this.#index;
  }

  /** The page whose command went out, whole, and is not answered. */
  protected override get unconfirmedPage(): number | null {
    return this.#unconfirmed;
  }

  /** The far end has spoken on the page in hand. */
  protected settlePage(status: PageEnd['status']): void {
    this.endPage(status);
    this.takeBackCommand();
  }

  /** The page in hand is over, whatever became of it. */
  protected endPage(status: PageEnd['status']): void {
    const page = this.page;
    if (page === null) return;
    this.page = null;
    this.effect({ kind: 'page-ended', page: page.ended(status) });
  }

  /** A part of the page has to go out again: its command will be another one. */
  protected takeBackCommand(): void {
    this.#unconfirmed = null;
  }

  /** The confirmed page will not be sent again. */
  protected dropPage(): void {
    this.#supply.drop(this.#index);
  }

  /** `next`: where another document follows, its first page. */
  protected turnToNextPage(next: number | undefined): void {
    this.#index = next ?? this.#index + 1;
    this.#following = undefined;
  }

  // Pages coded ahead.

  /** Asks for a page in the format in force, unless that very thing was asked for already. */
  protected askFor(index: number): void {
    const format = this.terms?.format(index);
    if (format && this.#supply.want(index, format)) this.effect({ kind: 'code', index, format });
  }

  protected override onCoded(index: number, page: CodedPage): void {
    this.#supply.put(index, page);
    if (this.where === 'page' && this.page === null) this.#sendPageIfReady();
  }

  // The image.

  protected onTrained(): void {
    this.#longTraining = false;
    this.startPage();
  }

  protected startPage(): void {
    this.where = 'page';
    this.forgetCommand();
    this.askFor(this.#index);
    this.#sendPageIfReady();
  }

  #sendPageIfReady(): void {
    const parameters = this.terms?.parameters(this.#index);
    const coded = this.#supply.get(this.#index);
    if (coded === null || !parameters) return;
    this.phase('C');
    this.effect({ kind: 'page-started', index: this.#index });
    const page = new PageOnTheWay(coded, this.#index, parameters, this.pages);
    this.page = page;
    const again = this.#index < this.#begun || this.settings.pages[this.#index]?.resent === true;
    this.note('page', page.note(parameters.modulation, again));
    this.#begun = Math.max(this.#begun, this.#index + 1);
    this.sendImage(page);
    // The next page is coded while this one is on the line. The next document has a phase B of its own for that.
    if (!this.endsDocument(this.#index)) this.askFor(this.#index + 1);
  }

  /** Sends the page, or what is wanted of the block in hand. */
  protected sendImage(page: PageOnTheWay): void {
    if (!this.terms) return;
    this.where = 'page';
    // What was said before the image cannot be asked for again.
    this.forgetCommand();
    const { modulation } = this.terms;
    if (page.ecm) this.note('block', page.blockNote(page.ecm, modulation));
    const training = this.#longTraining ? 'long' : 'short';
    this.#longTraining = false;
    this.transmit(gap, page.image(modulation, training));
  }

  /** CTR came: the image goes on at a rate that its modem has to be trained for. */
  protected sendRetrained(page: PageOnTheWay): void {
    this.#longTraining = true;
    this.sendImage(page);
  }

  // The command behind it.

  protected get pageCommand(): 'MPS' | 'EOM' | 'EOP' {
    const command = this.terms?.commandBehind(this.#index) ?? 'EOP';
    return this.endsDocument(this.#index) && this.#following === null ? 'EOP' : command;
  }

  /** The page is the last of the call, or the next one begins another document. */
  protected endsDocument(index: number): boolean {
    const next = this.settings.pages[index + 1];
    return next === undefined || next.startsDocument === true;
  }

  /** The image is out: its command, and before that of a document's last page a note of ours that it is about to go. */
  protected onImageSent(): void {
    if (this.endsDocument(this.#index) && this.page?.atItsEnd && !this.page.damaged) {
      this.where = 'noting';
      this.effect({ kind: 'note-last-page', index: this.#index });
    } else this.#sendPostMessage();
  }

  protected override onNoted(next?: number | null): void {
    if (this.where !== 'noting') return;
    this.#following = next;
    this.#sendPostMessage();
  }

  #sendPostMessage(): void {
    this.phase('D');
    const page = this.page;
    if (page?.atItsEnd && !page.damaged) this.#unconfirmed = page.index;
    const command = this.pageCommand;
    if (page?.ecm) {
      const closing = page.closing(command);
      const closesDocument = closing !== 'NULL' && this.endsDocument(page.index);
      const onSilence = closesDocument && !page.damaged ? 'd-no-reply-to-eop' : 'd-no-reply-to-pps';
      this.sayIn('confirming', onSilence, ...this.burst(this.frame('PPS', { fif: page.ecm.pps(closing, this.x) })));
      return;
    }
    // Behind a document's last page nobody knows whether it arrived, whatever the command.
    const onSilence = this.endsDocument(this.#index) ? 'd-no-reply-to-eop' : noReply[command];
    this.sayIn('confirming', onSilence, ...this.burst(this.frame(command)));
  }

  /** A document's last page has gone out whole and its command after it: from here on it may have been delivered. */
  protected get lastPageSent(): boolean {
    if (this.where !== 'confirming' && this.where !== 'ready') return false;
    return this.endsDocument(this.#index) && this.#unconfirmed === this.#index;
  }
}
