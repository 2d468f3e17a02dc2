import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { FaxError, toFaxError } from '../../../model/errors.ts';
import type { JobRecord, MailRecord } from '../../../store/records.ts';
import type { LiveJob } from '../live.ts';
import { failureKind, type Mail } from '../outside.ts';
import type { ServerCore } from '../server-core.ts';
import { domainOf, mailServerOf } from './mail-server.ts';
import { receiptText } from './receipt-text.ts';

/** What writes the proof of a fax as PDF; the answer is its number of pages. */
export interface ProofWriter {
  write(id: number, out: string): Promise<number>;
}

const MINUTE = 60_000;
/** The pause before a mail is tried again doubles from the first to the last of these, ms. */
const PAUSE = { first: MINUTE, longest: 60 * MINUTE } as const;
/** A mail that no mail server took is given up after this, ms. */
const GIVEN_UP = 3 * 24 * 60 * MINUTE;
/** What is under way when the server stops is given so long to end by itself, ms. */
const GRACE = 5_000;
/** Proofs in one mail; a broadcast to thousands does not become a mail that no server takes. */
const MOST_PROOFS = 20;
/** A disk that refused is tried again after this, ms. */
const WRITE_AGAIN = 15_000;

/**
 * Mails that tell how faxes ended (object model 3.10). A mail is kept with its jobs in one write before it is sent, and
 * tried until a mail server takes it; the text is made when it is sent, of the jobs as they are.
 */
export class Receipts {
  readonly #core: ServerCore;
  readonly #proofs: ProofWriter;
  readonly #active: boolean;
  readonly #mails = new Map<number, MailRecord>();
  readonly #stop = new AbortController();
  #work: Promise<void> | null = null;
  #again = false;
  /** No mail is tried before this instant: the mail server is away. */
  #heldUntil = 0;
  #timer: (() => void) | null = null;
  #started = false;

  /** @param active false: nothing is sent by itself */
  constructor(core: ServerCore, proofs: ProofWriter, active: boolean) {
    this.#core = core;
    this.#proofs = proofs;
    this.#active = active;
  }

  /** Mails are being written or sent, or are about to be: a fax has ended whose call is just being put away. */
  get busy(): boolean {
    if (this.#work !== null) return true;
    const { receiptsDue, open } = this.#core;
    return this.#active && [...receiptsDue].some(({ record, call }) => call !== null && !open.has(record.id));
  }

  /** Goes on with the mails that the last run of the server had left. */
  start(mails: readonly MailRecord[]): void {
    for (const mail of mails) this.#mails.set(mail.id, mail);
    this.#takeBackLost();
    this.#started = true;
    this.#showWarning();
    this.pump();
  }

  /**
   * A receipt that counts as queued and has no mail is due again: the disk had refused the mail, took another change of
   * the same job, and then the power went.
   */
  #takeBackLost(): void {
    const mailed = new Set([...this.#mails.values()].flatMap(({ jobIds }) => jobIds));
    for (const job of this.#core.jobs.values())
      if (job.record.receiptState === 'queued' && !mailed.has(job.record.id))
        this.#core.change(job, { receiptState: 'waiting' });
  }

  /** Writes and sends what is due. Call it whenever a job changed. */
  pump(): void {
    if (!this.#started || !this.#active || this.#core.stopping) return;
    if (this.#work !== null) {
      this.#again = true;
      return;
    }
    if (this.#dueGroups().length === 0 && this.#dueMails().length === 0) {
      this.#arm();
      return;
    }
    this.#work = this.#run()
      .catch((error: unknown) => this.#core.log('error', 'Receipts ended in a defect', { error: String(error) }))
      .finally(() => {
        this.#work = null;
        if (this.#again) this.pump();
        else this.#arm();
      });
  }

  /** Ends what is under way, in an orderly way where it can. */
  async stop(): Promise<void> {
    this.#timer?.();
    this.#timer = null;
    const stopWaiting = this.#core.clock.after(GRACE, () => this.#stop.abort());
    await this.#work;
    stopWaiting();
    this.#stop.abort();
  }

  /** Tries all mails now: the mail server's settings have changed. */
  tryNow(): void {
    const now = this.#core.clock.now();
    this.#heldUntil = now;
    for (const mail of this.#mails.values()) this.#mails.set(mail.id, { ...mail, nextAt: now });
    this.pump();
  }

  /** Sends a mail that says that the settings work. Throws `MAIL_SERVER_MISSING`, `MAIL_FAILED`. */
  async test(to: string): Promise<void> {
    const core = this.#core;
    const { server, from } = mailServerOf(core.settings);
    const mail = {
      from,
      to: [to],
      subject: 'Fax Console: the mail server works',
      text: 'This mail shows that Fax Console can send mails with the present settings.\n',
      messageId: `<test.${core.clock.now().toString(36)}@${domainOf(from)}>`,
      attachments: [],
    };
    await core.outside.sendMail(server, mail, this.#stop.signal);
  }

  async #run(): Promise<void> {
    this.#again = false;
    for (const group of this.#dueGroups()) if (!(await this.#queue(group))) return;
    for (const { id } of this.#dueMails()) {
      const mail = this.#mails.get(id);
      if (this.#core.stopping || mail === undefined) return;
      // A server that does not answer at all is not asked for each mail of a long list.
      if ((await this.#send(mail)) === 'away') {
        this.#heldUntil = this.#core.clock.now() + PAUSE.first;
        return;
      }
    }
  }

  /** Jobs that have ended and whose receipt is to be written, one list for each mail. */
  #dueGroups(): readonly (readonly LiveJob[])[] {
    const { jobs, open, receiptsDue } = this.#core;
    const groups = new Map<string, LiveJob[]>();
    const held = new Set<string>();
    for (const job of receiptsDue) {
      const { id, receipt, submissionKey } = job.record;
      // Sent again meanwhile, or erased.
      if (receipt === null || open.has(id) || jobs.get(id) !== job) continue;
      const key = receipt.group ? submissionKey : `${id}`;
      if (job.call) held.add(key);
      groups.set(key, [...(groups.get(key) ?? []), job]);
    }
    for (const key of held) groups.delete(key);
    // One mail tells of a whole broadcast: it waits for the last.
    for (const { record } of open.values()) {
      if (groups.size === 0) return [];
      groups.delete(record.submissionKey);
    }
    return [...groups.values()].map((group) => group.sort((a, b) => a.record.id - b.record.id));
  }

  #dueMails(): readonly MailRecord[] {
    const now = this.#core.clock.now();
    if (now < this.#heldUntil) return [];
    return [...this.#mails.values()].filter(({ nextAt }) => nextAt <= now).sort((a, b) => a.id - b.id);
  }

  /** Keeps a mail together with its jobs; false where the server stops. */
  async #queue(group: readonly LiveJob[]): Promise<boolean> {
    const core = this.#core;
    const [first] = group;
    const receipt = first?.record.receipt;
    if (!first || !receipt) return true;
    if (core.settings.allowedReceipts === 'none') {
      const { message } = new FaxError('RECEIPT_NOT_ALLOWED');
      return this.#written(() =>
        core.store.putJobs(this.#mark(group, { receiptState: 'failed', receiptError: message })),
      );
    }
    const now = core.clock.now();
    const ids = group.map(({ record }) => record.id);
    const mail = {
      jobIds: ids,
      to: receipt.address,
      attach: receipt.attach,
      messageId: `<fax-${ids[0]}-${ids.length}.${now.toString(36)}@${domainOf(core.settings.smtpSender)}>`,
      createdAt: now,
      attempts: 0,
      nextAt: now,
      error: null,
    };
    core.step('receipt.mail-writing');
    const records = () => this.#mark(group, { receiptState: 'queued', receiptError: null });
    const written = await this.#written(async () => {
      const id = await core.store.queueMail(mail, records());
      this.#mails.set(id, { id, ...mail });
    });
    core.step('receipt.mail-written');
    return written;
  }

  /** Changes the receipts of jobs in memory and shows it; the answer is to be written. */
  #mark(jobs: readonly LiveJob[], changes: Pick<JobRecord, 'receiptState' | 'receiptError'>): readonly JobRecord[] {
    return jobs.map((job) => {
      const record = this.#core.change(job, changes);
      this.#core.showJob(job);
      return record;
    });
  }

  /** One try of one mail; `away` where nobody answered. */
  async #send(mail: MailRecord): Promise<'sent' | 'failed' | 'away'> {
    const core = this.#core;
    const jobs = await this.#jobsOf(mail);
    try {
      // All of them were erased meanwhile: there is nothing to tell of.
      if (jobs.length > 0) await this.#handOver(mail, jobs);
    } catch (thrown) {
      if (this.#stop.signal.aborted) return 'away';
      return this.#failed(mail, jobs, toFaxError(thrown));
    }
    core.step('receipt.mail-sent');
    await this.#removed(mail, jobs, { receiptState: 'sent', receiptError: null });
    return 'sent';
  }

  async #jobsOf({ jobIds }: MailRecord): Promise<readonly LiveJob[]> {
    const found: LiveJob[] = [];
    for (const id of jobIds) {
      try {
        found.push(await this.#core.find(id));
      } catch (error) {
        if (!(error instanceof FaxError && error.code === 'JOB_NOT_FOUND')) throw error;
      }
    }
    return found;
  }

  async #handOver(mail: MailRecord, jobs: readonly LiveJob[]): Promise<void> {
    const core = this.#core;
    const { server, from } = mailServerOf(core.settings);
    const attachments = mail.attach ? await this.#writeProofs(mail, jobs) : [];
    const left = mail.attach ? jobs.length - attachments.length : 0;
    const { subject, text } = receiptText(jobs, core.zone);
    const note = left > 0 ? `\nThe proofs of ${left} more faxes are not attached; save them with Fax Console.\n` : '';
    try {
      const { to, messageId } = mail;
      const sent = { from, to: [to], subject, text: `${text}${note}`, messageId, attachments };
      await core.outside.sendMail(server, sent, this.#stop.signal);
    } finally {
      for (const { path } of attachments) await rm(path, { force: true });
    }
  }

  async #writeProofs(mail: MailRecord, jobs: readonly LiveJob[]): Promise<Mail['attachments']> {
    const written: Mail['attachments'][number][] = [];
    for (const { record, call } of jobs.slice(0, MOST_PROOFS)) {
      // One that is being sent again has no proof yet.
      if (call !== null || this.#core.open.has(record.id)) continue;
      const path = join(this.#core.folders.previews, `receipt-${mail.id}-${record.id}.pdf`);
      await this.#proofs.write(record.id, path);
      written.push({ name: `fax-${record.id}-proof.pdf`, path, type: 'application/pdf' });
    }
    return written;
  }

  async #failed(mail: MailRecord, jobs: readonly LiveJob[], error: FaxError): Promise<'failed' | 'away'> {
    const core = this.#core;
    core.log('warn', 'A receipt could not be sent', { code: error.code });
    const now = core.clock.now();
    const words = `${error.message} ${error.next}`;
    const kind = failureKind(error);
    if (kind === 'refused' || now - mail.createdAt >= GIVEN_UP) {
      await this.#removed(mail, jobs, { receiptState: 'failed', receiptError: words });
      return 'failed';
    }
    const attempts = mail.attempts + 1;
    const nextAt = now + Math.min(PAUSE.longest, PAUSE.first * 2 ** (attempts - 1));
    const tried = { ...mail, attempts, nextAt, error: words };
    this.#mails.set(mail.id, tried);
    this.#showWarning();
    const known = this.#waitingFor(jobs);
    await this.#written(() =>
      core.store.putMail(tried, this.#mark(known, { receiptState: 'queued', receiptError: words })),
    );
    return kind === 'away' ? 'away' : 'failed';
  }

  /** The mail is done with: sent or given up. */
  async #removed(
    mail: MailRecord,
    jobs: readonly LiveJob[],
    changes: Pick<JobRecord, 'receiptState' | 'receiptError'>,
  ): Promise<void> {
    const core = this.#core;
    this.#mails.delete(mail.id);
    this.#showWarning();
    const known = this.#waitingFor(jobs);
    await this.#written(() => core.store.removeMail(mail.id, this.#mark(known, changes)));
    core.step('receipt.mail-removed');
  }

  /** A fax that a person sent again and that has ended meanwhile waits for a receipt of its own; an erased one stays so. */
  #waitingFor(jobs: readonly LiveJob[]): readonly LiveJob[] {
    return jobs.filter((job) => job.record.receiptState !== 'waiting' && this.#core.jobs.get(job.record.id) === job);
  }

  /** Waits out a disk that refuses; false where the server stops meanwhile. */
  async #written(write: () => Promise<unknown>): Promise<boolean> {
    const core = this.#core;
    for (;;) {
      try {
        await write();
        return true;
      } catch (error) {
        core.log('error', 'A receipt could not be noted', { code: toFaxError(error).code });
        if (core.stopping || this.#stop.signal.aborted) return false;
        const { promise, resolve } = Promise.withResolvers<void>();
        const stopWaiting = core.clock.after(WRITE_AGAIN, resolve);
        this.#stop.signal.addEventListener('abort', () => resolve(), { once: true });
        await promise;
        stopWaiting();
      }
    }
  }

  #arm(): void {
    this.#timer?.();
    this.#timer = null;
    const next = Math.min(...[...this.#mails.values()].map(({ nextAt }) => nextAt));
    if (!Number.isFinite(next) || this.#core.stopping || !this.#active) return;
    const wait = Math.min(Math.max(0, Math.max(next, this.#heldUntil) - this.#core.clock.now()), PAUSE.longest);
    this.#timer = this.#core.clock.after(wait, () => this.pump());
  }

  #showWarning(): void {
    const failing = [...this.#mails.values()].filter(({ error }) => error !== null);
    const [first] = failing;
    const warning =
      first?.error == null
        ? null
        : {
            words: `${failing.length === 1 ? 'A receipt' : `${failing.length} receipts`} could not be sent yet. ${first.error}`,
            next: 'They are tried again by themselves; check the mail server’s settings.',
          };
    this.#core.warn('mail-failing', warning);
  }
}
