import { limits } from '../../contract/requests.ts';
import { failurePlace } from '../../model/failure-words.ts';
import { type Attempt, type Job, jobStateSchema } from '../../model/job.ts';
import { type CommandSpec, countOf, idOf, oneOf, readArguments, usageError } from '../arguments.ts';
import { printJson, tell, write } from '../console.ts';
import { jobTable } from '../job-table.ts';
import { withOffice } from '../office-commands.ts';
import type { Command } from '../run.ts';
import { facts, table } from '../table.ts';
import { localTime } from '../times.ts';

const listSpec = {
  usage: ['fax jobs'],
  summary: 'Lists the faxes, newest first.',
  options: {
    limit: { type: 'string', value: 'N', help: 'at most so many (200)' },
    state: { type: 'string', value: 'S', help: 'only those in this state' },
  },
} as const satisfies CommandSpec;

/** `fax jobs`. */
export const jobs: Command = {
  spec: listSpec,
  async run(argv, console) {
    const { values, positionals } = readArguments(listSpec, argv);
    if (positionals.length > 0) throw usageError(listSpec, 'fax jobs takes no names.');
    const limit = countOf('limit', values.limit ?? '200', limits.list);
    const state = values.state === undefined ? null : oneOf('state', values.state, jobStateSchema.options);
    const found = await withOffice(console, values, { warnings: !values.json }, (office) =>
      office.request('jobs.list', { limit, state }),
    );
    if (values.json) {
      await printJson(console, { jobs: found.jobs, total: found.total });
      return 0;
    }
    await write(console.stdout, jobTable(found.jobs, console.columns));
    if (found.total === 0) tell(console, 'fax: No faxes.');
    else if (found.total > found.jobs.length)
      tell(console, `fax: ${found.jobs.length} of ${found.total}; more with --limit.`);
    return 0;
  },
};

const showSpec = {
  usage: ['fax job ID'],
  summary: 'Shows a fax with its attempts and their transcripts.',
  options: {},
} as const satisfies CommandSpec;

/** `fax job ID`. */
export const job: Command = {
  spec: showSpec,
  async run(argv, console) {
    const { values, positionals } = readArguments(showSpec, argv);
    const [word, ...more] = positionals;
    if (word === undefined || more.length > 0) throw usageError(showSpec, 'fax job takes one id.');
    const id = idOf(word);
    const found = await withOffice(console, values, {}, (office) => office.request('jobs.get', { id }));
    if (values.json) await printJson(console, { job: found.job, attempts: found.attempts });
    else await write(console.stdout, jobFacts(found.job) + found.attempts.map(attemptFacts).join(''));
    return 0;
  },
};

/** A fax as lines of `name: value`. */
export function jobFacts(job: Job): string {
  return facts([
    ['Fax', job.id],
    ['State', job.state],
    ['Why', job.reason],
    ['Next', localTime(job.nextAt, true)],
    ['Number', job.number],
    ['Recipient', job.recipient],
    ['Name', job.displayName],
    ['Subject', job.subject],
    ['Sender', job.sender],
    ['User', job.userName],
    ['Billing', job.billing],
    ['Pages', `${job.pagesConfirmed} of ${job.pages} confirmed`],
    ['Attempts', job.attempts],
    ['Outcome', job.outcome],
    ['Port', job.port],
    ['Priority', job.priority],
    ['Submitted', localTime(job.submittedAt, true)],
    ['Finished', localTime(job.finishedAt, true)],
    ['Cover', job.coverPages === 0 ? null : `${job.coverPages} of the pages`],
    ['Receipt', job.receipt === 'none' ? null : `${job.receipt}, to ${job.receiptAddress ?? ''}`],
    ['Mail', job.receiptError],
    ['Archived', job.archived],
    ['Allowed', job.allowed.join(', ')],
  ]);
}

function attemptFacts(attempt: Attempt): string {
  const title = `\nAttempt ${attempt.n} on ${attempt.port}, ${localTime(attempt.startedAt, true)}\n`;
  const about = facts([
    ['Outcome', attempt.outcome],
    ['Far end', attempt.remoteId],
    ['Rate', attempt.rate === null ? null : `${attempt.rate} bit/s`],
    ['Coding', attempt.coding],
    ['Pages', attempt.pagesConfirmed],
    ['Why', attempt.failure?.words ?? null],
    ['Failed', attempt.failure === null ? null : `${failurePlace(attempt.failure)} [${attempt.failure.code}]`.trim()],
    ['Next', attempt.failure?.next ?? null],
  ]);
  const transcript = table(
    attempt.transcript,
    [
      { title: 's', align: 'right', of: ({ t }) => (t / 1000).toFixed(3) },
      { title: '', of: ({ dir }) => dir },
      { title: 'frame', of: ({ type }) => type },
      { title: 'octets', of: ({ hex }) => (hex.length > 40 ? `${hex.slice(0, 40)}…` : hex) },
    ],
    null,
  );
  return title + about + (attempt.transcript.length > 0 ? transcript : '');
}
