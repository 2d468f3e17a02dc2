import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** One process under test: its lines, as they come. */
export interface TestProcess {
  readonly child: ChildProcess;
  /** The next line of stdout. Rejects when the process ends first. */
  line(): Promise<string>;
  kill(signal: NodeJS.Signals): void;
  readonly ended: Promise<number | null>;
}

/** Starts a file of this folder as a process of its own. The caller ends it. */
export function startProcess(file: string, args: readonly string[]): TestProcess {
  const child = spawn(process.execPath, [fileURLToPath(new URL(file, import.meta.url)), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  const waiting: ((line: string) => void)[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => {
    const first = waiting.shift();
    if (first) first(line);
    else lines.push(line);
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  return {
    child,
    ended,
    kill: (signal) => void child.kill(signal),
    line() {
      const ready = lines.shift();
      if (ready !== undefined) return Promise.resolve(ready);
      return Promise.race([
        new Promise<string>((resolve) => waiting.push(resolve)),
        ended.then((code) => Promise.reject(new Error(`${file} ended with ${code} before it said more`))),
      ]);
    },
  };
}
