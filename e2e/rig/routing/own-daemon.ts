import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { access, open } from 'node:fs/promises';
import { type AddressInfo, connect, createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** A daemon of the rig: a process group of its own that ends with this process. */
export interface OwnDaemon {
  stop(): Promise<void>;
}

/** Starts a daemon whose words go to a file. */
export async function startDaemon(program: string, given: readonly string[], logFile: string): Promise<OwnDaemon> {
  const log = await open(logFile, 'a');
  const child = spawn(program, given, { stdio: ['ignore', log.fd, log.fd], detached: true });
  await log.close();
  const kill = () => endGroup(child, 'SIGKILL');
  process.once('exit', kill);
  const gone = new Promise<true>((resolve) => child.once('close', () => resolve(true)));
  return {
    async stop() {
      process.removeListener('exit', kill);
      if (child.exitCode !== null || child.signalCode !== null) return;
      for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
        endGroup(child, signal);
        if (await Promise.race([gone, pause(2_000)])) return;
      }
    },
  };
}

function endGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    // It went between the look and the signal.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/** Whether programs are installed here and this process may run daemons. */
export async function canRun(programs: readonly string[]): Promise<boolean> {
  const found = await Promise.all(
    programs.map((path) =>
      access(path, constants.X_OK).then(
        () => true,
        () => false,
      ),
    ),
  );
  return found.every(Boolean) && process.getuid?.() === 0;
}

/** A port of loopback that nothing listens on, chosen by the system. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Waits until something listens at a port of loopback. Throws after ten seconds. */
export async function listens(port: number): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    const there = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.destroy();
        resolve(true);
      });
      socket.once('error', () => resolve(false));
    });
    if (there) return;
    await pause(100);
  }
  throw new Error(`Nothing listens at port ${port}.`);
}

/** Waits until something is there. Throws after so many seconds. */
export async function eventually<T>(look: () => Promise<T | null>, seconds: number, what: string): Promise<T> {
  for (let tries = 0; tries < seconds * 20; tries += 1) {
    const found = await look();
    if (found !== null) return found;
    await pause(50);
  }
  throw new Error(`It did not come: ${what}.`);
}
