import { Answerer } from './answerer.ts';
import type { ListenFor } from './carrier.ts';
import { type Capabilities, decodeDcs, encodeDis, modulationOfCtc, type SessionParameters } from './dis-dcs.ts';
import { concat, decodePps, type PartialPageSignal } from './ecm-blocks.ts';
import { isPostMessage, type ParsedFrame, type PostMessage, parseFcf2 } from './frames.ts';
import { decodeIdentification, encodeIdentification } from './identification.ts';
import { rateOf } from './modulations.ts';
import { ownCapabilities, refusedDcs } from './negotiation.ts';
import type { EndCode } from './outcomes.ts';
import type { PageVerdict } from './pages.ts';
import { EcmReception } from './receiver-ecm.ts';
import { type ReceiverState, receiverEnd } from './receiver-state.ts';
import type { TimerName } from './session.ts';
import { type Burst, type RemoteEnd, TIMES } from './station.ts';
import { judgeTrainingCheck } from './tcf.ts';

/** How long we wait for the training check behind a DCS. */
const TCF_WAIT = 4_500;
/** How long a training check may last before its carrier counts as stuck. */
const TCF_LIMIT = 10_000;
/** How long one page may take without ECM. */
const PAGE_LIMIT = 60 * 60 * 1000;
/** How long storing a page may delay our answer: within the caller's T4, or until RNR says that we are busy. */
const STORE_WAIT = { plain: 2_500, ecm: 1_000 } as const;
/** Failed trainings after which we give up. */
const TRAININGS = 12;

export interface ReceiverSettings {
  /** Our CSI, '' for none. */
  readonly localId: string;
  readonly ecm: boolean;
  /** What we can do where it is less than everything. */
  readonly own?: Capabilities;
}

/** The state machine of the station that receives (T.30 figure 5-2, Annex A). */
export class Receiver extends Answerer<ReceiverState> {
  protected readonly x = false;
  readonly #settings: ReceiverSettings;
  readonly #own: Capabilities;
  #state: ReceiverState = 'identifying';
  #parameters: SessionParameters | null = null;
  #training: 'long' | 'short' = 'short';
  #trainings = 0;
  #pages = 0;
  /** The page that is coming, null between pages. */
  #chunks: Uint8Array[] = [];
  #ecm = new EcmReception();
  #pageHeard = false;
  /** A page handed to the sink: the command that closed it, and the verdict once there is one. */
  #handed: { readonly command: PostMessage; readonly givenUp: boolean; verdict: PageVerdict | null } | null = null;
  #tcf: Uint8Array[] = [];
  /** The page heard last was refused, and has not come again. */
  #rejected = false;

  constructor(settings: ReceiverSettings) {
    super();
    this.#settings = settings;
    this.#own = settings.own ?? ownCapabilities({ ecm: settings.ecm });
  }

  protected get pages(): number {
    return this.#pages;
  }

  // Phase A and B.

  protected onStart(): void {
    this.phase('A');
    this.listenForFrames();
    this.startTimer('T1', TIMES.T1);
    this.transmitThen('identifying', { kind: 'tone', tone: 'ced' }, ...this.#disBurst().slice(1));
    this.phase('B');
  }

  #disBurst() {
    const id = this.#settings.localId;
    const csi = id === '' ? [] : [this.frame('CSI', { final: false, fif: encodeIdentification(id) })];
    return this.burst(...csi, this.frame('DIS', { fif: encodeDis(this.#own) }));
  }

  #identify(): void {
    this.phase('B');
    this.transmitThen('identifying', ...this.#disBurst());
  }

  protected enter(state: ReceiverState): void {
    this.#state = state;
    this.listen(this.#listenFor(state));
    if (state === 'identifying') this.waitForBurst('T4', TIMES.T4);
    else if (state === 'training') this.waitForBurst('T2', TCF_WAIT);
    else this.waitForBurst('T2');
  }

  #listenFor(state: ReceiverState): ListenFor {
    const parameters = this.#parameters;
    if (parameters !== null && state === 'training')
      return { kind: 'stream', modulation: parameters.modulation, training: 'long' };
    if (parameters !== null && state === 'page')
      return {
        kind: parameters.ecm ? 'ecm' : 'stream',
        modulation: parameters.modulation,
        training: this.#training,
      };
    return { kind: 'frames', modulation: 'v21-300' };
  }

  #answerAgain(): void {
    if (!this.answerAgain()) this.#waitOn();
  }

  /** Goes on waiting as the state asks: what came was nothing for us. */
  #waitOn(): void {
    if (this.#state === 'storing') return;
    this.waitForBurst(this.#state === 'identifying' ? 'T4' : 'T2');
  }

  protected onSilence(): void {
    switch (this.#state) {
      case 'identifying':
        this.#identify();
        return;
      case 'training':
        this.#judgeTraining();
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
        this.startTimer('T1', TIMES.T1);
        this.#identify();
        return;
      case 'leaving':
        this.end('ok');
        return;
      case 'storing':
        return;
    }
  }

  protected onTimer(name: TimerName): void {
    if (name === 'T1' && this.#state === 'identifying') this.disconnect(this.#pages > 0 ? 'd-no-command' : 'b-no-dcs');
    if (name === 'block') this.disconnect('c-carrier-stuck');
    if (name === 'store' && this.#state === 'storing') this.#onStoringSlow();
  }

  protected onBurst(burst: Burst): void {
    const last = burst.at(-1);
    if (last === undefined) return;
    switch (last.name) {
      case 'DCS':
        this.#onDcs(burst, last);
        return;
      case 'DTC':
        this.disconnect('b-polling-refused');
        return;
      case 'PPS':
        this.#onPps(last.fif);
        return;
      case 'EOR':
        this.#onEor(last.fif);
        return;
      case 'RR':
        if (this.#handed) this.#answerWhenStored();
        else this.#answerAgain();
        return;
      case 'CTC':
        this.#onCtc(last.fif);
        return;
      case 'CRP':
        if (this.#state === 'identifying') this.#identify();
        else this.#answerAgain();
        return;
      default:
        if (isPostMessage(last.name)) this.#onPostMessage(last.name);
        else this.#waitOn();
        return;
    }
  }

  #onDcs(burst: Burst, dcs: ParsedFrame): void {
    if (this.#state === 'storing') return;
    const tsi = burst.find((frame) => frame.name === 'TSI');
    if (tsi) this.remoteId = decodeIdentification(tsi.fif) || null;
    const parameters = decodeDcs(dcs.fif);
    if (parameters === null || refusedDcs(parameters, this.#own) !== null) {
      this.disconnect('b-dcs-refused');
      return;
    }
    this.stopTimer('T1');
    // A page that was under way is given up by the sender: what it sends now starts anew.
    this.#forgetPage();
    this.#parameters = parameters;
    const { modulation, ecm, coding } = parameters;
    this.facts = { remoteId: this.remoteId, rate: rateOf(modulation), ecm, coding };
    this.effect({ kind: 'negotiated', facts: this.facts });
    this.phase('B');
    this.#tcf = [];
    this.#training = 'short';
    this.enter('training');
  }

  #judgeTraining(): void {
    const parameters = this.#parameters;
    if (parameters === null) return;
    this.stopTimer('block');
    const verdict = judgeTrainingCheck(concat(this.#tcf), parameters.modulation, parameters.ecm);
    this.#tcf = [];
    this.effect({ kind: 'note', type: 'TCF', fields: { ...verdict } });
    if (verdict.ok) {
      this.#trainings = 0;
      this.answer('CFR', 'page');
      return;
    }
    this.#trainings += 1;
    if (this.#trainings >= TRAININGS) this.disconnect('b-training-failed');
    else this.answer('FTT', 'retraining');
  }

  // Phase C.

  protected override onImageCarrier(): void {
    if (this.#state === 'training') {
      this.stopWaiting();
      this.startTimer('block', TCF_LIMIT);
      return;
    }
    if (this.#state !== 'page' || this.#parameters === null) return;
    this.stopWaiting();
    this.phase('C');
    const { ecm, modulation } = this.#parameters;
    // A block of 256 frames of 256 octets with its stuffing, and a margin.
    this.startTimer('block', ecm ? (65_536 * 8 * 1.3 * 1000) / rateOf(modulation) + 10_000 : PAGE_LIMIT);
    if (!this.#pageHeard) this.effect({ kind: 'page-started', index: this.#pages });
    this.#pageHeard = true;
    this.forgetAnswer();
  }

  protected override onData(octets: Uint8Array): void {
    if (this.#state === 'training') this.#tcf.push(octets);
    else if (this.#state === 'page') this.#chunks.push(octets);
  }

  protected override onBlockFrame(frame: ParsedFrame): void {
    if (this.#state === 'page' && frame.name === 'FCD') this.#ecm.add(frame.fif);
  }

  protected override onImageCarrierLost(): void {
    this.stopTimer('block');
    if (this.#state === 'training') this.#judgeTraining();
    else if (this.#state === 'page') {
      this.#training = 'short';
      this.phase('D');
      this.enter('command');
    }
  }

  // Phase D without ECM.

  #onPostMessage(command: PostMessage): void {
    if (this.#state === 'storing') return;
    if (this.#handed) {
      this.#answerWhenStored();
      return;
    }
    if (!this.#pageHeard) {
      // No page since our answer to the last one: it was not heard. With no such answer the page was lost.
      if (this.answeredPage) this.#answerAgain();
      else if (this.#parameters !== null && this.#state === 'page') this.#reject('retraining');
      else this.#waitOn();
      return;
    }
    if (this.#chunks.length === 0) {
      // A carrier came, but none that we could read.
      this.effect({
        kind: 'page-ended',
        page: { index: this.#pages, status: 'RTN', rows: 0, badRows: 0, coding: this.#parameters?.coding ?? 'mh' },
      });
      this.#forgetPage();
      this.#reject('retraining');
      return;
    }
    this.#handOver(command, concat(this.#chunks), true);
  }

  // Phase D with ECM.

  #onPps(fif: Uint8Array): void {
    const signal = decodePps(fif);
    if (signal === null || this.#parameters === null || this.#state === 'storing') {
      this.#waitOn();
      return;
    }
    if (this.#handed) {
      this.#answerWhenStored();
      return;
    }
    switch (this.#ecm.close(signal)) {
      case 'repeated':
        this.#answerAgain();
        return;
      case 'missing':
        this.#noteBlock(this.#parameters, signal);
        this.answer('PPR', 'page', this.#ecm.ppr());
        return;
      case 'block':
        this.#noteBlock(this.#parameters, signal);
        this.answer('MCF', 'page');
        return;
      case 'page':
        this.#noteBlock(this.#parameters, signal);
        this.#handOver(signal.command, this.#ecm.takePage(), true);
        return;
    }
  }

  /** What came of a block, in the transcript. */
  #noteBlock({ modulation }: SessionParameters, { block }: PartialPageSignal): void {
    const fields = { page: this.#pages + 1, block, ...this.#ecm.facts, rate: rateOf(modulation) };
    this.effect({ kind: 'note', type: 'block', fields });
  }

  /** The sender gives a block up: what came of the page is kept as damaged. */
  #onEor(fif: Uint8Array): void {
    const command = parseFcf2(fif[0]);
    if (command === null || this.#parameters === null || this.#state === 'storing') {
      this.#waitOn();
      return;
    }
    if (this.#handed) {
      this.#answerWhenStored();
      return;
    }
    if (this.#ecm.empty && this.answeredPage) {
      this.#answerAgain();
      return;
    }
    this.#ecm.giveUpBlock(this.#parameters.coding);
    if (command === 'NULL') this.answer('ERR', 'page');
    else this.#handOver(command, this.#ecm.takePage(), false);
  }

  #onCtc(fif: Uint8Array): void {
    const modulation = modulationOfCtc(fif);
    if (modulation === null || this.#parameters === null || this.#state === 'storing') {
      this.#waitOn();
      return;
    }
    this.#parameters = { ...this.#parameters, modulation };
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
    this.#storePage(data, whole);
    this.#answerWhenStored();
  }

  #storePage(data: Uint8Array, complete: boolean): void {
    if (this.#parameters === null) return;
    const { coding, resolution, width, ecm } = this.#parameters;
    const index = this.#pages;
    this.effect({ kind: 'note', type: 'page', fields: { page: index + 1, octets: data.length, complete } });
    this.effect({ kind: 'store', page: { index, coding, resolution, width, data, ecm, complete } });
  }

  #answerWhenStored(): void {
    if (this.#handed?.verdict) {
      this.#answerPage(this.#handed.command, this.#handed.givenUp, this.#handed.verdict);
      return;
    }
    this.stopWaiting();
    this.#state = 'storing';
    this.startTimer('store', this.#parameters?.ecm ? STORE_WAIT.ecm : STORE_WAIT.plain);
  }

  /** Storing takes long: with ECM we say that we are busy, without it the far end has to ask again. */
  #onStoringSlow(): void {
    if (this.#parameters?.ecm) {
      this.transmitThen('command', ...this.burst(this.frame('RNR')));
    } else this.enter('command');
  }

  protected override onStored(_index: number, verdict: PageVerdict): void {
    if (this.#handed === null || this.releasing) return;
    this.#handed.verdict = verdict;
    if (this.#state !== 'storing' || this.transmitting) return;
    this.stopTimer('store');
    this.#answerPage(this.#handed.command, this.#handed.givenUp, verdict);
  }

  #answerPage(command: PostMessage, givenUp: boolean, verdict: PageVerdict): void {
    const coding = this.#parameters?.coding ?? 'mh';
    const { rows, badRows } = verdict;
    const index = this.#pages;
    this.#handed = null;
    this.#forgetPage();
    const ecm = this.#parameters?.ecm ?? false;
    const status = givenUp ? 'none' : ecm && verdict.status === 'retrain' ? 'MCF' : statusOf[verdict.status];
    this.effect({ kind: 'page-ended', page: { index, status, rows, badRows, coding } });
    if (ecm && status === 'RTN') {
      // Every bit arrived as it was sent: sending it again would not make it readable.
      this.disconnect('d-page-not-stored');
      return;
    }
    const next = command.endsWith('EOP') ? 'leaving' : command.endsWith('MPS') ? 'page' : 'between';
    if (givenUp) {
      this.#pages += 1;
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
    this.#chunks = [];
    this.#ecm.forgetPage();
    this.#pageHeard = false;
  }

  // The end.

  protected codeForRemoteEnd(how: RemoteEnd): EndCode {
    return receiverEnd(how, { state: this.#state, pages: this.#pages, rejected: this.#rejected });
  }

  protected override onCancel(): void {
    // The last page is stored and confirmed, or is being confirmed: breaking that off would only leave doubt.
    if (this.#state === 'leaving' || this.isOnTheWayTo('leaving')) return;
    super.onCancel();
  }

  /** What came of a page is kept when the call breaks off inside it. */
  protected override onEnding(): void {
    if (this.#handed !== null || !this.#pageHeard) return;
    const data = this.#parameters?.ecm ? this.#ecm.takeRest() : concat(this.#chunks);
    this.#forgetPage();
    if (data.length === 0) return;
    this.#storePage(data, false);
    const coding = this.#parameters?.coding ?? 'mh';
    this.effect({
      kind: 'page-ended',
      page: { index: this.#pages, status: 'none', rows: 0, badRows: 0, coding },
    });
  }
}

const statusOf = { accept: 'MCF', retrain: 'RTP', reject: 'RTN' } as const;
