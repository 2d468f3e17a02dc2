import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

/** The modem's side of a serial line: the program at the other end is the DTE. */
export interface DtePort {
  write(octets: Uint8Array): void;
  onData(listener: (octets: Uint8Array) => void): void;
  /** The last program has closed the line: DTR has dropped. */
  onClosed(listener: () => void): void;
  stop(): Promise<void>;
}

/** Makes a pseudo-terminal at `link` by the helper program; data is taken at `rate` octets a second, 0 without limit. */
export async function openPtyPort(program: string, link: string, rate: number): Promise<DtePort> {
  const child: ChildProcessByStdio<Writable, Readable, Readable> = spawn(program, [link, String(rate)], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  let closed = (): void => undefined;
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => reject(new Error(`pty-port ended with ${code}`)));
    createInterface({ input: child.stderr }).on('line', (line) => {
      if (line === 'ready') resolve();
      if (line === 'closed') closed();
    });
  });
  child.stdin.on('error', () => child.kill());
  return {
    write: (octets) => child.stdin.write(octets),
    onData: (listener) => child.stdout.on('data', listener),
    onClosed: (listener) => {
      closed = listener;
    },
    async stop() {
      child.stdin.end();
      await ended;
    },
  };
}
