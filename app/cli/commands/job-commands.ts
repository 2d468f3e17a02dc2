import { FaxError, type FaxErrorData } from '../../model/errors.ts';
import type { Job } from '../../model/job.ts';
import { type CommandSpec, idOf, oneOf, readArguments, usageError } from '../arguments.ts';
import { printJson, tell, write } from '../console.ts';
import { jobTable } from '../job-table.ts';
import { withOffice } from '../office-commands.ts';
import { type Command, exitCodes } from '../run.ts';
import { parseUpcoming, tellOfNoWindow } from '../when.ts';

/** One of the commands that do the same to any number of faxes. Exit 0 only when each took effect. */
function jobCommand(name: 'pause' | 'resume' | 'restart' | 'cancel', summary: string): Command {
  const spec = { usage: [`fax ${name} ID…`], summary, options: {} } as const satisfies CommandSpec;
  return {
    spec,
    async run(argv, console) {
      const { values, positionals } = readArguments(spec, argv);
      if (positionals.length === 0) throw usageError(spec, `fax ${name} takes at least one id.`);
      const ids = [...new Set(positionals.map(idOf))];
      const { results } = await withOffice(console, values, {}, (office) => office.request(`jobs.${name}`, { ids }));
      const jobs = results.flatMap(({ job }): readonly Job[] => (job ? [job] : []));
      const refused = results.flatMap(({ id, error }) => (error ? [{ id, error }] : []));
      const [first] = refused;
      if (values.json) await printJson(console, first ? { error: first.error, jobs, refused } : { jobs });
      else {
        await write(console.stdout, jobTable(jobs, console.columns));
        for (const { id, error } of refused) tell(console, `fax: ${id}: ${error.message} ${error.next}`);
      }
      return first ? exitCodes[FaxError.fromData(first.error as FaxErrorData).kind] : 0;
    },
  };
}

/** `fax pause ID…`. */
export const pause = jobCommand('pause', 'Holds faxes back until they are resumed.');
/** `fax resume ID…`. */
export const resume = jobCommand('resume', 'Lets faxes that were held back go on.');
/** `fax restart ID…`. */
export const restart = jobCommand('restart', 'Sends faxes that failed or were cancelled again.');
/** `fax cancel ID…`. */
export const cancel = jobCommand('cancel', 'Cancels faxes; a call in progress is ended.');

const alterSpec = {
  usage: ['fax alter ID [--to NUMBER] [--at WHEN] [--priority P]'],
  summary: 'Changes a fax that is waiting.',
  options: {
    to: { type: 'string', value: 'NUMBER', help: 'send to this number instead' },
    at: { type: 'string', value: 'WHEN', help: 'now, discount, or a time: 2026-03-07T20:00' },
    priority: { type: 'string', value: 'P', help: 'low, normal or high' },
  },
} as const satisfies CommandSpec;

/** `fax alter ID`. */
export const alter: Command = {
  spec: alterSpec,
  async run(argv, console) {
    const { values, positionals } = readArguments(alterSpec, argv);
    const [word, ...more] = positionals;
    if (word === undefined || more.length > 0) throw usageError(alterSpec, 'fax alter takes one id.');
    const { to, at, priority } = values;
    if (to === undefined && at === undefined && priority === undefined)
      throw usageError(alterSpec, 'There is nothing to change.');
    const when = at === undefined ? undefined : parseUpcoming(at, Date.now());
    const input = {
      id: idOf(word),
      ...(to === undefined ? {} : { number: to }),
      ...(when === undefined ? {} : { when }),
      ...(priority === undefined ? {} : { priority: oneOf('priority', priority, ['low', 'normal', 'high'] as const) }),
    };
    const { job } = await withOffice(console, values, {}, async (office) => {
      if (when !== undefined) await tellOfNoWindow(office, when, console);
      return office.request('jobs.alter', input);
    });
    if (values.json) await printJson(console, { job });
    else await write(console.stdout, jobTable([job], console.columns));
    return 0;
  },
};
