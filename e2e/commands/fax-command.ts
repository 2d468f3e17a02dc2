import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { z } from 'zod';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** The launcher, as a person starts it. */
export const launcher = join(root, 'app/cli/fax');
/** Three pages: text, a picture, and both. */
export const sample = join(root, 'resources/samples/sample.pdf');

/** How one command ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The one JSON document on stdout, checked. Throws when it is anything else. */
  json<T>(schema: z.ZodType<T>): T;
}

/** One command that runs. */
export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** The next line of stdout or stderr that holds these words. Rejects when the command ends first. */
  says(words: string): Promise<string>;
}

/** An office of a test: a data folder and a folder to stand in, both its own. */
export interface TestOffice {
  readonly folder: string;
  readonly dataDir: string;
  /** The temporary folder of its commands. */
  readonly temporary: string;
  fax(...args: readonly string[]): Promise<Ended>;
  start(...args: readonly string[]): Running;
  /** Ends what still runs and removes the folders. */
  close(): Promise<void>;
}

/** No command of these tests takes longer; one that does is killed and its test fails. */
const LONGEST = 50_000;

export async function openTestOffice(env: Readonly<Record<string, string>> = {}): Promise<TestOffice> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'fax-commands-')));
  const dataDir = join(folder, 'data');
  const temporary = join(folder, 'tmp');
  await mkdir(temporary);
  const running = new Set<Running>();
  const start = (...args: readonly string[]): Running => {
    // What killed commands leave lies here too, so that it goes with the folder.
    const own = { FAX_DATA: dataDir, XDG_RUNTIME_DIR: join(folder, 'run'), TMPDIR: temporary };
    const started = startFax(args, folder, { ...cleanEnvironment(), ...own, ...env });
    running.add(started);
    void started.ended.then(() => running.delete(started));
    return started;
  };
  return {
    folder,
    dataDir,
    temporary,
    start,
    fax: (...args) => start(...args).ended,
    async close() {
      for (const { child } of running) child.kill('SIGKILL');
      await Promise.all([...running].map(({ ended }) => ended));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The environment without what npm and the test runner put into it: a command must not depend on either. */
function cleanEnvironment(): Record<string, string> {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(npm_|INIT_CWD$|NODE_OPTIONS$|VITEST|FAX_)/.test(name),
  );
  return Object.fromEntries(kept.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

function startFax(args: readonly string[], cwd: string, env: Record<string, string>): Running {
  const child = spawn(launcher, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const timer = setTimeout(() => child.kill('SIGKILL'), LONGEST);
  const heard: string[] = [];
  const listeners = new Set<() => void>();
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (octets: Buffer) => {
    stdout += octets.toString('utf8');
  });
  child.stderr.on('data', (octets: Buffer) => {
    stderr += octets.toString('utf8');
  });
  for (const input of [child.stdout, child.stderr])
    createInterface({ input }).on('line', (line) => {
      heard.push(line);
      for (const listener of [...listeners]) listener();
    });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve({ code, stdout, stderr, json: (schema) => checked(schema, stdout, stderr) });
    });
  });
  return {
    child,
    ended,
    says(words) {
      return new Promise((resolve, reject) => {
        const look = () => {
          const found = heard.find((line) => line.includes(words));
          if (found === undefined) return;
          listeners.delete(look);
          resolve(found);
        };
        listeners.add(look);
        void ended.then(() => reject(new Error(`fax ${args.join(' ')} ended without “${words}”:\n${stdout}${stderr}`)));
        look();
      });
    },
  };
}

function checked<T>(schema: z.ZodType<T>, stdout: string, stderr: string): T {
  const parsed = schema.safeParse(oneDocument(stdout));
  if (parsed.success) return parsed.data;
  throw new Error(`${parsed.error.message}\nstdout: ${stdout.slice(0, 600)}\nstderr: ${stderr.slice(0, 600)}`);
}

/** stdout of a command with `--json`: one document and a line feed at its end, nothing else. */
function oneDocument(stdout: string): unknown {
  if (!stdout.endsWith('\n') || stdout.indexOf('\n') !== stdout.length - 1)
    throw new Error(`stdout is not one line of JSON: ${JSON.stringify(stdout.slice(0, 300))}`);
  return JSON.parse(stdout);
}
