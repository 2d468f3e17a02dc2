import { FaxError } from '../../model/errors.ts';
import { type Port, type PortChanges, portChangesSchema, portNameSchema } from '../../model/port.ts';
import { booleanOf } from '../../model/settings.ts';
import { type CommandSpec, pairsOf, readArguments, usageError } from '../arguments.ts';
import { type Console, printJson, write } from '../console.ts';
import { type ServerOptions, withOffice } from '../office-commands.ts';
import type { Command } from '../run.ts';
import { facts, table } from '../table.ts';
import { localTime } from '../times.ts';

const listSpec = {
  usage: ['fax ports'],
  summary: 'Lists the lines with what each is doing.',
  options: {},
} as const satisfies CommandSpec;

/** `fax ports`. */
export const ports: Command = {
  spec: listSpec,
  async run(argv, console) {
    const { values, positionals } = readArguments(listSpec, argv);
    if (positionals.length > 0) throw usageError(listSpec, 'fax ports takes no names; one port is: fax port NAME.');
    const found = await withOffice(console, values, { warnings: !values.json }, (office) =>
      office.request('ports.list', {}),
    );
    if (values.json) await printJson(console, { ports: found.ports });
    else await write(console.stdout, portTable(found.ports, console.columns));
    return 0;
  },
};

function portTable(found: readonly Port[], columns: number | null): string {
  return table(
    found,
    [
      { title: 'NAME', of: ({ name }) => name },
      { title: 'ADDRESS', of: ({ address }) => address, least: 12 },
      { title: 'NUMBER', of: ({ number }) => number },
      { title: 'SEND', of: ({ send }) => (send ? 'yes' : 'no') },
      { title: 'RECEIVE', of: ({ receive }) => receive },
      { title: 'RINGS', align: 'right', of: ({ rings }) => rings },
      { title: 'STATE', of: ({ state }) => state },
      { title: 'FAX', align: 'right', of: ({ jobId }) => jobId },
      { title: 'PAGE', align: 'right', of: ({ page, pages }) => (page === null ? '' : `${page}/${pages ?? '?'}`) },
    ],
    columns,
  );
}

const portSpec = {
  usage: [
    'fax port NAME [key=value…]',
    'fax port add NAME ADDRESS',
    'fax port remove NAME',
    'fax port retry NAME',
    'fax port answer NAME',
  ],
  summary:
    'Shows, sets, adds or removes a line, opens one again that is out of service, or answers the call that rings on it.',
  notes: [
    'rings=1…99       rings before a call is answered',
    'csid=ID, tsid=ID our identification when we are called and when we call, at most 20 characters',
    'send=true|false  faxes go out by this line',
    'receive=MODE     none, auto, or manual: it rings until somebody answers; one line at most is manual',
    'priority=N       1 is tried first; the other lines move',
  ],
  options: {},
} as const satisfies CommandSpec;

/** `fax port …`. A port that is called `add`, `remove`, `retry` or `answer` is reached by the window only. */
export const port: Command = {
  spec: portSpec,
  async run(argv, console) {
    const { values, positionals } = readArguments(portSpec, argv);
    const [word, ...rest] = positionals;
    switch (word) {
      case undefined:
        throw usageError(portSpec, 'fax port takes the name of a port.');
      case 'add':
        return await add(rest, values, console);
      case 'remove':
        return await remove(rest, values, console);
      case 'retry':
        return await retry(rest, values, console);
      case 'answer':
        return await answer(rest, values, console);
      default:
        return await showOrSet(word, rest, values, console);
    }
  },
};

type PortOptions = ServerOptions & { readonly json?: boolean };

async function add(words: readonly string[], options: PortOptions, console: Console): Promise<number> {
  const [name, address, ...more] = words;
  if (name === undefined || address === undefined || more.length > 0)
    throw usageError(portSpec, 'fax port add takes a name and a line address.');
  const input = { name: portName(name), address };
  const added = await withOffice(console, options, {}, (office) => office.request('ports.add', input));
  return await show(added.port, options, console);
}

async function remove(words: readonly string[], options: PortOptions, console: Console): Promise<number> {
  const [word, ...more] = words;
  if (word === undefined || more.length > 0) throw usageError(portSpec, 'fax port remove takes one name.');
  const name = portName(word);
  await withOffice(console, options, {}, (office) => office.request('ports.remove', { name }));
  if (options.json) await printJson(console, { removed: name });
  return 0;
}

async function retry(words: readonly string[], options: PortOptions, console: Console): Promise<number> {
  const [word, ...more] = words;
  if (word === undefined || more.length > 0) throw usageError(portSpec, 'fax port retry takes one name.');
  const name = portName(word);
  const { port } = await withOffice(console, options, {}, (office) => office.request('ports.retry', { name }));
  return await show(port, options, console);
}

async function answer(words: readonly string[], options: PortOptions, console: Console): Promise<number> {
  const [word, ...more] = words;
  if (word === undefined || more.length > 0) throw usageError(portSpec, 'fax port answer takes one name.');
  const name = portName(word);
  const { port } = await withOffice(console, options, {}, (office) => office.request('ports.answer', { name }));
  return await show(port, options, console);
}

async function showOrSet(
  word: string,
  words: readonly string[],
  options: PortOptions,
  console: Console,
): Promise<number> {
  const name = portName(word);
  const changes = portChanges(pairsOf(words));
  const found = await withOffice(console, options, {}, async (office) => {
    if (words.length > 0) return (await office.request('ports.set', { name, changes })).port;
    const listed = (await office.request('ports.list', {})).ports;
    return listed.find((each) => each.name.toLowerCase() === name.toLowerCase());
  });
  if (!found) throw new FaxError('PORT_NOT_FOUND', { message: `There is no port “${name}”.` });
  return await show(found, options, console);
}

async function show(shown: Port, options: PortOptions, console: Console): Promise<number> {
  if (options.json) await printJson(console, { port: shown });
  else
    await write(
      console.stdout,
      facts([
        ['Port', shown.name],
        ['Address', shown.address],
        ['Number', shown.number],
        ['State', shown.state],
        ['Since', localTime(shown.since, true)],
        ['Error', shown.error],
        ['Do', shown.next],
        ['Sends', shown.send ? 'yes' : 'no'],
        ['Receives', shown.receive],
        ['Rings', shown.rings],
        ['CSID', shown.csid],
        ['TSID', shown.tsid],
        ['Priority', shown.priority],
      ]),
    );
  return 0;
}

function portName(text: string): string {
  const name = portNameSchema.safeParse(text);
  if (name.success) return name.data;
  throw new FaxError('PORT_VALUE_INVALID', {
    message: 'This is not a name for a port.',
    next: 'Use 1 to 64 printable characters.',
  });
}

/** `key=value` pairs as changes, each of its own type. Throws `PORT_VALUE_INVALID` naming the key and its range. */
function portChanges(pairs: Readonly<Record<string, string>>): PortChanges {
  const values = Object.entries(pairs).map(([key, value]) => [key.toLowerCase(), portValue(key.toLowerCase(), value)]);
  const names = values.map(([key]) => key);
  const twice = names.find((key, index) => names.indexOf(key) !== index);
  if (twice !== undefined)
    throw new FaxError('PORT_VALUE_INVALID', { message: `“${String(twice)}” is given twice.`, next: 'Give it once.' });
  const parsed = portChangesSchema.safeParse(Object.fromEntries(values));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const key = issue?.code === 'unrecognized_keys' ? issue.keys[0] : issue?.path[0];
  const range = ranges[String(key)];
  throw new FaxError('PORT_VALUE_INVALID', {
    message: range
      ? `This value is not allowed for ${String(key)}.`
      : `A port has no value “${String(key).slice(0, 40)}”.`,
    next: range ?? `Use one of: ${Object.keys(ranges).join(', ')}.`,
    cause: parsed.error,
  });
}

const ranges: Readonly<Record<string, string>> = {
  rings: 'It is a whole number from 1 to 99.',
  csid: 'It is at most 20 printable ASCII characters.',
  tsid: 'It is at most 20 printable ASCII characters.',
  send: 'It is true or false.',
  receive: 'It is none, auto or manual.',
  priority: 'It is a whole number from 1.',
};

function portValue(key: string, value: string): unknown {
  if (key === 'rings' || key === 'priority') return /^\d{1,9}$/.test(value) ? Number(value) : value;
  if (key === 'send') return booleanOf(value) ?? value;
  return key === 'receive' ? value.toLowerCase() : value;
}
