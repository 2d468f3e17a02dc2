/** A promise of the engine's that a run has seen broken. */
export class Violation extends Error {
  override readonly name = 'Violation';
}

/** Throws a {@link Violation} where a promise does not hold. */
export function promise(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Violation(what);
}
