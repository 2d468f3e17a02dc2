import { type ParseArgsConfig, parseArgs } from 'node:util';
import { FaxError } from '../model/errors.ts';
import { didYouMean, nearest } from './nearest.ts';

/** One option of a command, as `node:util` parses it and as `--help` shows it. */
export interface OptionSpec {
  readonly type: 'string' | 'boolean';
  readonly multiple?: boolean;
  readonly short?: string;
  /** What stands for the value in the help: `NUMBER`. */
  readonly value?: string;
  readonly help: string;
}
export type OptionTable = Readonly<Record<string, OptionSpec>>;

/** What a command takes. */
export interface CommandSpec<T extends OptionTable = OptionTable> {
  /** How it is written, without options: `fax send FILE… --to NUMBER`. */
  readonly usage: readonly string[];
  readonly summary: string;
  /** Lines that stand below the options in the help. */
  readonly notes?: readonly string[];
  readonly options: T;
}

/** Options that every command takes. */
export const commonOptions = {
  json: { type: 'boolean', help: 'print one JSON document on stdout' },
  data: { type: 'string', value: 'DIR', help: 'the data folder (else FAX_DATA, else the user’s own)' },
  server: { type: 'string', value: 'URL', help: 'the fax server (embedded)' },
  help: { type: 'boolean', short: 'h', help: 'show this' },
} as const satisfies OptionTable;

type Values<T extends OptionTable> = {
  readonly [K in keyof T]?: T[K]['type'] extends 'boolean'
    ? boolean
    : T[K] extends { readonly multiple: true }
      ? readonly string[]
      : string;
};

/** A command line taken apart. */
export interface Arguments<T extends OptionTable> {
  readonly values: Values<T & typeof commonOptions>;
  readonly positionals: readonly string[];
}

/** Takes a command line apart by the command's table. Unknown options and missing values are `ARGUMENT_INVALID`. */
export function readArguments<T extends OptionTable>(spec: CommandSpec<T>, argv: readonly string[]): Arguments<T> {
  const options: NonNullable<ParseArgsConfig['options']> = {};
  for (const [name, { type, multiple, short }] of Object.entries<OptionSpec>({ ...commonOptions, ...spec.options }))
    options[name] = { type, ...(multiple ? { multiple } : {}), ...(short ? { short } : {}) };
  try {
    const parsed = parseArgs({ args: [...argv], options, allowPositionals: true, strict: true });
    // `strict` gives exactly the table's names and types.
    return { values: parsed.values as Arguments<T>['values'], positionals: parsed.positionals };
  } catch (error) {
    throw usageError(spec, error instanceof Error ? sentence(error.message, options) : NOT_RIGHT, error);
  }
}

const NOT_RIGHT = 'The options are not right.';

/**
 * The command's name first: the options of every command may stand before it as well (`fax --json jobs`), and are moved
 * behind it. The name is undefined where there is none.
 */
export function commandFirst(argv: readonly string[]): readonly [name: string | undefined, ...rest: string[]] {
  const leading: string[] = [];
  let at = 0;
  for (;;) {
    const word = argv[at] ?? '';
    const option = commonOption(word);
    if (option === undefined) return [argv[at], ...leading, ...argv.slice(at + 1)];
    const takesNext = option.type === 'string' && !word.includes('=');
    const end = Math.min(at + (takesNext ? 2 : 1), argv.length);
    leading.push(...argv.slice(at, end));
    at = end;
  }
}

function commonOption(word: string): OptionSpec | undefined {
  if (word === '-h') return commonOptions.help;
  const options: OptionTable = commonOptions;
  const name = word.startsWith('--') ? (word.slice(2).split('=', 1)[0] ?? '') : '';
  return Object.hasOwn(options, name) ? options[name] : undefined;
}

/** Wrong use of a command, with its usage as the next step. */
export function usageError(spec: CommandSpec, message: string, cause?: unknown): FaxError {
  return new FaxError('ARGUMENT_INVALID', { message, next: `Use: ${spec.usage.join(' or ')}`, cause });
}

/** Node's parser adds advice on `--` to its message; its first sentence is enough, and names the nearest option. */
function sentence(message: string, options: object): string {
  const unknown = /^Unknown option '(-[^']*)'/.exec(message)?.[1];
  if (unknown !== undefined) {
    const near = nearest(unknown.replace(/^-+/, ''), Object.keys(options));
    return `There is no option “${unknown.slice(0, 40)}”.${didYouMean(near && `--${near}`)}`;
  }
  const first = message.split('\n', 1)[0]?.split('. To specify', 1)[0] ?? message;
  return first.endsWith('.') ? first : `${first}.`;
}

/** One of a closed list of words. Throws `ARGUMENT_INVALID` naming them. */
export function oneOf<T extends string>(option: string, given: string, words: readonly T[]): T {
  const found = words.find((word) => word === given);
  if (found !== undefined) return found;
  throw new FaxError('ARGUMENT_INVALID', {
    message: `--${option} cannot be “${given.slice(0, 40)}”.`,
    next: `Use one of: ${words.join(', ')}.`,
  });
}

/** A fax's number in the list: a positive whole number. */
export function idOf(text: string): number {
  const id = /^#?\d{1,10}$/.test(text) ? Number(text.replace('#', '')) : Number.NaN;
  if (id >= 1 && id <= 0x7fffffff) return id;
  throw new FaxError('ARGUMENT_INVALID', {
    message: `“${text.slice(0, 40)}” is not the id of a fax.`,
    next: 'Look at the list: fax jobs, fax inbox.',
  });
}

/** A whole number from 1 to `most`. */
export function countOf(option: string, text: string, most: number): number {
  const count = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (count >= 1 && count <= most) return count;
  throw new FaxError('ARGUMENT_INVALID', {
    message: `--${option} cannot be “${text.slice(0, 40)}”.`,
    next: `Use a whole number from 1 to ${most}.`,
  });
}

/** `name=value` pairs. Throws `ARGUMENT_INVALID` for a word without `=` and for a name given twice. */
export function pairsOf(words: readonly string[]): Readonly<Record<string, string>> {
  const pairs = new Map<string, string>();
  for (const word of words) {
    const at = word.indexOf('=');
    const name = word.slice(0, Math.max(at, 0)).trim();
    if (name === '')
      throw new FaxError('ARGUMENT_INVALID', {
        message: `“${word.slice(0, 40)}” is not of the form name=value.`,
        next: 'Write each value as name=value.',
      });
    if (pairs.has(name)) throw new FaxError('ARGUMENT_INVALID', { message: `“${name.slice(0, 40)}” is given twice.` });
    pairs.set(name, word.slice(at + 1));
  }
  return Object.fromEntries(pairs);
}

/** The help of a command. */
export function helpOf(spec: CommandSpec): string {
  const options = { ...spec.options, ...commonOptions };
  const rows = Object.entries<OptionSpec>(options).map(
    ([name, option]) =>
      [
        `${option.short ? `-${option.short}, ` : ''}--${name}${option.value ? ` ${option.value}` : ''}`,
        option.help,
      ] as const,
  );
  const wide = Math.max(...rows.map(([left]) => left.length));
  return [
    ...spec.usage.map((line, index) => `${index === 0 ? 'Use:' : ' or:'} ${line}`),
    '',
    `${spec.summary}`,
    '',
    ...rows.map(([left, help]) => `  ${left.padEnd(wide)}  ${help}`),
    '',
    ...(spec.notes ? [...spec.notes.map((line) => (line === '' ? '' : `  ${line}`)), ''] : []),
  ].join('\n');
}
