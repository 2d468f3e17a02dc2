import { TRIES } from './commander.ts';
import { isPostMessage, type ParsedFrame, type PostMessage } from './frames.ts';
import { longestBlock } from './line-time.ts';
import { rateOf } from './modulations.ts';
import type { EndCode } from './outcomes.ts';
import { CorrectingReceiver } from './receiver-correction.ts';
import { listenFor, type ReceiverState, receiverEnd } from './receiver-state.ts';
import type { TimerName } from './session.ts';
import { type Burst, type OwnEnd, type RemoteEnd, TIMES } from './station.ts';

export type { ReceiverSettings } from './receiver-training.ts';

/** How long we wait for the training check behind a DCS. */
const TCF_WAIT = 4_500;
/** How long a training check may last before its carrier counts as stuck. */
const TCF_LIMIT = 10_000;
/** How long one page may take without ECM. */
const PAGE_LIMIT = 60 * 60 * 1000;
/** How long we wait for the command behind an image that may go on after a drop-out: most blocks and pages are shorter. */
const REST_OF_IMAGE = 37_000;
/**
 * A command that comes so long after our answer to the same one is no repetition (its sender's T4 has long run out
 * by then): a page went out before it and was lost.
 */
const REPETITION = 4_000;

/** The state machine of the station that receives (T.30 figure 5-2, Annex A). */
export class Receiver extends CorrectingReceiver {
  /** CRPs said for the command that is to come. */
  #repetitions = 0;

  protected onTraining(): void {
    this.forgetPage();
    this.imageTraining = 'short';
  }

  protected enter(state: ReceiverState): void {
    this.where = state;
    this.listen(listenFor(state, this.parameters, this.imageTraining));
    if (this.answered !== null) this.startTimer('answer', REPETITION);
    if (state === 'identifying') this.waitForBurst('T4', TIMES.T4);
    else if (state === 'training' || state === 'refusing') this.waitForBurst('T2', TCF_WAIT);
    else if (state === 'between') this.waitForBurst('T2', TIMES.between);
    else if (state === 'command') this.waitForBurst('T2', this.#commandWait);
    else this.waitForBurst('T2');
  }

  /**
   * How long a command is waited for. Where the carrier went before the image was at its end (RCP, RTC) it may have
   * dropped out, and the far end, which cannot know, is still sending.
   */
  get #commandWait(): number {
    return this.page.mayGoOn ? REST_OF_IMAGE : TIMES.T2;
  }

  protected onSilence(): void {
    switch (this.where) {
      case 'identifying':
        this.identify();
        return;
      case 'training':
        this.judgeTraining();
        return;
      case 'refusing':
        this.disconnect(this.refusal);
        return;
      case 'retraining':
        if (this.rejected) this.disconnect('d-page-unreadable');
        else this.disconnect(this.pages > 0 ? 'd-no-command' : 'b-training-failed');
        return;
      case 'page':
        this.disconnect('c-no-page-carrier');
        return;
      case 'command':
        this.disconnect('d-no-command');
        return;
      case 'between':
        this.identifyAgain();
        return;
      case 'leaving':
        this.end(this.goodbye);
        return;
      case 'storing':
        return;
    }
  }

  protected onTimer(name: TimerName): void {
    if (name === 'T1' && (this.where === 'identifying' || this.isOnTheWayTo('identifying')))
      this.disconnect(this.pages > 0 ? 'd-no-command' : 'b-no-dcs');
    if (name === 'answer' && !this.hearsFlags) this.answered = null;
    if (name === 'block') this.disconnect('c-carrier-stuck');
    if (name === 'store' && this.where === 'storing') this.onStoringSlow();
  }

  protected onBurst(burst: Burst): void {
    const last = burst.at(-1);
    if (last === undefined) return;
    this.page.imageEnds();
    if (this.where === 'refusing' && last.name !== 'DCS') {
      this.disconnect(this.refusal);
      return;
    }
    switch (last.name) {
      case 'DCS':
        this.onDcs(burst);
        return;
      case 'DTC':
        this.onDtc(burst, last);
        return;
      case 'DIS':
        // Only a poller hears one: its DTC was not heard.
        if (this.where === 'identifying') this.identify();
        else this.waitOn();
        return;
      case 'PPS':
      case 'EOR':
      case 'RR':
      case 'CTC':
        if (this.parameters?.ecm) this.onCorrection(last);
        else this.waitOn();
        return;
      case 'CRP':
        if (this.where === 'identifying') this.identify();
        else if (!this.repeatOnRequest()) this.waitOn();
        return;
      default:
        if (isPostMessage(last.name)) this.#onPostMessage(last.name);
        else this.waitOn();
        return;
    }
  }

  // Phase C.

  protected override onImageCarrier(): void {
    if (this.where === 'training' || this.where === 'refusing') {
      this.stopWaiting();
      this.startTimer('block', TCF_LIMIT);
      return;
    }
    if (this.where === 'command' && !this.handedOver && this.page.heard) {
      // It dropped out in the middle, and the far end, which cannot know, goes on sending.
      this.where = 'page';
      this.page.resume();
    }
    if (this.where !== 'page' || this.parameters === null) return;
    this.stopWaiting();
    this.phase('C');
    const { ecm, modulation } = this.parameters;
    this.startTimer('block', ecm ? longestBlock(modulation) : PAGE_LIMIT);
    if (this.page.begin(rateOf(modulation))) this.effect({ kind: 'page-started', index: this.pages });
    this.blockHeard = true;
    this.#repetitions = 0;
    this.forgetSaid();
    // With ECM the counters of PPS tell what is said again; without it the carrier alone does.
    if (!ecm) this.forgetAnswer();
  }

  protected override onData(octets: Uint8Array): void {
    if (this.where === 'training') this.tcf.push(octets);
    else if (this.where === 'page') {
      this.page.add(octets);
      if (this.page.hopeless) this.disconnect('c-carrier-stuck');
    }
  }

  protected override onBlockFrame(frame: ParsedFrame): void {
    if (this.where !== 'page') return;
    if (frame.name === 'FCD') this.page.ecm.add(frame.fif);
    else this.page.imageEnds();
  }

  /**
   * A command that could not be read: asks for it again (CRP), where nothing else can follow it. Behind CFR it may be a
   * DCS, and a training check follows that.
   */
  protected override onBadBurst(): boolean {
    const state = this.where;
    if (state !== 'command' && (state !== 'page' || this.answeredWith('CFR'))) return false;
    if (this.#repetitions >= TRIES) return false;
    this.#repetitions += 1;
    this.transmitThen(state, ...this.burst(this.frame('CRP')));
    return true;
  }

  protected override onImageCarrierLost(): void {
    this.stopTimer('block');
    if (this.where === 'training') this.judgeTraining();
    else if (this.where === 'refusing') this.disconnect(this.refusal);
    else if (this.where === 'page') {
      this.imageTraining = 'short';
      this.phase('D');
      this.enter('command');
    }
  }

  // Phase D without ECM.

  #onPostMessage(command: PostMessage): void {
    if (this.where === 'storing') return;
    if (this.handedOver) {
      this.answerWhenStored();
      return;
    }
    if (!this.page.heard) {
      // No page since our answer to this very command: it was not heard. With no such answer the page was lost.
      if (this.answeredPage && (this.answered === command || this.where !== 'page')) this.sayAgain();
      else if (this.parameters !== null && this.where === 'page') this.reject('retraining');
      else this.waitOn();
      return;
    }
    if (this.page.empty || this.page.overlong || this.isCutShort) {
      this.refusePage();
      return;
    }
    this.handOver(command, this.page.stream, true);
  }

  // The end.

  protected codeForRemoteEnd(how: RemoteEnd): EndCode {
    const { polling } = this.settings;
    if (polling && how === 'dcn' && this.where === 'identifying' && this.pages === 0)
      return polling.password ? 'b-password-refused' : 'b-poll-dcn';
    if (this.#leaving) return this.goodbye;
    return receiverEnd(how, { state: this.where, pages: this.pages, rejected: this.rejected });
  }

  /** The last page is stored and confirmed, or is being confirmed: however the call ends now, nothing more comes. */
  get #leaving(): boolean {
    return this.where === 'leaving' || this.isOnTheWayTo('leaving');
  }

  protected override codeForOwnEnd(how: OwnEnd): EndCode {
    return this.#leaving ? this.goodbye : how;
  }

  protected override onCancel(): void {
    // Breaking off a confirmation would only leave the far end in doubt.
    if (!this.#leaving) super.onCancel();
  }
}
