import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { chooseSocketPlace, readDoorFile, removeDeadSockets, socketPlaces, writeDoorFile } from './socket-path.ts';
import { startProcess } from './testing/processes.ts';

let base: string;
beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'fax-socket-'));
});
afterEach(() => rm(base, { recursive: true, force: true }));

const placesIn = (folder: string) => socketPlaces('/data', { env: {}, platform: 'linux', temporary: folder, uid: 5 });

describe('the place', () => {
  test('is in the runtime folder first, short whatever the data folder is called, and its own for each', () => {
    const facts = { env: { XDG_RUNTIME_DIR: '/run/user/5' }, platform: 'linux', temporary: '/tmp', uid: 5 } as const;
    const long = socketPlaces(`/home/${'deep/'.repeat(200)}`, facts);
    expect(long[0]?.path).toMatch(/^\/run\/user\/5\/fax-console\/[0-9a-f]{16}\.sock$/);
    expect(long.map(({ folder }) => folder)).toEqual(['/run/user/5/fax-console', '/tmp/fax-console-5']);
    expect(socketPlaces('/other', facts)[0]?.path).not.toBe(long[0]?.path);
    for (const { path } of long) expect(Buffer.byteLength(path)).toBeLessThanOrEqual(103);
  });

  test('a temporary folder too deep for a socket is passed over', () => {
    const places = placesIn(`/${'x'.repeat(120)}`);
    expect(places.map(({ folder }) => folder)).toEqual(['/tmp/fax-console-5', '/data/door']);
  });

  test('somebody who is in the way in the shared temporary folder keeps nobody from a door', async () => {
    const dataDir = join(base, 'data');
    await mkdir(join(base, 'fax-console-5'), { mode: 0o777 });
    await chmod(join(base, 'fax-console-5'), 0o777);
    const places = socketPlaces(dataDir, { env: {}, platform: 'linux', temporary: base, uid: 5 });
    const inTheWay = places.filter(({ folder }) => folder?.startsWith(base));
    expect((await chooseSocketPlace(inTheWay)).folder).toBe(join(dataDir, 'door'));
  });

  test('sockets of killed owners are removed; those of living ones, young ones and other files stay', async () => {
    const names = ['dead', 'live', 'young'].map((_, index) => `${String(index).repeat(16)}.sock`);
    const [dead = '', live = '', young = ''] = names;
    const killed = [dead, young].map((name) => startProcess('socket-process.ts', [join(base, name)]));
    await Promise.all(killed.map((each) => each.line()));
    for (const each of killed) each.kill('SIGKILL');
    await Promise.all(killed.map(({ ended }) => ended));
    const server = createServer().listen(join(base, live));
    await once(server, 'listening');
    await writeFile(join(base, 'other'), '');
    const long = Date.now() / 1_000 - 3_600;
    for (const name of [dead, live, 'other']) await utimes(join(base, name), long, long);
    await removeDeadSockets(base);
    expect((await readdir(base)).sort()).toEqual([live, young, 'other']);
    server.close();
  });

  test('on Windows it is a pipe', () => {
    expect(socketPlaces('C:\\Fax', { env: {}, platform: 'win32', uid: -1 })).toEqual([
      { folder: null, path: expect.stringMatching(/^\\\\\.\\pipe\\fax-console-[0-9a-f]{16}$/) },
    ]);
  });

  test('its folder is made for the user alone', async () => {
    const { folder } = await chooseSocketPlace([{ folder: join(base, 'mine'), path: join(base, 'mine', 's') }]);
    expect((await stat(folder ?? '')).mode & 0o777).toBe(0o700);
  });

  test('a folder that others can write, that is a link, or that is another user’s, is passed over', async () => {
    await mkdir(join(base, 'open'));
    await chmod(join(base, 'open'), 0o777);
    await mkdir(join(base, 'real'), { mode: 0o700 });
    await symlink(join(base, 'real'), join(base, 'link'));
    const bad = ['open', 'link'].map((name) => ({ folder: join(base, name), path: join(base, name, 's') }));
    const good = { folder: join(base, 'good'), path: join(base, 'good', 's') };
    expect(await chooseSocketPlace([...bad, good])).toBe(good);
    await expect(chooseSocketPlace(bad)).rejects.toMatchObject({ code: 'DATA_FOLDER_UNUSABLE' });
    await expect(chooseSocketPlace([good], 4_242)).rejects.toMatchObject({ code: 'DATA_FOLDER_UNUSABLE' });
  });
});

describe('what the owner wrote about its door', () => {
  test('is found by clients, for its user alone', async () => {
    const socket = join(base, 's');
    await writeDoorFile(base, socket);
    expect((await stat(join(base, 'door.json'))).mode & 0o777).toBe(0o600);
    expect(await readDoorFile(base)).toBe(socket);
  });

  test.each([
    ['nothing', null],
    ['no JSON', 'socket'],
    ['another shape', '{"socket":5}'],
    ['a folder that is gone', '{"socket":"/no/such/folder/s"}'],
  ])('%s is as good as no owner', async (_, text) => {
    if (text !== null) await writeFile(join(base, 'door.json'), text);
    expect(await readDoorFile(base)).toBeNull();
  });

  test('a socket in a folder that others can write is not used', async () => {
    await mkdir(join(base, 'open'));
    await chmod(join(base, 'open'), 0o777);
    await writeDoorFile(base, join(base, 'open', 's'));
    await expect(readDoorFile(base)).rejects.toMatchObject({ code: 'SERVER_UNREACHABLE' });
  });
});
