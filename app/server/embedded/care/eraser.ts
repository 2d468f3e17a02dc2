import { rm } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { FaxError, toFaxError } from '../../../model/errors.ts';
import { finalStates } from '../../../model/job.ts';
import type { SettingValue } from '../../../model/settings.ts';
import type { AuditRecord, JobRecord, MessageRecord } from '../../../store/records.ts';
import { syncFolder } from '../folders.ts';
import type { LiveJob } from '../live.ts';
import type { ServerCore } from '../server-core.ts';
import { archiveFiles, archiveParts } from './archive-names.ts';
import { isOurs } from './archive-owner.ts';
import { faxKeyOf } from './archive-transcript.ts';
import type { ArchiveUsage } from './archive-usage.ts';
import type { Turns } from './turns.ts';

/** Files that could not be removed are tried again after this, ms. */
const TRY_AGAIN = 60_000;

/** How the store names the files that an erased fax has left. */
const ERASED = /^#erased:(\d{1,10})$/;

/**
 * Erases faxes for good. The rows go first, in one write that also notes which files are left; then the files; then the
 * note. What cannot be removed is tried again every minute; a kill in between leaves the note, and the next start goes on
 * there: no row points at a file that is gone, and
 * no file stays that nobody knows of. Overwriting is left to the database (`secure_delete`); what an SSD keeps of a
 * removed file is not ours to promise.
 */
export class Eraser {
  readonly #core: ServerCore;
  readonly #turns: Turns;
  readonly #usage: ArchiveUsage;
  /** Files of erased faxes that could not be removed yet, by fax. */
  readonly #left = new Map<number, readonly string[]>();
  #tryAgain: (() => void) | null = null;

  constructor(core: ServerCore, turns: Turns, usage: ArchiveUsage) {
    this.#core = core;
    this.#turns = turns;
    this.#usage = usage;
  }

  /**
   * Throws `JOB_NOT_FOUND`, `NOT_FINAL`, and `WRITE_FAILED` where the fax is erased and one of its files could not be
   * removed yet.
   */
  erase(id: number, action: AuditRecord['action'] = 'erased', words = 'A fax was erased'): Promise<void> {
    return this.#turns.take(() => this.#erase(id, action, words));
  }

  async #erase(id: number, action: AuditRecord['action'], words: string): Promise<void> {
    const core = this.#core;
    const found = await core.find(id);
    const stored = core.messages.get(id) ?? (await core.store.message(id));
    // It may have been restarted, or forgotten by the memory, while the disk was asked.
    const job = core.jobs.get(id) ?? found;
    assertFinal(job);
    core.erased.add(id);
    const message = core.messages.get(id) ?? stored;
    const files = this.#filesOf(job.record, message, await filesInArchive(job.record, message));
    try {
      await core.store.erase(id, { at: core.clock.now(), action, faxId: id, words }, files);
    } catch (error) {
      core.erased.delete(id);
      throw error;
    }
    core.jobs.delete(id);
    core.messages.delete(id);
    core.publisher.mark(`job:${id}`);
    if (message) core.publisher.mark(`message:${id}`);
    this.#usage.add(-(job.record.archive?.bytes ?? 0) - (message?.archive?.bytes ?? 0));
    await this.#removeFiles(id, files);
  }

  /** Files of a fax; those of the data folder as they stand below it, so that it may be moved. */
  #filesOf(job: JobRecord, message: MessageRecord | null, archived: readonly string[]): readonly string[] {
    const { data, inbox, documents } = this.#core.folders;
    const paths = [
      ...(job.direction === 'out' ? [join(documents, job.document)] : [this.#core.folders.received(job.id)]),
      ...(message ? [join(inbox, message.file)] : []),
      ...archived,
    ];
    return [...new Set(paths)].map((path) => (path.startsWith(data + sep) ? relative(data, path) : path));
  }

  async #removeFiles(id: number, files: readonly string[]): Promise<void> {
    try {
      await this.#unlink(id, files);
      await this.#core.store.finishErase(id);
      this.#left.delete(id);
    } catch (error) {
      this.#left.set(id, files);
      this.#arm();
      throw error;
    }
  }

  async #unlink(id: number, files: readonly string[]): Promise<void> {
    const core = this.#core;
    try {
      const paths = files.map((file) => (isAbsolute(file) ? file : resolve(core.folders.data, file)));
      for (const path of paths) if (!(await this.#isShared(path))) await rm(path, { force: true });
      // A power cut would bring back a name whose going was not synced, and nobody would know of it any more.
      for (const folder of new Set(paths.map((path) => dirname(path)))) await syncIfThere(folder);
    } catch (cause) {
      core.log('error', 'A file of an erased fax could not be removed', { fax: id });
      throw new FaxError('WRITE_FAILED', {
        message: 'The fax was erased, but one of its files could not be removed.',
        next: 'Look at the archive’s folder; the file is tried again every minute.',
        cause,
      });
    }
  }

  #arm(): void {
    if (this.#core.stopping) return;
    this.#tryAgain ??= this.#core.clock.after(TRY_AGAIN, () => {
      this.#tryAgain = null;
      void this.#removeLeft();
    });
  }

  async #removeLeft(): Promise<void> {
    for (const [id, files] of [...this.#left]) {
      if (this.#core.stopping) return;
      await this.#removeQuietly(id, files);
    }
  }

  async #removeQuietly(id: number, files: readonly string[]): Promise<void> {
    try {
      await this.#turns.take(() => this.#removeFiles(id, files));
    } catch (error) {
      this.#core.log('error', 'An erased fax has files left', { fax: id, code: toFaxError(error).code });
    }
  }

  stop(): void {
    this.#tryAgain?.();
    this.#tryAgain = null;
  }

  /** Other faxes of the same submission have the same document. */
  async #isShared(path: string): Promise<boolean> {
    const { documents } = this.#core.folders;
    const name = relative(documents, path);
    return !name.startsWith('..') && !isAbsolute(name) && (await this.#core.store.documentUsers(name)) > 0;
  }

  /** At the start: removes what a kill, or a folder that was away, has left of erased faxes. */
  async finish(settings: Readonly<Record<string, SettingValue>>): Promise<void> {
    for (const [name, value] of Object.entries(settings)) {
      const id = Number(ERASED.exec(name)?.[1] ?? 0);
      if (id === 0) continue;
      await this.#removeQuietly(id, namesOf(value));
    }
  }
}

/** Its files in the archive. A place that was only claimed may have become somebody else's meanwhile. */
async function filesInArchive(job: JobRecord, message: MessageRecord | null): Promise<readonly string[]> {
  const files: string[] = [];
  for (const filed of message === null ? [job] : [job, message]) {
    if (filed.archive === null) continue;
    const { file } = filed.archive;
    if (filed.archiveDue) files.push(...archiveParts(file, job.id));
    if (!filed.archiveDue || (await isOurs(file, faxKeyOf(job)))) files.push(...archiveFiles(file));
  }
  return files;
}

async function syncIfThere(folder: string): Promise<void> {
  try {
    await syncFolder(folder);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
}

function assertFinal({ record, call, turn }: LiveJob): void {
  if (!finalStates.has(record.state) || call !== null || turn !== null) throw new FaxError('NOT_FINAL');
}

function namesOf(value: SettingValue): readonly string[] {
  const names: unknown = JSON.parse(String(value));
  return Array.isArray(names) ? names.filter((each) => typeof each === 'string') : [];
}
