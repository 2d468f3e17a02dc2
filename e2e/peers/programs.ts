import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { it } from 'vitest';

/** True when the program is in the PATH. */
export function hasProgram(program: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** What a peer test is registered with: `it`, or its skipping form. */
export type PeerTest = (name: string, work: () => Promise<void> | void, timeout?: number) => void;

/**
 * A test that needs programs of a Debian package. Where one is missing the test is skipped under the name
 * `not run: WHAT, needs PACKAGE`, which the runner lists and counts.
 */
export function needs(programs: readonly string[] | string, debianPackage: string): PeerTest {
  const wanted = typeof programs === 'string' ? [programs] : programs;
  const runs = wanted.every(hasProgram);
  return (name, work, timeout) => {
    it.skipIf(!runs)(runs ? name : `not run: ${name}, needs ${debianPackage}`, work, timeout);
  };
}
