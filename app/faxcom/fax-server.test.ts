import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { enterOffice } from '../office/office.ts';
import { FaxServer } from './fax-server.ts';
import { FaxTiff } from './fax-tiff.ts';
import { memberTable, methodNames } from './member-table.testing.ts';
import { folderOf } from './open-connection.ts';
import { itemsOf, refusal } from './scripted-office.testing.ts';

const sample = fileURLToPath(new URL('../../resources/samples/sample.pdf', import.meta.url));
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'faxcom-'));
  vi.stubEnv('XDG_RUNTIME_DIR', join(folder, 'run'));
  vi.stubEnv('FAX_DATA', join(folder, 'default'));
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

describe('the name of a server', () => {
  it('that is empty, or this computer’s, is the default data folder', () => {
    const here = join(folder, 'default');
    for (const name of ['', '  ', 'localhost', 'DESK7', '\\\\desk7']) expect(folderOf(name, 'Desk7')).toBe(here);
  });

  it('that is a path is that data folder', () => {
    expect(folderOf(join(folder, 'other'))).toBe(join(folder, 'other'));
    expect(folderOf('./other')).toBe(join(process.cwd(), 'other'));
    expect(folderOf('..')).toBe(join(process.cwd(), '..'));
  });

  it.each([
    ['hylafax://user@faxhost:4559', 'NOT_SUPPORTED'],
    ['winfax://FAXSRV', 'NOT_SUPPORTED'],
    ['FAXSRV', 'SERVER_UNREACHABLE'],
    ['\\\\FAXSRV', 'SERVER_UNREACHABLE'],
  ])('%s is refused: %s', async (name, code) => {
    const server = new FaxServer();
    expect(await refusal(server.connect(name))).toMatchObject({ code });
    // It may be tried again.
    expect(await refusal(server.retries())).toMatchObject({ code: 'NOT_CONNECTED' });
    await server.connect();
    await server.disconnect();
  });
});

describe('the life of a connection', () => {
  it('connects once at a time, and disconnects once', async () => {
    const server = new FaxServer();
    expect(await refusal(server.disconnect())).toMatchObject({ code: 'NOT_CONNECTED' });
    const connecting = server.connect();
    expect(await refusal(server.connect())).toMatchObject({ code: 'ALREADY_CONNECTED' });
    await connecting;
    expect(await refusal(server.connect())).toMatchObject({ code: 'ALREADY_CONNECTED', hresult: 0x800710dd });
    await server.disconnect();
    expect(await refusal(server.disconnect())).toMatchObject({ code: 'NOT_CONNECTED' });
    await server.connect();
    expect(await server.retries()).toBe(3);
    await server.disconnect();
  });

  it('is told of a data folder that cannot be used', async () => {
    expect(await refusal(new FaxServer().connect(`${sample}/data`))).toMatchObject({
      code: 'DATA_FOLDER_UNUSABLE',
      modelName: 'FAX_E_FILE_ACCESS_DENIED',
    });
  });

  it('is a client where somebody runs the server, and leaves it running', async () => {
    const office = await enterOffice({ dataDir: join(folder, 'default') });
    try {
      const server = new FaxServer();
      await server.connect();
      await server.setRetries(5);
      await server.disconnect();
      const { settings } = await office.request('settings.list', {});
      expect(settings.find(({ name }) => name === 'retries')?.value).toBe(5);
    } finally {
      await office.close();
    }
  });
});

describe('an owner that goes while a script is connected', () => {
  it('ends what it asks; the script may disconnect and connect again, and then runs the server itself', async () => {
    const office = await enterOffice({ dataDir: join(folder, 'default') });
    const server = new FaxServer();
    await server.connect();
    await office.close();
    await vi.waitFor(async () => {
      expect(await refusal(server.retries())).toMatchObject({ code: 'SERVER_STOPPED', hresult: 0x800706ba });
    });
    await server.disconnect();
    await server.connect();
    expect(await server.retries()).toBe(3);
    await server.disconnect();
  });
});

describe('with nobody there, the script runs the server itself', () => {
  it('sends a fax over a practice line, real pages and real T.30, and reads what was received', async () => {
    const dataDir = join(folder, 'own');
    const server = new FaxServer();
    await server.connect(dataDir);
    const doc = await server.createDocument(sample);
    await doc.setFaxNumber('5550101');
    await doc.send();
    await vi.waitUntil(async () => (await (await server.getJobs()).count()) === 0, { timeout: 20_000, interval: 100 });
    await server.disconnect();
    const tiff = new FaxTiff();
    await tiff.setImage(join(dataDir, 'inbox', 'fax-2.tif'));
    expect([await tiff.tsid(), await tiff.csid()]).toEqual(['5550100', '5550101']);
  });

  it('disconnect lets the call that is up end first', async () => {
    const dataDir = join(folder, 'own');
    const server = new FaxServer();
    await server.connect(dataDir);
    const doc = await server.createDocument(sample);
    await doc.setFaxNumber('5550101');
    const id = await doc.send();
    const [job] = await itemsOf(await server.getJobs());
    expect(await job?.queueStatus()).toBe('In Progress');
    await server.disconnect();
    const office = await enterOffice({ dataDir, stay: 'moment' });
    try {
      expect((await office.request('jobs.get', { id })).job.state).toBe('delivered');
      expect((await office.request('messages.list', {})).total).toBe(1);
    } finally {
      await office.close();
    }
  });
});

describe('the settings', () => {
  it('are those of the model, all written at once and read back', async () => {
    const server = new FaxServer();
    await server.connect();
    try {
      await server.setRetryDelay(0);
      await server.setBranding(false);
      await server.setServerMapiProfile('Profile');
      await server.setArchiveOutboundFaxes(false);
      await server.setArchiveDirectory('');
      expect([await server.retryDelay(), await server.branding(), await server.serverMapiProfile()]).toEqual([
        0,
        false,
        'Profile',
      ]);
      // On with no directory: object model 1.1.
      expect(await refusal(server.setArchiveOutboundFaxes(true))).toMatchObject({
        modelName: 'ERROR_INVALID_PARAMETER',
      });
      await mkdir(join(folder, 'archive'));
      await server.setArchiveDirectory(join(folder, 'archive'));
      await server.setArchiveOutboundFaxes(true);
      expect([await server.archiveOutboundFaxes(), await server.archiveDirectory()]).toEqual([
        true,
        join(folder, 'archive'),
      ]);
      expect(await refusal(server.setArchiveDirectory(`/${'x'.repeat(200)}`))).toMatchObject({
        modelName: 'ERROR_BUFFER_OVERFLOW',
      });
    } finally {
      await server.disconnect();
    }
  });

  it.each<[string, (server: FaxServer) => Promise<void>]>([
    ['retries -1', (server) => server.setRetries(-1)],
    ['retries 100', (server) => server.setRetries(100)],
    ['retryDelay -1', (server) => server.setRetryDelay(-1)],
    ['nothing', (server) => server.setRetries(undefined as unknown as number)],
    ['a number for a switch', (server) => server.setBranding(2 as unknown as boolean)],
  ])('refuse %s', async (_, put) => {
    const server = new FaxServer();
    await server.connect();
    try {
      expect(await refusal(put(server))).toMatchObject({ modelName: 'ERROR_INVALID_PARAMETER' });
    } finally {
      await server.disconnect();
    }
  });
});

describe('the docs page', () => {
  it('lists every member under its object', async () => {
    const text = await readFile(new URL('README.md', import.meta.url), 'utf8');
    const table = text.slice(text.indexOf('## All members'), text.indexOf('What to know of some'));
    let objects: readonly string[] = [];
    const listed = new Map<string, string[]>();
    for (const [, object = '', kind = '', members = ''] of table.matchAll(/^\| ?(.*?) ?\| (R|RW|W|M) \| (.*) \|$/gm)) {
      if (object !== '') objects = object.split(', ');
      const names = members.split(' ').flatMap((name) => {
        const set = `set${name.charAt(0).toUpperCase()}${name.slice(1)}`;
        return kind === 'RW' ? [name, set] : [kind === 'W' ? set : name];
      });
      for (const each of objects) listed.set(each, [...(listed.get(each) ?? []), ...names]);
    }
    const expected = Object.entries(memberTable).map(([name, members]) => [name, [...methodNames(members)].sort()]);
    const found = Object.keys(memberTable).map((name) => [name, [...(listed.get(name) ?? [])].sort()]);
    expect(found).toEqual(expected);
  });
});
