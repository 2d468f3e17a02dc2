import { spawn } from 'node:child_process';
import { access } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { FaxError } from '../../model/errors.ts';
import type { Command } from '../run.ts';

const entry = fileURLToPath(new URL('../../../e2e/bench/main.ts', import.meta.url));

/** `fax bench`: the benchmarks are a program of their own beside the sources; their arguments are passed on as they are. */
export const bench: Command = {
  spec: {
    usage: ['fax bench [NAME…]'],
    summary: 'Runs the benchmarks. They are not part of the packaged app.',
    options: {},
  },
  async run(argv, console) {
    await access(entry).catch((cause: unknown) => {
      throw new FaxError('PROGRAM_MISSING', {
        message: 'The benchmarks are not here: they come with the sources.',
        next: 'Run this in a copy of the source tree.',
        cause,
      });
    });
    const child = spawn(process.execPath, [...process.execArgv, entry, ...argv], {
      stdio: 'inherit',
      cwd: console.cwd,
    });
    const stop = () => void child.kill(console.interrupted.reason === 'SIGTERM' ? 'SIGTERM' : 'SIGINT');
    console.interrupted.addEventListener('abort', stop, { once: true });
    return await new Promise<number>((resolve, reject) => {
      child.once('error', (cause) => reject(new FaxError('PROGRAM_MISSING', { cause })));
      child.once('exit', (code, signal) => resolve(code ?? (signal === 'SIGTERM' ? 143 : 130)));
    });
  },
};
