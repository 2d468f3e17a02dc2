/** How far a part of a cadence may be off, as a share and in tenths of a second: exchanges and modems are that exact. */
const TOLERANCE = { share: 0.25, tenths: 2 };

/**
 * Whether a line that answers one distinctive ring answers this one. A ring without a name is the line's main number,
 * which a line with a ring of its own does not answer.
 *
 * @param ringKind as `ring-report.ts` gives it: `A`, the number called, or a cadence (`8-4-8-40`)
 * @param wanted as the line address has it; null answers every ring
 */
export function answersRing(ringKind: string | null | undefined, wanted: string | null): boolean {
  if (wanted === null) return true;
  if (ringKind === null || ringKind === undefined) return false;
  if (ringKind.toUpperCase() === wanted.toUpperCase()) return true;
  const [heard, asked] = [cadenceOf(ringKind), cadenceOf(wanted)];
  if (heard !== null && asked !== null)
    return heard.length === asked.length && heard.every((part, index) => isNear(part, asked[index] ?? 0));
  // A number called may come with or without its area.
  return isNumber(ringKind) && isNumber(wanted) && (ringKind.endsWith(wanted) || wanted.endsWith(ringKind));
}

const cadenceOf = (kind: string): readonly number[] | null =>
  /^\d{1,3}(-\d{1,3})+$/.test(kind) ? kind.split('-').map(Number) : null;

const isNumber = (kind: string): boolean => /^\+?\d{4,}$/.test(kind);

const isNear = (part: number, asked: number): boolean =>
  Math.abs(part - asked) <= Math.max(TOLERANCE.tenths, asked * TOLERANCE.share);
