import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { StepName } from '../../app/server/embedded/steps.ts';
import { stepNames } from '../../app/server/embedded/steps.ts';
import type { PlantedBug } from './planted-bugs.ts';

/** How a server is started. */
export interface ServerStart {
  readonly dataDir: string;
  /** Kills itself when it comes to this step for the `occurrence`th time. */
  readonly at?: { readonly step: StepName; readonly occurrence: number };
  readonly planted: PlantedBug | null;
  /** Where what is synced is kept, where the kill is to be a power cut. */
  readonly synced: string | null;
  /** Folder for the local socket, and for what Node makes of the sources: a start takes half as long with it. */
  readonly runtimeDir: string;
}

/** A server that runs in a process of its own. */
export interface ServerProcess {
  /** Its socket, when it takes requests; null when it ended before. */
  readonly ready: Promise<string | null>;
  /** How it ended: the step at which it killed itself, or null. */
  readonly ended: Promise<{ readonly killedAt: StepName | null; readonly code: number | null }>;
  /** What it is on its data folder by now; null before it is anything. */
  readonly role: 'owner' | 'client' | 'lost' | null;
  /** Steps that it came to, in order. */
  readonly steps: readonly StepName[];
  /** The end of what it said on stderr. */
  readonly complaints: readonly string[];
  signal(name: 'SIGKILL' | 'SIGTERM'): void;
}

const roleSchema = z.enum(['owner', 'client', 'lost']);

const lineSchema = z.union([
  z.object({ step: z.enum(stepNames), killed: z.boolean().default(false) }),
  z.object({ ready: roleSchema, socket: z.string() }),
  z.object({ role: roleSchema }),
]);

const entry = fileURLToPath(new URL('victim.ts', import.meta.url));
const preload = new URL('synced-files.ts', import.meta.url).href;

/** Starts a server. Whoever starts it waits for its end. */
export function startServer(start: ServerStart): ServerProcess {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', entry, ...argumentsOf(start)], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: environmentOf(start),
  });
  const steps: StepName[] = [];
  const complaints: string[] = [];
  let killedAt: StepName | null = null;
  let role: ServerProcess['role'] = null;
  const ready = Promise.withResolvers<string | null>();
  createInterface({ input: child.stderr }).on('line', (line) => {
    complaints.push(line);
    if (complaints.length > 20) complaints.shift();
  });
  createInterface({ input: child.stdout }).on('line', (line) => {
    const said = lineSchema.parse(JSON.parse(line));
    if ('ready' in said) {
      role = said.ready;
      ready.resolve(said.socket);
      return;
    }
    if ('role' in said) {
      role = said.role;
      return;
    }
    steps.push(said.step);
    if (said.killed) killedAt = said.step;
  });
  const ended = endOf(child).then((code) => {
    ready.resolve(null);
    return { killedAt, code };
  });
  return {
    ready: ready.promise,
    ended,
    steps,
    complaints,
    get role() {
      return role;
    },
    signal: (name) => void child.kill(name),
  };
}

/** `close` and not `exit`: the last line that it wrote has been read then. */
const endOf = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code));
  });

function argumentsOf({ dataDir, at, planted }: ServerStart): readonly string[] {
  return [
    ...['--data', dataDir],
    ...(at ? ['--step', at.step, '--occurrence', String(at.occurrence)] : []),
    ...(planted ? ['--planted', planted] : []),
  ];
}

function environmentOf({ planted, synced, runtimeDir }: ServerStart): Record<string, string | undefined> {
  return {
    ...process.env,
    XDG_RUNTIME_DIR: runtimeDir,
    NODE_COMPILE_CACHE: join(runtimeDir, 'compiled'),
    ...(synced === null ? {} : { FAX_CRASH_SYNCED: synced, NODE_OPTIONS: `--import=${preload}` }),
    ...(planted === 'no-sync' ? { FAX_CRASH_NO_SYNC: '1' } : {}),
  };
}
