/** What a modem says about a call that comes in, one line of it. */
export type RingReport =
  /** `RING`; some networks and modems name the ring (`RING A`, `RING 2`, `+CRING: FAX`). */
  | { readonly kind: 'ring'; readonly ringKind: string | null }
  /** The caller's number; null where it is withheld (`P`) or not known (`O`). */
  | { readonly kind: 'number'; readonly number: string | null }
  | { readonly kind: 'name'; readonly name: string | null }
  /** The number that was called, where several reach this line (`DDN_NMBR=`). */
  | { readonly kind: 'called'; readonly number: string }
  /** One part of the ring's cadence, in tenths of a second: DRON, DROF (V.253 +VDR). */
  | { readonly kind: 'cadence'; readonly on: boolean; readonly tenths: number };

/** Characters that are kept of a number or a name: the network sends what it likes. */
const LONGEST = 40;
/** Parts of a cadence that are kept. */
const LONGEST_CADENCE = 8;

const forms: readonly (readonly [RegExp, (value: string) => RingReport | null])[] = [
  [
    /^RING(?:[ -]([A-Z0-9]{1,8}))?$/i,
    (value) => ({ kind: 'ring', ringKind: value === '' ? null : value.toUpperCase() }),
  ],
  [/^\+CRING: ?(\w{1,12})/i, (value) => ({ kind: 'ring', ringKind: value.toUpperCase() })],
  [/^(?:NMBR|CALLER NUMBER|CID) ?[=:](.*)$/i, (value) => ({ kind: 'number', number: numberOf(value) })],
  [/^\+(?:CLIP|VCID): ?"?([^",]*)/i, (value) => ({ kind: 'number', number: numberOf(value) })],
  [/^(?:NAME|CALLER NAME) ?[=:](.*)$/i, (value) => ({ kind: 'name', name: nameOf(value) })],
  [/^DDN_NMBR ?[=:](.*)$/i, (value) => calledOf(value)],
  [/^DRON ?[=:] ?(\d{1,3})$/i, (value) => ({ kind: 'cadence', on: true, tenths: Number(value) })],
  [/^DROF ?[=:] ?(\d{1,3})$/i, (value) => ({ kind: 'cadence', on: false, tenths: Number(value) })],
];

/** Reads a line that came unasked; null where it says nothing of a call that comes in. Pure. */
export function parseRingReport(line: string): RingReport | null {
  const text = line.trim().slice(0, 200);
  for (const [form, report] of forms) {
    const found = form.exec(text);
    if (found) return report(found[1]?.trim() ?? '');
  }
  return null;
}

/** Digits and what stands between them; `P`, `O` and words of the network are no number. */
function numberOf(value: string): string | null {
  const text = printable(value).replace(/[ ().-]/g, '');
  return /^\+?[\d*#]{1,20}$/.test(text) ? text : null;
}

function calledOf(value: string): RingReport | null {
  const number = numberOf(value);
  return number === null ? null : { kind: 'called', number };
}

function nameOf(value: string): string | null {
  const text = printable(value).trim();
  return text === '' || text === 'P' || text === 'O' ? null : text;
}

const printable = (value: string): string => value.replace(/[^\x20-\x7e]/g, '').slice(0, LONGEST);

/** What is known of a call that rings. */
export interface RingState {
  /** Rings so far. */
  readonly rings: number;
  readonly callerId: string | null;
  readonly callerName: string | null;
  /** The number called, the ring's name, or its cadence (`8-4-8-40`): the first of these that is known. */
  readonly ringKind: string | null;
  /** The cadence as it comes in: tenths of a second, on and off by turns. */
  readonly cadence: readonly number[];
}

/** No call rings. */
export const noRing: RingState = { rings: 0, callerId: null, callerName: null, ringKind: null, cadence: [] };

/**
 * What is known once a line has been heard. Caller ID comes between the first and the second ring, a cadence before the
 * ring that it belongs to; each ring brings its cadence anew. Pure.
 */
export function heardRing(state: RingState, report: RingReport): RingState {
  switch (report.kind) {
    case 'ring': {
      const cadence = state.cadence.length > 1 ? state.cadence.join('-') : null;
      const ringKind = state.ringKind ?? report.ringKind ?? cadence;
      return { ...state, rings: state.rings + 1, ringKind, cadence: [] };
    }
    case 'number':
      return { ...state, callerId: state.callerId ?? report.number };
    case 'name':
      return { ...state, callerName: state.callerName ?? report.name };
    case 'called':
      return { ...state, ringKind: report.number };
    case 'cadence':
      // A cadence begins with a ring; silence before it belongs to the one before.
      if (state.cadence.length === 0 && !report.on) return state;
      return { ...state, cadence: [...state.cadence, report.tenths].slice(0, LONGEST_CADENCE) };
  }
}
