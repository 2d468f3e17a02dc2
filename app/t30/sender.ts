import type { CodedPage } from '../model/page-format.ts';
import { Commander } from './commander.ts';
import { type Capabilities, decodeDis, encodeDcs } from './dis-dcs.ts';
import { decodePpr } from './ecm-blocks.ts';
import type { FrameName } from './frames.ts';
import { decodeIdentification, encodeIdentification } from './identification.ts';
import { type ImageModulation, rateOf } from './modulations.ts';
import { ownCapabilities } from './negotiation.ts';
import type { EndCode } from './outcomes.ts';
import { PageSupply } from './page-supply.ts';
import type { SourcePage } from './pages.ts';
import { EcmPage } from './sender-ecm.ts';
import { type SenderState, senderEnd } from './sender-state.ts';
import { SendingTerms } from './sending-terms.ts';
import type { Step, TimerName } from './session.ts';
import { type Burst, type RemoteEnd, TIMES } from './station.ts';
import { trainingCheck } from './tcf.ts';

/** Times a page may be refused (RTN). */
const REJECTIONS = 3;
/** Pause between two calling tones: 3 s off (T.30 4.2). */
const CNG_PAUSE = 3_000;

export interface SenderSettings {
  /** Our TSI, '' for none. */
  readonly localId: string;
  readonly pages: readonly SourcePage[];
  readonly firstPage: number;
  readonly ecm: boolean;
  /** What we can do where it is less than everything. */
  readonly own?: Capabilities;
}

/** The state machine of the station that sends the document (T.30 figure 5-2, Annex A). */
export class Sender extends Commander {
  protected readonly x = true;
  readonly #settings: SenderSettings;
  readonly #own: Capabilities;
  #state: SenderState = 'calling';
  #index: number;
  #confirmed = 0;
  #terms: SendingTerms | null = null;
  readonly #supply = new PageSupply();
  /** The page on its way: its blocks and counters in ECM. */
  #page: { readonly coded: CodedPage; readonly ecm: EcmPage | null } | null = null;
  #longTraining = false;
  #rejections = 0;
  /** What follows when the confirmation has been kept: the next page at once, training again, or a new phase B. */
  #then: 'next' | 'train' | 'identify' | 'finish' = 'next';
  /** After EOM the far end starts again; T1 then ends the call under another code. */
  #afterEom = false;
  #heardSomething = false;
  #sendingCng = false;

  constructor(settings: SenderSettings) {
    super();
    this.#settings = settings;
    this.#own = settings.own ?? ownCapabilities({ ecm: settings.ecm });
    this.#index = settings.firstPage;
  }

  protected get pages(): number {
    return this.#confirmed;
  }

  // Phase A and B: until a DIS is heard.

  protected onStart(): void {
    this.phase('A');
    this.listenForFrames();
    this.startTimer('T1', TIMES.T1);
    this.#sendCng();
  }

  #sendCng(): void {
    this.#sendingCng = true;
    this.transmit({ kind: 'tone', tone: 'cng' });
  }

  protected override onTone(tone: 'cng' | 'ced'): void {
    if (tone !== 'ced' || this.#state !== 'calling') return;
    this.#heardSomething = true;
    this.stopTimer('cng');
  }

  protected onTimer(name: TimerName): void {
    if (name === 'cng' && this.#state === 'calling' && !this.#afterEom && !this.hearsFlags) this.#sendCng();
    if (name === 'T1' && this.#state === 'calling') {
      if (this.#afterEom) this.disconnect('b-no-dis-after-eom');
      else this.disconnect(this.#heardSomething ? 'b-no-valid-dis' : 'b-no-fax-heard');
    }
    if (name === 'T5' && (this.#state === 'ready' || this.#state === 'confirming'))
      this.disconnect(this.#lastPageSent ? 'd-busy-after-eop' : 'd-receiver-busy');
  }

  protected onSent(): void {
    if (this.#sendingCng) {
      this.#sendingCng = false;
      if (this.#state === 'calling' && !this.#heardSomething) this.startTimer('cng', CNG_PAUSE);
      return;
    }
    switch (this.#state) {
      case 'page':
        if (this.#pageCommand === 'EOP' && (this.#page?.ecm?.lastBlock ?? true)) {
          this.#state = 'noting';
          this.effect({ kind: 'note-last-page' });
        } else this.#sendPostMessage();
        return;
      case 'training':
      case 'confirming':
      case 'ready':
      case 'continuing':
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
    if (this.#state === 'calling') return;
    this.repeatCommand();
  }

  #say(state: SenderState, onSilence: EndCode, ...steps: readonly Step[]): void {
    this.#state = state;
    this.say(onSilence, ...steps);
  }

  protected onBurst(burst: Burst): void {
    const last = burst.at(-1);
    if (last === undefined) return;
    this.#heardSomething = true;
    if (last.name === 'DIS') {
      this.#onDis(burst);
      return;
    }
    if (last.name === 'CRP' && this.repeatOnRequest()) return;
    switch (this.#state) {
      case 'training':
        this.#onTrainingReply(last.name);
        return;
      case 'confirming':
      case 'ready':
        this.#onPageReply(last.name, last.fif);
        return;
      case 'continuing':
        if (last.name === 'CTR') this.#resumeBlock();
        else this.repeatCommand();
        return;
      case 'calling':
      case 'page':
      case 'noting':
      case 'keeping':
        return;
    }
  }

  #onDis(burst: Burst): void {
    const csi = burst.find((frame) => frame.name === 'CSI');
    if (csi) this.remoteId = decodeIdentification(csi.fif) || null;
    if (this.#state !== 'calling') {
      // The far end did not hear our command: the command again (T.30 5.3.6.1.1 lets it repeat DIS).
      this.repeatCommand();
      return;
    }
    const theirs = decodeDis(burst.at(-1)!.fif);
    if (theirs === null) return;
    this.stopTimer('T1');
    this.stopTimer('cng');
    if (!theirs.canReceive) {
      this.disconnect('b-cannot-receive');
      return;
    }
    // After EOM the rate that worked is kept: no need to fall down the ladder again.
    this.#terms = new SendingTerms(this.#settings.pages, this.#own, theirs, this.#terms?.modulation);
    this.#train();
  }

  // Training.

  #train(): void {
    const terms = this.#terms;
    const parameters = terms?.parameters(this.#index);
    if (!terms || !parameters) {
      this.disconnect('c-page-not-ready');
      return;
    }
    this.phase('B');
    this.#tellTerms(terms);
    this.#askFor(this.#index);
    const dcs = this.frame('DCS', { fif: encodeDcs(parameters) });
    const id = this.#settings.localId;
    const tsi = id === '' ? [] : [this.frame('TSI', { final: false, fif: encodeIdentification(id) })];
    const { modulation } = parameters;
    this.#say('training', 'b-no-reply-to-dcs', ...this.burst(...tsi, dcs), gap, {
      kind: 'stream',
      what: 'TCF',
      modulation,
      training: 'long',
      data: trainingCheck(modulation),
    });
  }

  #tellTerms(terms: SendingTerms): void {
    this.facts = terms.facts(this.#index, this.remoteId);
    if (this.facts) this.effect({ kind: 'negotiated', facts: this.facts });
  }

  #onTrainingReply(name: FrameName): void {
    if (name === 'CFR') {
      this.#longTraining = false;
      this.#startPage();
    } else if (name === 'FTT') this.#fallBack();
    else this.repeatCommand();
  }

  #fallBack(): void {
    if (this.#terms?.fallBack()) this.#train();
    else this.disconnect('b-training-failed');
  }

  // The page.

  /** Asks for a page in the format in force, unless that very thing was asked for already. */
  #askFor(index: number): void {
    const format = this.#terms?.format(index);
    if (format && this.#supply.want(index, format)) this.effect({ kind: 'code', index, format });
  }

  #startPage(): void {
    this.#state = 'page';
    this.forgetCommand();
    this.#askFor(this.#index);
    this.#sendPageIfReady();
  }

  protected override onCoded(index: number, page: CodedPage): void {
    this.#supply.put(index, page);
    if (this.#state === 'page' && this.#page === null) this.#sendPageIfReady();
  }

  #sendPageIfReady(): void {
    const parameters = this.#terms?.parameters(this.#index);
    const coded = this.#supply.get(this.#index);
    if (coded === null || !parameters) return;
    this.phase('C');
    this.effect({ kind: 'page-started', index: this.#index });
    const ecm = parameters.ecm ? new EcmPage(coded.data, parameters.frameSize, this.#confirmed) : null;
    this.#page = { coded, ecm };
    this.#notePage(coded, parameters.modulation);
    if (ecm) this.#sendBlock(ecm);
    else this.#sendStream(coded, parameters.modulation);
    // The next page is coded while this one is on the line.
    if (this.#index + 1 < this.#settings.pages.length) this.#askFor(this.#index + 1);
  }

  /** The page's own line in the transcript: it begins here. */
  #notePage({ data, format }: CodedPage, modulation: ImageModulation): void {
    const { coding, resolution } = format;
    const fields = { page: this.#index + 1, octets: data.length, coding, resolution, rate: rateOf(modulation) };
    this.effect({ kind: 'note', type: 'page', fields });
  }

  #sendStream(coded: CodedPage, modulation: ImageModulation): void {
    this.transmit(gap, { kind: 'stream', what: 'page', modulation, training: 'short', data: coded.data });
  }

  #sendBlock(ecm: EcmPage): void {
    if (!this.#terms) return;
    this.#state = 'page';
    const { modulation } = this.#terms;
    const rate = rateOf(modulation);
    this.effect({ kind: 'note', type: 'block', fields: { page: this.#index + 1, ...ecm.facts, rate } });
    const training = this.#longTraining ? 'long' : 'short';
    this.#longTraining = false;
    this.transmit(gap, { kind: 'frames', modulation, training, frames: ecm.burst() });
  }

  get #pageCommand(): 'MPS' | 'EOM' | 'EOP' {
    return this.#terms?.commandBehind(this.#index) ?? 'EOP';
  }

  protected override onNoted(): void {
    if (this.#state === 'noting') this.#sendPostMessage();
  }

  #sendPostMessage(): void {
    this.phase('D');
    const ecm = this.#page?.ecm ?? null;
    if (ecm) {
      const command = ecm.lastBlock ? this.#pageCommand : 'NULL';
      const onSilence = command === 'EOP' ? 'd-no-reply-to-eop' : 'd-no-reply-to-pps';
      this.#say('confirming', onSilence, ...this.burst(this.frame('PPS', { fif: ecm.pps(command, this.x) })));
      return;
    }
    const command = this.#pageCommand;
    this.#say('confirming', noReply[command], ...this.burst(this.frame(command)));
  }

  // The far end's word on the page.

  /** The last page has gone out whole and its command after it: from here on it may have been delivered. */
  get #lastPageSent(): boolean {
    if (this.#state !== 'confirming' && this.#state !== 'ready') return false;
    return this.#pageCommand === 'EOP' && (this.#page?.ecm?.lastBlock ?? true);
  }

  #onPageReply(name: FrameName, fif: Uint8Array): void {
    const ecm = this.#page?.ecm ?? null;
    switch (name) {
      case 'MCF':
      case 'PIP':
        this.stopTimer('T5');
        if (ecm && !ecm.lastBlock) {
          ecm.nextBlock();
          this.#sendBlock(ecm);
        } else this.#keep('MCF');
        return;
      case 'RTP':
        this.stopTimer('T5');
        this.#keep('RTP');
        return;
      case 'RTN':
      case 'PIN':
        this.stopTimer('T5');
        this.#onRejected();
        return;
      case 'PPR':
        if (!ecm) break;
        this.stopTimer('T5');
        this.#onPpr(ecm, fif);
        return;
      case 'RNR':
        if (!ecm) break;
        if (this.#state === 'confirming') this.startTimer('T5', TIMES.T5);
        this.#say(
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

  #keep(status: 'MCF' | 'RTP'): void {
    const command = this.#pageCommand;
    this.#then = command === 'EOP' ? 'finish' : command === 'EOM' ? 'identify' : status === 'RTP' ? 'train' : 'next';
    this.#endPage(status);
    this.#confirmed += 1;
    this.#state = 'keeping';
    this.forgetCommand();
    this.#supply.drop(this.#index);
    this.effect({ kind: 'confirm', index: this.#index });
  }

  #endPage(status: 'MCF' | 'RTP' | 'RTN' | 'none'): void {
    const page = this.#page;
    if (page === null) return;
    this.#page = null;
    const { rows, format } = page.coded;
    this.effect({
      kind: 'page-ended',
      page: { index: this.#index, status, rows, badRows: 0, coding: format.coding },
    });
  }

  protected override onConfirmed(index: number): void {
    if (index !== this.#index || this.#state !== 'keeping' || this.releasing) return;
    this.#index += 1;
    this.#rejections = 0;
    switch (this.#then) {
      case 'finish':
        this.disconnect('ok');
        return;
      case 'train':
        this.#train();
        return;
      case 'identify':
        this.#state = 'calling';
        this.#afterEom = true;
        this.phase('B');
        this.listenForFrames();
        this.startTimer('T1', TIMES.T1);
        return;
      case 'next':
        this.#startPage();
        return;
    }
  }

  #onRejected(): void {
    this.#endPage('RTN');
    this.#rejections += 1;
    if (this.#rejections >= REJECTIONS) {
      this.disconnect('d-page-rejected');
      return;
    }
    // One rate lower where there is one.
    this.#terms?.fallBack();
    this.#train();
  }

  // Error correction.

  #onPpr(ecm: EcmPage, fif: Uint8Array): void {
    const next = ecm.onPpr(decodePpr(fif, ecm.blockLength));
    switch (next) {
      case 'resend':
        this.#sendBlock(ecm);
        return;
      case 'stuck':
        if (this.#terms?.fallBack()) this.#sayCtc();
        else this.disconnect('c-line-too-bad');
        return;
      case 'continue-slower':
        this.#terms?.fallBack();
        this.#sayCtc();
        return;
      case 'continue':
        this.#sayCtc();
        return;
    }
  }

  #sayCtc(): void {
    const parameters = this.#terms?.parameters(this.#index);
    if (!parameters) return;
    // Bits 1 to 16 of a DCS (T.30 A.4.1): the rate is what may have changed.
    const fif = encodeDcs(parameters).subarray(0, 2);
    this.#say('continuing', 'c-no-reply-to-ctc', ...this.burst(this.frame('CTC', { fif })));
  }

  #resumeBlock(): void {
    const ecm = this.#page?.ecm;
    if (!ecm || !this.#terms) return;
    this.#tellTerms(this.#terms);
    this.#longTraining = true;
    this.#sendBlock(ecm);
  }

  // The end.

  protected codeForRemoteEnd(how: RemoteEnd): EndCode {
    return senderEnd(how, {
      state: this.#state,
      confirmed: this.#confirmed,
      lastPageSent: this.#lastPageSent,
      finished: this.#then === 'finish',
    });
  }

  protected override onCancel(): void {
    // When the last page is confirmed there is nothing left to cancel.
    if (this.#state !== 'keeping' || this.#then !== 'finish') super.onCancel();
  }

  protected override onEnding(): void {
    this.#endPage('none');
  }
}

const gap: Step = { kind: 'silence', milliseconds: TIMES.gap };

const noReply = {
  MPS: 'd-no-reply-to-mps',
  EOM: 'd-no-reply-to-eom',
  EOP: 'd-no-reply-to-eop',
} as const satisfies Record<string, EndCode>;
