import { randomUUID } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import type { SubmitInput } from '../../contract/requests.ts';
import { FaxError } from '../../model/errors.ts';
import { parseFaxNumber } from '../../model/fax-number.ts';
import type { Job } from '../../model/job.ts';
import { receiptOrderSchema } from '../../model/receipt.ts';
import { accountName } from '../../office/account-name.ts';
import type { Office } from '../../office/office.ts';
import { type Arguments, type CommandSpec, oneOf, readArguments, usageError } from '../arguments.ts';
import { type Console, printJson, tell, write } from '../console.ts';
import { unlessInterrupted } from '../interrupted.ts';
import { jobTable } from '../job-table.ts';
import { pathOf, withOffice } from '../office-commands.ts';
import { recipientsOf } from '../recipients-csv.ts';
import type { Command } from '../run.ts';
import { watchJobs } from '../watch-jobs.ts';
import { parseUpcoming, tellOfNoWindow } from '../when.ts';

const spec = {
  usage: ['fax send FILE… --to NUMBER[,NUMBER…]', 'fax send FILE… --csv LIST', 'fax send --cover NAME --to NUMBER'],
  summary: 'Sends the files, in order, as one fax to each number; with a cover page, one of its own for each.',
  options: {
    to: { type: 'string', multiple: true, value: 'NUMBER[,…]', help: 'whom to send to; may be given again' },
    csv: {
      type: 'string',
      value: 'FILE',
      help: 'a list of recipients: number, name, company… by the names of its columns',
    },
    recipient: { type: 'string', multiple: true, value: 'NAME', help: 'name of the recipient, or one for each number' },
    sender: { type: 'string', value: 'NAME', help: 'name of the sender' },
    subject: { type: 'string', value: 'TEXT', help: 'subject, for the lists and the cover page' },
    note: { type: 'string', value: 'TEXT', help: 'note, for the cover page' },
    cover: { type: 'string', value: 'NAME|FILE', help: 'cover page: a common one by name, or a file of yours (none)' },
    receipt: { type: 'string', value: 'ADDRESS', help: 'a mail when the fax is delivered or has failed' },
    'attach-receipt': { type: 'boolean', help: 'with --receipt: the proof goes with the mail' },
    'each-receipt': { type: 'boolean', help: 'with --receipt: a mail for each recipient, not one for all' },
    tsid: { type: 'string', value: 'ID', help: 'our identification, at most 20 characters' },
    billing: { type: 'string', value: 'CODE', help: 'billing code' },
    at: { type: 'string', value: 'WHEN', help: 'now, discount, or a time: 2026-03-07T20:00' },
    priority: { type: 'string', value: 'P', help: 'low, normal or high' },
    resolution: { type: 'string', value: 'R', help: 'standard, fine or superfine (fine)' },
    port: { type: 'string', value: 'NAME', help: 'send on this line or group of lines only' },
    key: { type: 'string', value: 'KEY', help: 'submission key: the same key again is the same fax, never a new one' },
    wait: { type: 'boolean', help: 'wait until it is delivered or has failed' },
  },
} as const satisfies CommandSpec;

type SendArguments = Arguments<(typeof spec)['options']>;

/** `fax send`: exit 0 when the faxes are queued; with `--wait` when all are delivered. */
export const send: Command = {
  spec,
  async run(argv, console) {
    const given = readArguments(spec, argv);
    const submit = await submission(given, console);
    const wait = given.values.wait === true;
    const how = { stay: wait ? 'command' : 'moment', handlesInterrupt: true } as const;
    const jobs = await withOffice(console, given.values, how, async (office) => {
      await tellOfNoWindow(office, submit.when ?? { kind: 'now' }, console);
      return wait ? sendAndWait(office, submit, console) : queue(office, submit, console);
    });
    if (given.values.json) await printJson(console, { jobs });
    else await write(console.stdout, jobTable(jobs, console.columns));
    return wait && jobs.some(({ state }) => state !== 'delivered') ? 1 : 0;
  },
};

async function submission({ values, positionals }: SendArguments, console: Console): Promise<SubmitInput> {
  const cover = coverOf(values.cover, console);
  if (positionals.length === 0 && cover === null) throw usageError(spec, 'There is no file to send.');
  return {
    document: documentOf({ values, positionals }, console),
    recipients: await allRecipients(values, console),
    cover,
    receipt: receiptOf(values),
    userName: accountName(),
    subject: values.subject ?? null,
    note: values.note ?? null,
    sender: values.sender ?? null,
    tsid: values.tsid ?? null,
    billing: values.billing ?? null,
    when: parseUpcoming(values.at ?? 'now', Date.now()),
    priority: oneOf('priority', values.priority ?? 'normal', ['low', 'normal', 'high'] as const),
    port: values.port ?? null,
    key: values.key ?? randomUUID(),
  };
}

function documentOf({ values, positionals }: SendArguments, console: Console): SubmitInput['document'] {
  const resolution = oneOf('resolution', values.resolution ?? 'fine', ['standard', 'fine', 'superfine'] as const);
  if (positionals.length === 0) return { kind: 'none' };
  return { kind: 'files', files: positionals.map((file) => pathOf(console, file)), options: { resolution } };
}

/** A cover page is a file where it looks like one, else one of the common ones by name. */
function coverOf(given: string | undefined, console: Console): NonNullable<SubmitInput['cover']> | null {
  if (given === undefined || given === 'none') return null;
  if (given === '') throw new FaxError('COVER_NOT_FOUND', { message: 'The name of the cover page is empty.' });
  const isFile = /[/\\]/.test(given) || /\.(json|cov)$/i.test(given);
  return isFile ? { name: pathOf(console, given), scope: 'personal' } : { name: given, scope: 'common' };
}

function receiptOf(values: SendArguments['values']): SubmitInput['receipt'] {
  const { receipt, 'attach-receipt': attach, 'each-receipt': each } = values;
  if (receipt === undefined) {
    if (attach || each) throw usageError(spec, 'There is no address for the receipt: --receipt is missing.');
    return null;
  }
  const order = receiptOrderSchema.safeParse({ address: receipt, attach: attach === true, group: each !== true });
  if (order.success) return order.data;
  throw new FaxError('ARGUMENT_INVALID', {
    message: `“${receipt.slice(0, 60)}” is not an e-mail address.`,
    next: 'Give --receipt an address such as office@example.com.',
  });
}

async function allRecipients(values: SendArguments['values'], console: Console): Promise<SubmitInput['recipients']> {
  if (values.csv === undefined) return recipients(values.to ?? [], values.recipient ?? []);
  const listed = recipientsOf(await readCsv(pathOf(console, values.csv)));
  return values.to === undefined ? listed : [...recipients(values.to, values.recipient ?? []), ...listed];
}

/** Throws `FILE_NOT_FOUND`, `FILE_NOT_READABLE`, `FILE_TOO_LARGE`. */
async function readCsv(path: string): Promise<string> {
  try {
    if ((await stat(path)).size > LARGEST_CSV)
      throw new FaxError('FILE_TOO_LARGE', { message: 'The list of recipients is too large.', next: 'Split it.' });
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof FaxError) throw error;
    const gone = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw new FaxError(gone ? 'FILE_NOT_FOUND' : 'FILE_NOT_READABLE', {
      message: gone ? 'The list of recipients is not there.' : 'The list of recipients cannot be read.',
      cause: error,
    });
  }
}

/** Octets of a list at most: 10,000 recipients with all that can be told of each take less. */
const LARGEST_CSV = 50_000_000;

/** Numbers are read here as well as by the server, so that a slip costs no rendering. */
function recipients(to: readonly string[], names: readonly string[]): SubmitInput['recipients'] {
  const numbers = to.flatMap((each) => each.split(',')).filter((each) => each.trim() !== '');
  if (numbers.length === 0) throw usageError(spec, 'There is no number to send to: --to or --csv is missing.');
  if (names.length > 1 && names.length !== numbers.length)
    throw usageError(spec, `There are ${names.length} names for ${numbers.length} numbers.`);
  return numbers.map((number, index) => {
    parseFaxNumber(number);
    return { number: number.trim(), name: (names.length === 1 ? names[0] : names[index]) ?? null };
  });
}

async function queue(office: Office, submit: SubmitInput, console: Console): Promise<readonly Job[]> {
  const { jobs } = await unlessInterrupted(
    console.interrupted,
    office.request('submit', submit),
    () => 'Sending was interrupted before the fax was queued.',
    'Look at the list before sending again: fax jobs.',
  );
  if (office.role === 'owner')
    tell(console, 'fax: Queued, but nothing is running to send it. Start Fax Console or fax serve, or use --wait.');
  else if (office.ownerStay === 'command')
    tell(console, 'fax: Queued. Only another fax command is running now, and it leaves when its own fax is done.');
  return jobs;
}

async function sendAndWait(office: Office, submit: SubmitInput, console: Console): Promise<readonly Job[]> {
  const watch = watchJobs(office, (job) => tell(console, `fax: ${job.id} to ${job.number}: ${job.reason}`));
  let queued: readonly Job[] = [];
  try {
    return await unlessInterrupted(
      console.interrupted,
      (async () => {
        queued = (await office.request('submit', submit)).jobs;
        const done = await watch.untilFinal(queued);
        await watch.untilFiled();
        return done;
      })(),
      () =>
        queued.length === 0
          ? 'Sending was interrupted before the fax was queued.'
          : `Waiting was interrupted; fax ${queued.map(({ id }) => id).join(', ')} stays in the queue.`,
      'Start Fax Console or fax serve to send it, or cancel it: fax cancel ID.',
    );
  } finally {
    watch.stop();
  }
}
