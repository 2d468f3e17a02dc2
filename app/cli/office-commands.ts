import { resolve } from 'node:path';
import { FaxError } from '../model/errors.ts';
import { dataFolder } from '../office/data-folder.ts';
import { enterOffice, type Office, type OfficeOptions } from '../office/office.ts';
import { type Console, tell } from './console.ts';
import { unlessInterrupted } from './interrupted.ts';
import { tellWarnings } from './server-warnings.ts';

/** The options of every command that needs a server. */
export interface ServerOptions {
  readonly data?: string;
  readonly server?: string;
}

/** The data folder that a command line names. Throws `NOT_SUPPORTED` for a server that is not the embedded one. */
export function folderOf(console: Console, options: ServerOptions): string {
  if (options.server !== undefined && options.server !== 'embedded')
    throw new FaxError('NOT_SUPPORTED', {
      message: `There is no way to the server “${options.server.slice(0, 60)}” yet.`,
      next: 'Leave --server out, or use --server embedded.',
    });
  return dataFolder(options.data, { env: console.env, cwd: console.cwd });
}

/** How a command opens the data folder. */
export interface OfficeUse {
  /** `moment` by default: nothing is called. */
  readonly stay?: OfficeOptions['stay'];
  /** True when the work itself says what a Ctrl-C left undone. */
  readonly handlesInterrupt?: boolean;
  /** True when the server's warnings are told behind the work: commands by which a person looks how things are. */
  readonly warnings?: boolean;
}

/** Opens the data folder for a command, does the work and leaves in an orderly way, whatever happens. */
export async function withOffice<T>(
  console: Console,
  options: ServerOptions,
  how: OfficeUse,
  work: (office: Office) => Promise<T>,
): Promise<T> {
  const { interrupted } = console;
  const entering = enterOffice({
    dataDir: folderOf(console, options),
    stay: how.stay ?? 'moment',
    signal: interrupted,
    onProblem: (problem) => {
      if (console.env.FAX_DEBUG) tell(console, `fax: ${problem.message} ${String(problem.cause ?? '')}`);
    },
  });
  const office = await unlessInterrupted(interrupted, entering, () => 'Interrupted before anything was done.', AGAIN);
  try {
    if (how.handlesInterrupt) return await work(office);
    const told = async () => {
      const result = await work(office);
      if (how.warnings) await tellWarnings(console, office);
      return result;
    };
    return await unlessInterrupted(interrupted, told(), () => 'Interrupted.', AGAIN);
  } finally {
    await office.close();
  }
}

const AGAIN = 'Start again when you wish.';

/** A path as the user wrote it, made absolute against the user's folder: the owner may run in another. */
export function pathOf(console: Console, path: string): string {
  if (path === '') throw new FaxError('FILE_NOT_FOUND', { message: 'The name of the file is empty.' });
  return resolve(console.cwd, path);
}
