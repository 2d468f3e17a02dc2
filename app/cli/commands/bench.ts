import { type ChildProcess, spawn } from 'node:child_process';
import { access } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { FaxError } from '../../model/errors.ts';
import { type CommandSpec, readArguments } from '../arguments.ts';
import type { Command } from '../run.ts';

const spec = {
  usage: ['fax bench [NAME…]'],
  summary: 'Runs the benchmarks. They come with the sources and are not part of the packaged app.',
  options: {},
} as const satisfies CommandSpec;

const entry = fileURLToPath(new URL('../../../e2e/bench/main.ts', import.meta.url));

/**
 * `fax bench`: the benchmarks are a program of their own beside the sources. It ends with this one, in whatever way this
 * one ends: a signal is passed on, and after a kill the channel between the two is closed, which it watches.
 */
export const bench: Command = {
  spec,
  async run(argv, console) {
    const { values, positionals } = readArguments(spec, argv);
    await access(entry).catch((cause: unknown) => {
      throw new FaxError('PROGRAM_MISSING', {
        message: 'The benchmarks are not here: they come with the sources.',
        next: 'Run this in a copy of the source tree.',
        cause,
      });
    });
    const words = [...(values.json ? ['--json'] : []), ...positionals];
    const child = spawn(process.execPath, [...process.execArgv, entry, ...words], {
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
      cwd: console.cwd,
      // A group of its own: the programs that it compares with end with it.
      detached: process.platform !== 'win32',
    });
    const stop = () => endGroup(child, console.interrupted.reason === 'SIGTERM' ? 'SIGTERM' : 'SIGINT');
    console.interrupted.addEventListener('abort', stop, { once: true });
    if (console.interrupted.aborted) stop();
    return await new Promise<number>((resolve, reject) => {
      child.once('error', (cause) => reject(new FaxError('PROGRAM_MISSING', { cause })));
      child.once('exit', (code, signal) => resolve(code ?? (signal === 'SIGTERM' ? 143 : 130)));
    });
  },
};

function endGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (process.platform === 'win32' || child.pid === undefined) child.kill(signal);
  // Until its end is told, its id is its own and nobody else's.
  else if (child.exitCode === null && child.signalCode === null) process.kill(-child.pid, signal);
}
