import { rm } from 'node:fs/promises';
import { basename } from 'node:path';
import { limits, type Submit } from '../../contract/requests.ts';
import { coverFieldsOf } from '../../model/cover.ts';
import { FaxError } from '../../model/errors.ts';
import { parseFaxNumber } from '../../model/fax-number.ts';
import { ALL_PORTS } from '../../model/office-lists.ts';
import type { Person } from '../../model/person.ts';
import type { NewJobRecord } from '../../store/records.ts';
import type { Covers } from './covers.ts';
import { destinationContext, isPracticeFax, livePortsNamed } from './destination-context.ts';
import { assertNotBlocked } from './destinations.ts';
import { copyDurably, syncFolder } from './folders.ts';
import type { LiveJob } from './live.ts';
import { sameName } from './port-choice.ts';
import type { Previews } from './previews.ts';
import type { ServerCore } from './server-core.ts';
import { localDateTime } from './wording.ts';

interface CheckedRecipient {
  readonly number: string;
  readonly name: string | null;
  readonly person: Person | null;
  readonly practice: boolean;
}

/** A submission whose values were looked at and found right. */
interface Checked {
  /** The port or group that it must go by, as it is written; null: any. */
  readonly onlyPort: string | null;
  readonly recipients: readonly CheckedRecipient[];
}

/** A document in the documents folder, for one recipient or for all. */
interface StoredDocument {
  readonly name: string;
  readonly pages: number;
  readonly coverPages: number;
}

/**
 * Takes faxes in: checks, renders, stores the document (with a cover page, one for each recipient), writes all jobs at
 * once.
 */
export class Submission {
  readonly #core: ServerCore;
  readonly #covers: Covers;
  readonly #previews: Previews;
  readonly #newId: () => string;
  readonly #running = new Map<string, Promise<readonly LiveJob[]>>();
  readonly #abort = new AbortController();

  constructor(core: ServerCore, covers: Covers, previews: Previews, newId: () => string) {
    this.#core = core;
    this.#covers = covers;
    this.#previews = previews;
    this.#newId = newId;
  }

  /**
   * The jobs of a submission, on the disk when this resolves; the same key again gives the same jobs. Throws
   * `QUEUE_BLOCKED`, `RECIPIENTS_LIMIT`, `NUMBER_INVALID`, `NUMBER_BLOCKED`, `NUMBER_NOT_PRACTICE`, `PORT_NOT_FOUND`,
   * `RECEIPT_NOT_ALLOWED`, `MAIL_SERVER_MISSING`, what choosing a cover page throws, `PREVIEW_NOT_FOUND`, what
   * rendering throws, `NO_PAGES`, `DISK_FULL`; then nothing of it is left.
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
    if (input.cover !== null) await this.#covers.check(input.cover);
    core.step('submit.checked');
    /** Every file that was begun. */
    const files = new Set<string>();
    let asked = false;
    try {
      const displayName = await this.#displayName(input);
      core.step('submit.document-writing');
      const documents = await this.#store(input, checked, files);
      await syncFolder(core.folders.documents);
      core.step('submit.document-synced');
      if (core.stopping) throw new FaxError('SERVER_STOPPED');
      const records = newJobs(input, checked, documents, displayName, core.clock.now());
      asked = true;
      core.step('submit.jobs-writing');
      const { ids, fresh } = await core.store.submit(input.key, records);
      // It was asked for before: a known key can only be a defect; the stored jobs hold.
      if (!fresh) throw new FaxError('INTERNAL', { cause: `submission ${input.key} was stored already` });
      core.step('submit.jobs-written');
      const jobs = records.map((record, index) => core.keep({ id: ids[index] as number, ...record }, 0));
      for (const job of jobs) core.showJob(job);
      core.wake();
      return jobs;
    } catch (error) {
      // A store that died may have written the jobs before: their documents stay, and the next start knows.
      const unknown = asked && error instanceof FaxError && error.code === 'SERVER_STOPPED';
      if (!unknown) await Promise.all([...files].map((name) => rm(core.folders.document(name), { force: true })));
      throw error;
    }
  }

  #check(input: Submit): Checked {
    const core = this.#core;
    const { settings } = core;
    if (settings.outgoingQueueBlocked) throw new FaxError('QUEUE_BLOCKED');
    const most = settings.recipientsLimit === 0 ? limits.recipients : settings.recipientsLimit;
    if (input.recipients.length > most)
      throw new FaxError('RECIPIENTS_LIMIT', { message: `One fax may have at most ${most} recipients.` });
    this.#checkReceipt(input);
    if (input.document.kind === 'none' && input.cover === null) throw new FaxError('NO_PAGES');
    const onlyPort = this.#checkPort(input.port);
    const destinations = destinationContext(core);
    const recipients = input.recipients.map((recipient) => {
      const number = parseFaxNumber(recipient.number);
      assertNotBlocked(number, destinations);
      const { name, person } = recipient;
      return { number, name, person, practice: isPracticeFax(core, number, onlyPort) };
    });
    return { onlyPort, recipients };
  }

  #checkReceipt({ receipt }: Submit): void {
    if (receipt === null) return;
    const { allowedReceipts, smtpServer, smtpSender } = this.#core.settings;
    if (allowedReceipts === 'none') throw new FaxError('RECEIPT_NOT_ALLOWED');
    if (smtpServer === '' || smtpSender === '') throw new FaxError('MAIL_SERVER_MISSING');
  }

  /** The name of a port or group as it is written there; null where every port is meant. */
  #checkPort(name: string | null): string | null {
    if (name === null || sameName(name.trim(), ALL_PORTS)) return null;
    const choice = livePortsNamed(this.#core, name.trim());
    if (choice.kind === 'unknown')
      throw new FaxError('PORT_NOT_FOUND', { message: `There is no port or group “${name.slice(0, 64)}”.` });
    return choice.name;
  }

  /** Writes the documents, one for each recipient in their order; one for all where there is no cover page. */
  async #store(input: Submit, checked: Checked, files: Set<string>): Promise<readonly StoredDocument[]> {
    const body = await this.#storeBody(input, files);
    if (input.cover === null) {
      if (body === null || body.pages === 0) throw new FaxError('NO_PAGES');
      return checked.recipients.map(() => body);
    }
    const documents: StoredDocument[] = [];
    for (const recipient of checked.recipients) {
      if (this.#abort.signal.aborted) throw new FaxError('CANCELLED');
      documents.push(await this.#storeWithCover(input, recipient, body, files));
    }
    if (body !== null) await this.#discard(body.name, files);
    return documents;
  }

  /** What is to be sent behind the cover page; null where there is nothing but the cover page. */
  async #storeBody({ document }: Submit, files: Set<string>): Promise<StoredDocument | null> {
    if (document.kind === 'none') return null;
    const name = this.#newName(files);
    const path = this.#core.folders.document(name);
    if (document.kind === 'files') {
      const { works } = this.#core;
      const { pages } = await works.render(document.files, document.options, path, () => undefined, this.#abort.signal);
      return { name, pages: pages.length, coverPages: 0 };
    }
    const preview = await this.#previews.fileOf(document.previewId);
    await copyDurably(preview.file, path);
    return { name, pages: preview.document.pages.length, coverPages: 0 };
  }

  async #storeWithCover(
    input: Submit,
    recipient: CheckedRecipient,
    body: StoredDocument | null,
    files: Set<string>,
  ): Promise<StoredDocument> {
    const { folders, works } = this.#core;
    const cover = this.#newName(files);
    const coverPages = await this.#drawCover(input, recipient, body?.pages ?? 0, folders.document(cover));
    if (body === null) return { name: cover, pages: coverPages, coverPages };
    const name = this.#newName(files);
    const pages = await works.join([folders.document(cover), folders.document(body.name)], folders.document(name));
    await this.#discard(cover, files);
    return { name, pages: pages.length, coverPages };
  }

  #drawCover(input: Submit, { number, name, person }: CheckedRecipient, body: number, out: string): Promise<number> {
    if (input.cover === null) throw new FaxError('COVER_NOT_FOUND');
    const { clock, zone } = this.#core;
    const fields = (coverPages: number) =>
      coverFieldsOf({
        recipient: { name, number, person },
        sender: { name: input.sender, person: input.senderPerson },
        subject: input.subject,
        note: input.note,
        billing: input.billing,
        dateSent: localDateTime(clock.now(), zone),
        pages: coverPages + body,
      });
    const options = input.document.kind === 'files' ? input.document.options : plainOptions;
    return this.#covers.draw(input.cover, fields, out, options, this.#abort.signal);
  }

  /** Name in the queue: as given, else the subject, else the first file's name. */
  async #displayName({ displayName, subject, document }: Submit): Promise<string | null> {
    const given = displayName?.trim() || subject?.trim();
    if (given) return given;
    const first = await this.#firstFile(document);
    return first === undefined ? null : basename(first.replaceAll('\\', '/')).slice(0, 200);
  }

  async #firstFile(document: Submit['document']): Promise<string | undefined> {
    if (document.kind === 'files') return document.files[0];
    if (document.kind === 'none') return undefined;
    return (await this.#previews.fileOf(document.previewId)).document.files[0]?.path;
  }

  #newName(files: Set<string>): string {
    const name = `${this.#newId()}.tif`;
    files.add(name);
    return name;
  }

  /** A file that went into others is not wanted any more. */
  async #discard(name: string, files: Set<string>): Promise<void> {
    await rm(this.#core.folders.document(name), { force: true });
    files.delete(name);
  }
}

/** How a cover page is drawn where the body's own options are not known. */
const plainOptions = { resolution: 'fine', width: null, dither: 'content' } as const;

function newJobs(
  input: Submit,
  checked: Checked,
  documents: readonly StoredDocument[],
  displayName: string | null,
  now: number,
): readonly NewJobRecord[] {
  return checked.recipients.map((recipient, index) => {
    const document = documents[index];
    if (document === undefined) throw new FaxError('NO_PAGES');
    return { ...newJob(input, checked, now), ...forRecipient(recipient, document), displayName };
  });
}

const forRecipient = (
  { number, name, practice, person }: CheckedRecipient,
  { name: document, pages, coverPages }: StoredDocument,
) => ({ number, recipient: name, practice, recipientPerson: person, document, pages, coverPages });

type Shared = Omit<NewJobRecord, keyof ReturnType<typeof forRecipient> | 'displayName'>;

const newJob = (input: Submit, checked: Checked, now: number): Shared => ({
  direction: 'out',
  state: 'waiting',
  paused: false,
  stateSince: now,
  subject: input.subject,
  note: input.note,
  sender: input.sender,
  tsid: input.tsid,
  billing: input.billing,
  priority: input.priority,
  schedule: input.when.kind,
  notBefore: input.when.kind === 'time' ? Date.parse(input.when.at) : null,
  onlyPort: checked.onlyPort,
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
  senderPerson: input.senderPerson,
  receipt: input.receipt,
  receiptState: 'none',
  receiptError: null,
  failuresByOutcome: {},
  avoidPort: null,
  archiveDue: false,
  archive: null,
});
