/**
 * T.38 Internet Facsimile Protocol packets (T.38 7, Annex A ASN.1, aligned PER), versions 0 to 3.
 * Octets of data fields are in T.30 notation: the first bit on the line is the most significant.
 */
import type { T38Options } from '../../model/line-address.ts';
import { concat } from '../../t30/ecm-blocks.ts';

/** T30_INDICATOR values in the order of the ASN.1, before its extension mark: 0 to 15. */
const rootIndicators = [
  'no-signal',
  'cng',
  'ced',
  'v21-preamble',
  'v27ter-2400',
  'v27ter-4800',
  'v29-7200',
  'v29-9600',
  'v17-7200-short',
  'v17-7200-long',
  'v17-9600-short',
  'v17-9600-long',
  'v17-12000-short',
  'v17-12000-long',
  'v17-14400-short',
  'v17-14400-long',
] as const;

/** T30_INDICATOR values after the extension mark. */
const extendedIndicators = [
  'v8-ansam',
  'v8-signal',
  'v34-cc-1200',
  'v34-pri-channel',
  'v34-cc-retrain',
  'v33-12000',
  'v33-14400',
] as const;

/** T30_DATA values before the extension mark: 0 to 8. */
const rootDataTypes = [
  'v21',
  'v27ter-2400',
  'v27ter-4800',
  'v29-7200',
  'v29-9600',
  'v17-7200',
  'v17-9600',
  'v17-12000',
  'v17-14400',
] as const;

const extendedDataTypes = ['v8', 'v34-pri-rate', 'v34-cc-1200', 'v34-pri-channel', 'v33-12000', 'v33-14400'] as const;

/** Field types before the extension mark (there is no mark in version 0). */
const rootFieldTypes = [
  'hdlc-data',
  'hdlc-sig-end',
  'hdlc-fcs-ok',
  'hdlc-fcs-bad',
  'hdlc-fcs-ok-sig-end',
  'hdlc-fcs-bad-sig-end',
  't4-non-ecm-data',
  't4-non-ecm-sig-end',
] as const;

const extendedFieldTypes = ['cm-message', 'jm-message', 'ci-message', 'v34-rate'] as const;

/** Every indicator that has a name here. */
export const ifpIndicators = [...rootIndicators, ...extendedIndicators] as const;
/** Every data type that has a name here. */
export const ifpDataTypes = [...rootDataTypes, ...extendedDataTypes] as const;
/** Every field type that has a name here; version 0 knows the first eight. */
export const ifpFieldTypes = [...rootFieldTypes, ...extendedFieldTypes] as const;

/** T30_INDICATOR values by name; V.8, V.34 and V.33 ones are known and never sent. */
export type IfpIndicator = (typeof ifpIndicators)[number];
/** T30_DATA values by name: the modulation that data travels in. */
export type IfpDataType = (typeof ifpDataTypes)[number];
export type IfpFieldType = (typeof ifpFieldTypes)[number];

export interface IfpField {
  readonly type: IfpFieldType;
  /** Octets, or null where the field carries none (some peers put data into an fcs-OK field). */
  readonly data: Uint8Array | null;
}

export type Ifp =
  | { readonly kind: 'indicator'; readonly indicator: IfpIndicator }
  | { readonly kind: 'data'; readonly type: IfpDataType; readonly fields: readonly IfpField[] };

/** A packet that is well formed and uses a value of a later edition: to be counted and passed over. */
export interface UnknownIfp {
  readonly kind: 'unknown';
}

/** A packet as it was read. */
export interface DecodedIfp {
  readonly ifp: Ifp | UnknownIfp;
  /** Octets of the packet itself, without the zeros that recovery from parity may leave behind it. */
  readonly length: number;
}

/** The version that decides the form of data fields: 0 is the first edition's. */
export type IfpVersion = T38Options['version'];

/** Most octets that one field carries (T.38 Annex A: OCTET STRING (SIZE (1..65535))). */
const MAX_FIELD_DATA = 65_535;
/** Most fields that are put into one packet: the count stays one octet. */
const MAX_FIELDS = 127;

/**
 * A packet as octets. A field with no octets is sent as one that carries none. Fields without data take a whole octet
 * each, as every terminal that was seen reads them; PER proper would pack two of them into less. So that both readings
 * agree, put no field behind one without data: one HDLC frame a packet. Throws `RangeError` for what no packet can
 * hold: too many fields or octets, a field of a later edition in version 0.
 */
export function encodeIfp(ifp: Ifp, version: IfpVersion): Uint8Array {
  if (ifp.kind === 'indicator') return Uint8Array.from(typeOctets(0x00, ifp.indicator, ifpIndicators, 16));
  const head = typeOctets(0xc0, ifp.type, ifpDataTypes, rootDataTypes.length);
  if (ifp.fields.length > MAX_FIELDS) throw new RangeError(`An IFP packet of ${ifp.fields.length} fields.`);
  const parts: Uint8Array[] = [Uint8Array.from([...head, ifp.fields.length])];
  for (const { type, data } of ifp.fields) {
    const size = data?.length ?? 0;
    if (size > MAX_FIELD_DATA) throw new RangeError(`An IFP field of ${size} octets.`);
    parts.push(fieldOctets(type, size, version));
    if (data !== null) parts.push(data);
  }
  return concat(parts);
}

/** The octets of type-of-msg: the flags, then the value in 4 bits or, after the extension mark, in two octets. */
function typeOctets<T extends string>(flags: number, name: T, names: readonly T[], roots: number): number[] {
  const value = names.indexOf(name);
  if (value < roots) return [flags | (value << 1)];
  const extended = value - roots;
  return [flags | 0x20 | (extended >> 2), (extended & 3) << 6];
}

/** A field's octets before its data. Version 0 has no extension bit before the type: the classic difference. */
function fieldOctets(type: IfpFieldType, size: number, version: IfpVersion): Uint8Array {
  const value = ifpFieldTypes.indexOf(type);
  const present = size > 0 ? 0x80 : 0;
  const length = size > 0 ? [(size - 1) >> 8, (size - 1) & 0xff] : [];
  if (value < rootFieldTypes.length) return Uint8Array.from([present | (value << (version === 0 ? 4 : 3)), ...length]);
  if (version === 0) throw new RangeError(`Version 0 has no field ${type}.`);
  const extended = value - rootFieldTypes.length;
  return Uint8Array.from([present | 0x40 | (extended >> 1), (extended & 1) << 7, ...length]);
}

/**
 * Reads a packet; null where it is malformed. Never throws. Zeros behind the packet are allowed, anything else is not.
 * Takes data in any field and any field with any data type (fcs-OK with data, hdlc-sig-end after a non-ECM page): what
 * they mean is the terminal's to decide. Data of fields are views of `octets`.
 */
export function decodeIfp(octets: Uint8Array, version: IfpVersion): DecodedIfp | null {
  return decodeAs(octets, version, 'octet') ?? decodeAs(octets, version, 'bit');
}

/** Where a field without data ends: at an octet (what terminals send) or at its last bit (PER to the letter). */
type FieldEnds = 'octet' | 'bit';

function decodeAs(octets: Uint8Array, version: IfpVersion, ends: FieldEnds): DecodedIfp | null {
  const bits = new BitCursor(octets);
  const hasFields = bits.take(1) === 1;
  const isData = bits.take(1) === 1;
  const value = enumerated(bits, 4);
  bits.align();
  const fields = hasFields ? decodeFields(bits, version, ends) : [];
  bits.align();
  if (bits.failed || value === null || fields === null || !bits.restIsZero()) return null;
  const length = bits.octet;
  const names = isData ? ifpDataTypes : ifpIndicators;
  const roots = isData ? rootDataTypes.length : rootIndicators.length;
  if (!value.extended && value.index >= roots) return null;
  const index = value.extended ? value.index + roots : value.index;
  if (index >= names.length || fields === 'unknown') return { ifp: { kind: 'unknown' }, length };
  return {
    ifp: isData
      ? { kind: 'data', type: ifpDataTypes[index]!, fields }
      : { kind: 'indicator', indicator: ifpIndicators[index]! },
    length,
  };
}

/** The fields; `unknown` where one is of a type that has no name here. */
function decodeFields(bits: BitCursor, version: IfpVersion, ends: FieldEnds): readonly IfpField[] | 'unknown' | null {
  const first = bits.take(8);
  if (first >= 0xc0) return null;
  const count = first < 0x80 ? first : ((first & 0x3f) << 8) | bits.take(8);
  const fields: IfpField[] = [];
  let known = true;
  for (let n = 0; n < count; n += 1) {
    const present = bits.take(1) === 1;
    const value = version === 0 ? { extended: false, index: bits.take(3) } : enumerated(bits, 3);
    if (value === null) return null;
    let data: Uint8Array | null = null;
    if (present) {
      bits.align();
      data = bits.octets(bits.take(16) + 1);
    } else if (ends === 'octet') bits.align();
    if (bits.failed) return null;
    const type = ifpFieldTypes[value.index + (value.extended ? rootFieldTypes.length : 0)];
    if (type === undefined) known = false;
    else fields.push({ type, data });
  }
  return known ? fields : 'unknown';
}

/** An ENUMERATED with an extension mark whose root takes `width` bits; null for an extension no edition can have. */
function enumerated(bits: BitCursor, width: number): { extended: boolean; index: number } | null {
  if (bits.take(1) === 0) return { extended: false, index: bits.take(width) };
  return bits.take(1) === 0 ? { extended: true, index: bits.take(6) } : null;
}

/** Reads bits, most significant first. Reading past the end fails for good and gives zeros. */
class BitCursor {
  readonly #octets: Uint8Array;
  #bit = 0;
  failed = false;

  constructor(octets: Uint8Array) {
    this.#octets = octets;
  }

  /** Whole octets read so far, once aligned. */
  get octet(): number {
    return this.#bit >> 3;
  }

  take(width: number): number {
    if (this.#bit + width > this.#octets.length * 8) {
      this.failed = true;
      return 0;
    }
    let value = 0;
    for (let n = 0; n < width; n += 1, this.#bit += 1)
      value = (value << 1) | ((this.#octets[this.#bit >> 3]! >> (7 - (this.#bit & 7))) & 1);
    return value;
  }

  /** Goes to the next whole octet; the bits between must be zero (else the field is of the other version). */
  align(): void {
    const rest = -this.#bit & 7;
    if (rest > 0 && this.take(rest) !== 0) this.failed = true;
  }

  octets(length: number): Uint8Array {
    const start = this.octet;
    if (start + length > this.#octets.length) {
      this.failed = true;
      return new Uint8Array(0);
    }
    this.#bit += length * 8;
    return this.#octets.subarray(start, start + length);
  }

  restIsZero(): boolean {
    for (let at = this.octet; at < this.#octets.length; at += 1) if (this.#octets[at] !== 0) return false;
    return true;
  }
}
