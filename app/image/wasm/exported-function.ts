/** A function that a module of ours exports: numbers in, a number out. Throws TypeError where it lacks one of this name. */
export function exportedFunction(
  { exports }: WebAssembly.Instance,
  name: string,
): (...values: readonly number[]) => number {
  const value = exports[name];
  if (typeof value !== 'function') throw new TypeError(`The module has no function ${name}.`);
  // What the module's own code exports needs no proof beyond that it is there.
  return value as (...values: readonly number[]) => number;
}
