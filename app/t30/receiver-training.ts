import { Answerer } from './answerer.ts';
import type { CallTerms } from './call-terms.ts';
import { TRIES } from './commander.ts';
import type { Capabilities, SessionParameters } from './dis-dcs.ts';
import { concat } from './ecm-blocks.ts';
import type { ParsedFrame } from './frames.ts';
import { rateOf } from './modulations.ts';
import { capabilitiesUnder } from './negotiation.ts';
import type { EndCode } from './outcomes.ts';
import type { SourcePage } from './pages.ts';
import { identification, identityIn, judgeDcs, type PollRequest, pollingRequest } from './receiver-identity.ts';
import type { ReceiverState } from './receiver-state.ts';
import { Sender } from './sender.ts';
import { type Burst, TIMES } from './station.ts';
import { judgeTrainingCheck } from './tcf.ts';

/** Failed trainings after which we give up. */
const TRAININGS = 12;

export interface ReceiverSettings extends CallTerms {
  /** Our CSI (a poller's CIG), '' for none. */
  readonly localId: string;
  /** Pages of a document that callers may fetch. */
  readonly polled?: readonly SourcePage[];
  /** Its name: a caller that brings another one (SEP) does not get it. Without a name SEP is not offered. */
  readonly polledSelector?: string;
  /** What callers must bring: in SID when they send, in PWD when they fetch. */
  readonly expectPassword?: string;
  /** The call is ours, and fetches a document: DTC goes out where an answering end says DIS. */
  readonly polling?: PollRequest;
  /** What we can do where it is less than the terms allow. */
  readonly own?: Capabilities;
}

/** A receiver's phase B: says what it can do (DIS) or what it wants (DTC), and judges DCS and training check. */
export abstract class TrainingReceiver extends Answerer<ReceiverState> {
  readonly x: boolean;
  protected readonly direction = 'rx';
  protected readonly settings: ReceiverSettings;
  protected where: ReceiverState = 'identifying';
  protected parameters: SessionParameters | null = null;
  /** Octets of the training check so far. */
  protected tcf: Uint8Array[] = [];
  /** Why DCN is to come. */
  protected refusal: EndCode = 'b-dcs-refused';
  readonly #own: Capabilities;
  #trainings = 0;
  /** The caller has brought what it must. */
  #admitted = false;
  /** DTCs said without an answer. */
  #requests = 0;

  constructor(settings: ReceiverSettings) {
    super();
    this.settings = settings;
    this.x = settings.polling !== undefined;
    this.#own = settings.own ?? capabilitiesUnder(settings);
  }

  /** Training begins: what was under way of a page is given up by the sender. */
  protected abstract onTraining(): void;

  protected get stateName(): string {
    return this.where;
  }

  protected override get polled(): boolean {
    return this.x;
  }

  // Phase A and B.

  protected onStart(): void {
    if (this.settings.polling) {
      this.identify();
      return;
    }
    this.phase('A');
    this.listenForFrames();
    this.startTimer('T1', TIMES.T1);
    this.transmitThen('identifying', { kind: 'tone', tone: 'ced' }, ...this.#identification().slice(1));
    this.phase('B');
  }

  /** DIS and what goes with it; of a poller, DTC. */
  #identification() {
    const { localId, polling, polled, polledSelector } = this.settings;
    const poll = polled !== undefined && polled.length > 0;
    const offers = { poll, subAddress: true, password: true, selector: poll && Boolean(polledSelector) };
    const plans = polling ? pollingRequest(localId, this.#own, polling) : identification(localId, this.#own, offers);
    return this.burst(...plans.map(({ name, fif, final }) => this.frame(name, { fif, final })));
  }

  /** Phase B begins again, behind EOM. */
  protected identifyAgain(): void {
    if (!this.settings.polling) this.startTimer('T1', TIMES.T1);
    this.#requests = 0;
    this.identify();
  }

  protected identify(): void {
    this.phase('B');
    if (this.settings.polling) {
      this.#requests += 1;
      if (this.#requests > TRIES) {
        this.disconnect(this.pages > 0 ? 'd-no-command' : 'b-no-reply-to-dtc');
        return;
      }
    }
    this.transmitThen('identifying', ...this.#identification());
  }

  /** Says the last answer again, where there is one. */
  protected sayAgain(): void {
    if (!this.answerAgain()) this.waitOn();
  }

  /** Goes on waiting as the state asks: what came was nothing for us. */
  protected waitOn(): void {
    if (this.where === 'storing') return;
    this.waitForBurst(this.where === 'identifying' ? 'T4' : 'T2');
  }

  /** The caller wants to fetch a document. */
  protected onDtc(burst: Burst, dtc: ParsedFrame): void {
    const { polled, polledSelector, expectPassword, localId, own, ...terms } = this.settings;
    const selector = identityIn(burst, 'SEP');
    const password = identityIn(burst, 'PWD');
    const asked = this.where === 'identifying' && this.pages === 0;
    if (!asked || polled === undefined || polled.length === 0) this.disconnect('b-polling-refused');
    else if (this.burstDamaged && expectPassword && password === null) this.waitOn();
    else if (expectPassword && password !== expectPassword) this.disconnect('b-password-wrong');
    else if (selector && polledSelector && selector !== polledSelector) this.disconnect('b-selector-wrong');
    else {
      this.stopTimer('T1');
      this.remoteId = identityIn(burst, 'CIG') || null;
      const document = { pages: polled, firstPage: 0, fetchedBy: dtc.fif };
      this.becomes(new Sender({ ...terms, localId, ...(own && { own }), ...document }));
    }
  }

  protected onDcs(burst: Burst): void {
    if (this.where === 'storing') return;
    // The password is asked for once: not every sender says it again when it trains again.
    const password = this.#admitted ? undefined : this.settings.expectPassword;
    const verdict = judgeDcs(burst, this.#own, password, this.burstDamaged);
    switch (verdict.kind) {
      case 'refused':
        this.#refuse('b-dcs-refused', verdict.parameters);
        return;
      case 'wrong-password':
        this.#refuse('b-password-wrong', verdict.parameters);
        return;
      case 'incomplete':
        this.waitOn();
        return;
      case 'taken':
        this.#admitted = true;
        this.remoteId = verdict.remoteId ?? this.remoteId;
        this.subAddress = verdict.subAddress ?? this.subAddress;
        this.#startTraining(verdict.parameters);
        return;
    }
  }

  /** The caller sends its training check now and would not hear us: DCN comes behind it. */
  #refuse(code: EndCode, parameters: SessionParameters | null): void {
    this.stopTimer('T1');
    this.onTraining();
    this.forgetSaid();
    this.parameters = parameters;
    this.refusal = code;
    this.enter('refusing');
  }

  #startTraining(parameters: SessionParameters): void {
    this.stopTimer('T1');
    this.parameters = parameters;
    const { modulation, ecm, coding } = parameters;
    this.facts = { remoteId: this.remoteId, rate: rateOf(modulation), ecm, coding };
    this.effect({ kind: 'negotiated', facts: this.facts });
    this.phase('B');
    this.tcf = [];
    this.onTraining();
    this.forgetSaid();
    this.enter('training');
  }

  protected judgeTraining(): void {
    const parameters = this.parameters;
    if (parameters === null) return;
    this.stopTimer('block');
    const verdict = judgeTrainingCheck(concat(this.tcf), parameters.modulation, parameters.ecm);
    this.tcf = [];
    this.note('TCF', { ...verdict });
    if (verdict.ok) {
      this.#trainings = 0;
      this.answer('CFR', 'page');
      return;
    }
    this.#trainings += 1;
    if (this.#trainings >= TRAININGS) this.disconnect('b-training-failed');
    else this.answer('FTT', 'retraining');
  }
}
