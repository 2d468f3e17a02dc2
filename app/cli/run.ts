import { type FaxError, type FaxErrorKind, toFaxError } from '../model/errors.ts';
import { type CommandSpec, helpOf } from './arguments.ts';
import { findCommand, overview } from './commands.ts';
import { type Console, printJson, write } from './console.ts';
import { Interrupted } from './interrupted.ts';

/** Exit codes: 0 done, 1 the fax or call failed, 2 wrong use or bad input, 3 server or line not reachable. */
export const exitCodes: Readonly<Record<FaxErrorKind, number>> = { failed: 1, usage: 2, unreachable: 3 };

/** What a command's module exports. */
export interface Command {
  readonly spec: CommandSpec;
  /** Does it; the number is the exit code. */
  readonly run: (argv: readonly string[], console: Console) => Promise<number>;
}

/** Runs one command line. Never rejects: every failure is told and becomes the exit code. */
export async function runCommand(argv: readonly string[], console: Console): Promise<number> {
  const options = argv.includes('--') ? argv.slice(0, argv.indexOf('--')) : argv;
  try {
    return await dispatch(argv, options, console);
  } catch (thrown) {
    return await fail(thrown, options.includes('--json'), console);
  }
}

async function dispatch(argv: readonly string[], options: readonly string[], console: Console): Promise<number> {
  const [name, ...rest] = argv;
  const wantsHelp = options.includes('--help') || options.includes('-h');
  if (name === undefined || name === 'help' || (wantsHelp && name.startsWith('-'))) {
    const about = name === 'help' ? rest[0] : undefined;
    if (about === undefined) {
      await write(name === undefined ? console.stderr : console.stdout, overview());
      return name === undefined ? exitCodes.usage : 0;
    }
    await write(console.stdout, helpOf((await findCommand(about).load()).spec));
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
  return await command.run(rest, console);
}

async function productVersion(): Promise<string> {
  const { default: facts } = await import('../../package.json', { with: { type: 'json' } });
  return facts.version;
}

async function fail(thrown: unknown, json: boolean, console: Console): Promise<number> {
  const error = toFaxError(thrown);
  if (json) await printJson(console, { error: error.toData() });
  else await write(console.stderr, `fax: ${error.message} ${error.next}\n`);
  if (error.code === 'INTERNAL' || console.env.FAX_DEBUG)
    await write(console.stderr, `fax: details: ${detailsOf(error)}\n`);
  return error instanceof Interrupted ? error.exitCode : exitCodes[error.kind];
}

/** What support needs to know, in one line without paths of our own sources. */
function detailsOf(error: FaxError): string {
  const { cause } = error;
  return cause instanceof Error ? `${cause.name}: ${cause.message.split('\n', 1)[0]}` : String(cause ?? error.code);
}
