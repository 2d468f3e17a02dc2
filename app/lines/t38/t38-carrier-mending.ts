/** A frame as it came: an octet, or null where the packet that held it was lost. */
export type HoledFrame = readonly (number | null)[];

/** Where the facsimile control field stands: behind the address (FF) and the control octet. */
const FCF = 2;
/** Octets behind it that two frames must share, where one of them lost its control field. */
const ALIKE = 3;
/** Damaged frames that are remembered. */
const REMEMBERED = 4;

/**
 * Mends frames that came with holes. Terminals that send each octet of a command in a packet of its own lose a command
 * in three at 5 % loss, and say it again with other holes. A packet's number tells which octet is missing, and a
 * station says a thing again unchanged until it is answered (T.30 5.4): what one repeat lacks another has. Each octet
 * of a mended frame was received; none is guessed but the address and the control octet, which are always the same.
 */
export class FrameMender {
  /** What is known of frames of which nothing whole has been heard yet, newest first. */
  #damaged: HoledFrame[] = [];

  /** A whole frame was heard: older ones that may have been of its kind are out of date. */
  heard(octets: Uint8Array): void {
    const fcf = octets[FCF];
    this.#damaged = this.#damaged.filter(
      (frame) => frame[FCF] !== fcf && (frame[FCF] !== null || frame.length !== octets.length),
    );
  }

  /** The frame whole, with what its repeats have told, or null. `last`: it ended its burst. */
  mend(frame: HoledFrame, last: boolean): Uint8Array | null {
    let known: HoledFrame = frame.map((octet, i) => octet ?? (i === 0 ? 0xff : i === 1 && last ? 0xc8 : null));
    if (known[0] !== 0xff || known.length <= FCF) return null;
    // What says something else under the same control field has been answered, or given up.
    const current = this.#damaged.filter((damaged) => damaged[FCF] !== known[FCF] || areSame(damaged, known));
    for (const older of current) if (areSame(older, known)) known = known.map((octet, i) => octet ?? older[i] ?? null);
    const octets = Uint8Array.from(known, (octet) => octet ?? 0);
    if (!known.includes(null)) {
      this.heard(octets);
      return octets;
    }
    this.#damaged = [known, ...current.filter((damaged) => !areSame(damaged, known))].slice(0, REMEMBERED);
    return null;
  }
}

/** True where both can only be the same frame: alike in all that is known of both, and that is enough to tell. */
function areSame(a: HoledFrame, b: HoledFrame): boolean {
  if (a.length !== b.length) return false;
  const both = a.flatMap((octet, i) => (octet !== null && b[i] !== null ? [i] : []));
  if (both.some((i) => a[i] !== b[i])) return false;
  return both.includes(FCF) || both.filter((i) => i > FCF).length >= ALIKE;
}
