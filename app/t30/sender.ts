import type { CodedPage } from '../model/page-format.ts';
import { encodeDcs } from './dis-dcs.ts';
import { decodePpr } from './ecm-blocks.ts';
import { fcf2Of, type ParsedFrame } from './frames.ts';
import type { EndCode } from './outcomes.ts';
import { PageSupply } from './page-supply.ts';
import type { EcmPage } from './sender-ecm.ts';
import { PageOnTheWay } from './sender-page.ts';
import { noReply, senderEnd } from './sender-state.ts';
import { gap, type SenderSettings, TrainingSender } from './sender-training.ts';
import type { PageEnd, TimerName } from './session.ts';
import { type Burst, type OwnEnd, type RemoteEnd, TIMES } from './station.ts';

export type { SenderSettings } from './sender-training.ts';

/** Times a page may be refused (RTN). */
const REJECTIONS = 3;

/** The state machine of the station that sends the document (T.30 figure 5-2, Annex A). */
export class Sender extends TrainingSender {
  #index: number;
  #confirmed = 0;
  readonly #supply = new PageSupply();
  #page: PageOnTheWay | null = null;
  /** Pages before this one have begun to go out in this call. */
  #begun: number;
  #longTraining = false;
  #rejections = 0;
  /** What follows when the confirmation has been kept: the next page at once, training again, or a new phase B. */
  #then: 'next' | 'train' | 'identify' | 'finish' | 'stop' = 'next';
  /** The far end has said RNR, and T5 runs. */
  #busy = false;
  /** The page whose command went out, whole, and is not answered. */
  #unconfirmed: number | null = null;

  constructor(settings: SenderSettings) {
    super(settings);
    this.#index = settings.firstPage;
    this.#begun = settings.firstPage + (settings.resent ? 1 : 0);
  }

  protected get index(): number {
    return this.#index;
  }

  protected get pages(): number {
    return this.#confirmed;
  }

  protected override get unconfirmedPage(): number | null {
    return this.#unconfirmed;
  }

  protected override onTimer(name: TimerName): void {
    super.onTimer(name);
    if (name !== 'T5') return;
    if (this.where === 'giving-up') this.disconnect('d-receiver-busy');
    if (this.where === 'ready' || this.where === 'confirming')
      this.disconnect(this.#lastPageSent ? 'd-busy-after-eop' : 'd-receiver-busy');
  }

  protected onSent(): void {
    if (this.onToneSent()) return;
    switch (this.where) {
      case 'page':
        if (this.#pageCommand === 'EOP' && this.#page?.atItsEnd && !this.#page.damaged) {
          this.where = 'noting';
          this.effect({ kind: 'note-last-page' });
        } else this.#sendPostMessage();
        return;
      case 'training':
      case 'confirming':
      case 'ready':
      case 'continuing':
      case 'giving-up':
        this.listenForFrames();
        this.waitForBurst('T4');
        return;
      case 'calling':
      case 'noting':
      case 'keeping':
        return;
    }
  }

  protected onSilence(): void {
    // While calling, T1 alone counts: the far end repeats its DIS.
    if (this.where === 'calling') return;
    this.repeatCommand();
  }

  protected onBurst(burst: Burst): void {
    const last = burst.at(-1);
    if (last === undefined) return;
    this.heardBurst();
    if (last.name === (this.polled ? 'DTC' : 'DIS')) {
      this.onIdentification(burst, last);
      return;
    }
    if (last.name === 'CRP' && this.repeatOnRequest()) return;
    // A gateway's word to the other gateway.
    if (last.name === 'TNR' || last.name === 'TR') {
      if (this.where !== 'calling') this.waitForBurst('T4');
      return;
    }
    switch (this.where) {
      case 'training':
        this.onTrainingReply(last);
        return;
      case 'confirming':
      case 'ready':
        this.#onPageReply(last);
        return;
      case 'continuing':
        if (last.name === 'CTR') this.#resumeBlock();
        else this.repeatCommand();
        return;
      case 'giving-up':
        this.#onGivenUp(last);
        return;
      case 'calling':
      case 'page':
      case 'noting':
      case 'keeping':
        return;
    }
  }

  // The page.

  /** Asks for a page in the format in force, unless that very thing was asked for already. */
  protected askFor(index: number): void {
    const format = this.terms?.format(index);
    if (format && this.#supply.want(index, format)) this.effect({ kind: 'code', index, format });
  }

  protected onTrained(): void {
    this.#longTraining = false;
    this.#startPage();
  }

  #startPage(): void {
    this.where = 'page';
    this.forgetCommand();
    this.askFor(this.#index);
    this.#sendPageIfReady();
  }

  protected override onCoded(index: number, page: CodedPage): void {
    this.#supply.put(index, page);
    if (this.where === 'page' && this.#page === null) this.#sendPageIfReady();
  }

  #sendPageIfReady(): void {
    const parameters = this.terms?.parameters(this.#index);
    const coded = this.#supply.get(this.#index);
    if (coded === null || !parameters) return;
    this.phase('C');
    this.effect({ kind: 'page-started', index: this.#index });
    const page = new PageOnTheWay(coded, this.#index, parameters, this.#confirmed);
    this.#page = page;
    this.note('page', page.note(parameters.modulation, this.#index < this.#begun));
    this.#begun = Math.max(this.#begun, this.#index + 1);
    this.#sendImage(page);
    // The next page is coded while this one is on the line.
    if (this.#index + 1 < this.settings.pages.length) this.askFor(this.#index + 1);
  }

  #sendImage(page: PageOnTheWay): void {
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

  get #pageCommand(): 'MPS' | 'EOM' | 'EOP' {
    return this.terms?.commandBehind(this.#index) ?? 'EOP';
  }

  protected override onNoted(): void {
    if (this.where === 'noting') this.#sendPostMessage();
  }

  #sendPostMessage(): void {
    this.phase('D');
    const page = this.#page;
    if (page?.atItsEnd && !page.damaged) this.#unconfirmed = page.index;
    const command = this.#pageCommand;
    if (page?.ecm) {
      const closing = page.closing(command);
      const onSilence = closing === 'EOP' && !page.damaged ? 'd-no-reply-to-eop' : 'd-no-reply-to-pps';
      this.sayIn('confirming', onSilence, ...this.burst(this.frame('PPS', { fif: page.ecm.pps(closing, this.x) })));
      return;
    }
    this.sayIn('confirming', noReply[command], ...this.burst(this.frame(command)));
  }

  // The far end's word on the page.

  /** The last page has gone out whole and its command after it: from here on it may have been delivered. */
  get #lastPageSent(): boolean {
    if (this.where !== 'confirming' && this.where !== 'ready') return false;
    return this.#pageCommand === 'EOP' && this.#unconfirmed === this.#index;
  }

  #onPageReply({ name, fif }: ParsedFrame): void {
    const page = this.#page;
    switch (name) {
      case 'MCF':
      case 'PIP':
      case 'PID':
      case 'RTP':
        this.#endBusy();
        this.#onAccepted(page, name);
        return;
      case 'RTN':
      case 'PIN':
        this.#endBusy();
        this.#onRejected();
        return;
      case 'PPR':
        if (!page?.ecm) break;
        this.#endBusy();
        this.#onPpr(page, page.ecm, fif);
        return;
      case 'RNR':
        if (!page?.ecm) break;
        this.#startBusy();
        this.sayIn(
          'ready',
          this.#lastPageSent ? 'd-busy-after-eop' : 'd-no-reply-to-rr',
          ...this.burst(this.frame('RR')),
        );
        return;
      default:
        break;
    }
    this.repeatCommand();
  }

  /** T5 counts from the first RNR. */
  #startBusy(): void {
    if (!this.#busy) this.startTimer('T5', TIMES.T5);
    this.#busy = true;
  }

  #endBusy(): void {
    this.#busy = false;
    this.stopTimer('T5');
  }

  #onAccepted(page: PageOnTheWay | null, name: 'MCF' | 'PIP' | 'PID' | 'RTP'): void {
    if (page?.ecm && !page.atItsEnd && name !== 'PID') {
      // The block is confirmed, not the page.
      page.ecm.nextBlock();
      this.#sendImage(page);
    } else if (page?.damaged || (page && !page.atItsEnd)) this.#endDamaged();
    else this.#keep(name);
  }

  #keep(answer: 'MCF' | 'PIP' | 'PID' | 'RTP'): void {
    const command = this.#pageCommand;
    const status = answer === 'RTP' ? 'RTP' : 'MCF';
    if (command === 'EOP') this.#then = 'finish';
    else if (answer === 'PID') this.#then = 'stop';
    else this.#then = command === 'EOM' ? 'identify' : status === 'RTP' ? 'train' : 'next';
    this.#endPage(status);
    this.#confirmed += 1;
    this.#unconfirmed = null;
    this.where = 'keeping';
    this.forgetCommand();
    this.#supply.drop(this.#index);
    this.effect({ kind: 'confirm', index: this.#index });
  }

  #endPage(status: PageEnd['status']): void {
    const page = this.#page;
    if (page === null) return;
    this.#page = null;
    this.effect({ kind: 'page-ended', page: page.ended(status) });
  }

  protected override onConfirmed(index: number): void {
    if (index !== this.#index || this.where !== 'keeping' || this.releasing) return;
    this.#index += 1;
    this.#rejections = 0;
    switch (this.#then) {
      case 'finish':
        this.disconnect('ok');
        return;
      case 'stop':
        this.disconnect('d-far-end-stops');
        return;
      case 'train':
        this.train();
        return;
      case 'identify':
        this.where = 'calling';
        this.awaitIdentification();
        return;
      case 'next':
        this.#startPage();
        return;
    }
  }

  #onRejected(): void {
    this.#endPage('RTN');
    this.#unconfirmed = null;
    this.#rejections += 1;
    if (this.#rejections >= REJECTIONS) {
      this.disconnect('d-page-rejected');
      return;
    }
    // One rate lower where there is one.
    this.terms?.fallBack();
    this.train();
  }

  // Error correction.

  #onPpr(page: PageOnTheWay, ecm: EcmPage, fif: Uint8Array): void {
    this.#unconfirmed = null;
    switch (ecm.onPpr(decodePpr(fif, ecm.blockLength))) {
      case 'resend':
        this.#sendImage(page);
        return;
      case 'stuck':
        if (this.terms?.fallBack()) this.#sayCtc();
        else this.#giveUpBlock(page);
        return;
      case 'continue-slower':
        this.terms?.fallBack();
        this.#sayCtc();
        return;
      case 'continue':
        this.#sayCtc();
        return;
    }
  }

  #sayCtc(): void {
    const parameters = this.terms?.parameters(this.#index);
    if (!parameters) return;
    // Bits 1 to 16 of a DCS (T.30 A.4.1): the rate is what may have changed.
    const fif = encodeDcs(parameters).subarray(0, 2);
    this.sayIn('continuing', 'c-no-reply-to-ctc', ...this.burst(this.frame('CTC', { fif })));
  }

  #resumeBlock(): void {
    if (!this.#page?.ecm || !this.terms) return;
    this.tellTerms(this.terms);
    this.#longTraining = true;
    this.#sendImage(this.#page);
  }

  /**
   * Nothing of the block gets through at the lowest rate. In T.6 the rest of the page would be lost with it: the call
   * ends. In T.4 a gap costs a few lines: the block is given up (EOR), so that the far end has what can be had.
   */
  #giveUpBlock(page: PageOnTheWay): void {
    if (page.coded.format.coding === 'mmr') {
      this.disconnect('c-line-too-bad');
      return;
    }
    page.damaged = true;
    const fif = Uint8Array.of(fcf2Of(page.closing(this.#pageCommand), this.x));
    this.sayIn('giving-up', 'c-no-reply-to-eor', ...this.burst(this.frame('EOR', { fif })));
  }

  #onGivenUp({ name }: ParsedFrame): void {
    const page = this.#page;
    if (name === 'RNR') {
      this.#startBusy();
      this.sayIn('giving-up', 'd-no-reply-to-rr', ...this.burst(this.frame('RR')));
    } else if ((name !== 'ERR' && name !== 'MCF') || page === null) this.repeatCommand();
    else {
      this.#endBusy();
      this.#onAccepted(page, 'MCF');
    }
  }

  /** A damaged page is out. It does not count as confirmed: the next call begins with it. */
  #endDamaged(): void {
    this.#endPage('none');
    this.disconnect('c-page-damaged');
  }

  // The end.

  protected codeForRemoteEnd(how: RemoteEnd): EndCode {
    const state = this.where;
    const refused = how === 'dcn' && state === 'training' && this.#confirmed === 0 && this.settings.password;
    if (refused) return 'b-password-refused';
    return senderEnd(how, {
      state,
      confirmed: this.#confirmed,
      lastPageSent: this.#lastPageSent,
      finished: this.#then === 'finish',
    });
  }

  protected override codeForOwnEnd(how: OwnEnd): EndCode {
    if (this.where === 'keeping' && this.#then === 'finish')
      return how === 'd-confirmation-not-kept' ? 'd-delivery-not-kept' : 'ok';
    return this.#lastPageSent ? 'd-hung-up-after-eop' : how;
  }

  protected override onCancel(): void {
    // When the last page is confirmed there is nothing left to cancel.
    if (this.where !== 'keeping' || this.#then !== 'finish') super.onCancel();
  }

  protected override onEnding(): void {
    this.#endPage('none');
  }
}
