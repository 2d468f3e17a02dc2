import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { connect } from './fax-client.ts';
import { type ServerProcess, type ServerStart, startServer } from './server-process.ts';

let folder: string;
let servers: ServerProcess[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fax-two-'));
  servers = [];
});
afterEach(async () => {
  for (const server of servers) server.signal('SIGKILL');
  await Promise.all(servers.map(({ ended }) => ended));
  await rm(folder, { recursive: true, force: true });
});

function start(at?: ServerStart['at']): ServerProcess {
  const server = startServer({
    dataDir: join(folder, 'data'),
    ...(at ? { at } : {}),
    planted: null,
    synced: null,
    runtimeDir: join(folder, 'run'),
  });
  servers.push(server);
  return server;
}

const owns = (server: ServerProcess) => expect.poll(() => server.role, { timeout: 20_000 }).toBe('owner');

/** It answers as whoever owns the folder. */
async function answers(server: ServerProcess): Promise<void> {
  const socket = await server.ready;
  const client = socket === null ? null : await connect(socket);
  expect((await client?.request('snapshot', {}))?.ports).toHaveLength(2);
  await client?.close();
}

test('of six servers that start at once one owns the folder, the others are its clients', async () => {
  const six = Array.from({ length: 6 }, () => start());
  await Promise.all(six.map(({ ready }) => ready));
  expect(six.map(({ role }) => role).toSorted()).toEqual(['client', 'client', 'client', 'client', 'client', 'owner']);
  for (const server of six) await answers(server);
}, 60_000);

test.each(['restart.loaded', 'restart.folders-prepared', 'restart.lines-opened'] as const)(
  'the second takes over from a first that is killed at %s',
  async (step) => {
    const first = start({ step, occurrence: 1 });
    const second = start();
    // Whoever won: the other one is ready as a client, or waits for the door to open.
    await Promise.race([first.ended, second.ready]);
    if (second.role === 'owner') {
      await first.ready;
      expect(first.role).toBe('client');
      first.signal('SIGKILL');
    }
    await first.ended;
    await owns(second);
    await answers(second);
  },
  60_000,
);

test('one that starts while the owner stops owns the folder afterwards', async () => {
  const first = start();
  await first.ready;
  expect(first.role).toBe('owner');
  first.signal('SIGTERM');
  const second = start();
  await sleep(20);
  expect(await first.ended).toMatchObject({ code: 0 });
  await owns(second);
  await answers(second);
}, 60_000);

test('many consoles that wait: one takes over at each kill, never two', async () => {
  const waiting = [start(), start(), start()];
  await Promise.all(waiting.map(({ ready }) => ready));
  for (let left = waiting.length; left > 1; left -= 1) {
    const owner = waiting.find(({ role }) => role === 'owner');
    owner?.signal('SIGKILL');
    await owner?.ended;
    waiting.splice(waiting.indexOf(owner as ServerProcess), 1);
    await expect.poll(() => waiting.filter(({ role }) => role === 'owner').length, { timeout: 20_000 }).toBe(1);
    await sleep(200);
    expect(waiting.filter(({ role }) => role === 'owner')).toHaveLength(1);
  }
}, 60_000);
