import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FaxError } from '../app/model/errors.ts';
import { describeProblem, maskNumbers, ProblemLog } from './problems.ts';

it('an expected error is one line with its causes', () => {
  const error = new FaxError('DISK_FULL', { cause: new FaxError('STORE_DAMAGED', { message: 'Inner.' }) });
  expect(describeProblem(error)).toBe(`DISK_FULL: ${error.message} (STORE_DAMAGED: Inner.)`);
});

it('a defect shows where it came from', () => {
  expect(describeProblem(new RangeError('boom'))).toMatch(/^RangeError: boom\n\s+at /);
  expect(describeProblem('text')).toBe('text');
});

it.each([
  ['to 5550123', 'to …23'],
  ['“+1 (555) 010-0123” is busy', '“…23” is busy'],
  ['at main/console.ts:1234:56', 'at main/console.ts:1234:56'],
  ['page 3 of 12', 'page 3 of 12'],
])('numbers are masked, places and pages are not: %s', (text, masked) => expect(maskNumbers(text)).toBe(masked));

describe('the log', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fax-problems-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const opened = () => {
    const said: string[] = [];
    const log = new ProblemLog({ write: (text: string) => said.push(text) > 0 }, () => 0);
    return { log, said };
  };

  it('holds what was told before its folder was known, for this user alone, without numbers', async () => {
    const { log, said } = opened();
    log.add(new FaxError('NUMBER_INVALID', { message: 'No: 5550123.' }));
    log.openIn(folder);
    log.add('second');
    await log.settled();
    const lines = '1970-01-01T00:00:00.000Z NUMBER_INVALID: No: …23.\n1970-01-01T00:00:00.000Z second\n';
    expect(await readFile(join(folder, 'problems.log'), 'utf8')).toBe(lines);
    expect(said.join('')).toBe(lines);
    expect((await stat(join(folder, 'problems.log'))).mode & 0o777).toBe(0o600);
  });

  it('is put aside when it is large, and one older is kept', async () => {
    const { log } = opened();
    log.openIn(folder);
    for (const turn of ['one', 'two']) {
      await writeFile(join(folder, 'problems.log'), turn.repeat(100_000));
      log.add('next');
      await log.settled();
    }
    expect((await readdir(folder)).sort()).toEqual(['problems.log', 'problems.log.old']);
    expect((await readFile(join(folder, 'problems.log.old'), 'utf8')).slice(0, 3)).toBe('two');
    expect(await readFile(join(folder, 'problems.log'), 'utf8')).toMatch(/ next\n$/);
  });

  it('that cannot be written says so on stderr and nothing more', async () => {
    const { log, said } = opened();
    log.openIn(join(folder, 'missing'));
    log.add('one');
    await log.settled();
    expect(said).toHaveLength(2);
    expect(said[1]).toMatch(/^problems\.log: .*ENOENT/);
  });

  it('tells of the first defect once, also to who asks later', () => {
    const { log } = opened();
    const heard: string[] = [];
    log.onDefect(({ message }) => heard.push(message));
    log.addDefect(new RangeError('inner detail'));
    log.addDefect(new RangeError('again'));
    log.onDefect(({ message }) => heard.push(message));
    expect(heard).toEqual([log.defect?.message, log.defect?.message]);
    expect(JSON.stringify(log.defect?.toData())).not.toContain('inner detail');
  });
});
