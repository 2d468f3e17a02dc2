import type { Coding, PageFormat, PageWidth, Resolution } from '../model/page-format.ts';
import type { CallTerms } from './call-terms.ts';
import { type Capabilities, type PageLength, type SessionParameters, scanTimeInDcs } from './dis-dcs.ts';
import { commonModulations, type ImageModulation, rateOf } from './modulations.ts';
import type { SourcePage } from './pages.ts';

/** What we can do when nothing is turned off: every modem, width, coding and resolution, and any scan line time. */
export function ownCapabilities(options: { readonly ecm: boolean }): Capabilities {
  return {
    canReceive: true,
    hasPollDocument: false,
    modems: { v17: true, v29: true, v27ter: true },
    resolutions: ['standard', 'fine', 'superfine'],
    widths: ['a4', 'b4', 'a3'],
    codings: options.ecm ? ['mh', 'mr', 'mmr'] : ['mh', 'mr'],
    ecm: options.ecm,
    scanTime: { standard: 0, fine: 0, superfine: 0 },
  };
}

/** What this end can do in a call under these terms: everything they do not exclude. */
export function capabilitiesUnder(terms: CallTerms): Capabilities {
  const all = ownCapabilities({ ecm: terms.ecm });
  const { codings, modems, finest = 'superfine', scanTime = 0 } = terms;
  const ms = scanTimeInDcs(scanTime);
  return {
    ...all,
    modems: {
      v17: modems?.includes('v17') ?? true,
      v29: modems?.includes('v29') ?? true,
      v27ter: modems?.includes('v27ter') ?? true,
    },
    resolutions: all.resolutions.slice(0, all.resolutions.indexOf(finest) + 1),
    codings: all.codings.filter((coding) => coding === 'mh' || (codings?.includes(coding) ?? true)),
    scanTime: { standard: ms, fine: ms, superfine: ms },
  };
}

const resolutionsDown: readonly Resolution[] = ['superfine', 'fine', 'standard'];
const widthsDown: readonly PageWidth[] = ['a3', 'b4', 'a4'];
const codingsDown: readonly Coding[] = ['mmr', 'mr', 'mh'];

/** The best of an order that is not above the wish and that both have; the last of the order is always there. */
function best<T>(order: readonly T[], wish: T, ours: readonly T[], theirs: readonly T[]): T {
  const allowed = order.slice(order.indexOf(wish)).find((value) => ours.includes(value) && theirs.includes(value));
  return allowed ?? order.at(-1)!;
}

/** Everything but the rate, which training decides: how a page goes to this far end. */
export type PageParameters = Omit<SessionParameters, 'modulation'>;

/** What else decides how pages go: our choice of frame size, and the longest paper of the far end. */
export interface PageChoices {
  readonly frameSize?: 64 | 256 | undefined;
  readonly length?: PageLength | undefined;
}

/**
 * How a page goes to a far end: its own resolution and width where the far end has them, else the next lower (the
 * page is converted), ECM where both have it, the tightest coding both have.
 */
export function negotiatePage(
  page: SourcePage,
  ours: Capabilities,
  theirs: Capabilities,
  choices: PageChoices = {},
): PageParameters {
  const ecm = ours.ecm && theirs.ecm;
  const resolution = best(resolutionsDown, page.resolution, ours.resolutions, theirs.resolutions);
  const wish: Coding = ecm ? 'mmr' : 'mr';
  return {
    resolution,
    width: best(widthsDown, page.width, ours.widths, theirs.widths),
    coding: best(codingsDown, wish, ours.codings, theirs.codings),
    ecm,
    frameSize: ecm ? (choices.frameSize ?? 256) : 256,
    scanTime: ecm ? 0 : scanTimeInDcs(theirs.scanTime[resolution]),
    ...(choices.length && { length: choices.length }),
  };
}

/** The rates to try with a far end, best first. */
export function trainingLadder(ours: Capabilities, theirs: Capabilities): readonly ImageModulation[] {
  return commonModulations(ours.modems, theirs.modems);
}

/** The format in which a page must be coded for the parameters in force. */
export function pageFormatOf(parameters: SessionParameters): PageFormat {
  const { coding, resolution, width, ecm, scanTime, modulation } = parameters;
  return { coding, resolution, width, minLineBits: ecm ? 0 : Math.ceil((rateOf(modulation) * scanTime) / 1000) };
}

/** Whether two pages can follow each other without a new phase B (MPS); else EOM is needed. */
export function samePageParameters(a: PageParameters, b: PageParameters): boolean {
  return a.resolution === b.resolution && a.width === b.width && a.coding === b.coding && a.ecm === b.ecm;
}

/** Why a DCS is nothing that we offered, or null where it is. Kinds of image that we do not know: `foreignImages`. */
export function refusedDcs(chosen: SessionParameters, own: Capabilities): string | null {
  if (!own.resolutions.includes(chosen.resolution)) return 'resolution';
  if (!own.widths.includes(chosen.width)) return 'width';
  if (!own.codings.includes(chosen.coding)) return 'coding';
  if (chosen.ecm && !own.ecm) return 'ecm';
  if (chosen.coding === 'mmr' && !chosen.ecm) return 'mmr without ecm';
  return null;
}
