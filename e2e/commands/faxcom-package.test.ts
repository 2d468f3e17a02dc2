import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import packageFacts from '../../package.json' with { type: 'json' };
import { buildFaxcom } from '../tools/faxcom-build.ts';
import { sample } from './fax-command.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const page = join(root, 'app/faxcom/README.md');

/** A folder of somebody who has installed the package. */
let folder: string;
/** Its data folder, one for each test. */
let dataDir: string;

interface Ended {
  readonly code: number | null;
  readonly out: string;
}

function run(program: string, args: readonly string[]): Promise<Ended> {
  const env = { PATH: process.env.PATH ?? '', HOME: folder, TMPDIR: join(folder, 'tmp'), FAX_DATA: dataDir };
  const child = spawn(program, args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const timer = setTimeout(() => child.kill('SIGKILL'), 50_000);
  let out = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (octets: Buffer) => {
      out += octets.toString('utf8');
    });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve({ code, out });
    });
  });
}

const node = (script: string): Promise<Ended> => run(process.execPath, [script]);

/** The package as it is installed: what `exports` names with what lies beside it, and the resources that it reads. */
async function install(): Promise<void> {
  const home = join(folder, 'node_modules/fax-console');
  await mkdir(home, { recursive: true });
  await cp(join(root, 'package.json'), join(home, 'package.json'));
  const built = dirname(packageFacts.exports['./faxcom'].default);
  for (const part of [built, 'resources/covers', 'resources/fonts'])
    await cp(join(root, part), join(home, part), { recursive: true });
  for (const name of Object.keys(packageFacts.dependencies)) {
    const place = join(folder, 'node_modules', name);
    await mkdir(dirname(place), { recursive: true });
    await symlink(join(root, 'node_modules', name), place);
  }
}

/** The scripts of the docs page by the names in their first lines. */
async function scriptsOfPage(): Promise<ReadonlyMap<string, string>> {
  const blocks = (await readFile(page, 'utf8')).matchAll(/^```js\n(\/\/ (\w+\.mjs)\n[\s\S]*?)^```$/gm);
  return new Map([...blocks].map(([, text = '', name = '']) => [name, text]));
}

/** Leaves one fax in the queue. */
const hold = `import { FaxServer } from 'fax-console/faxcom';
const server = new FaxServer();
await server.connect();
await server.setPauseServerQueue(true);
const doc = await server.createDocument('letter.pdf');
await doc.setFaxNumber('5550101');
await doc.send();
await server.disconnect();
`;

let scripts: ReadonlyMap<string, string>;

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'faxcom-package-')));
  expect(await buildFaxcom()).toBe(0);
  await install();
  await mkdir(join(folder, 'tmp'));
  await cp(sample, join(folder, 'letter.pdf'));
  scripts = await scriptsOfPage();
  for (const [name, text] of scripts) await writeFile(join(folder, name), text);
}, 120_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

beforeEach(async () => {
  dataDir = await mkdtemp(join(folder, 'data-'));
});

describe('the scripts of the docs page, on the installed package', () => {
  it('are these', () => {
    expect([...scripts.keys()]).toEqual([
      'connect.mjs',
      'send.mjs',
      'list.mjs',
      'discount.mjs',
      'port.mjs',
      'read.mjs',
      'errors.mjs',
    ]);
  });

  it('connect', async () => {
    expect(await node('connect.mjs')).toEqual({ code: 0, out: 'A fax that fails is tried 3 more times.\n' });
  });

  it('send with a cover page over a practice line; then read the received TIFF', async () => {
    expect(await node('send.mjs')).toEqual({ code: 0, out: 'Fax 1 is in the queue.\nFax 1 is delivered.\n' });
    const received = (await readdir(join(dataDir, 'inbox'))).filter((name) => name.endsWith('.tif'));
    expect(received).toHaveLength(1);
    await cp(join(dataDir, 'inbox', received[0] ?? ''), join(folder, 'received.tif'));
    const { code, out } = await node('read.mjs');
    expect(code, out).toBe(0);
    const lines = out.split('\n');
    expect(lines[0]).toBe('from 5550100 to 5550101');
    expect(lines[1]).toMatch(/^received \d\d\/\d\d\/\d\d@\d\d:\d\d[AP]M \d{4}-\d\d-\d\dT[\d:.]+Z$/);
    expect(lines.slice(2, 4)).toEqual(['caller 5550100', 'made with Fax Console']);
  });

  it('list the queue', async () => {
    expect(await node('list.mjs')).toEqual({ code: 0, out: '0 in the queue\n' });
    await writeFile(join(folder, 'hold.mjs'), hold);
    expect(await node('hold.mjs')).toEqual({ code: 0, out: '' });
    expect(await node('list.mjs')).toEqual({ code: 0, out: '1 in the queue\n1 to 5550101 3 Pending Unknown\n' });
  });

  it('wait for the discount rate, hold, let go and delete', async () => {
    expect(await node('discount.mjs')).toEqual({ code: 0, out: 'Pending\nPaused\nPending\n' });
  });

  it('change a port, and route what it receives', async () => {
    expect(await node('port.mjs')).toEqual({
      code: 0,
      out: [
        'E-mail false',
        'Store in folder true',
        'Print false',
        'Run a program or call a web address false',
        'OUR OFFICE 2 1 Available',
        '',
      ].join('\n'),
    });
    expect(await node('send.mjs')).toEqual({ code: 0, out: 'Fax 1 is in the queue.\nFax 1 is delivered.\n' });
    const filed = await readdir(join(dataDir, 'Received faxes'));
    expect(filed).toEqual([expect.stringMatching(/\.tif$/)]);
  });

  it('errors', async () => {
    const { code, out } = await node('errors.mjs');
    expect(code, out).toBe(0);
    expect(out.split('\n')[0]).toBe('ERROR_INVALID_PARAMETER 0x80070057 87');
    expect(out.trimEnd().split('\n').at(-1)).toBe('NOT_CONNECTED');
  });
});

/** A consumer's program: each line is checked against the types that come with the package. */
const consumer = `import { FaxComError, type FaxDoc, type FaxJob, FaxServer, FaxTiff, JC_RESTART } from 'fax-console/faxcom';

export async function send(server: FaxServer, file: string): Promise<number> {
  const doc: FaxDoc = await server.createDocument(file);
  await doc.setFaxNumber('5550101');
  await doc.setDiscountSend(true);
  return doc.send();
}

export async function first(server: FaxServer): Promise<string> {
  const job: FaxJob = await (await server.getJobs()).item(1);
  await job.setStatus(JC_RESTART);
  const ticks: bigint | undefined = (await new FaxTiff({ missingValue: '' }).rawReceiveTime())?.ticks;
  return \`\${await job.queueStatus()} \${ticks}\`;
}

export const number = (error: unknown): number => (error instanceof FaxComError ? error.hresult : 0);

export async function wrong(server: FaxServer): Promise<void> {
  // @ts-expect-error a number, not a text
  await server.setRetries('5');
  // @ts-expect-error there is no Save
  await server.save();
  // @ts-expect-error a port's id cannot be written
  await (await (await server.getPorts()).item(1)).setDeviceId(1);
}
`;

describe('the types', () => {
  it.each([
    ['bundler', 'esnext'],
    ['node16', 'node16'],
    ['nodenext', 'nodenext'],
  ])('check a consumer with moduleResolution %s, with libraries checked too', async (moduleResolution, module) => {
    const own = join(folder, moduleResolution);
    await mkdir(own);
    await writeFile(join(own, 'consumer.mts'), consumer);
    const options = { module, moduleResolution, target: 'es2023', strict: true, noEmit: true, types: [] };
    const config = { compilerOptions: { ...options, skipLibCheck: false }, files: ['consumer.mts'] };
    await writeFile(join(own, 'tsconfig.json'), JSON.stringify(config));
    const tsc = join(root, 'node_modules/typescript/bin/tsc');
    expect(await run(process.execPath, [tsc, '-p', own])).toEqual({ code: 0, out: '' });
  });
});
