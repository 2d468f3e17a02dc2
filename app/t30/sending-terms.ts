import type { PageFormat } from '../model/page-format.ts';
import type { Capabilities, SessionParameters } from './dis-dcs.ts';
import { type ImageModulation, rateOf } from './modulations.ts';
import {
  negotiatePage,
  type PageChoices,
  type PageParameters,
  pageFormatOf,
  samePageParameters,
  trainingLadder,
} from './negotiation.ts';
import type { SourcePage } from './pages.ts';
import type { SessionFacts } from './session.ts';

/** What a sender and its far end can agree on: the far end's capabilities, the ladder of rates, and the rung in use. */
export class SendingTerms {
  readonly #pages: readonly SourcePage[];
  readonly #own: Capabilities;
  readonly #theirs: Capabilities;
  readonly #ladder: readonly ImageModulation[];
  readonly #choices: PageChoices;
  #rung: number;

  /** `before`: the rate that worked so far in this call; it is kept where the far end still has it. */
  constructor(
    pages: readonly SourcePage[],
    own: Capabilities,
    theirs: Capabilities,
    before: ImageModulation | undefined,
    choices: PageChoices,
  ) {
    this.#choices = choices;
    this.#pages = pages;
    this.#own = own;
    this.#theirs = theirs;
    this.#ladder = trainingLadder(own, theirs);
    this.#rung = before === undefined ? 0 : Math.max(0, this.#ladder.indexOf(before));
  }

  get modulation(): ImageModulation {
    return this.#ladder[this.#rung] ?? 'v27ter-2400';
  }

  /** Goes one rate down; false at the foot of the ladder. */
  fallBack(): boolean {
    if (this.#rung + 1 >= this.#ladder.length) return false;
    this.#rung += 1;
    return true;
  }

  /** How a page goes at the rate in use; null where there is no such page. */
  parameters(index: number): SessionParameters | null {
    const page = this.#pageParameters(index);
    return page && { ...page, modulation: this.modulation };
  }

  /** The format that a page must be coded in. */
  format(index: number): PageFormat | null {
    const parameters = this.parameters(index);
    return parameters && pageFormatOf(parameters);
  }

  /** The facts of the session as the observer is told them. */
  facts(index: number, remoteId: string | null): SessionFacts | null {
    const parameters = this.parameters(index);
    if (parameters === null) return null;
    return { remoteId, rate: rateOf(parameters.modulation), ecm: parameters.ecm, coding: parameters.coding };
  }

  /**
   * The command behind a page: EOP behind the last, MPS where the next is of the same document and goes with the same
   * parameters, else EOM.
   */
  commandBehind(index: number): 'MPS' | 'EOM' | 'EOP' {
    const here = this.#pageParameters(index);
    const next = this.#pageParameters(index + 1);
    if (here === null || next === null) return 'EOP';
    if (this.#pages[index + 1]?.startsDocument) return 'EOM';
    return samePageParameters(here, next) ? 'MPS' : 'EOM';
  }

  #pageParameters(index: number): PageParameters | null {
    const page = this.#pages[index];
    return page ? negotiatePage(page, this.#own, this.#theirs, this.#choices) : null;
  }
}
