import { limits } from '../../contract/requests.ts';
import type { Message, RoutingState } from '../../model/message.ts';
import { type CommandSpec, countOf, idOf, readArguments, usageError } from '../arguments.ts';
import { printJson, tell, write } from '../console.ts';
import { withOffice } from '../office-commands.ts';
import type { Command } from '../run.ts';
import { facts, table } from '../table.ts';
import { localTime } from '../times.ts';

const listSpec = {
  usage: ['fax inbox'],
  summary: 'Lists the received faxes, newest first.',
  options: { limit: { type: 'string', value: 'N', help: 'at most so many (200)' } },
} as const satisfies CommandSpec;

/** `fax inbox`. */
export const inbox: Command = {
  spec: listSpec,
  async run(argv, console) {
    const { values, positionals } = readArguments(listSpec, argv);
    if (positionals.length > 0) throw usageError(listSpec, 'fax inbox takes no names.');
    const limit = countOf('limit', values.limit ?? '200', limits.list);
    const found = await withOffice(console, values, { warnings: !values.json }, (office) =>
      office.request('messages.list', { limit }),
    );
    if (values.json) {
      await printJson(console, { messages: found.messages, total: found.total });
      return 0;
    }
    if (found.total === 0) tell(console, 'fax: No received faxes.');
    else await write(console.stdout, messageTable(found.messages, console.columns));
    if (found.total > found.messages.length)
      tell(console, `fax: ${found.messages.length} of ${found.total}; more with --limit.`);
    return 0;
  },
};

function messageTable(messages: readonly Message[], columns: number | null): string {
  return table(
    messages,
    [
      { title: 'ID', align: 'right', of: ({ id }) => id },
      { title: '', of: ({ read }) => (read ? '' : 'new') },
      { title: 'RECEIVED', of: ({ receivedAt }) => localTime(receivedAt) },
      { title: 'FROM', of: ({ tsid, callerId }) => tsid || callerId, least: 10 },
      { title: 'PAGES', align: 'right', of: ({ pages }) => pages },
      { title: 'STATE', of: ({ state }) => state },
      { title: 'SENT ON', of: routingWord },
      { title: 'PORT', of: ({ port }) => port, least: 6 },
      { title: 'FILE', of: ({ file }) => file, least: 20 },
    ],
    columns,
  );
}

const showSpec = {
  usage: ['fax message ID'],
  summary: 'Shows a received fax.',
  options: {},
} as const satisfies CommandSpec;

/** `fax message ID`. */
export const message: Command = {
  spec: showSpec,
  async run(argv, console) {
    const { values, positionals } = readArguments(showSpec, argv);
    const [word, ...more] = positionals;
    if (word === undefined || more.length > 0) throw usageError(showSpec, 'fax message takes one id.');
    const id = idOf(word);
    const found = await withOffice(console, values, {}, (office) => office.request('messages.get', { id }));
    if (values.json) await printJson(console, { message: found.message });
    else await write(console.stdout, messageFacts(found.message));
    return 0;
  },
};

/** A received fax, its routing included, as `name: value` lines. */
export function messageFacts(shown: Message): string {
  return facts([
    ['Fax', shown.id],
    ['Received', localTime(shown.receivedAt, true)],
    ['From', shown.tsid],
    ['Caller', shown.callerId],
    ['Called', shown.called],
    ['Port', shown.port],
    ['Pages', shown.pages],
    ['State', shown.state],
    ['Bad lines', shown.badLines],
    ['File', shown.file],
    ['Archived', shown.archived],
    ...shown.routing
      .filter(({ rule }) => rule !== null)
      .map((each) => [routedName[each.method] ?? each.method, routedWords(each)] as const),
  ]);
}

const routedName: Readonly<Record<string, string>> = {
  email: 'By e-mail',
  folder: 'To a folder',
  print: 'To a printer',
  program: 'To a program',
};

function routedWords({ state, target, error, attempts, nextAt }: RoutingState): string {
  const where = target === null ? '' : ` ${target}`;
  const tried = attempts > 1 ? `, ${attempts} attempts` : '';
  const next = nextAt === null ? '' : `, again ${localTime(nextAt, true)}`;
  return `${state}${where}${tried}${next}${error === null ? '' : `: ${error}`}`;
}

/** What became of a fax's rules in a word. */
function routingWord({ routing }: Message): string {
  const rules = routing.filter(({ rule }) => rule !== null);
  const failed = rules.filter(({ state }) => state === 'failed').length;
  if (failed > 0) return `${failed} failed`;
  return rules.some(({ state }) => state === 'retrying') ? 'under way' : rules.length > 0 ? 'done' : '';
}
