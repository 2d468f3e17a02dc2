import { FaxError } from '../../model/errors.ts';
import { enterOffice, type Office } from '../../office/office.ts';
import { type CommandSpec, readArguments, usageError } from '../arguments.ts';
import { type Console, printJson, tell } from '../console.ts';
import { unlessInterrupted } from '../interrupted.ts';
import { folderOf } from '../office-commands.ts';
import type { Command } from '../run.ts';
import { followWarnings } from '../server-warnings.ts';

const AGAIN = 'Start again when you wish.';

const spec = {
  usage: ['fax serve'],
  summary: 'Runs the fax server without a window until it is told to stop (Ctrl-C, SIGTERM).',
  options: {},
} as const satisfies CommandSpec;

/** `fax serve`: prints one line when it is ready; exit 0 after an orderly stop. */
export const serve: Command = {
  spec,
  async run(argv, console) {
    const { values, positionals } = readArguments(spec, argv);
    if (positionals.length > 0) throw usageError(spec, 'fax serve takes no names.');
    const entering = enterOffice({
      dataDir: folderOf(console, values),
      signal: console.interrupted,
      stay: 'service',
      // Behind a fax command it waits for its turn, also when that command is killed.
      takeOver: true,
      onProblem: ({ message }) => tell(console, `fax: ${message}`),
    });
    const office = await unlessInterrupted(console.interrupted, entering, () => 'Stopped before it was ready.', AGAIN);
    try {
      if (await becomeOwner(office, console)) await serveUntilStopped(office, values.json === true, console);
    } finally {
      await office.close('stopped');
    }
    return 0;
  },
};

/** False when it was stopped before. Throws `ALREADY_RUNNING` when the folder has a server that stays. */
async function becomeOwner(office: Office, console: Console): Promise<boolean> {
  while (office.role !== 'owner') {
    if (office.ownerStay === 'service') throw new FaxError('ALREADY_RUNNING');
    if (console.interrupted.aborted) return false;
    tell(console, 'fax: Waiting for another fax command to end.');
    const change = Promise.withResolvers<void>();
    const stops = [
      office.onRoleChange((now) => (now.role === 'lost' ? change.reject(now.error) : change.resolve())),
      onAbort(console.interrupted, () => change.resolve()),
    ];
    try {
      await change.promise;
    } finally {
      for (const stop of stops) stop();
    }
  }
  return true;
}

async function serveUntilStopped(office: Office, json: boolean, console: Console): Promise<void> {
  if (json) await printJson(console, { ready: true, dataDir: office.dataDir, socket: office.socketPath });
  else tell(console, `fax: Serving ${office.dataDir}. Stop with Ctrl-C.`);
  const stop = await followWarnings(console, office);
  await new Promise<void>((resolve) => onAbort(console.interrupted, resolve));
  stop();
}

/** Calls back once when the signal is aborted, also when it is already; the returned function takes it back. */
function onAbort(signal: AbortSignal, listener: () => void): () => void {
  if (signal.aborted) queueMicrotask(listener);
  signal.addEventListener('abort', listener, { once: true });
  return () => signal.removeEventListener('abort', listener);
}
