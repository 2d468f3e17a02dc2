import type { MessageRecord } from '../../../../store/records.ts';
import { pagesOfText } from '../fake-works.ts';
import { DATA, type DayOffice, FILED } from './day-office.ts';
import type { Ledger } from './ledger.ts';
import type { Tally } from './tally.ts';

/** Where the office's rules send what it receives. */
export const inboxAddress = 'inbox@office.example';

/** What must have become of faxes behind their calls: routed, receipted, archived, each once. */
export function judgeAftermath(office: DayOffice, ledger: Ledger, tally: Tally): void {
  const { messages } = office.database.messages(100_000);
  routedOnce(office, ledger, tally, messages);
  mailedOnce(office, ledger, messages);
  receiptsOnce(office, ledger, tally);
  archivedOnce(office, ledger, tally, messages);
}

const textOf = (office: DayOffice, path: string): string => new TextDecoder().decode(office.disk.read(path));

/** Pages that a file of any kind of ours holds: faxes end each with a line feed, copies do not end the last. */
const pagesIn = (text: string): string[] => text.split('\n').filter((line) => line !== '' && line !== 'proof');

/** Each rule to its end; what a folder rule stored is there once and whole. */
function routedOnce(office: DayOffice, ledger: Ledger, tally: Tally, messages: readonly MessageRecord[]): void {
  const filed = office.disk
    .files()
    .filter((path) => path.startsWith(`${FILED}/`))
    .map((path) => ({ path, pages: pagesIn(textOf(office, path)).join() }));
  // The same pages may come in twice, and then lie there twice.
  const wanted = new Map<string, { done: number; most: number }>();
  for (const message of messages) {
    const pages = pagesOfText(textOf(office, `${DATA}/inbox/${message.file}`)).join();
    const its = wanted.get(pages) ?? { done: 0, most: 0 };
    wanted.set(pages, its);
    for (const { rule, method, state, error } of message.routing) {
      if (rule === null) continue;
      tally.count('routing', `${method} ${state}`);
      if (state === 'pending' || state === 'retrying')
        ledger.fail(`Rule ${rule} of received fax ${message.id} is ${state}: ${error ?? 'not tried'}.`);
      if (method === 'folder') its.most += 1;
      if (method === 'folder' && state === 'done') its.done += 1;
    }
  }
  for (const [pages, { done, most }] of wanted) {
    const there = filed.filter((file) => file.pages === pages).length;
    if (there > most) ledger.fail(`“${pages}” lies ${there} times in the folder, and ${most} rules put it there.`);
    if (there < done) ledger.fail(`“${pages}” lies ${there} times in the folder, and ${done} rules have put it there.`);
  }
  for (const { path, pages } of filed)
    if (!messages.some(({ file }) => pagesOfText(textOf(office, `${DATA}/inbox/${file}`)).join() === pages))
      ledger.fail(`${path} is no fax that came in, or a part of one.`);
}

/** A mail that a kill repeats has the id of the first: whoever gets it can tell. */
function mailedOnce(office: DayOffice, ledger: Ledger, messages: readonly MessageRecord[]): void {
  const ids = messageIdsTo(office, inboxAddress);
  const rules = messages.flatMap(({ routing }) => routing.filter(({ method }) => method === 'email'));
  const done = rules.filter(({ state }) => state === 'done').length;
  if (ids.size < done) ledger.fail(`${done} received faxes were sent on by mail, and ${ids.size} mails arrived.`);
  if (ids.size > rules.length) ledger.fail(`${rules.length} rules sent ${ids.size} different mails.`);
}

const messageIdsTo = (office: DayOffice, address: string): Set<string> =>
  new Set(office.given.mails.filter(({ mail }) => mail.to.includes(address)).map(({ mail }) => mail.messageId));

/** A receipt for each end that a fax came to, none twice under another id; a broadcast's at least one. */
function receiptsOnce(office: DayOffice, ledger: Ledger, tally: Tally): void {
  for (const { receipt, ids, key } of ledger.sent) {
    if (receipt === null || ids === null) continue;
    const jobs = office.jobs.filter(({ id }) => ids.includes(id));
    for (const job of jobs) {
      tally.count('receipt', job.receipt);
      if (job.receipt !== 'sent' && job.receipt !== 'failed')
        ledger.fail(`The receipt of fax ${job.id} is ${job.receipt} though it has ended: ${job.receiptError ?? ''}`);
    }
    const mails = messageIdsTo(office, receipt).size;
    // Of a fax that was erased before the client was told of it they know nothing; its receipt had come all the same.
    const all = ledger.idsOf(key);
    const ends = all.reduce((sum, id) => sum + (ledger.ends.get(id) ?? 0), 0);
    const restarts = ledger.acts.filter(({ id, operation }) => all.includes(id) && operation === 'restart').length;
    if (jobs.some((job) => job.receipt === 'sent') && mails === 0) ledger.fail(`No receipt of ${key} arrived.`);
    if (mails > ends + restarts) ledger.fail(`${mails} different receipts of ${key} arrived for ${ends} ends.`);
  }
}

/** What is filed in the archive is there, once, with all its pages; nothing else lies there. */
function archivedOnce(office: DayOffice, ledger: Ledger, tally: Tally, messages: readonly MessageRecord[]): void {
  const { jobs } = office.database.jobs({ state: null, limit: 100_000 });
  const out = jobs.flatMap(({ job }) => (job.direction === 'out' ? job : []));
  for (const { id, archiveDue } of [...out, ...messages])
    if (archiveDue) ledger.fail(`Fax ${id} is still to be archived.`);
  const known = new Set<string>();
  const look = (id: number, file: string, source: string): void => {
    tally.count('archive', 'filed');
    if (known.has(file)) ledger.fail(`${file} is the archive's copy of two faxes.`);
    known.add(file);
    if (office.disk.kindOf(file) !== 'file') ledger.fail(`Fax ${id} is archived as ${file}, which is not there.`);
    else if (textOf(office, file) !== textOf(office, source))
      ledger.fail(`The archive's copy of fax ${id} is not what it was.`);
  };
  for (const { id, archive, document, state } of out)
    if (archive) look(id, archive.file, `${DATA}/documents/${document}`);
    else if (state === 'delivered' && ledger.alwaysArchived) ledger.fail(`Fax ${id} was delivered and not archived.`);
  for (const { id, archive, file } of messages)
    if (archive) look(id, archive.file, `${DATA}/inbox/${file}`);
    else if (ledger.alwaysArchived) ledger.fail(`Received fax ${id} was not archived.`);
  const stems = new Set([...known].map((file) => file.slice(0, file.lastIndexOf('.'))));
  for (const path of office.disk.files().filter((each) => !isProbe(office, each)))
    if (
      path.startsWith(`${DATA}/archive/`) &&
      !path.endsWith('.part') &&
      !stems.has(path.slice(0, path.lastIndexOf('.')))
    )
      ledger.fail(`${path} lies in the archive and belongs to no fax.`);
}

/** An empty file by which a folder is tried out; a kill just then leaves it, and it is nobody's fax. */
const isProbe = (office: DayOffice, path: string): boolean =>
  /\/\.fax-console-\d+$/.test(path) && office.disk.stat(path).size === 0;
