import { modulationOfCtc, type SessionParameters } from './dis-dcs.ts';
import { decodePps, type PartialPageSignal } from './ecm-blocks.ts';
import { type ParsedFrame, parseFcf2 } from './frames.ts';
import { rateOf } from './modulations.ts';
import { stateBehind } from './receiver-state.ts';
import { StoringReceiver } from './receiver-storing.ts';

/** A receiver's phase D with ECM: PPS, EOR, CTC and RR, and its answers to them (T.30 Annex A). */
export abstract class CorrectingReceiver extends StoringReceiver {
  /** How the image that is to come trains: long behind CTR, else short. */
  protected imageTraining: 'long' | 'short' = 'short';

  protected onCorrection({ name, fif }: ParsedFrame): void {
    if (name === 'PPS') this.#onPps(fif);
    else if (name === 'EOR') this.#onEor(fif);
    else if (name === 'CTC') this.#onCtc(fif);
    else if (this.handedOver) this.answerWhenStored();
    else if (this.blockHeard) this.waitOn();
    else this.sayAgain();
  }

  #onPps(fif: Uint8Array): void {
    const signal = decodePps(fif);
    if (signal === null || this.parameters === null || this.where === 'storing') {
      this.waitOn();
      return;
    }
    if (this.handedOver) {
      this.answerWhenStored();
      return;
    }
    switch (this.page.ecm.close(signal)) {
      case 'repeated':
        this.sayAgain();
        return;
      case 'missing':
        this.#noteBlock(this.parameters, signal);
        this.answer('PPR', 'page', this.page.ecm.ppr());
        return;
      case 'block':
        this.#noteBlock(this.parameters, signal);
        this.answer('MCF', 'page');
        return;
      case 'page':
        this.#noteBlock(this.parameters, signal);
        this.handOver(signal.command, this.page.ecm.takePage(), true);
        return;
    }
  }

  /** What came of a block, in the transcript. */
  #noteBlock({ modulation }: SessionParameters, { block }: PartialPageSignal): void {
    this.note('block', { page: this.pages + 1, block, ...this.page.ecm.facts, rate: rateOf(modulation) });
  }

  /** The sender gives a block up: what came of the page is kept as damaged. */
  #onEor(fif: Uint8Array): void {
    const command = parseFcf2(fif[0]);
    if (command === null || this.parameters === null || this.where === 'storing') {
      this.waitOn();
      return;
    }
    if (this.handedOver) {
      this.answerWhenStored();
      return;
    }
    if (this.page.ecm.empty && !this.blockHeard && this.answeredWith('ERR')) {
      this.sayAgain();
      return;
    }
    this.losePart();
    this.page.ecm.giveUpBlock(this.parameters.coding);
    if (command === 'NULL') {
      this.blockHeard = false;
      this.answer('ERR', 'page');
      return;
    }
    const data = this.page.ecm.takePage();
    if (data.length > 0) this.handOver(command, data, false);
    else {
      // Nothing came of the page: there is nothing to keep.
      this.forgetPage();
      this.answer('ERR', stateBehind(command));
    }
  }

  /** The sender goes on with the block at this rate, and trains for it anew. */
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
    this.imageTraining = 'long';
    this.answer('CTR', 'page');
  }
}
