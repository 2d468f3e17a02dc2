import { limits } from '../../contract/requests.ts';
import { type CommandSpec, countOf, readArguments, usageError } from '../arguments.ts';
import { printJson, tell, write } from '../console.ts';
import { withOffice } from '../office-commands.ts';
import type { Command } from '../run.ts';
import { table } from '../table.ts';
import { localTime } from '../times.ts';

const spec = {
  usage: ['fax audit'],
  summary: 'Lists what was erased, backed up, restored and repaired, newest first.',
  options: { limit: { type: 'string', value: 'N', help: 'at most so many (200)' } },
} as const satisfies CommandSpec;

/** `fax audit`. */
export const audit: Command = {
  spec,
  async run(argv, console) {
    const { values, positionals } = readArguments(spec, argv);
    if (positionals.length > 0) throw usageError(spec, 'fax audit takes no names.');
    const limit = countOf('limit', values.limit ?? '200', limits.list);
    const { entries, total } = await withOffice(console, values, {}, (office) =>
      office.request('audit.list', { limit }),
    );
    if (values.json) {
      await printJson(console, { entries, total });
      return 0;
    }
    if (total === 0) tell(console, 'fax: Nothing was erased, backed up or repaired.');
    else
      await write(
        console.stdout,
        table(
          entries,
          [
            { title: 'WHEN', of: ({ at }) => localTime(at) },
            { title: 'WHAT', of: ({ action }) => action },
            { title: 'FAX', align: 'right', of: ({ faxId }) => faxId },
            { title: 'WORDS', of: ({ words }) => words, least: 20 },
          ],
          console.columns,
        ),
      );
    if (total > entries.length) tell(console, `fax: ${entries.length} of ${total}; more with --limit.`);
    return 0;
  },
};
