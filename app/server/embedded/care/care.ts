import type { StoredOffice } from '../../../store/records.ts';
import type { ServerCore } from '../server-core.ts';
import { AfterRecovery, recoveryOf } from './after-recovery.ts';
import { ArchiveUsage } from './archive-usage.ts';
import { Archivist, type ProofWriter } from './archivist.ts';
import { Backup } from './backup.ts';
import { DiskWatch } from './disk-watch.ts';
import { Eraser } from './eraser.ts';
import { FoundDocuments } from './found-documents.ts';
import { Retention } from './retention.ts';
import { Turns } from './turns.ts';

/** The care of what the server keeps: archive, ageing, room on the disk, erasing, backup, and what was found. */
export class Care {
  readonly eraser: Eraser;
  readonly backup: Backup;
  readonly disk: DiskWatch;
  readonly found: FoundDocuments;
  readonly #core: ServerCore;
  readonly #archivist: Archivist;
  readonly #retention: Retention;
  readonly #usage: ArchiveUsage;
  readonly #turns = new Turns();
  /** False for a command that asks one thing and leaves: nothing is erased for its age meanwhile. */
  readonly #lasting: boolean;
  #started = false;
  #settings: ServerCore['settings'];

  constructor(core: ServerCore, proofs: ProofWriter, lasting: boolean) {
    this.#core = core;
    this.#lasting = lasting;
    this.#settings = core.settings;
    this.#usage = new ArchiveUsage(core);
    this.eraser = new Eraser(core, this.#turns, this.#usage);
    this.backup = new Backup(core, this.#turns);
    this.disk = new DiskWatch(core);
    this.found = new FoundDocuments(core);
    this.#archivist = new Archivist(core, proofs, this.#turns, this.#usage, () => this.#afterFiling());
    this.#retention = new Retention(core, this.eraser, this.#usage);
  }

  /** A fax that has ended is being filed. */
  get busy(): boolean {
    return this.#archivist.busy;
  }

  /**
   * Before anything else at the start: finishes erasing, prepares the folders, and after damage files what was found.
   * The answer is the office as it is then.
   */
  async prepare(office: StoredOffice): Promise<StoredOffice> {
    const core = this.#core;
    await this.eraser.finish(office.settings);
    await this.backup.tidy();
    const recovery = recoveryOf(office.settings);
    const keepOrphans = recovery !== null && !recovery.settled;
    await core.folders.prepare(new Set(await core.store.documentsInUse()), keepOrphans);
    await this.found.tell();
    return recovery === null ? office : new AfterRecovery(core).settle(office, recovery);
  }

  /** Before the lines are opened: there must be room for what they bring. */
  async start(): Promise<void> {
    this.#settings = this.#core.settings;
    this.#started = true;
    await this.#usage.read();
    await this.disk.start();
    this.#archivist.wake();
    if (this.#lasting) this.#retention.start();
  }

  /** Something has changed: a fax ended or came, or the settings are others. */
  wake(): void {
    const core = this.#core;
    if (!this.#started || core.stopping) return;
    this.disk.wake();
    if (this.#settings === core.settings) this.#archivist.wake();
    else {
      this.#settings = core.settings;
      this.#usage.tell();
      void this.disk.look();
      this.#archivist.retry();
      if (this.#lasting) this.#retention.look();
    }
  }

  #afterFiling(): void {
    if (this.#lasting && this.#retention.isTooLarge) this.#retention.look();
  }

  async stop(): Promise<void> {
    this.disk.stop();
    this.eraser.stop();
    await this.backup.stop();
    await this.#archivist.stop();
    await this.#retention.stop();
    await this.#turns.idle();
  }
}
