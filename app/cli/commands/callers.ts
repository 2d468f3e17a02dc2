import { FaxError } from '../../model/errors.ts';
import { type BlockedCaller, blockedCallerSchema } from '../../model/office-lists.ts';
import type { Office } from '../../office/office.ts';
import { type CommandSpec, countOf, readArguments, usageError } from '../arguments.ts';
import { type Console, printJson, write } from '../console.ts';
import { type ServerOptions, withOffice } from '../office-commands.ts';
import { changeList, readList } from '../office-lists.ts';
import type { Command } from '../run.ts';
import { table } from '../table.ts';

const spec = {
  usage: [
    'fax callers',
    'fax callers block [--caller PATTERN] [--station NAME] [--note TEXT]',
    'fax callers allow PLACE',
  ],
  summary:
    'Callers whose calls are not taken: by their number before it is answered, by their station’s name in the call.',
  options: {
    caller: { type: 'string', value: 'PATTERN', help: 'the calling number: 555* is every number that begins with 555' },
    station: { type: 'string', value: 'NAME', help: 'what the other machine calls itself; * at its end for any more' },
    note: { type: 'string', value: 'TEXT', help: 'why, for whoever looks at the list' },
  },
} as const satisfies CommandSpec;

type Options = ReturnType<typeof readArguments<typeof spec.options>>['values'];

/** `fax callers`. */
export const callers: Command = {
  spec,
  async run(argv, console) {
    const { values, positionals } = readArguments(spec, argv);
    const [verb, ...words] = positionals;
    switch (verb) {
      case undefined:
        return await show(values, console, (office) => readList(office, 'blockedCallers'));
      case 'block':
        return await block(words, values, console);
      case 'allow':
        return await allow(words, values, console);
      default:
        throw usageError(spec, `fax callers does not know “${verb.slice(0, 40)}”.`);
    }
  },
};

function block(words: readonly string[], options: Options, console: Console): Promise<number> {
  const { caller = null, station = null, note = null } = options;
  if (words.length > 0 || (caller === null && station === null))
    throw usageError(spec, 'fax callers block takes --caller, --station or both.');
  const entry = entryOf({ callerId: caller, stationId: station, note });
  return show(options, console, (office) => changeList(office, 'blockedCallers', (items) => [...items, entry]));
}

function entryOf(given: BlockedCaller): BlockedCaller {
  const entry = blockedCallerSchema.safeParse(given);
  if (entry.success) return entry.data;
  const key = String(entry.error.issues[0]?.path[0] ?? '');
  const option = key === 'callerId' ? '--caller' : key === 'stationId' ? '--station' : '--note';
  throw new FaxError('LIST_INVALID', {
    message: `This value is not allowed for ${option}.`,
    next: 'Use digits with a leading +, ? for any one digit and * at the end for numbers; at most 60 characters.',
    cause: entry.error,
  });
}

function allow(words: readonly string[], options: Options, console: Console): Promise<number> {
  const [word, ...more] = words;
  if (word === undefined || more.length > 0) throw usageError(spec, 'fax callers allow takes the place of an entry.');
  const place = countOf('place', word, 10_000);
  return show(options, console, (office) =>
    changeList(office, 'blockedCallers', (items) => {
      if (place <= items.length) return items.toSpliced(place - 1, 1);
      throw new FaxError('LIST_INVALID', {
        message: `There is no entry ${place}.`,
        next: 'Look at the list: fax callers.',
      });
    }),
  );
}

async function show(
  options: ServerOptions & { readonly json?: boolean },
  console: Console,
  work: (office: Office) => Promise<readonly BlockedCaller[]>,
): Promise<number> {
  const items = await withOffice(console, options, {}, work);
  const placed = items.map((item, index) => ({ place: index + 1, ...item }));
  if (options.json) await printJson(console, { callers: placed });
  else if (placed.length > 0)
    await write(
      console.stdout,
      table(
        placed,
        [
          { title: 'PLACE', align: 'right', of: ({ place }) => place },
          { title: 'CALLER', of: ({ callerId }) => callerId },
          { title: 'STATION', of: ({ stationId }) => stationId },
          { title: 'NOTE', of: ({ note }) => note, least: 10 },
        ],
        console.columns,
      ),
    );
  return 0;
}
