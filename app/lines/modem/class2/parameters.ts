import type { Coding, PageFormat, PageWidth, Resolution } from '../../../model/page-format.ts';
import type { CallTerms } from '../../../t30/call-terms.ts';
import type { SourcePage } from '../../../t30/pages.ts';
import { codingCodes, type Dialect, rateOfCode, resolutionBits, scanTimes, widthCodes } from './dialect.ts';

/** Session parameters in the order of +FCC, +FIS, +FCS (SP-2388-A +FDCC, +FDIS, +FDCS). */
export interface Parameters {
  /** Vertical resolution, a bit map: 0 standard, 1 fine, 2 superfine; the others are none of ours. */
  readonly vr: number;
  /** Bit rate: 0 is 2400, 5 is 14400, 13 is 33600. */
  readonly br: number;
  readonly wd: number;
  readonly ln: number;
  /** Data format: 0 MH, 1 MR, 2 uncompressed, 3 MMR. */
  readonly df: number;
  /** Error correction: 0 none; else as the class numbers it. */
  readonly ec: number;
  readonly bf: number;
  readonly st: number;
}

const names = ['vr', 'br', 'wd', 'ln', 'df', 'ec', 'bf', 'st'] as const;
type Name = (typeof names)[number];

/** Reads `1,5,0,2,1,0,0,0`; fields left out are 0. Null where it is no such list. */
export function parseParameters(text: string, radix: 10 | 16): Parameters | null {
  const fields = text.split(',').map((field) => field.trim());
  if (fields.length < 2 || fields.length > 16) return null;
  if (!fields.every((field) => /^[0-9A-Fa-f]{0,3}$/.test(field))) return null;
  const value = (index: number): number => Number.parseInt(fields[index] || '0', radix) || 0;
  return {
    vr: value(0),
    br: value(1),
    wd: value(2),
    ln: value(3),
    df: value(4),
    ec: value(5),
    bf: value(6),
    st: value(7),
  };
}

export function formatParameters(parameters: Parameters, radix: 10 | 16): string {
  return names.map((name) => parameters[name].toString(radix).toUpperCase()).join(',');
}

/** What a modem can do: for each parameter the values it takes. */
export type Ranges = Readonly<Record<Name, ReadonlySet<number>>>;

/** Values of one list of a range are at most so many: a reply that says more is not believed. */
const mostValues = 256;

/** Reads `(0,1),(0-5),(0-2),(0-2),(0,1),(0),(0),(0-7)`, brackets optional. Null where it is no such answer. */
export function parseRanges(text: string, radix: 10 | 16): Ranges | null {
  const body = text.replace(/^\s*\+F[A-Z]+:\s*/i, '');
  const lists = body.match(/\([^()]*\)|[^(),\s]+/g) ?? [];
  if (lists.length < 4 || lists.length > 16) return null;
  const sets = names.map((_, index) => parseList(lists[index] ?? '0', radix));
  const [vr, br, wd, ln, df, ec, bf, st] = sets;
  if (!vr || !br || !wd || !ln || !df || !ec || !bf || !st) return null;
  return { vr, br, wd, ln, df, ec, bf, st };
}

function parseList(text: string, radix: 10 | 16): ReadonlySet<number> | null {
  const values = new Set<number>();
  for (const part of text.replace(/[()\s]/g, '').split(',')) {
    const bounds = /^([0-9A-Fa-f]{1,3})(?:-([0-9A-Fa-f]{1,3}))?$/.exec(part);
    if (bounds === null) return null;
    const low = Number.parseInt(bounds[1] ?? '0', radix);
    const high = Number.parseInt(bounds[2] ?? bounds[1] ?? '0', radix);
    if (Number.isNaN(low) || Number.isNaN(high) || high < low || high - low > mostValues) return null;
    for (let value = low; value <= high; value++) values.add(value);
  }
  return values.size === 0 ? null : values;
}

const span = (...values: number[]): ReadonlySet<number> => new Set(values);

/** What a modem is taken to do that does not say: a plain G3 modem of 14400 bit/s. */
export const plainRanges: Ranges = {
  vr: span(0, 1),
  br: span(0, 1, 2, 3, 4, 5),
  wd: span(0),
  ln: span(0, 1, 2),
  df: span(0),
  ec: span(0),
  bf: span(0),
  st: span(0, 1, 2, 3, 4, 5, 6, 7),
};

const highest = (values: ReadonlySet<number>, most: number): number =>
  [...values].reduce((best, value) => (value <= most && value > best ? value : best), 0);

/** The fastest rate that the terms allow: V.34 where nothing is said, else the best of the families named. */
function fastest(terms: CallTerms): number {
  if (terms.modems === undefined) return 13;
  return terms.modems.includes('v17') ? 5 : terms.modems.includes('v29') ? 3 : 1;
}

const allowsCoding = (terms: CallTerms, coding: Coding): boolean => terms.codings?.includes(coding) ?? true;

/** Value of `ec` for our wish, or 0 where the modem or the terms have no error correction. */
function correction(dialect: Dialect, modem: Ranges, terms: CallTerms): number {
  const wish = dialect.ecm[terms.frameSize ?? 256];
  if (!terms.ecm) return 0;
  if (modem.ec.has(wish)) return wish;
  return highest(modem.ec, 2);
}

/** What this end says it can do for a call (+FCC, +FDCC): as much as the modem can and the terms allow. */
export function ownParameters(dialect: Dialect, modem: Ranges, terms: CallTerms): Parameters {
  const ec = correction(dialect, modem, terms);
  const finest = resolutionBits[terms.finest ?? 'superfine'];
  const codings = (['mmr', 'mr', 'mh'] as const).filter((coding) => allowsCoding(terms, coding));
  const best = codings.find((coding) => modem.df.has(codingCodes[coding]) && (coding !== 'mmr' || ec > 0)) ?? 'mh';
  // A modem that takes a bit map has 3 for both; one that does not has 2 or 1.
  const vr = [3, 2, 1, 0].find((value) => value <= finest + (finest === 2 ? 1 : 0) && modem.vr.has(value)) ?? 0;
  return {
    vr,
    br: highest(modem.br, fastest(terms)),
    wd: highest(modem.wd, 2),
    ln: highest(modem.ln, 2),
    df: codingCodes[best],
    ec,
    bf: 0,
    st: ec > 0 ? 0 : scanCode(terms.scanTime ?? 0),
  };
}

function scanCode(milliseconds: number): number {
  const code = scanTimes.findIndex(([standard, fine]) => standard === milliseconds && fine === milliseconds);
  return Math.max(0, code);
}

/**
 * How a page goes to a far end (+FIS, +FDIS): its own resolution and width where both have them, else the next lower;
 * the tightest coding both have; `br` at most `fastestCode`.
 */
export function sessionParameters(
  dialect: Dialect,
  own: Parameters,
  far: Parameters,
  page: SourcePage,
  terms: CallTerms,
  fastestCode: number,
): Parameters {
  const ec = own.ec > 0 && far.ec > 0 ? Math.min(own.ec, dialect.class === '2' ? far.ec : own.ec) : 0;
  const has = (bit: number): boolean => bit === 0 || ((own.vr & bit) !== 0 && (far.vr & bit) !== 0);
  const wish = resolutionBits[page.resolution];
  const vr = [2, 1, 0].find((bit) => bit <= wish && has(bit)) ?? 0;
  const codings: readonly Coding[] = ec > 0 ? ['mmr', 'mr', 'mh'] : ['mr', 'mh'];
  const both = (coding: Coding): boolean => codingCodes[coding] <= Math.min(own.df, far.df);
  const coding = codings.find((one) => allowsCoding(terms, one) && both(one)) ?? 'mh';
  return {
    vr,
    br: Math.min(own.br, far.br, fastestCode),
    wd: Math.min(own.wd, far.wd, widthCodes[page.width]),
    ln: Math.min(own.ln, far.ln),
    df: codingCodes[coding],
    ec,
    bf: 0,
    st: ec > 0 ? 0 : far.st,
  };
}

export function resolutionOf({ vr }: Parameters): Resolution {
  return (vr & 2) !== 0 ? 'superfine' : (vr & 1) !== 0 ? 'fine' : 'standard';
}

export function widthOf({ wd }: Parameters): PageWidth {
  return wd === 2 ? 'a3' : wd === 1 ? 'b4' : 'a4';
}

export function codingOf({ df }: Parameters): Coding {
  return df === 3 ? 'mmr' : df === 0 ? 'mh' : 'mr';
}

/** The form in which a page must be coded for the parameters in force; the modem's own fill is not relied on. */
export function formatOf(parameters: Parameters): PageFormat {
  const resolution = resolutionOf(parameters);
  const [standard, fine] = scanTimes[parameters.st] ?? [0, 0];
  const milliseconds = resolution === 'standard' ? standard : fine;
  const padded = parameters.ec === 0 && parameters.df !== 3;
  return {
    coding: codingOf(parameters),
    resolution,
    width: widthOf(parameters),
    minLineBits: padded ? Math.ceil((rateOfCode(parameters.br) * milliseconds) / 1000) : 0,
  };
}
