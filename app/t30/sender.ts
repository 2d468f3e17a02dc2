import type { ParsedFrame } from './frames.ts';
import type { EndCode } from './outcomes.ts';
import { CorrectingSender } from './sender-correction.ts';
import type { PageOnTheWay } from './sender-page.ts';
import { senderEnd } from './sender-state.ts';
import type { TimerName } from './session.ts';
import type { Burst, OwnEnd, RemoteEnd } from './station.ts';

export type { SenderSettings } from './sender-training.ts';

/** Times a page may be refused (RTN). */
const REJECTIONS = 3;

/** The state machine of the station that sends the document (T.30 figure 5-2, Annex A). */
export class Sender extends CorrectingSender {
  #confirmed = 0;
  #rejections = 0;
  /** What follows when the confirmation has been kept: the next page at once, training again, or a new phase B. */
  #then: 'next' | 'train' | 'identify' | 'finish' | 'stop' = 'next';

  protected get pages(): number {
    return this.#confirmed;
  }

  protected override onTimer(name: TimerName): void {
    super.onTimer(name);
    if (name === 'T5') this.onBusyTooLong();
  }

  protected onSent(): void {
    if (this.onToneSent()) return;
    switch (this.where) {
      case 'page':
        this.onImageSent();
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
        if (last.name === 'CTR') this.resumeBlock();
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

  // The far end's word on the page.

  #onPageReply({ name, fif }: ParsedFrame): void {
    const page = this.page;
    switch (name) {
      case 'MCF':
      case 'PIP':
      case 'PID':
      case 'RTP':
        this.endBusy();
        this.#onAccepted(page, name);
        return;
      case 'RTN':
      case 'PIN':
        this.endBusy();
        this.#onRejected();
        return;
      case 'PPR':
        if (!page?.ecm) break;
        this.endBusy();
        this.onPpr(page, page.ecm, fif);
        return;
      case 'RNR':
        if (!page?.ecm) break;
        this.onBusy();
        return;
      default:
        break;
    }
    this.repeatCommand();
  }

  #onAccepted(page: PageOnTheWay | null, name: 'MCF' | 'PIP' | 'PID' | 'RTP'): void {
    if (page?.ecm && !page.atItsEnd && name !== 'PID') {
      // The block is confirmed, not the page.
      page.ecm.nextBlock();
      this.sendImage(page);
    } else if (page?.damaged || (page && !page.atItsEnd)) this.#endDamaged();
    else this.#keep(name);
  }

  #keep(answer: 'MCF' | 'PIP' | 'PID' | 'RTP'): void {
    const command = this.pageCommand;
    const status = answer === 'RTP' ? 'RTP' : 'MCF';
    if (command === 'EOP') this.#then = 'finish';
    else if (answer === 'PID') this.#then = 'stop';
    else this.#then = command === 'EOM' ? 'identify' : status === 'RTP' ? 'train' : 'next';
    this.settlePage(status);
    this.#confirmed += 1;
    this.where = 'keeping';
    this.forgetCommand();
    this.dropPage();
    this.effect({ kind: 'confirm', index: this.index });
  }

  protected override onConfirmed(index: number, next?: number | null): void {
    if (index !== this.index || this.where !== 'keeping' || this.releasing) return;
    // Behind a document another one was announced that is not wanted any more: nothing is missing.
    const nothingFollows = this.endsDocument(index) && next === null;
    if (nothingFollows && this.#then !== 'stop') this.#then = 'finish';
    this.turnToNextPage(this.endsDocument(index) ? (next ?? undefined) : undefined);
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
        this.startPage();
        return;
    }
  }

  #onRejected(): void {
    this.settlePage('RTN');
    this.#rejections += 1;
    if (this.#rejections >= REJECTIONS) {
      this.disconnect('d-page-rejected');
      return;
    }
    // One rate lower where there is one.
    this.terms?.fallBack();
    this.train();
  }

  #onGivenUp({ name }: ParsedFrame): void {
    const page = this.page;
    if (name === 'RNR') this.onBusy();
    else if ((name !== 'ERR' && name !== 'MCF') || page === null) this.repeatCommand();
    else {
      this.endBusy();
      this.#onAccepted(page, 'MCF');
    }
  }

  /** A damaged page is out. It does not count as confirmed: the next call begins with it. */
  #endDamaged(): void {
    this.endPage('none');
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
      lastPageSent: this.lastPageSent,
      finished: this.#then === 'finish',
    });
  }

  protected override codeForOwnEnd(how: OwnEnd): EndCode {
    if (this.where === 'keeping' && this.#then === 'finish')
      return how === 'd-confirmation-not-kept' ? 'd-delivery-not-kept' : 'ok';
    return this.lastPageSent ? 'd-hung-up-after-eop' : how;
  }

  protected override onCancel(): void {
    // When the last page is confirmed there is nothing left to cancel.
    if (this.where !== 'keeping' || this.#then !== 'finish') super.onCancel();
  }

  protected override onEnding(): void {
    this.endPage('none');
  }
}
