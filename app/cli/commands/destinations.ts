import { FaxError } from '../../model/errors.ts';
import { type DestinationRule, destinationRuleSchema } from '../../model/office-lists.ts';
import { booleanOf } from '../../model/settings.ts';
import { type CommandSpec, pairsOf, readArguments, usageError } from '../arguments.ts';
import { type Console, printJson, write } from '../console.ts';
import { type ServerOptions, withOffice } from '../office-commands.ts';
import { changeList, readList } from '../office-lists.ts';
import type { Command } from '../run.ts';
import { table } from '../table.ts';

const spec = {
  usage: [
    'fax destinations',
    'fax destinations block PATTERN [--reason TEXT]',
    'fax destinations set PATTERN key=value…',
    'fax destinations remove PATTERN',
  ],
  summary:
    'Rules for numbers that faxes go to; the first whose pattern fits holds. 555* is every number that begins with 555. Keys: blocked, reason, calls, jobsPerCall, port; empty: as the server’s.',
  options: {
    reason: { type: 'string', value: 'TEXT', help: 'with block: why, for whoever is refused' },
    first: { type: 'boolean', help: 'a new rule goes before all others (block does so)' },
  },
} as const satisfies CommandSpec;

type Options = ServerOptions & { readonly json?: boolean; readonly reason?: string; readonly first?: boolean };

/** `fax destinations`. */
export const destinations: Command = {
  spec,
  async run(argv, console) {
    const { values, positionals } = readArguments(spec, argv);
    const [verb, ...words] = positionals;
    switch (verb) {
      case undefined:
        return await show(
          await withOffice(console, values, {}, (office) => readList(office, 'destinations')),
          values,
          console,
        );
      case 'block':
        return await block(words, values, console);
      case 'set':
        return await set(words, values, console);
      case 'remove':
        return await remove(words, values, console);
      default:
        throw usageError(spec, `fax destinations does not know “${verb.slice(0, 40)}”.`);
    }
  },
};

function block(words: readonly string[], options: Options, console: Console): Promise<number> {
  const [pattern, ...more] = words;
  if (pattern === undefined || more.length > 0) throw usageError(spec, 'fax destinations block takes one pattern.');
  return put(
    pattern,
    { blocked: true, ...(options.reason === undefined ? {} : { reason: options.reason }) },
    true,
    options,
    console,
  );
}

function set(words: readonly string[], options: Options, console: Console): Promise<number> {
  const [pattern, ...pairs] = words;
  if (pattern === undefined || pairs.length === 0)
    throw usageError(spec, 'fax destinations set takes a pattern and at least one key=value.');
  const changes = Object.fromEntries(Object.entries(pairsOf(pairs)).map(([key, value]) => changeOf(key, value)));
  return put(pattern, changes, options.first === true, options, console);
}

/** Changes the rule of a pattern, or makes one: at the front, or behind the others. */
async function put(
  pattern: string,
  changes: Readonly<Record<string, unknown>>,
  first: boolean,
  options: Options,
  console: Console,
): Promise<number> {
  const fresh = ruleOf({ pattern, ...changes });
  const rules = await withOffice(console, options, {}, (office) =>
    changeList(office, 'destinations', (before) => {
      const at = before.findIndex((rule) => samePattern(rule.pattern, pattern));
      const old = before[at];
      if (old !== undefined) return before.with(at, ruleOf({ ...old, ...changes }));
      return first ? [fresh, ...before] : [...before, fresh];
    }),
  );
  return await show(rules, options, console);
}

async function remove(words: readonly string[], options: Options, console: Console): Promise<number> {
  const [pattern, ...more] = words;
  if (pattern === undefined || more.length > 0) throw usageError(spec, 'fax destinations remove takes one pattern.');
  const rules = await withOffice(console, options, {}, (office) =>
    changeList(office, 'destinations', (before) => {
      const after = before.filter((rule) => !samePattern(rule.pattern, pattern));
      if (after.length < before.length) return after;
      throw new FaxError('LIST_INVALID', {
        message: `There is no rule for “${pattern.slice(0, 60)}”.`,
        next: 'Look at the list: fax destinations.',
      });
    }),
  );
  return await show(rules, options, console);
}

const plain = (pattern: string): string => pattern.replace(/[\s().\-/]/g, '');
const samePattern = (a: string, b: string): boolean => plain(a) === plain(b);

const ranges: Readonly<Record<string, string>> = {
  pattern: 'It is digits with a leading +, ? for any one digit, and * at its end for any more.',
  blocked: 'It is true or false.',
  reason: 'It is a text of at most 200 characters.',
  calls: 'It is a whole number from 0 (no limit) to 64, or empty.',
  jobsPerCall: 'It is a whole number from 1 to 64, or empty.',
  port: 'It is the name of a port or group, or empty.',
};
const keys = Object.keys(ranges).filter((key) => key !== 'pattern');

function changeOf(key: string, value: string): readonly [string, unknown] {
  const known = keys.find((each) => each.toLowerCase() === key.toLowerCase());
  if (known === undefined)
    throw new FaxError('LIST_INVALID', {
      message: `A rule has no value “${key.slice(0, 40)}”.`,
      next: `Use one of: ${keys.join(', ')}.`,
    });
  if (known === 'blocked') return [known, booleanOf(value) ?? value];
  if (value === '') return [known, null];
  if (known === 'calls' || known === 'jobsPerCall') return [known, /^\d{1,3}$/.test(value) ? Number(value) : value];
  return [known, value];
}

function ruleOf(given: Readonly<Record<string, unknown>>): DestinationRule {
  const rule = destinationRuleSchema.safeParse(given);
  if (rule.success) return rule.data;
  const key = String(rule.error.issues[0]?.path[0] ?? 'pattern');
  throw new FaxError('LIST_INVALID', {
    message: `This value is not allowed for ${key}.`,
    next: ranges[key] ?? 'Look at the list: fax destinations.',
    cause: rule.error,
  });
}

async function show(rules: readonly DestinationRule[], options: Options, console: Console): Promise<number> {
  if (options.json) await printJson(console, { destinations: rules });
  else if (rules.length > 0)
    await write(
      console.stdout,
      table(
        rules,
        [
          { title: 'NUMBERS', of: ({ pattern }) => pattern },
          { title: 'BLOCKED', of: ({ blocked }) => (blocked ? 'yes' : 'no') },
          { title: 'CALLS', align: 'right', of: ({ calls }) => calls },
          { title: 'IN A CALL', align: 'right', of: ({ jobsPerCall }) => jobsPerCall },
          { title: 'PORT', of: ({ port }) => port },
          { title: 'REASON', of: ({ reason }) => reason, least: 10 },
        ],
        console.columns,
      ),
    );
  return 0;
}
