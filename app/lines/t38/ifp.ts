/**
 * T.38 Internet Facsimile Protocol packets (T.38 7, Annex A ASN.1, aligned PER), versions 0 to 3.
 * Octets of data fields are in T.30 notation: the first bit on the line is the most significant.
 */
import type { T38Options } from '../../model/line-address.ts';

/** T30_INDICATOR values by name; V.8, V.34 and V.33 ones are known and never sent. */
export type IfpIndicator =
  | 'no-signal'
  | 'cng'
  | 'ced'
  | 'v21-preamble'
  | 'v27ter-2400'
  | 'v27ter-4800'
  | 'v29-7200'
  | 'v29-9600'
  | 'v17-7200-short'
  | 'v17-7200-long'
  | 'v17-9600-short'
  | 'v17-9600-long'
  | 'v17-12000-short'
  | 'v17-12000-long'
  | 'v17-14400-short'
  | 'v17-14400-long'
  | 'v8-ansam'
  | 'v8-signal'
  | 'v34-cc-1200'
  | 'v34-pri-channel'
  | 'v34-cc-retrain'
  | 'v33-12000'
  | 'v33-14400';

/** T30_DATA values by name: the modulation that data travels in. */
export type IfpDataType =
  | 'v21'
  | 'v27ter-2400'
  | 'v27ter-4800'
  | 'v29-7200'
  | 'v29-9600'
  | 'v17-7200'
  | 'v17-9600'
  | 'v17-12000'
  | 'v17-14400'
  | 'v8'
  | 'v34-pri-rate'
  | 'v34-cc-1200'
  | 'v34-pri-channel'
  | 'v33-12000'
  | 'v33-14400';

export type IfpFieldType =
  | 'hdlc-data'
  | 'hdlc-sig-end'
  | 'hdlc-fcs-ok'
  | 'hdlc-fcs-bad'
  | 'hdlc-fcs-ok-sig-end'
  | 'hdlc-fcs-bad-sig-end'
  | 't4-non-ecm-data'
  | 't4-non-ecm-sig-end'
  | 'cm-message'
  | 'jm-message'
  | 'ci-message'
  | 'v34-rate';

export interface IfpField {
  readonly type: IfpFieldType;
  /** Octets, or null where the field carries none (some peers put data into an fcs-OK field). */
  readonly data: Uint8Array | null;
}

export type Ifp =
  | { readonly kind: 'indicator'; readonly indicator: IfpIndicator }
  | { readonly kind: 'data'; readonly type: IfpDataType; readonly fields: readonly IfpField[] };

/** The version that decides the form of data fields: 0 is the first edition's. */
export type IfpVersion = T38Options['version'];
