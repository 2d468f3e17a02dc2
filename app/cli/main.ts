import { dirname } from 'node:path';
import { type Console, write } from './console.ts';
import { runCommand } from './run.ts';

/** The process's own surroundings: this file is the only one that looks at them. */
function processConsole(): Console {
  return {
    stdout: process.stdout,
    stderr: process.stderr,
    columns: process.stdout.isTTY ? process.stdout.columns : null,
    env: process.env,
    cwd: userFolder(process.env, process.cwd()),
    interrupted: onInterrupt(),
  };
}

/**
 * The folder in which the user stands. `npm run fax` changes to the project's folder first and leaves the user's in
 * `INIT_CWD`; a `fax` that another npm script starts inherits that variable with a meaning that is not ours.
 */
function userFolder(env: NodeJS.ProcessEnv, cwd: string): string {
  const { npm_lifecycle_event: script, npm_package_json: manifest, INIT_CWD: initial } = env;
  const byNpmRun = script === 'fax' && manifest !== undefined && dirname(manifest) === cwd;
  return byNpmRun && initial ? initial : cwd;
}

/** The first Ctrl-C or SIGTERM asks the command to leave in order; the second ends the process at once. */
function onInterrupt(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (controller.signal.aborted) process.exit(signal === 'SIGTERM' ? 143 : 130);
      controller.abort(signal);
    });
  }
  return controller.signal;
}

// A reader that went away (`fax jobs | head`) is told to nobody; `write` handles it where it writes. A fax that is on its
// way goes on when nobody reads its progress any more.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });

const surroundings = processConsole();
const exitCode = await runCommand(process.argv.slice(2), surroundings);
await Promise.all([write(surroundings.stdout, ''), write(surroundings.stderr, '')]);
process.exit(exitCode);
