import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { FaxError } from '../../../model/errors.ts';
import type { RoutingRule, RoutingTarget } from '../../../model/routing.ts';
import type { MessageRecord, RoutingRecord } from '../../../store/records.ts';
import { OutsideFailure } from '../outside.ts';
import { domainOf, mailServerOf } from '../receipts/mail-server.ts';
import type { ServerCore } from '../server-core.ts';
import { localDateTime, pageWords } from '../wording.ts';
import { fileNameOf } from './file-name.ts';
import { removeDraft, storeInFolder } from './store-in-folder.ts';

/** One try of one rule for one fax. */
export interface RuleRun {
  readonly rule: RoutingRule;
  readonly message: MessageRecord;
  /** 1 for the first. */
  readonly attempt: number;
  /** Where an earlier try was about to put the fax, or null. */
  readonly claimed: string | null;
  /** Keeps where the fax is about to be put. */
  readonly claim: (path: string) => Promise<void>;
  readonly signal: AbortSignal;
}

type Format = 'pdf' | 'tif';
const types: Readonly<Record<Format, string>> = { pdf: 'application/pdf', tif: 'image/tiff' };

/**
 * Sends a received fax on by a rule. The answer is where it went, in words, where that is more than the rule says; null
 * otherwise. Throws what the way throws; a cause of kind `refused` means that no repetition mends it.
 */
export async function runRule(core: ServerCore, run: RuleRun): Promise<string | null> {
  const { target } = run.rule;
  switch (target.method) {
    case 'email':
      await withFile(core, run, target.format, (file) => mail(core, run, target, file));
      return null;
    case 'folder':
      return withFile(core, run, target.format, (file) => store(core, run, target, file));
    case 'print':
      await withFile(core, run, 'pdf', (file) =>
        core.outside.print(file, `Fax ${run.message.id}`, target.printer, run.signal),
      );
      return null;
    case 'program':
      await withFile(core, run, target.format, (file) => call(core, run, target, file));
      return null;
  }
}

/** The fax as a file of the wanted kind: the inbox's own, or one made for the moment, which the next start removes too. */
async function withFile<T>(
  core: ServerCore,
  { message, rule }: RuleRun,
  format: Format,
  use: (file: string) => Promise<T>,
): Promise<T> {
  const stored = join(core.folders.inbox, message.file);
  if (format === 'tif') return use(stored);
  const file = join(core.folders.previews, `${keyOf(message, rule)}.pdf`);
  await core.works.saveAs(stored, file, 'pdf');
  try {
    return await use(file);
  } finally {
    await rm(file, { force: true });
  }
}

/** Names our files and mails of a fax and rule: the same for each try. */
const keyOf = ({ id }: MessageRecord, rule: Pick<RoutingRule, 'id'>): string => `fax-${id}-${rule.id}`;

/** Removes what a rule that was given up has left in people's folders, if anything. */
export async function forgetRule(message: MessageRecord, { method, rule, target }: RoutingRecord): Promise<void> {
  if (method === 'folder' && rule !== null && target !== null) await removeDraft(target, keyOf(message, { id: rule }));
}

async function mail(
  core: ServerCore,
  { message, rule, signal }: RuleRun,
  target: Extract<RoutingTarget, { method: 'email' }>,
  file: string,
): Promise<void> {
  if (!core.settings.useForInboundRouting)
    throw new FaxError('MAIL_FAILED', {
      message: 'Sending received faxes on by e-mail is switched off.',
      next: 'Switch useForInboundRouting on in the settings, then try again.',
      cause: new OutsideFailure('refused', 'E-mail routing is off'),
    });
  const { server, from } = mailServerOf(core.settings);
  const name = `fax-${message.id}.${target.format}`;
  const mailed = {
    from,
    to: target.to,
    subject: `Fax from ${callerOf(message)}, ${pageWords(message.pages)}`,
    text: factLines(message, core.zone),
    messageId: `<${keyOf(message, rule)}.${message.receivedAt.toString(36)}@${domainOf(from)}>`,
    attachments: [{ name, path: file, type: types[target.format] }],
  };
  await core.outside.sendMail(server, mailed, signal);
}

function store(
  core: ServerCore,
  { message, rule, claimed, claim }: RuleRun,
  target: Extract<RoutingTarget, { method: 'folder' }>,
  file: string,
): Promise<string> {
  return storeInFolder({
    file,
    folder: target.folder,
    name: fileNameOf(target.name, message, core.zone),
    ending: target.format,
    key: keyOf(message, rule),
    claimed,
    claim,
  });
}

async function call(
  core: ServerCore,
  { message, rule, attempt, signal }: RuleRun,
  { call: called, format }: Extract<RoutingTarget, { method: 'program' }>,
  file: string,
): Promise<void> {
  const facts = { ...factsOf(message), key: `${keyOf(message, rule)}-${message.receivedAt}`, attempt: String(attempt) };
  if (called.kind === 'program')
    return core.outside.run(
      called.program,
      [...called.arguments, file],
      { ...variables(facts), FAX_FILE: file },
      signal,
    );
  const sent = { path: file, name: `fax-${message.id}.${format}`, type: types[format] };
  return core.outside.post(called.url, facts, sent, signal);
}

/** What a program or web address is told, by name; what is not known is empty. */
function factsOf(message: MessageRecord): Readonly<Record<string, string>> {
  return {
    id: String(message.id),
    receivedAt: new Date(message.receivedAt).toISOString(),
    pages: String(message.pages),
    state: message.state,
    tsid: plain(message.tsid),
    csid: plain(message.csid),
    callerId: plain(message.callerId),
    called: plain(message.called),
    port: plain(message.port),
    badLines: String(message.badLines),
  };
}

/** What came over the line may hold anything; an environment cannot hold NUL. */
const plain = (text: string | null): string => (text ?? '').replace(/\p{Cc}/gu, ' ').trim();

/** `FAX_RECEIVED_AT`, `FAX_CALLER_ID`… */
function variables(facts: Readonly<Record<string, string>>): Record<string, string> {
  const named = Object.entries(facts).map(([name, value]) => [
    `FAX_${name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`,
    value,
  ]);
  return Object.fromEntries(named) as Record<string, string>;
}

const callerOf = ({ tsid, callerId }: MessageRecord): string => plain(tsid) || plain(callerId) || 'an unknown number';

/** The text of a mail that brings a fax. */
function factLines(message: MessageRecord, zone: string): string {
  const lines: readonly (readonly [string, string])[] = [
    ['From', callerOf(message)],
    ['Caller', plain(message.callerId)],
    ['Called', plain(message.called)],
    ['Received', `${localDateTime(message.receivedAt, zone)} (${zone})`],
    ['Pages', String(message.pages)],
    ['Port', plain(message.port)],
    ['Fax', String(message.id)],
  ];
  const told = lines.filter(([, value]) => value !== '').map(([name, value]) => `${`${name}:`.padEnd(10)}${value}\n`);
  const cut = message.state === 'partial' ? '\nThe call was cut: the fax may not be whole.\n' : '';
  const practice = message.practice ? '\nPractice: it did not come over the telephone network.\n' : '';
  return `${told.join('')}${cut}${practice}`;
}
