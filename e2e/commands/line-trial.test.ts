import { readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { freePorts } from '../rig/t38/t38-peer.ts';
import { type Ended, openTestOffice, type Running, sample, type TestOffice } from './fax-command.ts';
import {
  endShape,
  endWithoutCallShape,
  errorShape,
  modemsShape,
  readyEventShape,
  tiffShape,
  trialEventShape,
} from './output-shapes.ts';

const pages = fileURLToPath(new URL('../rig/pages/', import.meta.url));
const fine = join(pages, 'page1-fine.tif');
const standard = join(pages, 'page1-std.tif');

let office: TestOffice;
beforeEach(async () => {
  office = await openTestOffice();
});
afterEach(() => office.close());

/** The events of a call that was made with `--json`, each checked. */
const eventsOf = ({ stdout }: Ended) => {
  expect(stdout.endsWith('\n')).toBe(true);
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => trialEventShape.parse(JSON.parse(line)));
};
const endOf = (ended: Ended) => endShape.parse(eventsOf(ended).at(-1));
/** The last line of a run that came to no call: an end as well as an error. */
const failureOf = (ended: Ended) => endWithoutCallShape.parse(eventsOf(ended).at(-1));

/** Every dot of a fax, to be compared. */
async function dotsOf(file: string): Promise<Buffer> {
  const out = join(office.folder, `dots-${Math.random()}.pbm`);
  const converted = await office.fax('convert', file, out);
  expect(converted.stderr).toContain('written');
  return await readFile(out);
}

async function serve(): Promise<Running> {
  const server = office.start('serve', '--json');
  await server.says('"ready"');
  return server;
}

/** Two ends of a T.38 line: the answering one has said that it is ready. */
async function answering(...options: readonly string[]): Promise<{ answer: Running; call: readonly string[] }> {
  const [ours = 0, theirs = 0] = await freePorts(2);
  const fast = ['--clock', '10', '--json'];
  const bind = ['--bind', `127.0.0.1:${theirs}`];
  const answer = office.start('answer', `t38:127.0.0.1:${ours}`, ...bind, ...fast, ...options);
  const ready = readyEventShape.parse(JSON.parse(await answer.says('"ready"')));
  expect(ready.port).toBe(theirs);
  const call = ['call', `t38:127.0.0.1:${theirs}`, '--bind', `127.0.0.1:${ours}`, '--to', '5550101', ...fast];
  return { answer, call };
}

describe('a practice line', () => {
  test('with no owner, 5550101 answers; every event has its shape, and the last is the end', async () => {
    const called = await office.fax('call', 'loopback:5550109', '--to', '5550101', '--send', fine, standard, '--json');
    expect(called.code).toBe(0);
    const events = eventsOf(called);
    expect(events.at(-1)).toMatchObject({ event: 'end', outcome: 'ok', pages: 2, ecm: true, rate: 14400, code: 'ok' });
    const frames = events.flatMap((event) => (event.event === 'frame' ? [event.type] : []));
    expect(frames).toEqual(expect.arrayContaining(['DIS', 'TSI', 'DCS', 'TCF', 'CFR', 'PPS-EOP', 'MCF', 'DCN']));
    const told = events.flatMap((event) => (event.event === 'page' ? [[event.n, event.status]] : []));
    expect(told).toEqual([
      [1, 'MCF'],
      [2, 'MCF'],
    ]);
    expect(await readdir(office.folder)).not.toContain('data');
  });

  test('a call that fails ends with exit 1 and says why', async () => {
    const busy = await office.fax('call', 'loopback:5550109', '--to', '5550999', '--send', fine, '--json');
    expect(busy.code).toBe(1);
    expect(endOf(busy)).toMatchObject({ outcome: 'busy', code: 'a-busy', pages: 0, ecm: null, rate: null });
  });

  test('runs in the owner where there is one: pages arrive dot by dot as they were sent', async () => {
    await serve();
    const out = join(office.folder, 'got.tif');
    const answer = office.start('answer', 'loopback:5550120', '--out', out, '--json');
    await answer.says('"ready"');
    const called = await office.fax('call', 'loopback:5550109', '--to', '5550120', '--send', fine, '--json');
    expect(endOf(called)).toMatchObject({ outcome: 'ok', remoteId: '5550120' });
    const answered = await answer.ended;
    expect(answered.code).toBe(0);
    expect(endOf(answered)).toMatchObject({ outcome: 'ok', pages: 1, file: out, remoteId: '5550109' });
    expect(await dotsOf(out)).toEqual(await dotsOf(fine));
  });

  test('a number that one of the owner’s ports has cannot be answered on: exit 3', async () => {
    await serve();
    const refused = await office.fax('answer', 'loopback:5550101', '--json');
    expect(failureOf(refused)).toMatchObject({ outcome: 'line-failed', error: { code: 'LINE_UNAVAILABLE' } });
    expect(refused.code).toBe(3);
  });

  test('an owner that stops takes the call with it: exit 3', async () => {
    const server = await serve();
    const answer = office.start('answer', 'loopback:5550120', '--json');
    await answer.says('"ready"');
    server.child.kill('SIGKILL');
    const ended = await answer.ended;
    expect(failureOf(ended)).toMatchObject({ outcome: 'line-failed', error: { code: 'SERVER_STOPPED' } });
    expect(ended.code).toBe(3);
  });

  test('a command that is killed leaves no line behind in the owner', async () => {
    await serve();
    const first = office.start('answer', 'loopback:5550120', '--json');
    await first.says('"ready"');
    first.child.kill('SIGKILL');
    await first.ended;
    await expect
      .poll(async () => (await office.fax('answer', 'loopback:5550120', '--timeout', '0.1', '--json')).stdout, {
        timeout: 20_000,
        interval: 1000,
      })
      .toContain('Nobody called');
  });

  test('a document in another format goes out rendered; words and log are for reading', async () => {
    const called = await office.fax('call', 'loopback:5550109', '--to', '5550101', '--send', sample, '--log');
    expect(called.code).toBe(0);
    expect(called.stdout).toMatch(/←\s+CFR\s+ready to receive/);
    expect(called.stdout).toMatch(/→\s+DCN\s+hang up/);
    expect(called.stdout).toContain('3 pages sent at 14400 bit/s');
    expect(called.stdout).toContain('Practice: not sent to the telephone network.');
  });

  test('what may be used in the call is what the options say', async () => {
    const options = ['--ecm', 'off', '--codings', 'mh', '--rates', 'v29', '--resolution', 'standard'];
    const called = await office.fax(
      ...['call', 'loopback:5550109', '--to', '5550101', '--send', fine, '--ident', 'Front desk', '--json', ...options],
    );
    const events = eventsOf(called);
    expect(endOf(called)).toMatchObject({ outcome: 'ok', ecm: false, rate: 9600, coding: 'mh' });
    const frame = (type: string) => events.find((event) => event.event === 'frame' && event.type === type);
    expect(frame('DCS')).toMatchObject({ fields: { modulation: 'v29-9600', resolution: 'standard', coding: 'mh' } });
    expect(frame('TSI')).toMatchObject({ fields: { id: 'Front desk' } });
  });

  test('SIGTERM drops the line at once, with no goodbye: exit 1, and the outcome is told', async () => {
    const slow = 'loopback:5550109?speed=real';
    const called = office.start('call', slow, '--to', '5550101', '--send', fine, '--json');
    await called.says('"CED"');
    called.child.kill('SIGTERM');
    const ended = await called.ended;
    expect(ended.code).toBe(1);
    expect(endOf(ended)).toMatchObject({ outcome: 'line-failed', pages: 0 });
    expect(ended.stdout).not.toContain('"DCN"');
  });

  test('Ctrl-C says goodbye', async () => {
    const slow = 'loopback:5550109?speed=real';
    const called = office.start('call', slow, '--to', '5550101', '--send', fine, '--json');
    await called.says('"CED"');
    called.child.kill('SIGINT');
    const ended = await called.ended;
    expect(ended.code).toBe(130);
    expect(endOf(ended)).toMatchObject({ outcome: 'cancelled' });
  });

  test('waiting for a call ends with its time, and with a signal', async () => {
    const nobody = await office.fax('answer', 'loopback:5550120', '--timeout', '0.2', '--json');
    expect(failureOf(nobody)).toMatchObject({
      outcome: 'cancelled',
      code: 'CANCELLED',
      error: { message: 'Nobody called within 0.2 seconds.' },
    });
    expect(nobody.code).toBe(1);
    for (const [signal, code] of [
      ['SIGTERM', 1],
      ['SIGINT', 130],
    ] as const) {
      const waiting = office.start('answer', 'loopback:5550120', '--json');
      await waiting.says('"ready"');
      waiting.child.kill(signal);
      const ended = await waiting.ended;
      expect(failureOf(ended)).toMatchObject({ outcome: 'cancelled', error: { code: 'CANCELLED' } });
      expect(ended.code).toBe(code);
    }
  });

  test('with no owner, whoever answers hears that nobody can call', async () => {
    const alone = await office.fax('answer', 'loopback:5550120', '--timeout', '0.2');
    expect(alone.stderr).toContain('Nobody can call this practice line');
    await serve();
    const reachable = await office.fax('answer', 'loopback:5550120', '--timeout', '0.2');
    expect(reachable.stderr).not.toContain('Nobody can call this practice line');
  });
});

describe('a T.38 line', () => {
  /** A page that takes few seconds of line time. */
  let short: string;
  beforeEach(async () => {
    short = join(office.folder, 'short.tif');
    await writeFile(join(office.folder, 'short.txt'), 'A short page.\n'.repeat(20));
    await office.fax('convert', 'short.txt', short);
  });

  test.each([
    ['with error correction', ['--ecm', 'on']],
    ['without', ['--ecm', 'off']],
    [
      'in version 3, with parity, V.27ter, MR',
      ['--t38-version', '3', '--recovery', 'fec:3x3', '--rates', 'v27', '--codings', 'mr'],
    ],
    ['with losses', ['--recovery', 'none', '--impair', 'drop=0.02,seed=7']],
  ])('ours to ours %s: pages arrive as they were sent', async (_name, options) => {
    const out = join(office.folder, 'got');
    // Both ends are told the same: with no signalling, nobody agrees on the version for them.
    const { answer, call } = await answering('--out', out, ...options);
    const called = await office.fax(...call, '--send', short, ...options);
    expect(called.code).toBe(0);
    const answered = await answer.ended;
    expect(answered.code).toBe(0);
    const { file } = endOf(answered);
    expect(file).toMatch(/got\/fax-\d{8}-\d{6}\.tif$/);
    expect(await readdir(out)).toHaveLength(1);
    expect(await dotsOf(file ?? '')).toEqual(await dotsOf(short));
  });

  test('a document is fetched by polling', async () => {
    const out = join(office.folder, 'fetched.tif');
    const { answer, call } = await answering('--polled', short);
    const called = await office.fax(...call, '--poll', '--out', out);
    expect(endOf(called)).toMatchObject({ outcome: 'ok', pages: 1, file: out });
    expect((await answer.ended).code).toBe(0);
    expect(await dotsOf(out)).toEqual(await dotsOf(short));
  });

  test('a sub-address goes along', async () => {
    const { answer, call } = await answering();
    const called = await office.fax(...call, '--send', short, '--sub', '4711');
    expect(called.code).toBe(0);
    expect(endOf(await answer.ended)).toMatchObject({ subAddress: '4711', file: null });
  });

  test('a call that is dropped in a page: what came is kept, and both ends say that it failed', async () => {
    const out = join(office.folder, 'part.tif');
    const { answer, call } = await answering('--out', out);
    const called = office.start(...call, '--send', short, fine);
    await called.says('"event":"page"');
    called.child.kill('SIGTERM');
    expect((await called.ended).code).toBe(1);
    const answered = await answer.ended;
    expect(answered.code).toBe(1);
    expect(endOf(answered).outcome).not.toBe('ok');
    expect(endOf(answered).file).toBe(out);
    expect((await office.fax('tiff', out, '--json')).code).toBe(0);
    expect((await readdir(office.folder)).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  test('a command that is killed in a page leaves what came in a file that the next one names', async () => {
    const out = join(office.folder, 'killed.tif');
    const { answer, call } = await answering('--out', out);
    const called = office.start(...call, '--send', short, fine);
    await answer.says('"event":"page"');
    answer.child.kill('SIGKILL');
    await answer.ended;
    called.child.kill('SIGTERM');
    await called.ended;
    const [left = ''] = (await readdir(office.folder)).filter((name) => name.endsWith('.part'));
    expect((await office.fax('tiff', left, '--json')).json(tiffShape).pages).toHaveLength(1);
    const next = await office.fax('answer', 't38:127.0.0.1:9', '--out', out, '--timeout', '0.1');
    expect(next.stderr).toContain(`What came of a call that was killed is in ${join(office.folder, left)}`);
    expect(await readdir(office.folder)).toContain(left);
  });

  test('a second fax on a port that is bound: exit 3', async () => {
    const { answer, call } = await answering();
    const bound = call[1]?.replace('t38:', '') ?? '';
    const second = await office.fax('answer', 't38:127.0.0.1:9', '--bind', bound, '--json');
    expect(failureOf(second)).toMatchObject({ outcome: 'line-failed', error: { code: 'LINE_UNAVAILABLE' } });
    expect(second.code).toBe(3);
    answer.child.kill('SIGTERM');
    await answer.ended;
  });
});

describe('what is refused before the line is touched', () => {
  const call = (...more: string[]) => ['call', 'loopback:5550109', '--to', '5550101', ...more];
  const t38 = (...more: string[]) => ['call', 't38:127.0.0.1:9', '--to', '1', '--send', fine, ...more];
  test.each([
    ['no line', ['call', '--to', '5550101', '--send', fine], 'ARGUMENT_INVALID'],
    ['two lines', [...call('--send', fine), 'loopback:5550108'], 'ARGUMENT_INVALID'],
    ['a line that is none', ['answer', 'line1'], 'LINE_ADDRESS_INVALID'],
    ['no number', ['call', 'loopback:5550109', '--send', fine], 'ARGUMENT_INVALID'],
    ['nothing to send', call(), 'ARGUMENT_INVALID'],
    ['sending and fetching', call('--send', fine, '--poll'), 'ARGUMENT_INVALID'],
    ['a place for what is not fetched', call('--send', fine, '--out', 'x.tif'), 'ARGUMENT_INVALID'],
    ['a file that is not there', call('--send', 'none.tif'), 'FILE_NOT_FOUND'],
    ['a folder to send', call('--send', '.'), 'FILE_NOT_READABLE'],
    ['a TIFF that is cut', call('--send', 'cut.tif'), 'FILE_DAMAGED'],
    ['an empty file', call('--send', 'empty.tif'), 'FILE_EMPTY'],
    ['a folder that cannot be made', ['answer', 'loopback:5550109', '--out', 'a/b/c'], 'ARGUMENT_INVALID'],
    ['a folder that takes no files', ['answer', 'loopback:5550109', '--out', '/proc'], 'ARGUMENT_INVALID'],
    ['a place that takes no files', ['answer', 'loopback:5550109', '--out', '/proc/x.tif'], 'ARGUMENT_INVALID'],
    ['an output that is no TIFF', ['answer', 'loopback:5550109', '--out', 'note.txt'], 'ARGUMENT_INVALID'],
    ['an option of T.38 on another line', call('--send', fine, '--pace', 'on'), 'ARGUMENT_INVALID'],
    ['a recovery that is none', t38('--recovery', 'red:9'), 'ARGUMENT_INVALID'],
    ['a version that is none', t38('--t38-version', '4'), 'ARGUMENT_INVALID'],
    ['an impairment that is none', t38('--impair', 'drop=5'), 'ARGUMENT_INVALID'],
    ['a place to listen that is none', t38('--bind', 'here'), 'LINE_ADDRESS_INVALID'],
    ['a coding that is none', call('--send', fine, '--codings', 'mh,jbig'), 'ARGUMENT_INVALID'],
    ['a modulation that is none', call('--send', fine, '--rates', 'v34'), 'ARGUMENT_INVALID'],
    ['an identification that is too long', call('--send', fine, '--ident', 'x'.repeat(21)), 'ARGUMENT_INVALID'],
    ['a clock that stands', call('--send', fine, '--clock', '0'), 'ARGUMENT_INVALID'],
    ['rings that are none', ['answer', 'loopback:5550109', '--rings', '0'], 'ARGUMENT_INVALID'],
    ['a time that is none', ['answer', 'loopback:5550109', '--timeout', 'soon'], 'ARGUMENT_INVALID'],
  ])('%s', async (_name, words, code) => {
    await writeFile(join(office.folder, 'empty.tif'), '');
    await writeFile(join(office.folder, 'note.txt'), 'It must not be lost.');
    await writeFile(join(office.folder, 'cut.tif'), (await readFile(fine)).subarray(0, 3000));
    const refused = await office.fax(...words, '--json');
    expect(failureOf(refused)).toMatchObject({ code, error: { code } });
    expect(refused.code).toBe(2);
    expect(await readFile(join(office.folder, 'note.txt'), 'utf8')).toBe('It must not be lost.');
  });
});

describe('fax modems', () => {
  test('a device that is not there is told of in words: exit 0', async () => {
    const found = (await office.fax('modems', '/dev/tty-none', '--json')).json(modemsShape);
    expect(found.modems).toMatchObject([{ path: '/dev/tty-none', state: 'no-access', classes: [], use: null }]);
    expect(found.modems[0]?.words).toContain('There is no serial port /dev/tty-none');
    const inWords = await office.fax('modems', '/dev/tty-none');
    expect(inWords.stdout).toMatch(/PORT +STATE/);
    expect(inWords.code).toBe(0);
  });

  test('a modem that is a port of the owner’s is the owner’s, by whatever name: exit 3, and the list says so', async () => {
    const device = join(office.folder, 'tty-modem');
    await writeFile(device, '');
    await symlink(device, join(office.folder, 'by-id'));
    await serve();
    expect((await office.fax('port', 'add', 'Line 1', `modem:${device}`)).code).toBe(0);
    const refused = await office.fax('answer', `modem:${join(office.folder, 'by-id')}`, '--json');
    expect(refused.json(errorShape).error).toMatchObject({
      code: 'PORT_LOCKED',
      message: 'Fax Console is using this modem: it is its port “Line 1”.',
    });
    expect(refused.code).toBe(3);
    const { modems } = (await office.fax('modems', 'by-id', '--json')).json(modemsShape);
    expect(modems).toMatchObject([{ path: join(office.folder, 'by-id'), state: 'in-use' }]);
    expect(modems[0]?.words).toContain('Fax Console uses it as its port “Line 1”');
  });

  test('a modem line that is not there cannot be opened: exit 3', async () => {
    const refused = await office.fax('answer', 'modem:/dev/tty-none', '--json');
    expect(refused.code).toBe(3);
    expect(refused.json(errorShape).error.message).toContain('There is no serial port /dev/tty-none');
  });
});
