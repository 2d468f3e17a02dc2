import type { Heard, Modulation } from '../../t30/carrier.ts';
import { concat } from '../../t30/ecm-blocks.ts';
import type { Ifp, IfpDataType, IfpField, IfpIndicator } from './ifp.ts';
import { modulationOfData, modulationOfIndicator } from './pacing.ts';
import { FrameMender } from './t38-carrier-mending.ts';

/** A longer frame is none: T.30's longest is 260 octets (ECM), and receivers may drop what is longer than 3.45 s. */
const MAX_FRAME = 1024;

/** Most packets in a row whose loss is tried to be made good from a repeat. */
const MAX_HOLE = 40;

/** A signal that is up at the far end. */
interface Signal {
  readonly modulation: Modulation;
  /** Something of it has come beside its indicator. */
  data: boolean;
}

/** What is heard, before it is given its time. */
export type HeardSignal =
  | { readonly kind: 'carrier'; readonly modulation: Modulation }
  | { readonly kind: 'frame'; readonly frame: { readonly octets: Uint8Array; readonly fcsOk: boolean } }
  | { readonly kind: 'data'; readonly octets: Uint8Array }
  | { readonly kind: 'carrier-lost' }
  | { readonly kind: 'tone'; readonly tone: 'cng' | 'ced' };

/**
 * Makes signals of packets. Data is authoritative and indicators are hints: they may be missing or come again. Each
 * carrier is told once, and its loss once.
 *
 * What terminals in the field do and is taken: data inside an fcs-OK field; hdlc-sig-end behind a page without ECM;
 * an fcs-OK or an end said again under a new number; a signal ended by sig-end or no-signal or by the next signal.
 */
export class SignalHearing {
  #signal: Signal | null = null;
  #tone: 'cng' | 'ced' | null = null;
  /** The frame that is coming: its pieces, and the number of packets that were lost between two of them. */
  #pieces: (Uint8Array | number)[] = [];
  /** Octets of it that came. */
  #length = 0;
  readonly #mender = new FrameMender();
  #out: HeardSignal[] = [];

  /** The modulation that is up at the far end, or null. */
  get up(): Modulation | null {
    return this.#signal?.modulation ?? null;
  }

  /** Takes a packet; `lost`: packets right before it that were lost. */
  take(ifp: Ifp, lost: number): readonly HeardSignal[] {
    if (lost > 0) this.#noteLost(lost);
    if (ifp.kind === 'indicator') this.#takeIndicator(ifp.indicator);
    else this.#takeData(ifp.type, ifp.fields);
    return this.#told();
  }

  /** The far end's signal has stopped without a word. */
  giveUp(): readonly HeardSignal[] {
    this.#lower();
    return this.#told();
  }

  #told(): readonly HeardSignal[] {
    const out = this.#out;
    this.#out = [];
    return out;
  }

  #takeIndicator(indicator: IfpIndicator): void {
    // What was lost came before this: frames that follow are whole.
    if (this.#length === 0) this.#dropFrame();
    const modulation = modulationOfIndicator(indicator);
    if (modulation === null) {
      this.#lower();
      const tone = indicator === 'cng' || indicator === 'ced' ? indicator : null;
      if (tone !== null && tone !== this.#tone) this.#out.push({ kind: 'tone', tone });
      this.#tone = tone;
      return;
    }
    // The same indicator again is a repeat, until data has shown that its signal was under way.
    if (this.#signal?.modulation !== modulation || this.#signal.data) this.#raise(modulation);
  }

  #takeData(type: IfpDataType, fields: readonly IfpField[]): void {
    const modulation = modulationOfData(type);
    if (modulation === null) return;
    const carries = fields.some(({ data }) => data !== null);
    if (this.#signal?.modulation !== modulation) {
      // An end said again, of a signal that is gone.
      if (!carries) return;
      this.#raise(modulation);
    }
    for (const field of fields) this.#takeField(field);
  }

  #takeField({ type, data }: IfpField): void {
    // A field behind the end of its signal, in one packet: nothing is up any more.
    if (this.#signal === null) return;
    if (data !== null) this.#signal.data = true;
    switch (type) {
      case 'hdlc-data':
        this.#append(data);
        return;
      case 'hdlc-fcs-ok':
      case 'hdlc-fcs-bad':
        this.#append(data);
        this.#endFrame(type === 'hdlc-fcs-ok', false);
        return;
      case 'hdlc-fcs-ok-sig-end':
      case 'hdlc-fcs-bad-sig-end':
        this.#append(data);
        this.#endFrame(type === 'hdlc-fcs-ok-sig-end', true);
        this.#lower();
        return;
      case 'hdlc-sig-end':
        this.#lower();
        return;
      case 't4-non-ecm-data':
        this.#tellData(data);
        return;
      case 't4-non-ecm-sig-end':
        this.#tellData(data);
        this.#lower();
        return;
      case 'cm-message':
      case 'jm-message':
      case 'ci-message':
      case 'v34-rate':
        return;
    }
  }

  #raise(modulation: Modulation): void {
    this.#lower();
    this.#tone = null;
    this.#signal = { modulation, data: false };
    this.#out.push({ kind: 'carrier', modulation });
  }

  #lower(): void {
    if (this.#signal === null) return;
    // A frame that never ended is a bad one.
    if (this.#length > 0) this.#endFrame(false, true);
    this.#dropFrame();
    this.#signal = null;
    this.#out.push({ kind: 'carrier-lost' });
  }

  #tellData(octets: Uint8Array | null): void {
    this.#dropFrame();
    if (octets !== null) this.#out.push({ kind: 'data', octets: Uint8Array.from(octets) });
  }

  /** One piece however often it is told: nothing that comes may pile up. */
  #noteLost(packets: number): void {
    const last = this.#pieces.at(-1);
    if (typeof last === 'number') this.#pieces.splice(-1, 1, last + packets);
    else this.#pieces.push(packets);
  }

  #append(data: Uint8Array | null): void {
    if (data === null) return;
    this.#length += data.length;
    if (this.#length <= MAX_FRAME) this.#pieces.push(data);
  }

  #dropFrame(): void {
    this.#pieces = [];
    this.#length = 0;
  }

  /** `last`: the burst ends with this frame. */
  #endFrame(fcsOk: boolean, last: boolean): void {
    const pieces = this.#pieces;
    const tooLong = this.#length > MAX_FRAME;
    // An fcs-OK said again has no frame with it.
    if (pieces.length === 0) return;
    this.#dropFrame();
    const hole = pieces.findLastIndex((piece) => typeof piece === 'number');
    const rest = concat(pieces.slice(hole + 1).filter((piece) => typeof piece !== 'number'));
    if (tooLong || !fcsOk) this.#tellFrame(rest, false);
    else if (hole < 0 || beginsAsFrame(rest)) this.#tellFrame(rest, true);
    else {
      const mended = this.#signal?.modulation === 'v21-300' ? this.#mend(pieces, last) : null;
      this.#tellFrame(mended ?? rest, mended !== null);
    }
  }

  /** Only where each packet holds one octet does a lost packet tell which octet is missing. */
  #mend(pieces: readonly (Uint8Array | number)[], last: boolean): Uint8Array | null {
    if (pieces.some((piece) => (typeof piece === 'number' ? piece > MAX_HOLE : piece.length !== 1))) return null;
    const octets = pieces.flatMap((piece) =>
      typeof piece === 'number' ? new Array<number | null>(piece).fill(null) : [...piece],
    );
    return this.#mender.mend(octets, last);
  }

  #tellFrame(octets: Uint8Array, fcsOk: boolean): void {
    if (fcsOk && this.#signal?.modulation === 'v21-300') this.#mender.heard(octets);
    this.#out.push({ kind: 'frame', frame: { octets, fcsOk } });
  }
}

/** T.30 5.3.4, 5.3.5: the address is FF, the control octet C0 or C8. A piece from within a frame hardly looks so. */
function beginsAsFrame(octets: Uint8Array): boolean {
  return octets[0] === 0xff && (octets[1] === 0xc0 || octets[1] === 0xc8);
}

/** Gives a signal its time. */
export function heardAt(signal: HeardSignal, t: number): Heard {
  return { ...signal, t };
}
