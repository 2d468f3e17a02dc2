import { type FaxError, type FaxErrorKind, toFaxError } from '../model/errors.ts';
import { type CommandSpec, commandFirst, helpOf } from './arguments.ts';
import { findCommand, noCommand, overview } from './commands.ts';
import { type Console, printable, printJson, write } from './console.ts';
import { Interrupted } from './interrupted.ts';

/** Exit codes: 0 done, 1 the fax or call failed, 2 wrong use or bad input, 3 server or line not reachable. */
export const exitCodes: Readonly<Record<FaxErrorKind, number>> = { failed: 1, usage: 2, unreachable: 3 };

/** What a command's module exports. */
export interface Command {
  readonly spec: CommandSpec;
  /** Does it; the number is the exit code. */
  readonly run: (argv: readonly string[], console: Console) => Promise<number>;
  /** What the JSON of a failure says beside `error`. */
  readonly failureFacts?: (error: FaxError) => object;
}

/** Runs one command line. Never rejects: every failure is told and becomes the exit code. */
export async function runCommand(argv: readonly string[], console: Console): Promise<number> {
  const options = argv.includes('--') ? argv.slice(0, argv.indexOf('--')) : argv;
  try {
    return await dispatch(commandFirst(argv), options, console);
  } catch (thrown) {
    return await fail(toFaxError(thrown), options.includes('--json'), console);
  }
}

async function dispatch(
  [name, ...rest]: readonly [string | undefined, ...string[]],
  options: readonly string[],
  console: Console,
): Promise<number> {
  const wantsHelp = options.includes('--help') || options.includes('-h');
  if (name === undefined && !wantsHelp) {
    if (options.includes('--json')) throw noCommand('No command was named.');
    await write(console.stderr, overview());
    return exitCodes.usage;
  }
  if (name === undefined || name === 'help') {
    const about = name === 'help' ? rest.find((word) => !word.startsWith('-')) : undefined;
    const words = about === undefined ? overview() : helpOf((await findCommand(about).load()).spec);
    await write(console.stdout, words);
    return 0;
  }
  if (name === '--version') {
    await write(console.stdout, `${await productVersion()}\n`);
    return 0;
  }
  const command = await findCommand(name).load();
  if (wantsHelp) {
    await write(console.stdout, helpOf(command.spec));
    return 0;
  }
  return await command.run(rest, console).catch((thrown: unknown) => {
    const error = toFaxError(thrown);
    return fail(error, options.includes('--json'), console, command.failureFacts?.(error));
  });
}

async function productVersion(): Promise<string> {
  const { default: facts } = await import('../../package.json', { with: { type: 'json' } });
  return facts.version;
}

async function fail(error: FaxError, json: boolean, console: Console, facts: object = {}): Promise<number> {
  if (json) await printJson(console, { ...facts, error: error.toData() });
  else await write(console.stderr, `fax: ${printable(`${error.message} ${error.next}`)}\n`);
  if (error.code === 'INTERNAL' || console.env.FAX_DEBUG)
    await write(console.stderr, `fax: details: ${printable(detailsOf(error))}\n`);
  return error instanceof Interrupted ? error.exitCode : exitCodes[error.kind];
}

/** What support needs to know, in one line without paths of our own sources. */
function detailsOf(error: FaxError): string {
  const { cause } = error;
  return cause instanceof Error ? `${cause.name}: ${cause.message.split('\n', 1)[0]}` : String(cause ?? error.code);
}
