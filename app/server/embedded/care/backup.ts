import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { copyFile, link, mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { create } from 'tar';
import type { RequestOutput } from '../../../contract/requests.ts';
import { FaxError } from '../../../model/errors.ts';
import { syncFile, syncFolder, writeError } from '../folders.ts';
import type { ServerCore } from '../server-core.ts';
import { archiveRoot } from './archive-folders.ts';
import { type BackupManifest, backedUpFolders, backupPathSchema, MANIFEST } from './backup-manifest.ts';
import type { Turns } from './turns.ts';

/**
 * Writes the data folder into one file while the server works on: a copy of the database, and of the files that were
 * there at that moment a second name each (documents and received faxes do not change once they are finished), so that
 * what is erased meanwhile is still whole in the backup. Passwords are not in it.
 */
export class Backup {
  readonly #core: ServerCore;
  readonly #turns: Turns;
  readonly #abort = new AbortController();
  #running: Promise<unknown> = Promise.resolve();

  constructor(core: ServerCore, turns: Turns) {
    this.#core = core;
    this.#turns = turns;
  }

  async stop(): Promise<void> {
    this.#abort.abort();
    await this.#running;
  }

  /** Removes what a kill has left of a backup that was being made. */
  async tidy(): Promise<void> {
    await rm(this.#staging, { recursive: true, force: true });
  }

  get #staging(): string {
    return join(this.#core.folders.data, 'temp', 'backup');
  }

  /** Throws `ARGUMENT_INVALID` for a path in the data folder, `DISK_FULL`, `WRITE_FAILED`, `CANCELLED`. */
  write(path: string): Promise<RequestOutput<'backup'>> {
    const { data } = this.#core.folders;
    if (!isAbsolute(path) || path.startsWith(data + sep))
      throw new FaxError('ARGUMENT_INVALID', {
        message: 'A backup cannot lie in the data folder.',
        next: 'Name a file on another disk, or in another folder.',
      });
    const turn = this.#running.then(() => this.#write(path));
    this.#running = turn.catch(() => undefined);
    return turn;
  }

  async #write(path: string): Promise<RequestOutput<'backup'>> {
    const core = this.#core;
    const part = `${path}.part`;
    try {
      await this.tidy();
      // No fax is filed or erased while its files get their second names.
      const { faxes, files } = await this.#turns.take(() => this.#stage());
      const manifest = await this.#describe(files, faxes);
      await writeFile(join(this.#staging, MANIFEST), JSON.stringify(manifest), { mode: 0o600 });
      await this.#pack([MANIFEST, ...files], part);
      await syncFile(part);
      await rename(part, path);
      await syncFolder(dirname(path));
      const at = core.clock.now();
      await core.store.addAudit({ at, action: 'backup', faxId: null, words: `A backup of ${faxes} faxes was written` });
      return { path, bytes: (await stat(path)).size, faxes };
    } catch (error) {
      await rm(part, { force: true });
      if (this.#abort.signal.aborted) throw new FaxError('CANCELLED', { cause: error });
      throw error instanceof FaxError ? error : writeError(error);
    } finally {
      await this.tidy();
    }
  }

  /** Copies the database, and names every file that belongs to it a second time. */
  async #stage(): Promise<{ readonly faxes: number; readonly files: readonly string[] }> {
    const core = this.#core;
    const staging = this.#staging;
    await mkdir(staging, { recursive: true, mode: 0o700 });
    // What came while the folders are read is in no row of this copy, and does no harm beside it.
    await core.store.copyTo(join(staging, 'fax.db'));
    const { total } = await core.store.jobs({ state: null, limit: 1 });
    const receiving = new Set([...core.open.values()].map(({ record }) => core.folders.received(record.id)));
    const files = ['fax.db'];
    for (const folder of this.#folders())
      for (const name of await namesBelow(core.folders.data, folder)) {
        const from = join(core.folders.data, name);
        // A fax that is coming in is not whole yet; one that a name hides is no fax.
        if (receiving.has(from) || !backupPathSchema.safeParse(slashed(name)).success) continue;
        if (await secondName(from, join(staging, name))) files.push(slashed(name));
      }
    return { faxes: total, files };
  }

  /** Folders below the data folder, the archives among them where they lie there. */
  #folders(): readonly string[] {
    const { settings, folders } = this.#core;
    const archives = (['out', 'in'] as const).flatMap((direction) => {
      const root = archiveRoot(settings, folders.data, direction);
      return root?.startsWith(folders.data + sep) ? [relative(folders.data, root)] : [];
    });
    const all = [...new Set([...backedUpFolders, ...archives])];
    return all.filter((folder) => !all.some((other) => folder !== other && folder.startsWith(other + sep)));
  }

  async #describe(files: readonly string[], faxes: number): Promise<BackupManifest> {
    const described: BackupManifest['files'][number][] = [];
    for (const path of files) {
      const hash = createHash('sha256');
      let bytes = 0;
      for await (const chunk of createReadStream(join(this.#staging, path), { signal: this.#abort.signal })) {
        hash.update(chunk);
        bytes += chunk.length;
      }
      described.push({ path, bytes, sha256: hash.digest('hex') });
    }
    return {
      format: 'fax-console-backup',
      version: 1,
      at: new Date(this.#core.clock.now()).toISOString(),
      dataDir: this.#core.folders.data,
      faxes,
      files: described,
    };
  }

  async #pack(files: readonly string[], out: string): Promise<void> {
    // Small pieces, and Node's own compression in its threads: a call that is up waits for neither.
    const pack = create(
      {
        cwd: this.#staging,
        portable: true,
        noDirRecurse: true,
        maxReadSize: 65_536,
        linkCache: new NoLinks(),
        strict: true,
      },
      [...files],
    );
    const file = createWriteStream(out, { flags: 'w', mode: 0o600 });
    await pipeline(pack, createGzip({ level: 1 }), file, { signal: this.#abort.signal });
  }
}

/** Files that have a second name are files all the same: the archive holds no links. */
class NoLinks extends Map<`${number}:${number}`, string> {
  override get(): undefined {
    return undefined;
  }
}

/** A folder without which there is nothing to back up. */
const isOwn = (folder: string): boolean => folder === 'documents' || folder === 'inbox';

const slashed = (path: string): string => path.split(sep).join('/');

/** Files of a folder and of all below it, as paths below `data`. Folders that are not there have none; links are not followed. */
async function namesBelow(data: string, folder: string): Promise<readonly string[]> {
  const names: string[] = [];
  const waiting = [folder];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const entries = await readdir(join(data, next), { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
      // An archive whose folder is no folder is warned of elsewhere, and keeps no fax out of the backup.
      if (error.code === 'ENOENT' || (error.code === 'ENOTDIR' && !isOwn(next))) return [];
      throw error;
    });
    for (const entry of entries) {
      if (entry.isDirectory()) waiting.push(join(next, entry.name));
      else if (entry.isFile() && !entry.name.startsWith('.')) names.push(join(next, entry.name));
    }
  }
  return names.sort();
}

/** A second name for a file, or a copy where the disk has none to give; false where the file has just gone. */
async function secondName(from: string, to: string): Promise<boolean> {
  try {
    await mkdir(dirname(to), { recursive: true, mode: 0o700 });
    await link(from, to).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') throw error;
      return copyFile(from, to);
    });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    throw error;
  }
}
