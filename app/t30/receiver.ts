import { TRIES } from './commander.ts';
import { modulationOfCtc, type SessionParameters } from './dis-dcs.ts';
import { decodePps, type PartialPageSignal } from './ecm-blocks.ts';
import { isPostMessage, type ParsedFrame, type PostMessage, parseFcf2 } from './frames.ts';
import { longestBlock } from './line-time.ts';
import { rateOf } from './modulations.ts';
import type { EndCode } from './outcomes.ts';
import type { PageVerdict } from './pages.ts';
import { IncomingPage } from './receiver-page.ts';
import { listenFor, type ReceiverState, receiverEnd, stateBehind, statusOf } from './receiver-state.ts';
import { TrainingReceiver } from './receiver-training.ts';
import type { NoteFields, TimerName } from './session.ts';
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
/** How long storing a page may delay our answer: within the caller's T4, or until RNR says that we are busy. */
const STORE_WAIT = { plain: 2_500, ecm: 1_000 } as const;
/**
 * A command that comes so long after our answer to the same one is no repetition (its sender's T4 has long run out
 * by then): a page went out before it and was lost.
 */
const REPETITION = 4_000;
/** The state machine of the station that receives (T.30 figure 5-2, Annex A). */
export class Receiver extends TrainingReceiver {
  #training: 'long' | 'short' = 'short';
  #pages = 0;
  readonly #page = new IncomingPage();
  /** The block's carrier has come up since our last answer. */
  #blockHeard = false;
  /** The post-message command answered last, while it may still be said again. */
  #answered: PostMessage | null = null;
  /** A page handed to the sink: the command that closed it, and the verdict once there is one. */
  #handed: { readonly command: PostMessage; readonly givenUp: boolean; verdict: PageVerdict | null } | null = null;
  /** The page heard last was refused, and has not come again. */
  #rejected = false;
  /** A page that we refused, for want of a better one. */
  #refused: Uint8Array | null = null;
  /** The same, of the page in hand. */
  #gap = false;
  /** A page was refused because its end (RTC) did not come. */
  #endsMissed = false;
  /** The sender has given up a part of a page (EOR): what came is not what was sent. */
  #damaged = false;
  /** CRPs said for the command that is to come. */
  #repetitions = 0;

  protected get pages(): number {
    return this.#pages;
  }

  protected onTraining(): void {
    this.#forgetPage();
    this.#training = 'short';
  }

  protected enter(state: ReceiverState): void {
    this.where = state;
    this.listen(listenFor(state, this.parameters, this.#training));
    if (this.#answered !== null) this.startTimer('answer', REPETITION);
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
    return this.#page.mayGoOn ? REST_OF_IMAGE : TIMES.T2;
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
        if (this.#rejected) this.disconnect('d-page-unreadable');
        else this.disconnect(this.#pages > 0 ? 'd-no-command' : 'b-training-failed');
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
        this.end(this.#goodbye);
        return;
      case 'storing':
        return;
    }
  }

  protected onTimer(name: TimerName): void {
    if (name === 'T1' && (this.where === 'identifying' || this.isOnTheWayTo('identifying')))
      this.disconnect(this.#pages > 0 ? 'd-no-command' : 'b-no-dcs');
    if (name === 'answer' && !this.hearsFlags) this.#answered = null;
    if (name === 'block') this.disconnect('c-carrier-stuck');
    if (name === 'store' && this.where === 'storing') this.#onStoringSlow();
  }

  protected onBurst(burst: Burst): void {
    const last = burst.at(-1);
    if (last === undefined) return;
    this.#page.imageEnds();
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
        if (this.parameters?.ecm) this.#onCorrection(last);
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
    if (this.where === 'command' && this.#handed === null && this.#page.heard) {
      // It dropped out in the middle, and the far end, which cannot know, goes on sending.
      this.where = 'page';
      this.#page.resume();
    }
    if (this.where !== 'page' || this.parameters === null) return;
    this.stopWaiting();
    this.phase('C');
    const { ecm, modulation } = this.parameters;
    this.startTimer('block', ecm ? longestBlock(modulation) : PAGE_LIMIT);
    if (this.#page.begin(rateOf(modulation))) this.effect({ kind: 'page-started', index: this.#pages });
    this.#blockHeard = true;
    this.#repetitions = 0;
    this.forgetSaid();
    // With ECM the counters of PPS tell what is said again; without it the carrier alone does.
    if (!ecm) this.forgetAnswer();
  }

  protected override onData(octets: Uint8Array): void {
    if (this.where === 'training') this.tcf.push(octets);
    else if (this.where === 'page') {
      this.#page.add(octets);
      if (this.#page.hopeless) this.disconnect('c-carrier-stuck');
    }
  }

  protected override onBlockFrame(frame: ParsedFrame): void {
    if (this.where !== 'page') return;
    if (frame.name === 'FCD') this.#page.ecm.add(frame.fif);
    else this.#page.imageEnds();
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
      this.#training = 'short';
      this.phase('D');
      this.enter('command');
    }
  }

  // Phase D without ECM.

  #onPostMessage(command: PostMessage): void {
    if (this.where === 'storing') return;
    if (this.#handed) {
      this.#answerWhenStored();
      return;
    }
    if (!this.#page.heard) {
      // No page since our answer to this very command: it was not heard. With no such answer the page was lost.
      if (this.answeredPage && (this.#answered === command || this.where !== 'page')) this.sayAgain();
      else if (this.parameters !== null && this.where === 'page') this.#reject('retraining');
      else this.waitOn();
      return;
    }
    if (this.#page.empty || this.#page.overlong || this.#isCutShort) {
      this.#refusePage();
      return;
    }
    this.#handOver(command, this.#page.stream, true);
  }

  /**
   * A part of the page is missing: its carrier dropped out, or its end (RTC, T.4 4.1.4) did not come. How many lines
   * were lost nobody knows, so the quality rule cannot judge it. There are senders that leave the RTC out: the second
   * such page of a call, and all that follow, are taken.
   */
  get #isCutShort(): boolean {
    if (this.#page.interrupted) return true;
    return !this.#page.ended && !this.#endsMissed;
  }

  /** A carrier came that could not be read, a line of the page never ended (T.4 4.1.2), or a part of it is missing. */
  #refusePage(): void {
    const data = this.#page.stream;
    if (data.length > 0) {
      const why: NoteFields = this.#page.overlong ? { overlongLine: true } : { cutShort: true };
      this.#endsMissed ||= !this.#page.interrupted && !this.#page.ended;
      this.note('page', { page: this.#pages + 1, octets: data.length, ...why });
      this.#refused = data;
    }
    this.effect({
      kind: 'page-ended',
      page: { index: this.#pages, status: 'RTN', rows: 0, badRows: 0, coding: this.parameters?.coding ?? 'mh' },
    });
    this.#forgetPage();
    this.#reject('retraining');
  }

  // Phase D with ECM.

  #onCorrection({ name, fif }: ParsedFrame): void {
    if (name === 'PPS') this.#onPps(fif);
    else if (name === 'EOR') this.#onEor(fif);
    else if (name === 'CTC') this.#onCtc(fif);
    else if (this.#handed) this.#answerWhenStored();
    else if (this.#blockHeard) this.waitOn();
    else this.sayAgain();
  }

  #onPps(fif: Uint8Array): void {
    const signal = decodePps(fif);
    if (signal === null || this.parameters === null || this.where === 'storing') {
      this.waitOn();
      return;
    }
    if (this.#handed) {
      this.#answerWhenStored();
      return;
    }
    switch (this.#page.ecm.close(signal)) {
      case 'repeated':
        this.sayAgain();
        return;
      case 'missing':
        this.#noteBlock(this.parameters, signal);
        this.answer('PPR', 'page', this.#page.ecm.ppr());
        return;
      case 'block':
        this.#noteBlock(this.parameters, signal);
        this.answer('MCF', 'page');
        return;
      case 'page':
        this.#noteBlock(this.parameters, signal);
        this.#handOver(signal.command, this.#page.ecm.takePage(), true);
        return;
    }
  }

  /** What came of a block, in the transcript. */
  #noteBlock({ modulation }: SessionParameters, { block }: PartialPageSignal): void {
    this.note('block', { page: this.#pages + 1, block, ...this.#page.ecm.facts, rate: rateOf(modulation) });
  }

  /** The sender gives a block up: what came of the page is kept as damaged. */
  #onEor(fif: Uint8Array): void {
    const command = parseFcf2(fif[0]);
    if (command === null || this.parameters === null || this.where === 'storing') {
      this.waitOn();
      return;
    }
    if (this.#handed) {
      this.#answerWhenStored();
      return;
    }
    if (this.#page.ecm.empty && !this.#blockHeard && this.answeredWith('ERR')) {
      this.sayAgain();
      return;
    }
    this.#damaged = true;
    this.#gap = true;
    this.#page.ecm.giveUpBlock(this.parameters.coding);
    if (command === 'NULL') {
      this.#blockHeard = false;
      this.answer('ERR', 'page');
      return;
    }
    const data = this.#page.ecm.takePage();
    if (data.length > 0) this.#handOver(command, data, false);
    else {
      // Nothing came of the page: there is nothing to keep.
      this.#forgetPage();
      this.answer('ERR', stateBehind(command));
    }
  }

  #onCtc(fif: Uint8Array): void {
    const modulation = modulationOfCtc(fif);
    if (modulation === null || this.parameters === null || this.where === 'storing') {
      this.waitOn();
      return;
    }
    this.parameters = { ...this.parameters, modulation };
    if (this.facts) {
      this.facts = { ...this.facts, rate: rateOf(modulation) };
      this.effect({ kind: 'negotiated', facts: this.facts });
    }
    this.#training = 'long';
    this.answer('CTR', 'page');
  }

  // Storing, and the answer after it.

  #handOver(command: PostMessage, data: Uint8Array, whole: boolean): void {
    this.#handed = { command, givenUp: !whole, verdict: null };
    this.#refused = null;
    this.#storePage(data, whole && !this.#gap);
    this.#answerWhenStored();
  }

  #storePage(data: Uint8Array, complete: boolean): void {
    if (this.parameters === null) return;
    const { coding, resolution, width, ecm } = this.parameters;
    const index = this.#pages;
    this.note('page', { page: index + 1, octets: data.length, complete });
    this.effect({ kind: 'store', page: { index, coding, resolution, width, data, ecm, complete } });
  }

  #answerWhenStored(): void {
    if (this.#handed?.verdict) {
      this.#answerPage(this.#handed.command, this.#handed.givenUp, this.#handed.verdict);
      return;
    }
    this.stopWaiting();
    this.where = 'storing';
    this.startTimer('store', this.parameters?.ecm ? STORE_WAIT.ecm : STORE_WAIT.plain);
  }

  /** Storing takes long: with ECM we say that we are busy, without it the far end has to ask again. */
  #onStoringSlow(): void {
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
    this.#forgetPage();
    const ecm = this.parameters?.ecm ?? false;
    this.#answered = command;
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
    } else if (status === 'RTN') this.#reject(next === 'between' ? next : 'retraining');
    else {
      this.#pages += 1;
      this.#rejected = false;
      this.answer(status === 'RTP' ? 'RTP' : 'MCF', status === 'RTP' && next === 'page' ? 'retraining' : next);
    }
  }

  #reject(next: ReceiverState): void {
    this.#rejected = true;
    this.answer('RTN', next);
  }

  #forgetPage(): void {
    this.#page.forget();
    this.#gap = false;
    this.#blockHeard = false;
  }

  // The end.

  protected codeForRemoteEnd(how: RemoteEnd): EndCode {
    const { polling } = this.settings;
    if (polling && how === 'dcn' && this.where === 'identifying' && this.#pages === 0)
      return polling.password ? 'b-password-refused' : 'b-poll-dcn';
    if (this.#leaving) return this.#goodbye;
    return receiverEnd(how, { state: this.where, pages: this.#pages, rejected: this.#rejected });
  }

  /** The last page is stored and confirmed, or is being confirmed: however the call ends now, nothing more comes. */
  get #leaving(): boolean {
    return this.where === 'leaving' || this.isOnTheWayTo('leaving');
  }

  /** The end behind the last page. */
  get #goodbye(): EndCode {
    return this.#pages > 0 && !this.#damaged ? 'ok' : 'c-page-damaged';
  }

  protected override codeForOwnEnd(how: OwnEnd): EndCode {
    return this.#leaving ? this.#goodbye : how;
  }

  protected override onCancel(): void {
    // Breaking off a confirmation would only leave the far end in doubt.
    if (!this.#leaving) super.onCancel();
  }

  /** What came of a page is kept when the call breaks off inside it. */
  protected override onEnding(): void {
    if (this.#handed !== null) return;
    const rest = this.#page.heard ? this.#page.takeRest(this.parameters?.ecm ?? false) : new Uint8Array(0);
    const data = rest.length > 0 ? rest : this.#refused;
    if (data === null) return;
    this.#refused = null;
    this.#storePage(data, false);
    const coding = this.parameters?.coding ?? 'mh';
    this.effect({
      kind: 'page-ended',
      page: { index: this.#pages, status: 'none', rows: 0, badRows: 0, coding },
    });
  }
}
