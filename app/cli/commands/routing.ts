import { randomBytes } from 'node:crypto';
import { FaxError } from '../../model/errors.ts';
import type { Port } from '../../model/port.ts';
import { type RoutingRule, routingRuleSchema } from '../../model/routing.ts';
import type { Office } from '../../office/office.ts';
import { type CommandSpec, idOf, readArguments, usageError } from '../arguments.ts';
import { type Console, printJson, write } from '../console.ts';
import { type ServerOptions, withOffice } from '../office-commands.ts';
import { changeList, readList } from '../office-lists.ts';
import { conditionsOf, conditionWords, targetOf, targetWords } from '../routing-words.ts';
import type { Command } from '../run.ts';
import { table } from '../table.ts';
import { messageFacts } from './inbox.ts';

const spec = {
  usage: [
    'fax routing',
    'fax routing add email ADDRESS…',
    'fax routing add folder FOLDER [--name PATTERN]',
    'fax routing add print [PRINTER]',
    'fax routing add program PROGRAM [-- ARG…]',
    'fax routing add web URL',
    'fax routing remove|on|off RULE',
    'fax routing move RULE PLACE',
    'fax routing retry FAX',
  ],
  summary:
    'Rules by which received faxes are sent on, in their order. A fax lies in the inbox whatever they do with it.',
  options: {
    port: { type: 'string', multiple: true, value: 'NAME', help: 'for calls on this port only' },
    caller: { type: 'string', value: 'PATTERN', help: 'for these calling numbers only: 555*' },
    station: {
      type: 'string',
      value: 'NAME',
      help: 'for callers that call themselves so only; * at its end for any more',
    },
    called: { type: 'string', value: 'PATTERN', help: 'for these called numbers or sub-addresses only' },
    from: { type: 'string', value: 'HH:MM', help: 'from this office time on …' },
    to: { type: 'string', value: 'HH:MM', help: '… until this; it may lie behind midnight' },
    days: { type: 'string', value: 'DAYS', help: 'on these days only, 1 Monday to 7 Sunday: 1-5, 6,7' },
    format: { type: 'string', value: 'pdf|tif', help: 'the fax’s file (pdf)' },
    name: { type: 'string', value: 'PATTERN', help: 'file name with {date} {time} {from} {id} {pages} {port} …' },
  },
} as const satisfies CommandSpec;

export type RoutingOptions = ReturnType<typeof readArguments<typeof spec.options>>['values'];

/** `fax routing`. */
export const routing: Command = {
  spec,
  async run(argv, console) {
    const { values, positionals } = readArguments(spec, argv);
    const [verb, ...words] = positionals;
    if (verb !== 'add') assertNoConditions(values);
    switch (verb) {
      case undefined:
        return await show(values, console, (office) => readList(office, 'routing'));
      case 'add':
        return await add(words, values, console);
      case 'remove':
        return await change(words, 1, values, console, (rules, at) => rules.toSpliced(at, 1));
      case 'on':
      case 'off':
        return await change(words, 1, values, console, (rules, at, rule) =>
          rules.with(at, { ...rule, enabled: verb === 'on' }),
        );
      case 'move':
        return await move(words, values, console);
      case 'retry':
        return await retry(words, values, console);
      default:
        throw usageError(spec, `fax routing does not know “${verb.slice(0, 40)}”.`);
    }
  },
};

function assertNoConditions(options: RoutingOptions): void {
  const given = Object.keys(spec.options).find((name) => Object.hasOwn(options, name));
  if (given !== undefined) throw usageError(spec, `--${given} goes with fax routing add.`);
}

async function add(words: readonly string[], options: RoutingOptions, console: Console): Promise<number> {
  const target = targetOf(words, options, console.cwd);
  if (target === null) throw usageError(spec, 'fax routing add takes a way and where to.');
  const when = conditionsOf(options);
  return show(options, console, async (office) => {
    const portIds = options.port === undefined ? null : await portsNamed(office, options.port);
    const rule = ruleOf({ id: randomBytes(4).toString('hex'), portIds, when, target });
    return changeList(office, 'routing', (rules) => [...rules, rule]);
  });
}

async function portsNamed(office: Office, names: readonly string[]): Promise<readonly number[]> {
  const { ports } = await office.request('ports.list', {});
  return names.map((name) => {
    const port = ports.find((each) => each.name.toLowerCase() === name.toLowerCase());
    if (port) return port.id;
    throw new FaxError('PORT_NOT_FOUND', { message: `There is no port “${name.slice(0, 64)}”.` });
  });
}

/** What is wrong is named by the option that brought it. */
const optionOf: Readonly<Record<string, string>> = {
  callerId: '--caller',
  stationId: '--station',
  called: '--called',
  to: 'an address',
  name: '--name',
};

function ruleOf(given: Readonly<Record<string, unknown>>): RoutingRule {
  const rule = routingRuleSchema.safeParse(given);
  if (rule.success) return rule.data;
  const key = rule.error.issues[0]?.path.findLast((part) => typeof part === 'string') ?? '';
  throw new FaxError('LIST_INVALID', {
    message: `This value is not allowed for ${optionOf[key] ?? (key || 'a rule')}.`,
    next: key === 'to' ? 'Give e-mail addresses: front@example.org.' : 'See fax routing --help.',
    cause: rule.error,
  });
}

type Rules = readonly RoutingRule[];

function change(
  words: readonly string[],
  most: number,
  options: RoutingOptions,
  console: Console,
  how: (rules: Rules, at: number, rule: RoutingRule) => Rules,
): Promise<number> {
  const [id, ...more] = words;
  if (id === undefined || words.length > most)
    throw usageError(spec, `This takes the id of a rule${more.length > 0 ? ' alone' : ''}.`);
  return show(options, console, (office) =>
    changeList(office, 'routing', (rules) => {
      const at = rules.findIndex((rule) => rule.id === id);
      const rule = rules[at];
      if (rule !== undefined) return how(rules, at, rule);
      throw new FaxError('LIST_INVALID', {
        message: `There is no rule “${id.slice(0, 40)}”.`,
        next: 'Look at the list: fax routing.',
      });
    }),
  );
}

function move(words: readonly string[], options: RoutingOptions, console: Console): Promise<number> {
  const [, text = ''] = words;
  const place = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (words.length !== 2 || place < 1)
    throw usageError(spec, 'fax routing move takes a rule and its new place, 1 the first.');
  return change(words, 2, options, console, (rules, at, rule) => rules.toSpliced(at, 1).toSpliced(place - 1, 0, rule));
}

async function retry(words: readonly string[], options: RoutingOptions, console: Console): Promise<number> {
  const [word, ...more] = words;
  if (word === undefined || more.length > 0)
    throw usageError(spec, 'fax routing retry takes the id of a received fax.');
  const id = idOf(word);
  const { message } = await withOffice(console, options, {}, (office) => office.request('routing.retry', { id }));
  if (options.json) await printJson(console, { message });
  else await write(console.stdout, messageFacts(message));
  return message.routing.every(({ state }) => state === 'done') ? 0 : 1;
}

/** Does the work and shows the rules as they are then. */
async function show(
  options: ServerOptions & { readonly json?: boolean },
  console: Console,
  work: (office: Office) => Promise<Rules>,
): Promise<number> {
  const { rules, ports } = await withOffice(console, options, {}, async (office) => ({
    rules: await work(office),
    ports: (await office.request('ports.list', {})).ports,
  }));
  if (options.json) {
    const shown = rules.map((rule, index) => ({ ...rule, place: index + 1, ports: portNames(rule, ports) }));
    await printJson(console, { rules: shown });
  } else if (rules.length > 0) await write(console.stdout, ruleTable(rules, ports, console.columns));
  return 0;
}

const portNames = ({ portIds }: RoutingRule, ports: readonly Port[]): readonly string[] | null =>
  portIds === null ? null : portIds.flatMap((id) => ports.find((port) => port.id === id)?.name ?? []);

function ruleTable(rules: Rules, ports: readonly Port[], columns: number | null): string {
  return table(
    rules.map((rule, index) => ({ ...rule, place: index + 1 })),
    [
      { title: 'PLACE', align: 'right', of: ({ place }) => place },
      { title: 'RULE', of: ({ id }) => id },
      { title: '', of: ({ enabled }) => (enabled ? 'on' : 'off') },
      { title: 'WAY', of: ({ target }) => target.method },
      { title: 'WHERE TO', of: ({ target }) => targetWords(target), least: 20 },
      { title: 'WHEN', of: (rule) => conditionWords(rule.when, portNames(rule, ports)), least: 10 },
    ],
    columns,
  );
}
