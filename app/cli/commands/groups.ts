import { FaxError } from '../../model/errors.ts';
import { ALL_PORTS, type PortGroup, portGroupSchema } from '../../model/office-lists.ts';
import type { Port } from '../../model/port.ts';
import type { Office } from '../../office/office.ts';
import { type CommandSpec, readArguments, usageError } from '../arguments.ts';
import { type Console, printJson, write } from '../console.ts';
import { type ServerOptions, withOffice } from '../office-commands.ts';
import { changeList, readList } from '../office-lists.ts';
import type { Command } from '../run.ts';
import { table } from '../table.ts';

const spec = {
  usage: ['fax groups', 'fax groups set NAME PORT…', 'fax groups remove NAME'],
  summary: 'Groups of lines, each in the order in which its lines are tried.',
  options: {},
} as const satisfies CommandSpec;

type Options = ServerOptions & { readonly json?: boolean };
/** Characters of a name at most (object model 6.3). */
const LONGEST_NAME = 127;

/** `fax groups`. */
export const groups: Command = {
  spec,
  async run(argv, console) {
    const { values, positionals } = readArguments(spec, argv);
    const [verb, name, ...words] = positionals;
    if (verb === undefined) return await change(values, console, (office) => readList(office, 'portGroups'));
    if (verb !== 'set' && verb !== 'remove') throw usageError(spec, `fax groups does not know “${verb.slice(0, 40)}”.`);
    if (name === undefined) throw usageError(spec, `fax groups ${verb} takes the name of a group.`);
    if (verb === 'set') return await set(groupName(name), words, values, console);
    if (words.length > 0) throw usageError(spec, 'fax groups remove takes one name.');
    return await remove(name, values, console);
  },
};

function set(name: string, words: readonly string[], options: Options, console: Console): Promise<number> {
  if (words.length === 0) throw usageError(spec, 'fax groups set takes a name and at least one port.');
  return change(options, console, async (office) => {
    const { ports } = await office.request('ports.list', {});
    const portIds = [...new Set(words.map((word) => portNamed(word, ports).id))];
    return changeList(office, 'portGroups', (before) => {
      const at = before.findIndex((group) => sameName(group.name, name));
      return at < 0 ? [...before, { name, portIds }] : before.with(at, { name, portIds });
    });
  });
}

function remove(name: string, options: Options, console: Console): Promise<number> {
  return change(options, console, (office) =>
    changeList(office, 'portGroups', (before) => {
      const after = before.filter((group) => !sameName(group.name, name));
      if (after.length < before.length) return after;
      throw new FaxError('GROUP_NOT_FOUND', { message: `There is no group “${name.slice(0, 60)}”.` });
    }),
  );
}

/** Does the work and shows the groups as they are then. */
async function change(
  options: Options,
  console: Console,
  work: (office: Office) => Promise<readonly PortGroup[]>,
): Promise<number> {
  const { found, ports } = await withOffice(console, options, {}, async (office) => ({
    found: await work(office),
    ports: (await office.request('ports.list', {})).ports,
  }));
  const shown = [
    { name: ALL_PORTS, ports: ports.map(({ name }) => name) },
    ...found.map(({ name, portIds }) => ({
      name,
      ports: portIds.flatMap((id) => ports.find((port) => port.id === id)?.name ?? []),
    })),
  ];
  if (options.json) await printJson(console, { groups: shown });
  else
    await write(
      console.stdout,
      table(
        shown,
        [
          { title: 'GROUP', of: ({ name }) => name },
          { title: 'PORTS', of: (group) => group.ports.join(', '), least: 20 },
        ],
        console.columns,
      ),
    );
  return 0;
}

const sameName = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

function portNamed(name: string, ports: readonly Port[]): Port {
  const port = ports.find((each) => sameName(each.name, name));
  if (port) return port;
  throw new FaxError('PORT_NOT_FOUND', { message: `There is no port “${name.slice(0, 64)}”.` });
}

function groupName(text: string): string {
  if (text.trim().length > LONGEST_NAME)
    throw new FaxError('SETTING_TOO_LONG', {
      message: 'This name is too long for a group.',
      next: `Use at most ${LONGEST_NAME} characters.`,
    });
  const name = portGroupSchema.shape.name.safeParse(text);
  if (name.success) return name.data;
  throw new FaxError('LIST_INVALID', {
    message: 'This is not a name for a group.',
    next: `Use 1 to ${LONGEST_NAME} printable characters.`,
  });
}
