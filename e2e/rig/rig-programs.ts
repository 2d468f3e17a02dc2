import { execFile } from 'node:child_process';
import { mkdir, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const sources = fileURLToPath(new URL('programs', import.meta.url));
const buildFolder = fileURLToPath(new URL('build', import.meta.url));

/** Every C program of the rig: what it links with, and the Debian packages that it needs. */
const programs = {
  modempair: { libraries: ['-lspandsp', '-lm'], needs: 'gcc libc6-dev libspandsp-dev libtiff-dev' },
  t38peer: { libraries: ['-lspandsp', '-ltiff', '-lm'], needs: 'gcc libc6-dev libspandsp-dev libtiff-dev' },
  'pty-port': { libraries: [], needs: 'gcc libc6-dev' },
} as const;

export type RigProgram = keyof typeof programs;

/** The Debian packages that a program of the rig needs. */
export function neededBy(program: RigProgram): string {
  return programs[program].needs;
}

/** Builds a program of the rig unless it is newer than its source; null where it cannot be built here. */
export async function buildRigProgram(name: RigProgram): Promise<string | null> {
  const program = join(buildFolder, name);
  const source = join(sources, `${name}.c`);
  const made = await stat(program).catch(() => null);
  if (made !== null && made.mtimeMs > (await stat(source)).mtimeMs) return program;
  await mkdir(buildFolder, { recursive: true });
  // Under another name first: two test processes may build at once, and one may be running the other's.
  const draft = `${program}.${process.pid}`;
  try {
    await promisify(execFile)('gcc', ['-O2', '-Wall', '-o', draft, source, ...programs[name].libraries]);
  } catch {
    return null;
  }
  await rename(draft, program);
  return program;
}
