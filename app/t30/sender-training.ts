import type { CallTerms } from './call-terms.ts';
import { Caller } from './caller.ts';
import { type Capabilities, decodeDis, decodeServices, encodeDcs, type Services } from './dis-dcs.ts';
import { decodeFnv } from './field-not-valid.ts';
import type { ParsedFrame } from './frames.ts';
import { decodeIdentification, encodeIdentification } from './identification.ts';
import { capabilitiesUnder } from './negotiation.ts';
import type { EndCode } from './outcomes.ts';
import type { SourcePage } from './pages.ts';
import type { SenderState } from './sender-state.ts';
import { SendingTerms } from './sending-terms.ts';
import type { Step } from './session.ts';
import { type Burst, TIMES } from './station.ts';
import { trainingCheck } from './tcf.ts';

export interface SenderSettings extends CallTerms {
  /** Our TSI, '' for none. */
  readonly localId: string;
  readonly pages: readonly SourcePage[];
  readonly firstPage: number;
  /** Sub-address (SUB): left out, with a note, where the far end takes none. */
  readonly subAddress?: string;
  /** Password (SID): a far end that takes none is sent nothing. */
  readonly password?: string;
  /** The first page went out in an earlier call and was not confirmed: it is sent again. */
  readonly resent?: boolean;
  /** Information field of the DTC that asked for the document: the far end called, and fetches it. */
  readonly fetchedBy?: Uint8Array;
  /** What we can do where it is less than the terms allow. */
  readonly own?: Capabilities;
}

/** The silence between two carriers of ours. */
export const gap: Step = { kind: 'silence', milliseconds: TIMES.gap };

/** A sender's phase B: hears what the far end can do, says how the pages will go, and trains (T.30 5.3.6.1). */
export abstract class TrainingSender extends Caller {
  readonly x: boolean;
  protected readonly direction = 'tx';
  protected readonly settings: SenderSettings;
  protected where: SenderState = 'calling';
  protected terms: SendingTerms | null = null;
  readonly #own: Capabilities;
  #services: Services | null = null;

  constructor(settings: SenderSettings) {
    super();
    this.settings = settings;
    this.x = settings.fetchedBy === undefined;
    this.#own = settings.own ?? capabilitiesUnder(settings);
  }

  /** The page that goes out next. */
  protected abstract readonly index: number;
  /** Asks for a page in the format in force. */
  protected abstract askFor(index: number): void;
  /** CFR came: the page may go out. */
  protected abstract onTrained(): void;

  protected get stateName(): string {
    return this.where;
  }

  protected override get polled(): boolean {
    return !this.x;
  }

  // Phase A and B: until the far end has identified itself.

  protected onStart(): void {
    if (this.settings.fetchedBy) this.#agree(this.settings.fetchedBy);
    else this.call();
  }

  /** Says a command and goes to the state in which its answer is waited for. */
  protected sayIn(state: SenderState, onSilence: EndCode, ...steps: readonly Step[]): void {
    this.where = state;
    this.say(onSilence, ...steps);
  }

  protected onIdentification(burst: Burst, last: ParsedFrame): void {
    const id = burst.find(({ name }) => name === 'CSI' || name === 'CIG');
    if (id) this.remoteId = decodeIdentification(id.fif) || null;
    // The far end did not hear our command: the command again (T.30 5.3.6.1.1 lets it repeat DIS).
    if (this.where !== 'calling') this.repeatCommand();
    else this.#agree(last.fif);
  }

  /** Takes what the far end says it can do, and sends accordingly. */
  #agree(fif: Uint8Array): void {
    const theirs = decodeDis(fif);
    if (theirs === null) {
      if (this.polled && this.terms === null) this.disconnect('b-polling-refused');
      return;
    }
    this.identified();
    this.#services = decodeServices(fif);
    const { pages, password, subAddress, frameSize } = this.settings;
    // A poller asks to be sent to, whatever its bit 10 says.
    if (!theirs.canReceive && !this.polled) this.disconnect('b-cannot-receive');
    else if (password && !this.#services.password) this.disconnect('b-password-not-taken');
    else {
      if (subAddress && !this.#services.subAddress) this.note('SUB', { sent: false, why: 'not taken by the far end' });
      const { length } = this.#services;
      const choices = { frameSize, length: length === 'unlimited' ? undefined : length };
      // After EOM the rate that worked is kept: no need to fall down the ladder again.
      this.terms = new SendingTerms(pages, this.#own, theirs, this.terms?.modulation, choices);
      this.train();
    }
  }

  // Training.

  protected train(): void {
    const terms = this.terms;
    const parameters = terms?.parameters(this.index);
    if (!terms || !parameters) {
      this.disconnect('c-page-not-ready');
      return;
    }
    this.phase('B');
    this.tellTerms(terms);
    this.askFor(this.index);
    const { localId, subAddress, password } = this.settings;
    const sub = this.#services?.subAddress ? subAddress : undefined;
    const companions = { subAddress: Boolean(sub), password: Boolean(password) };
    const identities = [
      ...this.#identity('SUB', sub),
      ...this.#identity('SID', password),
      ...this.#identity('TSI', localId),
    ];
    const dcs = this.frame('DCS', { fif: encodeDcs(parameters, companions) });
    const { modulation } = parameters;
    this.sayIn('training', 'b-no-reply-to-dcs', ...this.burst(...identities, dcs), gap, {
      kind: 'stream',
      what: 'TCF',
      modulation,
      training: 'long',
      data: trainingCheck(modulation),
    });
  }

  #identity(name: 'SUB' | 'SID' | 'TSI', text: string | undefined): readonly Uint8Array[] {
    return text ? [this.frame(name, { final: false, fif: encodeIdentification(text) })] : [];
  }

  protected tellTerms(terms: SendingTerms): void {
    this.facts = terms.facts(this.index, this.remoteId);
    if (this.facts) this.effect({ kind: 'negotiated', facts: this.facts });
  }

  protected onTrainingReply({ name, fif }: ParsedFrame): void {
    if (name === 'CFR') this.onTrained();
    else if (name === 'FTT') this.#fallBack();
    else if (name === 'FNV') this.#onRefusedField(fif);
    else this.repeatCommand();
  }

  #onRefusedField(fif: Uint8Array): void {
    const refused = decodeFnv(fif);
    if (refused.includes('SID') || refused.includes('PWD')) this.disconnect('b-password-refused');
    else if (refused.length > 0) this.disconnect('b-field-refused');
    else this.repeatCommand();
  }

  #fallBack(): void {
    if (this.terms?.fallBack()) this.train();
    else this.disconnect('b-training-failed');
  }
}
