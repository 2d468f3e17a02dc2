import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { FaxEvent } from '../contract/events.ts';
import { FaxError } from '../model/errors.ts';
import { tryLock } from './lock.ts';
import { enterOffice, type Office, type OfficeOptions, type RoleChange, resyncVersion } from './office.ts';
import { createFakeServer, type FakeServerOptions, openFake } from './testing/fake-server.ts';
import { startProcess, type TestProcess } from './testing/processes.ts';

let folder: string;
let offices: Office[];
let processes: TestProcess[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fax-office-'));
  // Sockets of killed processes lie here too, so that they go with the folder.
  vi.stubEnv('XDG_RUNTIME_DIR', join(folder, 'run'));
  offices = [];
  processes = [];
});

afterEach(async () => {
  for (const each of processes) each.kill('SIGKILL');
  await Promise.all(processes.map(({ ended }) => ended));
  await Promise.allSettled(offices.map((office) => office.close()));
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

async function enter(
  options: Partial<OfficeOptions> & FakeServerOptions = {},
): Promise<{ office: Office; server: ReturnType<typeof createFakeServer>; changes: RoleChange[]; events: FaxEvent[] }> {
  const server = createFakeServer(options);
  const office = await enterOffice({ dataDir: folder, openServer: openFake(server), ...options });
  offices.push(office);
  const changes: RoleChange[] = [];
  const events: FaxEvent[] = [];
  office.onRoleChange((change) => changes.push(change));
  office.subscribe((event) => events.push(event));
  return { office, server, changes, events };
}

function start(...args: readonly string[]): TestProcess {
  const started = startProcess('office-process.ts', [folder, ...args]);
  processes.push(started);
  return started;
}

const nameOf = async (office: Office): Promise<string> => (await office.request('snapshot', {})).server.name;

describe('roles', () => {
  test('the first is the owner, the next its client; both get the same answers and events', async () => {
    const first = await enter({ name: 'first' });
    const second = await enter({ name: 'second' });
    expect([first.office.role, second.office.role]).toEqual(['owner', 'client']);
    expect(await nameOf(first.office)).toBe('first');
    expect(await nameOf(second.office)).toBe('first');
    expect(second.office.socketPath).toBe(first.office.socketPath);
    expect(second.office.ownerStay).toBe('service');
    const event: FaxEvent = { type: 'patch', version: 8, changes: [] };
    first.server.emit(event);
    expect(first.events).toEqual([event]);
    await vi.waitFor(() => expect(second.events).toEqual([event]));
  });

  test('the owner checks its own input by the contract too', async () => {
    const { office } = await enter();
    await expect(office.request('jobs.get', { id: -1 })).rejects.toMatchObject({ code: 'ARGUMENT_INVALID' });
  });

  test('clients that come while the server is still opening wait for it', async () => {
    const opening = Promise.withResolvers<void>();
    const server = createFakeServer({ name: 'slow' });
    const owner = enterOffice({
      dataDir: folder,
      openServer: async (context) => {
        await opening.promise;
        return await openFake(server)(context);
      },
    });
    await sleep(50);
    const client = await enter();
    const asked = nameOf(client.office);
    opening.resolve();
    expect(await asked).toBe('slow');
    offices.push(await owner);
  });

  test('a server that cannot be opened says so to its owner and to whoever waits, and frees the folder', async () => {
    const opening = Promise.withResolvers<void>();
    const owner = enterOffice({
      dataDir: folder,
      openServer: async () => {
        await opening.promise;
        throw new FaxError('STORE_DAMAGED');
      },
    }).catch((error: unknown) => error);
    await sleep(50);
    const client = await enter();
    const asked = nameOf(client.office).catch((error: unknown) => error);
    await sleep(30);
    opening.resolve();
    expect(await owner).toMatchObject({ code: 'STORE_DAMAGED' });
    expect(await asked).toMatchObject({ code: 'STORE_DAMAGED' });
    const lock = tryLock(folder);
    expect(lock).not.toBeNull();
    lock?.release();
  });

  test('a folder locked by a program that does not answer is given up with a sentence', async () => {
    const lock = tryLock(folder);
    await expect(enterOffice({ dataDir: folder, patience: 100 })).rejects.toMatchObject({ code: 'SERVER_UNREACHABLE' });
    lock?.release();
  });

  test('waiting for a locked folder can be given up', async () => {
    const lock = tryLock(folder);
    const stop = new AbortController();
    const entering = enterOffice({ dataDir: folder, signal: stop.signal }).catch((error: unknown) => error);
    await sleep(50);
    stop.abort();
    expect(await entering).toMatchObject({ code: 'CANCELLED' });
    lock?.release();
  });

  test('whoever comes while an owner stays for a moment only waits and becomes the owner', async () => {
    const moment = await enter({ name: 'moment', stay: 'moment' });
    const next = enter({ name: 'next', patience: 50 });
    await sleep(200);
    await moment.office.close();
    const { office } = await next;
    expect(office.role).toBe('owner');
    expect(await nameOf(office)).toBe('next');
  });
});

describe('when the owner leaves', () => {
  test('a stop ends its clients: what waits and what follows is SERVER_STOPPED', async () => {
    const hanging = await enter({ answer: () => new Promise(() => undefined) });
    const client = await enter();
    const asked = client.office.request('ports.list', {}).catch((error: unknown) => error);
    await sleep(30);
    await hanging.office.close('stopped');
    expect(await asked).toMatchObject({ code: 'SERVER_STOPPED' });
    expect(client.changes).toEqual([{ role: 'lost', error: expect.objectContaining({ code: 'SERVER_STOPPED' }) }]);
    expect(client.office.role).toBe('lost');
    await expect(client.office.request('ports.list', {})).rejects.toMatchObject({ code: 'SERVER_STOPPED' });
  });

  test('a console takes over, answers itself, and sends its listeners for a new snapshot', async () => {
    const first = await enter({ name: 'first' });
    const console = await enter({ name: 'console', takeOver: true });
    await first.office.close();
    expect(first.server.log).toEqual(['connect', 'disconnect']);
    expect(await nameOf(console.office)).toBe('console');
    await vi.waitFor(() => expect(console.changes).toEqual([{ role: 'owner' }]));
    expect(console.events).toEqual([{ type: 'patch', version: resyncVersion, changes: [] }]);
    const event: FaxEvent = { type: 'patch', version: 8, changes: [] };
    console.server.emit(event);
    expect(console.events.at(-1)).toEqual(event);
  });

  test('a command that is done hands over: its client goes on with the same request', async () => {
    const first = await enter({ name: 'first', stay: 'command', answer: () => new Promise(() => undefined) });
    const second = await enter({ name: 'second', stay: 'command' });
    expect(second.office.role).toBe('client');
    const asked = nameOf(second.office);
    await sleep(30);
    await first.office.close();
    expect(await asked).toBe('second');
    expect(second.office.role).toBe('owner');
  });

  test('a kill is survived by a console; what it asked and may ask twice is answered', async () => {
    const owner = start('killed', 'service');
    await owner.line();
    const console = await enter({ name: 'console', takeOver: true });
    expect(await nameOf(console.office)).toBe('killed');
    owner.kill('SIGKILL');
    await owner.ended;
    expect(await nameOf(console.office)).toBe('console');
  });

  test('without takeOver a kill is SERVER_STOPPED', async () => {
    const owner = start('killed', 'service');
    await owner.line();
    const client = await enter();
    owner.kill('SIGKILL');
    await vi.waitFor(() => expect(client.office.role).toBe('lost'));
    await expect(client.office.request('snapshot', {})).rejects.toMatchObject({ code: 'SERVER_STOPPED' });
  });

  test('several waiting consoles race: one owns, the others are its clients', async () => {
    const owner = start('killed', 'service');
    await owner.line();
    const consoles = ['a', 'b', 'c'].map((name) => start(name, 'service', 'yes'));
    for (const each of consoles) {
      expect(JSON.parse(await each.line())).toMatchObject({ role: 'client' });
      expect(JSON.parse(await each.line())).toEqual({ answeredBy: 'killed' });
    }
    owner.kill('SIGKILL');
    const roles = await Promise.all(consoles.map(async (each) => JSON.parse(await each.line()).role));
    expect(roles.toSorted()).toEqual(['client', 'client', 'owner']);
    const answers = await Promise.all(consoles.map(async (each) => JSON.parse(await each.line()).answeredBy));
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toBe(['a', 'b', 'c'][roles.indexOf('owner')]);
  });

  test('of several processes that start at once, one owns', async () => {
    const all = ['a', 'b', 'c', 'd'].map((name) => start(name, 'service'));
    const roles = await Promise.all(all.map(async (each) => JSON.parse(await each.line()).role));
    expect(roles.toSorted()).toEqual(['client', 'client', 'client', 'owner']);
  });

  test('SIGTERM to the owner is an orderly stop with exit 0', async () => {
    const owner = start('stopped', 'service');
    await owner.line();
    await owner.line();
    owner.kill('SIGTERM');
    expect(await owner.ended).toBe(0);
  });
});

describe('closing', () => {
  test('is idempotent, refuses what follows, and leaves the folder free', async () => {
    const { office, server } = await enter();
    await Promise.all([office.close(), office.close()]);
    expect(server.log).toEqual(['connect', 'disconnect']);
    await expect(office.request('snapshot', {})).rejects.toMatchObject({ code: 'SERVER_STOPPED' });
    const lock = tryLock(folder);
    expect(lock).not.toBeNull();
    lock?.release();
  });

  test('a client that closes tells nobody that it is lost', async () => {
    await enter();
    const client = await enter();
    await client.office.close();
    await sleep(20);
    expect(client.changes).toEqual([]);
  });

  test('the folder holds no trace of the process: no pid file', async () => {
    const { office } = await enter();
    expect(JSON.parse(await readFile(join(folder, 'door.json'), 'utf8'))).toEqual({ socket: office.socketPath });
  });
});
