import { encodeDcs } from './dis-dcs.ts';
import { decodePpr } from './ecm-blocks.ts';
import { fcf2Of } from './frames.ts';
import type { EcmPage } from './sender-ecm.ts';
import { ImageSender } from './sender-image.ts';
import type { PageOnTheWay } from './sender-page.ts';
import { TIMES } from './station.ts';

/** A sender's error correction: blocks mended, continued or given up, and a receiver that is busy (T.30 Annex A). */
export abstract class CorrectingSender extends ImageSender {
  /** The far end has said RNR, and T5 runs. */
  #busy = false;

  // PPR, and what can be done about it.

  protected onPpr(page: PageOnTheWay, ecm: EcmPage, fif: Uint8Array): void {
    this.takeBackCommand();
    switch (ecm.onPpr(decodePpr(fif, ecm.blockLength))) {
      case 'resend':
        this.sendImage(page);
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
    const parameters = this.terms?.parameters(this.index);
    if (!parameters) return;
    // Bits 1 to 16 of a DCS (T.30 A.4.1): the rate is what may have changed.
    const fif = encodeDcs(parameters).subarray(0, 2);
    this.sayIn('continuing', 'c-no-reply-to-ctc', ...this.burst(this.frame('CTC', { fif })));
  }

  /** CTR came: the block goes on at the rate that CTC told. */
  protected resumeBlock(): void {
    if (!this.page?.ecm || !this.terms) return;
    this.tellTerms(this.terms);
    this.sendRetrained(this.page);
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
    const fif = Uint8Array.of(fcf2Of(page.closing(this.pageCommand), this.x));
    this.sayIn('giving-up', 'c-no-reply-to-eor', ...this.burst(this.frame('EOR', { fif })));
  }

  // RNR: the far end is busy.

  /** Says RR; T5 counts from the first RNR. */
  protected onBusy(): void {
    if (!this.#busy) this.startTimer('T5', TIMES.T5);
    this.#busy = true;
    const rr = this.burst(this.frame('RR'));
    if (this.where === 'giving-up') this.sayIn('giving-up', 'd-no-reply-to-rr', ...rr);
    else this.sayIn('ready', this.lastPageSent ? 'd-busy-after-eop' : 'd-no-reply-to-rr', ...rr);
  }

  protected endBusy(): void {
    this.#busy = false;
    this.stopTimer('T5');
  }

  /** T5 is over. */
  protected onBusyTooLong(): void {
    if (this.where === 'giving-up') this.disconnect('d-receiver-busy');
    if (this.where === 'ready' || this.where === 'confirming')
      this.disconnect(this.lastPageSent ? 'd-busy-after-eop' : 'd-receiver-busy');
  }
}
