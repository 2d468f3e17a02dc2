import { rm } from 'node:fs/promises';
import type { Submit } from '../../contract/requests.ts';
import type { RenderedDocument } from '../../document/page-works.ts';
import { FaxError } from '../../model/errors.ts';
import { parseFaxNumber } from '../../model/fax-number.ts';
import type { Person } from '../../model/person.ts';
import type { NewJobRecord } from '../../store/records.ts';
import { copyDurably, syncFolder } from './folders.ts';
import type { LiveJob, LivePort } from './live.ts';
import type { Ports } from './ports.ts';
import { isPractice } from './practice.ts';
import type { Previews } from './previews.ts';
import type { ServerCore } from './server-core.ts';

/** A submission whose values were looked at and found right. */
interface Checked {
  readonly port: LivePort | null;
  readonly recipients: readonly {
    readonly number: string;
    readonly name: string | null;
    readonly person: Person | null;
    readonly practice: boolean;
  }[];
}

/** Takes faxes in: checks, renders, stores one document, writes all jobs at once. */
export class Submission {
  readonly #core: ServerCore;
  readonly #ports: Ports;
  readonly #previews: Previews;
  readonly #newId: () => string;
  readonly #running = new Map<string, Promise<readonly LiveJob[]>>();
  readonly #abort = new AbortController();

  constructor(core: ServerCore, ports: Ports, previews: Previews, newId: () => string) {
    this.#core = core;
    this.#ports = ports;
    this.#previews = previews;
    this.#newId = newId;
  }

  /**
   * The jobs of a submission, on the disk when this resolves; the same key again gives the same jobs. Throws
   * `NUMBER_INVALID`, `NUMBER_NOT_PRACTICE`, `PORT_NOT_FOUND`, `PREVIEW_NOT_FOUND`, what rendering throws, `DISK_FULL`;
   * then nothing of it is left.
   */
  async submit(input: Submit): Promise<readonly LiveJob[]> {
    const running = this.#running.get(input.key);
    if (running) return running;
    const made = this.#known(input.key).then((known) => known ?? this.#make(input));
    this.#running.set(input.key, made);
    try {
      return await made;
    } finally {
      this.#running.delete(input.key);
    }
  }

  /** The jobs of a key that was submitted before; what was erased meanwhile is not among them. */
  async #known(key: string): Promise<readonly LiveJob[] | null> {
    const known = await this.#core.store.submission(key);
    return known?.map((stored) => this.#core.jobs.get(stored.job.id) ?? this.#core.keepStored(stored)) ?? null;
  }

  /** Ends what is being rendered, and waits until it has cleaned up. */
  async stop(): Promise<void> {
    this.#abort.abort();
    await Promise.allSettled(this.#running.values());
  }

  async #make(input: Submit): Promise<readonly LiveJob[]> {
    const core = this.#core;
    const checked = this.#check(input);
    const name = `${this.#newId()}.tif`;
    const path = core.folders.document(name);
    let asked = false;
    try {
      const document = await this.#store(input, path);
      if (document.pages.length === 0) throw new FaxError('NO_PAGES');
      await syncFolder(core.folders.documents);
      if (core.stopping) throw new FaxError('SERVER_STOPPED');
      const records = newJobs(input, checked, name, document.pages.length, core.clock.now());
      asked = true;
      const { ids, fresh } = await core.store.submit(input.key, records);
      // It was asked for before: a known key can only be a defect; the stored jobs hold.
      if (!fresh) throw new FaxError('INTERNAL', { cause: `submission ${input.key} was stored already` });
      const jobs = records.map((record, index) => core.keep({ id: ids[index] as number, ...record }, 0));
      for (const job of jobs) core.showJob(job);
      core.wake();
      return jobs;
    } catch (error) {
      // A store that died may have written the jobs before: their document stays, and the next start knows.
      const unknown = asked && error instanceof FaxError && error.code === 'SERVER_STOPPED';
      if (!unknown) await rm(path, { force: true });
      throw error;
    }
  }

  #check(input: Submit): Checked {
    const port = input.port === null ? null : this.#ports.find(input.port);
    const ports = [...this.#core.ports.values()];
    const recipients = input.recipients.map((recipient) => {
      const number = parseFaxNumber(recipient.number);
      const { name, person } = recipient;
      return { number, name, person, practice: isPractice(number, port, ports) };
    });
    return { port, recipients };
  }

  async #store(input: Submit, path: string): Promise<RenderedDocument> {
    const { document } = input;
    if (document.kind === 'files')
      return this.#core.works.render(document.files, document.options, path, () => undefined, this.#abort.signal);
    if (document.kind === 'none') throw new FaxError('NO_PAGES');
    const preview = await this.#previews.fileOf(document.previewId);
    await copyDurably(preview.file, path);
    return preview.document;
  }
}

function newJobs(input: Submit, checked: Checked, document: string, pages: number, now: number): NewJobRecord[] {
  return checked.recipients.map(({ number, name, practice, person }) => ({
    direction: 'out',
    state: 'waiting',
    paused: false,
    stateSince: now,
    number,
    recipient: name,
    subject: input.subject,
    note: input.note,
    sender: input.sender,
    tsid: input.tsid,
    billing: input.billing,
    document,
    pages,
    priority: input.priority,
    schedule: input.when.kind,
    notBefore: input.when.kind === 'time' ? Date.parse(input.when.at) : null,
    onlyPort: checked.port?.record.name ?? null,
    practice,
    submittedAt: now,
    finishedAt: null,
    outcome: null,
    words: null,
    attempts: 0,
    failures: 0,
    retryAt: null,
    port: null,
    unconfirmedPage: null,
    submissionKey: input.key,
    submissionSize: checked.recipients.length,
    userName: input.userName,
    displayName: input.displayName,
    senderPerson: input.senderPerson,
    recipientPerson: person,
    coverPages: 0,
    receipt: input.receipt,
    receiptState: 'none',
    receiptError: null,
    failuresByOutcome: {},
    avoidPort: null,
    archiveDue: false,
    archive: null,
  }));
}
