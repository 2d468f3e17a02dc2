import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { Parser, type ReadEntry } from 'tar';
import { FaxError } from '../model/errors.ts';
import {
  type BackupManifest,
  backedUpFolders,
  backupManifestSchema,
  MANIFEST,
} from '../server/embedded/care/backup-manifest.ts';

/** A manifest is no longer than this, octets: half a million files. */
const LONGEST_MANIFEST = 128 * 1024 * 1024;

/**
 * Unpacks a backup into an empty folder. The manifest comes first and says which files follow, in which order, how long
 * they are and with which sums: anything else in the archive ends it. Every file is on the disk when this resolves.
 *
 * Throws `BACKUP_INVALID` for what is damaged, cut short, foreign or hostile; `DISK_FULL` before anything is written.
 *
 * @param room octets free for it
 */
export async function unpackBackup(
  file: string,
  folder: string,
  room: number,
  signal?: AbortSignal,
): Promise<BackupManifest> {
  const unpacking = new Unpacking(folder, room);
  const parser = new Parser({ strict: true, gzip: false, maxMetaEntrySize: 65_536, brotli: false, zstd: false });
  const failed = Promise.withResolvers<never>();
  failed.promise.catch(() => undefined);
  let last: Promise<void> = Promise.resolve();
  parser.on('error', failed.reject);
  parser.on('ignoredEntry', () => failed.reject(new FaxError('BACKUP_INVALID')));
  parser.on('entry', (entry: ReadEntry) => {
    last = last.then(() => unpacking.take(entry));
    last.catch(failed.reject);
  });
  const into = new Writable({
    write(chunk: Buffer, _encoding, done) {
      const goOn = parser.write(chunk);
      void Promise.race([failed.promise, goOn ? Promise.resolve() : drained(parser)]).then(() => done(), done);
    },
    final(done) {
      parser.end();
      void Promise.race([failed.promise, new Promise<void>((resolve) => setImmediate(resolve)).then(() => last)]).then(
        () => done(),
        done,
      );
    },
  });
  try {
    await pipeline(createReadStream(file), createGunzip(), into, ...(signal ? [{ signal }] : []));
    await last;
    return unpacking.finish();
  } catch (error) {
    // An entry that is cut short would wait for its end for ever.
    unpacking.stop(error);
    await last.catch(() => undefined);
    throw error instanceof FaxError ? error : invalid(error);
  }
}

const drained = (parser: Parser): Promise<void> => new Promise((resolve) => parser.once('drain', () => resolve()));

/** A disk that refuses is not the backup's fault; everything else that goes wrong here is. */
function invalid(cause: unknown): FaxError {
  const code = cause instanceof Error && 'code' in cause ? cause.code : null;
  if (code === 'ENOSPC' || code === 'EDQUOT') return new FaxError('DISK_FULL', { cause });
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return new FaxError('DATA_FOLDER_UNUSABLE', { cause });
  if (code === 'EISDIR') return new FaxError('FILE_NOT_READABLE', { cause });
  return new FaxError('BACKUP_INVALID', { cause });
}

/** Takes the entries one after another and compares each with what the manifest says. */
class Unpacking {
  readonly #folder: string;
  readonly #room: number;
  #manifest: BackupManifest | null = null;
  #taken = 0;
  #entry: ReadEntry | null = null;
  #stopped: Error | null = null;

  constructor(folder: string, room: number) {
    this.#folder = folder;
    this.#room = room;
  }

  /** Takes nothing more, and ends what is being read. */
  stop(cause: unknown): void {
    this.#stopped = cause instanceof Error ? cause : new Error(String(cause));
    this.#entry?.destroy(this.#stopped);
  }

  async take(entry: ReadEntry): Promise<void> {
    if (this.#stopped) throw this.#stopped;
    this.#entry = entry;
    // Whoever reads it is told by the reading; without a listener an end from outside would be thrown where it is ended.
    entry.on('error', () => undefined);
    if (entry.type !== 'File' && entry.type !== 'OldFile') throw new FaxError('BACKUP_INVALID');
    if (this.#manifest === null) {
      this.#manifest = await this.#readManifest(entry);
      return;
    }
    const expected = this.#manifest.files[this.#taken];
    if (expected === undefined || entry.path !== expected.path || entry.size !== expected.bytes)
      throw new FaxError('BACKUP_INVALID');
    this.#taken += 1;
    await this.#write(entry, expected);
  }

  async #readManifest(entry: ReadEntry): Promise<BackupManifest> {
    if (entry.path !== MANIFEST || entry.size > LONGEST_MANIFEST) throw new FaxError('BACKUP_INVALID');
    const chunks: Buffer[] = [];
    for await (const chunk of entry) chunks.push(chunk);
    const parsed = backupManifestSchema.safeParse(JSON.parse(Buffer.concat(chunks).toString('utf8')));
    if (!parsed.success) throw new FaxError('BACKUP_INVALID', { cause: parsed.error });
    const { files } = parsed.data;
    const paths = new Set(files.map(({ path }) => path.toLowerCase()));
    if (paths.size < files.length || files[0]?.path !== 'fax.db' || !files.slice(1).every(({ path }) => belongs(path)))
      throw new FaxError('BACKUP_INVALID');
    if (files.reduce((sum, { bytes }) => sum + bytes, 0) > this.#room)
      throw new FaxError('DISK_FULL', { message: 'There is not enough room on the disk for what the backup holds.' });
    return parsed.data;
  }

  async #write(entry: ReadEntry, { path, sha256 }: BackupManifest['files'][number]): Promise<void> {
    const target = join(this.#folder, ...path.split('/'));
    await mkdir(dirname(target), { recursive: true, mode: 0o700 });
    const file = await open(target, 'wx', 0o600);
    try {
      const sum = await copyInto(entry, file);
      if (sum !== sha256) throw new FaxError('BACKUP_INVALID', { message: 'A file of the backup is damaged.' });
      await file.sync();
    } finally {
      await file.close();
    }
  }

  finish(): BackupManifest {
    if (this.#manifest === null || this.#taken < this.#manifest.files.length) throw new FaxError('BACKUP_INVALID');
    return this.#manifest;
  }
}

async function copyInto(entry: ReadEntry, file: FileHandle): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of entry) {
    hash.update(chunk);
    await file.write(chunk);
  }
  return hash.digest('hex');
}

/** A backup holds files of folders; what the data folder has at its top is not taken from one. */
const belongs = (path: string): boolean => {
  const [top = ''] = path.split('/');
  return path.includes('/') && (backedUpFolders.some((folder) => folder === top) || !reserved.has(top.toLowerCase()));
};

/** Folders of the data folder that are made at each start, and never come out of a backup. */
const reserved: ReadonlySet<string> = new Set(['temp', 'previews', 'door']);
