import { execFileSync, spawn } from 'node:child_process';
import { chmod, cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launcher, openTestOffice, sample, type TestOffice } from './fax-command.ts';
import { errorShape, portShape, portsShape, settingsShape } from './output-shapes.ts';

let office: TestOffice;
beforeAll(async () => {
  office = await openTestOffice();
  await writeFile(join(office.folder, 'empty.pdf'), '');
  await writeFile(join(office.folder, 'own.txt'), 'It must not be lost.');
  await writeFile(join(office.folder, 'noise.pdf'), '%PDF-1.7 and then nothing that a reader knows');
  await writeFile(join(office.folder, 'file.bin'), Buffer.alloc(64, 7));
  execFileSync('mkfifo', [join(office.folder, 'pipe.tif')]);
});
afterAll(() => office.close());

describe('every refusal is one sentence with a code and an exit code', () => {
  test.each([
    ['an unknown command', ['frob'], 'ARGUMENT_INVALID', 2],
    ['an unknown option', ['jobs', '--colour'], 'ARGUMENT_INVALID', 2],
    ['an unknown option before the command', ['--colour', 'jobs'], 'ARGUMENT_INVALID', 2],
    ['no command', [], 'ARGUMENT_INVALID', 2],
    ['a bench that is none', ['bench', 'frob'], 'ARGUMENT_INVALID', 2],
    ['an option that no bench has', ['bench', '--colour'], 'ARGUMENT_INVALID', 2],
    ['an option without its value', ['jobs', '--limit'], 'ARGUMENT_INVALID', 2],
    ['a limit that is none', ['jobs', '--limit', '0'], 'ARGUMENT_INVALID', 2],
    ['a state that is none', ['jobs', '--state', 'happy'], 'ARGUMENT_INVALID', 2],
    ['a word too many', ['ports', 'all'], 'ARGUMENT_INVALID', 2],
    ['no file', ['send', '--to', '5550101'], 'ARGUMENT_INVALID', 2],
    ['no number', ['send', sample], 'ARGUMENT_INVALID', 2],
    ['letters in a number', ['send', sample, '--to', '555-CALL'], 'NUMBER_INVALID', 2],
    ['a number that is not on the practice lines', ['send', sample, '--to', '12125550199'], 'NUMBER_NOT_PRACTICE', 2],
    ['a time that is none', ['send', sample, '--to', '5550101', '--at', 'noon'], 'ARGUMENT_INVALID', 2],
    ['a day that is none', ['send', sample, '--to', '5550101', '--at', '2026-13-45T10:00'], 'ARGUMENT_INVALID', 2],
    ['a time that has passed', ['send', sample, '--to', '5550101', '--at', '2020-01-01T00:00'], 'ARGUMENT_INVALID', 2],
    ['a folder that the system refuses', ['jobs', '--data', '/proc/fax-console'], 'DATA_FOLDER_UNUSABLE', 3],
    ['an output that is an input', ['convert', 'own.txt', 'own.txt'], 'ARGUMENT_INVALID', 2],
    ['a cover page that is not there', ['send', sample, '--to', '5550101', '--cover', 'x'], 'COVER_NOT_FOUND', 2],
    ['a file that is not there', ['send', 'none.pdf', '--to', '5550101', '--wait'], 'FILE_NOT_FOUND', 2],
    ['an empty file', ['send', 'empty.pdf', '--to', '5550101'], 'FILE_EMPTY', 2],
    ['a damaged file', ['send', 'noise.pdf', '--to', '5550101'], 'FILE_DAMAGED', 2],
    ['a file of no known kind', ['send', 'file.bin', '--to', '5550101'], 'FILE_TYPE_UNKNOWN', 2],
    ['a port that is not there', ['send', sample, '--to', '5550101', '--port', 'Line 9'], 'PORT_NOT_FOUND', 2],
    ['a key that is too short', ['send', sample, '--to', '5550101', '--key', 'x'], 'ARGUMENT_INVALID', 2],
    [
      'a TSID that T.30 cannot carry',
      ['send', sample, '--to', '5550101', '--tsid', 'x'.repeat(21)],
      'ARGUMENT_INVALID',
      2,
    ],
    ['a fax that is not there', ['job', '4711'], 'JOB_NOT_FOUND', 2],
    ['an id that is none', ['job', 'first'], 'ARGUMENT_INVALID', 2],
    ['a message that is not there', ['message', '4711'], 'MESSAGE_NOT_FOUND', 2],
    ['a fax to cancel that is not there', ['alter', '4711', '--to', '5550101'], 'JOB_NOT_FOUND', 2],
    ['nothing to alter', ['alter', '1'], 'ARGUMENT_INVALID', 2],
    ['a setting that is none', ['settings', 'volume=11'], 'SETTING_UNKNOWN', 2],
    ['a value outside its range', ['settings', 'retries=100'], 'SETTING_INVALID', 2],
    ['a word that is no setting', ['settings', 'retries'], 'ARGUMENT_INVALID', 2],
    ['a port that is none', ['port', 'Line 9'], 'PORT_NOT_FOUND', 2],
    ['a port’s value outside its range', ['port', 'Practice 1', 'rings=0'], 'PORT_VALUE_INVALID', 2],
    ['a port’s value that is none', ['port', 'Practice 1', 'colour=red'], 'PORT_VALUE_INVALID', 2],
    ['a line that is none', ['port', 'add', 'X', 'pigeon:home'], 'LINE_ADDRESS_INVALID', 2],
    ['a port’s name twice', ['port', 'add', 'Practice 1', 'loopback:5550107'], 'PORT_NAME_TAKEN', 2],
    ['a place that does not say what to write', ['save', '1', 'fax.doc'], 'ARGUMENT_INVALID', 2],
    ['a fax to save that is not there', ['save', '4711', 'fax.pdf'], 'MESSAGE_NOT_FOUND', 2],
    ['nothing to convert', ['convert', 'out.tif'], 'ARGUMENT_INVALID', 2],
    ['a compression that is none', ['convert', sample, 'out.tif', '--compression', 'zip'], 'ARGUMENT_INVALID', 2],
    ['a TIFF that is none', ['tiff', 'file.bin'], null, 2],
    ['a TIFF that is a pipe', ['tiff', 'pipe.tif'], 'FILE_NOT_READABLE', 2],
    ['a TIFF that is a folder', ['tiff', '.'], 'FILE_NOT_READABLE', 2],
    ['a document that is a pipe', ['send', 'pipe.tif', '--to', '5550101'], null, 2],
    ['another server', ['jobs', '--server', 'hylafax://host'], 'NOT_SUPPORTED', 2],
    ['a data folder that is a file', ['jobs', '--data', 'file.bin'], 'DATA_FOLDER_UNUSABLE', 3],
    ['an empty name for the data folder', ['jobs', '--data', ''], 'DATA_FOLDER_UNUSABLE', 3],
  ] as const)('%s', async (_, args, code, exit) => {
    const ended = await office.fax(...args, '--json');
    const { error } = ended.json(errorShape);
    if (code !== null) expect(error.code).toBe(code);
    expect(ended.code).toBe(exit);
    expect(`${ended.stdout}${ended.stderr}`).not.toMatch(/ {4}at |\.ts:\d/);
  });

  test('an output that is an input is refused under another name too, and the file stays as it was', async () => {
    const own = join(office.folder, 'own.txt');
    await symlink(own, join(office.folder, 'other.pdf'));
    const refused = await office.fax('convert', 'own.txt', 'other.pdf');
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('would be lost');
    expect(await readFile(own, 'utf8')).toBe('It must not be lost.');
  });

  test('for people the sentence is on stderr, and stdout stays empty', async () => {
    const ended = await office.fax('send', sample, '--to', 'x');
    expect(ended.stdout).toBe('');
    expect(ended.stderr).toMatch(/^fax: “x” is not a fax number\. Use digits/);
  });

  test('a name cannot send commands to the terminal', async () => {
    const ended = await office.fax('send', 'none\u001b[31m\u009b2J.pdf', '--to', '5550101');
    expect(ended.stderr).toMatch(/^fax: “none·\[31m·2J\.pdf” is not there\./);
  });
});

test('the options of every command may stand before its name', async () => {
  const other = join(office.folder, 'other data');
  const before = await office.fax('--data', other, '--json', 'port', 'add', 'Elsewhere', 'loopback:5550105');
  expect(before.json(portShape).port).toMatchObject({ name: 'Elsewhere' });
  const behind = (await office.fax('ports', '--json', '--data', other)).json(portsShape);
  expect(behind.ports.map(({ name }) => name)).toContain('Elsewhere');
});

test('every command says how it is used, with its own options and those of all', async () => {
  const overview = await office.fax('--help');
  const names = new Set([...overview.stdout.matchAll(/^ {2}fax ([a-z]+)/gm)].map(([, name]) => name ?? ''));
  expect(names.size).toBeGreaterThan(15);
  for (const name of names) {
    const { code, stdout, stderr } = await office.fax(name, '--help');
    expect({ name, code, stderr }).toEqual({ name, code: 0, stderr: '' });
    for (const words of [`Use: fax ${name}`, '--json', '--data DIR', '--server URL', '-h, --help']) {
      expect(stdout).toContain(words);
    }
  }
});

test('a reader that goes away is no error: the work is done, and nothing is said', async () => {
  const pipe = (words: string) =>
    run('/bin/bash', ['-c', `${words}; echo "\${PIPESTATUS[0]}"`], {
      ...process.env,
      FAX: launcher,
      FAX_DATA: office.dataDir,
      SAMPLE: sample,
    });
  expect(await pipe('"$FAX" jobs --json | true')).toEqual({ code: 0, stdout: '0\n', stderr: '' });
  expect(await pipe('"$FAX" send "$SAMPLE" --to 5550101 --wait 2>&1 | head -c 5')).toEqual({
    code: 0,
    stdout: 'fax: 0\n',
    stderr: '',
  });
});

test('all settings or none', async () => {
  const before = (await office.fax('settings', '--json')).json(settingsShape);
  expect((await office.fax('settings', 'retries=7', 'retryDelay=-1', '--json')).code).toBe(2);
  expect((await office.fax('settings', '--json')).json(settingsShape)).toEqual(before);
  const after = (await office.fax('settings', 'retries=7', 'branding=no', '--json')).json(settingsShape);
  expect(after.settings).toContainEqual(expect.objectContaining({ name: 'retries', value: 7 }));
  expect(after.settings).toContainEqual(expect.objectContaining({ name: 'branding', value: false }));
});

test('a line is added, set, shown and removed', async () => {
  const added = (await office.fax('port', 'add', 'Third', 'loopback:5550103', '--json')).json(portShape);
  expect(added.port).toMatchObject({ name: 'Third', kind: 'loopback', number: '5550103' });
  const set = (await office.fax('port', 'Third', 'receive=auto', 'rings=2', 'csid=+1 555', '--json')).json(portShape);
  expect(set.port).toMatchObject({ receive: 'auto', rings: 2, csid: '+1 555' });
  expect((await office.fax('port', 'remove', 'Third', '--json')).code).toBe(0);
  const { ports } = (await office.fax('ports', '--json')).json(portsShape);
  expect(ports.map(({ name }) => name)).toEqual(['Practice 1', 'Practice 2']);
});

describe('the launcher', () => {
  test('works through links, from any folder', async () => {
    await mkdir(join(office.folder, 'bin'));
    await symlink(launcher, join(office.folder, 'bin', 'first'));
    await symlink('first', join(office.folder, 'bin', 'fax'));
    expect(await run(join(office.folder, 'bin', 'fax'), ['--help'], process.env)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('fax send FILE…'),
    });
  });

  test.each([
    ['no Node', null, 'PROGRAM_MISSING'],
    ['an old Node', '20.20.2', 'NODE_TOO_OLD'],
    ['no package', '24.21.0', 'PROGRAM_MISSING'],
  ])('says in one sentence that there is %s, also under a path with spaces', async (words, version, code) => {
    const place = join(office.folder, words);
    await mkdir(join(place, 'app', 'cli'), { recursive: true });
    await mkdir(join(place, 'bin'));
    await cp(launcher, join(place, 'app', 'cli', 'fax'));
    for (const program of ['sh', 'readlink', 'dirname', 'printf'])
      await symlink(`/usr/bin/${program}`, join(place, 'bin', program));
    if (version !== null) {
      await writeFile(join(place, 'bin', 'node'), `#!/bin/sh\necho ${version}\n`);
      await chmod(join(place, 'bin', 'node'), 0o755);
    }
    const env = { PATH: join(place, 'bin') };
    const json = await run(join(place, 'app', 'cli', 'fax'), ['jobs', '--json'], env);
    expect(errorShape.parse(JSON.parse(json.stdout)).error.code).toBe(code);
    expect(json.code).toBe(3);
    const plain = await run(join(place, 'app', 'cli', 'fax'), ['jobs'], env);
    expect(plain).toMatchObject({
      code: 3,
      stdout: '',
      stderr: expect.stringMatching(/^fax: .* (Install Node\.js 24|Run npm install)\.\n$/),
    });
  });

  test('runs no program that lies in a folder above the project', async () => {
    const place = join(office.folder, 'others');
    await mkdir(join(place, 'project', 'app', 'cli'), { recursive: true });
    await mkdir(join(place, 'node_modules', '.bin'), { recursive: true });
    await cp(launcher, join(place, 'project', 'app', 'cli', 'fax'));
    const planted = join(place, 'node_modules', '.bin', 'node');
    await writeFile(planted, '#!/bin/sh\necho planted\n');
    await chmod(planted, 0o755);
    const ended = await run(join(place, 'project', 'app', 'cli', 'fax'), ['jobs'], process.env);
    expect(ended).toMatchObject({ code: 3, stdout: '' });
  });

  test('takes relative paths from the user’s folder when npm has changed to the project’s', async () => {
    const env = {
      ...process.env,
      FAX_DATA: office.dataDir,
      npm_lifecycle_event: 'fax',
      npm_package_json: join(dirname(dirname(dirname(launcher))), 'package.json'),
      INIT_CWD: office.folder,
    };
    const ended = await run(launcher, ['tiff', 'file.bin', '--json'], env, dirname(dirname(dirname(launcher))));
    expect(errorShape.parse(JSON.parse(ended.stdout)).error.code).not.toBe('FILE_NOT_FOUND');
  });
});

function run(
  file: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  cwd = '/',
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { env, cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    const said = { stdout: '', stderr: '' };
    child.stdout.on('data', (octets) => {
      said.stdout += octets;
    });
    child.stderr.on('data', (octets) => {
      said.stderr += octets;
    });
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, ...said }));
  });
}
