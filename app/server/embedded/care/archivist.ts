import { rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { FaxError, toFaxError } from '../../../model/errors.ts';
import { finalStates } from '../../../model/job.ts';
import type { Archived, AttemptRecord, JobRecord, MessageRecord } from '../../../store/records.ts';
import { sentFactsOf } from '../fax-facts.ts';
import { copyDurably, syncFolder, writeError } from '../folders.ts';
import type { LiveJob } from '../live.ts';
import type { ServerCore } from '../server-core.ts';
import { archiveRoot, makeArchiveFolder } from './archive-folders.ts';
import { archiveEndings, archivePart, archivePlace } from './archive-names.ts';
import { freeStem, isOurs, isThere, removeOurs } from './archive-owner.ts';
import { archiveTranscript, faxKeyOf } from './archive-transcript.ts';
import type { ArchiveUsage } from './archive-usage.ts';
import type { Turns } from './turns.ts';

/** A folder that could not be written is tried again after this, ms. */
const TRY_AGAIN = 60_000;

/** Makes the proof of a fax as PDF; the file is there whole or not at all. */
export interface ProofWriter {
  write(id: number, out: string): Promise<number>;
}

/** A fax that is to be filed: a job that was sent, or a message that came. */
interface Due {
  readonly id: number;
  readonly message: MessageRecord | null;
}

/**
 * Files what was sent and received: pages, proof and transcript, under names that a person can read. A kill at any
 * moment leaves the fax due, and its repetition writes the same files again.
 */
export class Archivist {
  readonly #core: ServerCore;
  readonly #proofs: ProofWriter;
  readonly #turns: Turns;
  readonly #usage: ArchiveUsage;
  readonly #filed: () => void;
  /** Folders that refused since the last try, with the reason. */
  readonly #refusing = new Map<string, FaxError>();
  #running: Promise<void> | null = null;
  #again = false;
  #tryAgain: (() => void) | null = null;

  /** @param filed told when something was filed */
  constructor(core: ServerCore, proofs: ProofWriter, turns: Turns, usage: ArchiveUsage, filed: () => void) {
    this.#filed = filed;
    this.#core = core;
    this.#proofs = proofs;
    this.#turns = turns;
    this.#usage = usage;
  }

  /** Something is being filed. */
  get busy(): boolean {
    return this.#running !== null;
  }

  /** Files what is due, in its own time. */
  wake(): void {
    if (this.#core.stopping) return;
    if (this.#running) {
      this.#again = true;
      return;
    }
    if (this.#due().length === 0) return;
    // What is not on the disk yet may be forgotten by a kill: its copy would belong to no fax.
    if (this.#core.storeError !== null) {
      this.#later();
      return;
    }
    this.#running = this.#run().finally(() => {
      this.#running = null;
      const again = this.#again;
      this.#again = false;
      if (again) this.wake();
    });
  }

  /** Tries folders that refused at once: the settings may name others now. */
  retry(): void {
    this.#refusing.clear();
    this.wake();
  }

  async stop(): Promise<void> {
    this.#tryAgain?.();
    this.#tryAgain = null;
    await this.#running;
  }

  #due(): Due[] {
    const { jobs, messages, settings, folders, erased } = this.#core;
    const open = (direction: 'out' | 'in'): boolean => {
      const root = archiveRoot(settings, folders.data, direction);
      return root === null || !this.#refusing.has(root);
    };
    const sent = open('out')
      ? [...jobs.values()].filter(
          ({ record, call }) =>
            record.archiveDue && record.direction === 'out' && finalStates.has(record.state) && call === null,
        )
      : [];
    const received = open('in') ? [...messages.values()].filter(({ archiveDue }) => archiveDue) : [];
    const all: Due[] = [
      ...sent.map(({ record }) => ({ id: record.id, message: null })),
      ...received.map((message) => ({ id: message.id, message })),
    ];
    return all.filter(({ id }) => !erased.has(id));
  }

  async #run(): Promise<void> {
    const core = this.#core;
    for (const due of this.#due()) {
      if (core.stopping) return;
      if (core.storeError !== null) {
        this.#later();
        return;
      }
      const direction = due.message === null ? 'out' : 'in';
      const root = archiveRoot(core.settings, core.folders.data, direction);
      if (root !== null && this.#refusing.has(root)) continue;
      try {
        await this.#turns.take(() => this.#file(due, root));
      } catch (thrown) {
        this.#refused(root ?? '', toFaxError(thrown), due.id);
      }
    }
    this.#tell();
    this.#filed();
  }

  #refused(root: string, error: FaxError, id: number): void {
    const core = this.#core;
    core.log('error', 'A fax could not be archived', { fax: id, code: error.code });
    this.#refusing.set(root, error);
    this.#later();
  }

  #later(): void {
    this.#tryAgain ??= this.#core.clock.after(TRY_AGAIN, () => {
      this.#tryAgain = null;
      this.retry();
    });
  }

  #tell(): void {
    const [error] = this.#refusing.values();
    this.#core.warn(
      'archive-failing',
      error === undefined
        ? null
        : {
            words: `Faxes cannot be filed in the archive. ${error.message}`,
            next: 'Look at the archive’s folder; it is tried again every minute.',
          },
    );
  }

  async #file({ id, message }: Due, root: string | null): Promise<void> {
    const core = this.#core;
    if (core.erased.has(id)) return;
    const job = await core.find(id);
    const { record } = job;
    core.step('archive.begun');
    const source = message === null ? core.folders.document(record.document) : core.folders.received(record.id);
    // Without a folder, or without pages, there is nothing that could be filed, now or later.
    const archive = root === null || !(await isThere(source)) ? null : await this.#write(job, message, source, root);
    if (archive === null) {
      core.log('warn', 'A fax was not archived: it has no pages, or the archive no folder', {});
      const claimed = (message ?? record).archive;
      if (claimed !== null) await removeOurs(claimed.file, faxKeyOf(record), id);
    }
    await this.#note(job, message, archive);
    if (archive !== null) this.#usage.add(archive.bytes);
    core.step('archive.record-written');
  }

  async #write(live: LiveJob, message: MessageRecord | null, source: string, root: string): Promise<Archived> {
    const core = this.#core;
    const job = live.record;
    const place = archivePlace(namedFax(job, message), core.zone);
    const attempts = await core.store.attempts(job.id);
    try {
      await makeArchiveFolder(root, place.folder, core.folders.data);
      const folder = join(root, place.folder);
      const file = await this.#claim(live, message, folder, place.stem);
      const part = (ending: string) => archivePart(file, job.id, ending);
      await writeFile(part('.json'), archiveTranscript(job, message, attempts), { mode: 0o600, flush: true });
      await this.#copyPages(job, message === null ? attempts : null, source, part('.tif'));
      const endings = message === null && (await this.#prove(job.id, part('.pdf'))) ? archiveEndings : withoutProof;
      core.step('archive.files-written');
      let bytes = 0;
      for (const ending of endings) {
        bytes += (await stat(part(ending))).size;
        await rename(part(ending), file.replace(/\.tif$/, ending));
      }
      await syncFolder(folder);
      core.step('archive.files-named');
      return { file, bytes };
    } catch (error) {
      throw error instanceof FaxError ? error : writeError(error);
    }
  }

  /**
   * Writes down where the fax is going to be filed, before anything has its name there: whoever erases it, or files it
   * after a kill in another folder, finds what is there already.
   */
  async #claim(job: LiveJob, message: MessageRecord | null, folder: string, stem: string): Promise<string> {
    const core = this.#core;
    const key = faxKeyOf(job.record);
    const before = (message ?? job.record).archive;
    if (before !== null && dirname(before.file) === folder && (await isOurs(before.file, key))) return before.file;
    const file = join(folder, `${await freeStem(folder, stem, key)}.tif`);
    if (before !== null) await removeOurs(before.file, key, job.record.id);
    const archive = { file, bytes: 0 };
    try {
      await (message === null
        ? core.store.putJobs([core.change(job, { archive })])
        : core.store.putMessages([core.changeMessage(message, { archive })]));
    } catch (error) {
      if (message === null) core.change(job, { archive: before });
      else core.changeMessage(message, { archive: before });
      throw error;
    }
    return file;
  }

  /**
   * The pages, and of a sent fax (`attempts`) what FaxTiff reads of it: its stored document is that of all its
   * recipients and tells nothing. A document that cannot be read is filed as it is.
   */
  async #copyPages(job: JobRecord, attempts: readonly AttemptRecord[] | null, source: string, out: string) {
    if (attempts === null) return copyDurably(source, out);
    const tagged = join(this.#core.folders.previews, `archive-${job.id}.tif`);
    try {
      const readable = await this.#core.works.saveAs(source, tagged, 'tif', sentFactsOf(job, attempts)).then(
        () => true,
        (thrown: unknown) => {
          const error = toFaxError(thrown);
          if (error.code === 'DISK_FULL' || error.code === 'WRITE_FAILED') throw error;
          this.#core.log('error', 'A fax was archived without its facts', { fax: job.id, code: error.code });
          return false;
        },
      );
      await copyDurably(readable ? tagged : source, out);
    } finally {
      await rm(tagged, { force: true });
    }
  }

  /** A proof that cannot be drawn keeps no fax out of the archive; a folder that cannot be written does. */
  async #prove(id: number, out: string): Promise<boolean> {
    // Drawn where every start cleans up: on its way it has a name that is new each time.
    const drawn = join(this.#core.folders.previews, `archive-${id}.pdf`);
    try {
      await this.#proofs.write(id, drawn);
      await copyDurably(drawn, out);
      return true;
    } catch (thrown) {
      const error = toFaxError(thrown);
      await rm(out, { force: true });
      if (error.code === 'DISK_FULL' || error.code === 'WRITE_FAILED') throw error;
      this.#core.log('error', 'A fax was archived without its proof', { fax: id, code: error.code });
      return false;
    } finally {
      await rm(drawn, { force: true });
    }
  }

  async #note(job: LiveJob, message: MessageRecord | null, archive: Archived | null): Promise<void> {
    const core = this.#core;
    const filed = { archiveDue: false, archive };
    if (message === null) {
      const record = core.change(job, filed);
      await core.write(job, () => core.store.putJobs([record]));
      core.showJob(job);
      return;
    }
    const changed = core.changeMessage(message, filed);
    try {
      await core.store.putMessages([changed]);
    } catch (error) {
      core.changeMessage(message, { archiveDue: true, archive: null });
      throw error;
    }
  }
}

const withoutProof = archiveEndings.filter((ending) => ending !== '.pdf');

function namedFax(job: JobRecord, message: MessageRecord | null) {
  const { id } = job;
  return message === null
    ? { id, at: job.finishedAt ?? job.submittedAt, direction: 'out' as const, number: job.number, name: job.recipient }
    : {
        id,
        at: message.receivedAt,
        direction: 'in' as const,
        number: message.callerId ?? message.tsid ?? '',
        name: null,
      };
}
