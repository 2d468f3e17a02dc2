import type { Coding, PageWidth, Resolution } from '../../../app/model/page-format.ts';
import type { CallTerms } from '../../../app/t30/call-terms.ts';
import type { Capabilities, SessionParameters } from '../../../app/t30/dis-dcs.ts';

/** T.32: vr, br, wd, ln, df, ec, bf, st. */
export type Values = readonly [number, number, number, number, number, number, number, number];

/** Which of the modem's tongues is spoken. */
export type FaxClass = '2' | '2.0' | '2.1';

/** The most that the modem does: fine and superfine, 14400, A3, any length, MMR, error correction. */
export function mostValues(fax: FaxClass): Values {
  return [3, 5, 2, 2, 3, fax === '2' ? 2 : 1, 0, 7];
}

/** What holds until the DTE says otherwise: fine, 14400, A4, any length, MH, no error correction. */
export const usualValues: Values = [1, 5, 0, 2, 0, 0, 0, 0];

/** What +FCC=? answers. */
export function rangesOf(fax: FaxClass): string {
  return `(0-3),(0-5),(0-2),(0-2),(0,1,3),(0-${fax === '2' ? 2 : 1}),(0),(0-7)`;
}

/** Takes `1,5,0,2` over what holds: fields left out stay. Null where it is out of range. */
export function readValues(text: string, before: Values, fax: FaxClass): Values | null {
  const fields = text.split(',').map((field) => field.trim());
  const most = mostValues(fax);
  if (fields.length > 8) return null;
  const values = before.map((old, index) => {
    const field = fields[index] ?? '';
    return field === '' ? old : Number.parseInt(field, fax === '2' ? 10 : 16);
  });
  const fits = values.every((value, index) => Number.isInteger(value) && value >= 0 && value <= (most[index] ?? 0));
  const [vr = 0, br = 0, wd = 0, ln = 0, df = 0, ec = 0, bf = 0, st = 0] = values;
  return fits && df !== 2 ? [vr, br, wd, ln, df, ec, bf, st] : null;
}

export const text = (values: Values, fax: FaxClass): string =>
  values.map((value) => value.toString(fax === '2' ? 10 : 16).toUpperCase()).join(',');

const widths: readonly PageWidth[] = ['a4', 'b4', 'a3'];
const scanMilliseconds = [0, 5, 10, 10, 20, 20, 40, 40];

/** What the engine may use of what it can, by these values. */
export function termsOf([vr, br, , , df, ec, , st]: Values): CallTerms {
  const ecm = ec > 0;
  const codings: Coding[] = df === 3 && ecm ? ['mh', 'mr', 'mmr'] : df >= 1 ? ['mh', 'mr'] : ['mh'];
  return {
    ecm,
    codings,
    modems: br >= 4 ? ['v17', 'v29', 'v27ter'] : br >= 2 ? ['v29', 'v27ter'] : ['v27ter'],
    finest: (vr & 2) !== 0 ? 'superfine' : vr === 1 ? 'fine' : 'standard',
    scanTime: ecm ? 0 : (scanMilliseconds[st] ?? 0),
  };
}

/** The page that these values speak of. */
export function pageOf([vr, , wd]: Values): { readonly resolution: Resolution; readonly width: PageWidth } {
  return {
    resolution: (vr & 2) !== 0 ? 'superfine' : vr === 1 ? 'fine' : 'standard',
    width: widths[wd] ?? 'a4',
  };
}

const scanCode = (milliseconds: number): number => {
  const code = { 0: 0, 5: 1, 10: 3, 20: 5, 40: 7 }[milliseconds];
  return code ?? 0;
};

/** A far end's DIS in values. */
export function valuesOfDis(can: Capabilities, fax: FaxClass): Values {
  const vr = (can.resolutions.includes('fine') ? 1 : 0) | (can.resolutions.includes('superfine') ? 2 : 0);
  const br = can.modems.v17 ? 5 : can.modems.v29 ? 3 : can.modems.v27ter ? 1 : 0;
  const wd = can.widths.includes('a3') ? 2 : can.widths.includes('b4') ? 1 : 0;
  const df = can.ecm && can.codings.includes('mmr') ? 3 : can.codings.includes('mr') ? 1 : 0;
  return [vr, br, wd, 2, df, can.ecm ? (fax === '2' ? 2 : 1) : 0, 0, scanCode(can.scanTime.fine)];
}

/** A DCS in values. */
export function valuesOfDcs(chosen: SessionParameters, rate: number, fax: FaxClass): Values {
  const vr = { standard: 0, fine: 1, superfine: 2 }[chosen.resolution];
  const df = { mh: 0, mr: 1, mmr: 3 }[chosen.coding];
  const small = chosen.frameSize === 64;
  const ec = !chosen.ecm ? 0 : fax === '2' && !small ? 2 : 1;
  return [vr, rate / 2400 - 1, widths.indexOf(chosen.width), 2, df, ec, 0, scanCode(chosen.scanTime)];
}
