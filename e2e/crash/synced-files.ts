/**
 * Loaded into a server before anything else (`--import`), in each of its threads: keeps a copy of every file as it was
 * when it was last synced, so that after the kill the disk can be put into the state that a power cut leaves. A kill
 * alone loses nothing that was written. `FAX_CRASH_SYNCED` names the folder of the copies; with `FAX_CRASH_NO_SYNC`
 * nothing is synced at all, which is the planted bug.
 */
import { copyFileSync, renameSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { threadId } from 'node:worker_threads';
import { keptName } from './power-cut.ts';

const folder = process.env.FAX_CRASH_SYNCED;
const lying = process.env.FAX_CRASH_NO_SYNC !== undefined;

if (folder !== undefined) {
  const sample = await open(fileURLToPath(import.meta.url), 'r');
  const methods: Record<'sync' | 'datasync', (this: FileHandle) => Promise<void>> = Object.getPrototypeOf(sample);
  await sample.close();
  for (const name of ['sync', 'datasync'] as const) {
    const real = methods[name];
    methods[name] = async function (this: FileHandle): Promise<void> {
      if (lying) return;
      await real.call(this);
      const facts = await this.stat({ bigint: true });
      if (!facts.isFile()) return;
      const copy = join(folder, keptName(facts));
      copyFileSync(`/proc/self/fd/${this.fd}`, `${copy}.${threadId}`);
      renameSync(`${copy}.${threadId}`, copy);
    };
  }
}
