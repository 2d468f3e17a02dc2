import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runProgram, runToSuccess } from './run-program.ts';

const never = new AbortController().signal;

describe.skipIf(process.platform === 'win32')('a program', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fax-run-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const script = async (text: string): Promise<string> => {
    const path = join(folder, 'run me.sh');
    await writeFile(path, `#!/bin/sh\n${text}\n`);
    await chmod(path, 0o755);
    return path;
  };
  const run = async (text: string, more: { given?: string[]; longest?: number; signal?: AbortSignal } = {}) =>
    runProgram({
      program: await script(text),
      given: [],
      environment: { FAX_ID: '12' },
      longest: 20_000,
      signal: never,
      ...more,
    });

  it('is not told the passwords of the server', async () => {
    vi.stubEnv('FAX_SECRET_SMTP_PASSWORD', 'word');
    vi.stubEnv('FAX_OTHER', 'kept');
    try {
      const { stdout } = await run('echo "$FAX_SECRET_SMTP_PASSWORD/$FAX_OTHER"');
      expect(stdout).toBe('/kept\n');
    } finally {
      vi.unstubAllEnvs();
    }
  });

  it('gets its arguments as they are, and the facts as variables', async () => {
    const given = ['a b', '$HOME', '; rm -rf x', "it's"];
    const { code, stdout } = await run('printf "%s\\n" "$@" "$FAX_ID"', { given });
    expect(code).toBe(0);
    expect(stdout.split('\n')).toEqual([...given, '12', '']);
  });

  it('that ends with an error is told with the end of what it said', async () => {
    const program = await script('echo first; echo "the printer burns" >&2; exit 3');
    const running = runToSuccess({ program, given: [], environment: {}, longest: 20_000, signal: never });
    await expect(running).rejects.toMatchObject({
      code: 'PROGRAM_FAILED',
      message: 'The program ended with 3: the printer burns',
    });
  });

  it('that says very much is cut at its end', async () => {
    const { stdout } = await run('yes abcdefghijklmnop | head -c 1000000; echo; echo last');
    expect(stdout.length).toBeLessThanOrEqual(4000);
    expect(stdout).toMatch(/last\n$/);
  });

  it('that is not there or may not be run is told', async () => {
    const order = { given: [], environment: {}, longest: 1000, signal: never };
    await expect(runProgram({ program: join(folder, 'none'), ...order })).rejects.toMatchObject({
      code: 'PROGRAM_MISSING',
      message: expect.stringContaining('not there'),
    });
    await writeFile(join(folder, 'text'), 'x');
    await expect(runProgram({ program: join(folder, 'text'), ...order })).rejects.toMatchObject({
      code: 'PROGRAM_MISSING',
    });
  });

  it('that takes too long is ended, and what it started with it', async () => {
    // One that does not hear SIGTERM.
    const text = `trap '' TERM; (sleep 1; touch ${join(folder, 'late')}) & trap - TERM; wait`;
    await expect(run(text, { longest: 300 })).rejects.toMatchObject({ code: 'TIMED_OUT' });
    await pause(1200);
    expect(await readdir(folder)).toEqual(['run me.sh']);
  });

  it('is ended when a person stops it', async () => {
    const stop = new AbortController();
    const running = run('sleep 60', { signal: stop.signal });
    setTimeout(() => stop.abort(), 100);
    await expect(running).rejects.toMatchObject({ code: 'CANCELLED' });
    await expect(run('exit 0', { signal: stop.signal })).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  it('that leaves another behind which holds its output is not waited for', async () => {
    const before = performance.now();
    const { code } = await run(`sleep 20 & echo $! >${join(folder, 'child')}; exit 0`);
    expect(code).toBe(0);
    expect(performance.now() - before).toBeLessThan(5000);
    process.kill(Number(await readFile(join(folder, 'child'), 'utf8')));
  });
});
