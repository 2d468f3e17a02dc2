import { mkdtemp, rm, stat } from 'node:fs/promises';
import { createConnection, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { FaxEvent } from '../contract/events.ts';
import { FaxError } from '../model/errors.ts';
import { connectSocket, HandedOver, type SocketClient } from './socket-client.ts';
import { openSocketDoor, type SocketDoor } from './socket-door.ts';
import { createFakeServer, type FakeServer } from './testing/fake-server.ts';
import type { Stay, WireLimits } from './wire.ts';

let folder: string;
let path: string;
let problems: FaxError[];
let doors: SocketDoor[];
let sockets: Socket[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fax-door-'));
  path = join(folder, 's');
  problems = [];
  doors = [];
  sockets = [];
});

afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  await Promise.all(doors.map((door) => door.close('stopped', 50)));
  await rm(folder, { recursive: true, force: true });
});

async function open(server: FakeServer, limits: Partial<WireLimits> = {}, stay: Stay = 'service'): Promise<SocketDoor> {
  const door = await openSocketDoor({
    place: { folder, path },
    stay,
    server: Promise.resolve(server),
    onProblem: (problem) => problems.push(problem),
    limits,
  });
  doors.push(door);
  return door;
}

async function connect(limits: Partial<WireLimits> = {}): Promise<SocketClient> {
  const client = await connectSocket(path, { limits, timeout: 1_000 });
  if (!client) throw new Error('Nobody listens');
  return client;
}

/** A client that speaks as it likes: the lines it gets, parsed. */
function raw(): { socket: Socket; lines: unknown[]; closed: Promise<void> } {
  const socket = createConnection({ path });
  sockets.push(socket);
  const lines: unknown[] = [];
  createInterface({ input: socket }).on('line', (line) => lines.push(JSON.parse(line)));
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  socket.on('error', () => undefined);
  return { socket, lines, closed };
}

const patch = (version: number): FaxEvent => ({ type: 'patch', version, changes: [] });

test('asks and answers, events included, for its user alone', async () => {
  const server = createFakeServer({ name: 'A' });
  await open(server);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  const client = await connect();
  const events: FaxEvent[] = [];
  const stop = client.subscribe((event) => events.push(event));
  expect((await client.request('snapshot', {})).server.name).toBe('A');
  server.emit(patch(8));
  await vi.waitFor(() => expect(events).toEqual([patch(8)]));
  stop();
  await client.request('snapshot', {});
  expect(server.listeners).toBe(0);
  await client.close();
});

test('a refused request keeps its code, its sentence and its next step', async () => {
  const error = new FaxError('PORT_BUSY', { message: 'Line 1 is on a call.', next: 'Wait.' });
  await open(createFakeServer({ answer: () => Promise.reject(error) }));
  const client = await connect();
  await expect(client.request('ports.list', {})).rejects.toMatchObject({
    code: 'PORT_BUSY',
    message: 'Line 1 is on a call.',
    next: 'Wait.',
  });
  await client.close();
});

test('a defect behind the door shows no stack and is reported to the owner', async () => {
  await open(createFakeServer({ answer: () => Promise.reject(new TypeError('x is undefined at /secret/place')) }));
  const client = await connect();
  const refusal = await client.request('ports.list', {}).catch((error: unknown) => error);
  expect(refusal).toMatchObject({ code: 'INTERNAL' });
  expect(JSON.stringify((refusal as FaxError).toData())).not.toContain('/secret');
  expect(problems).toHaveLength(1);
  await client.close();
});

test('input of a wrong shape is refused with the place of the fault, and the connection goes on', async () => {
  await open(createFakeServer());
  const { socket, lines } = raw();
  socket.write('{"id":1,"request":"jobs.get","input":{"id":"twelve"}}\n{"id":2,"request":"no.such","input":{}}\n');
  socket.write('{"id":3,"request":"toString","input":{}}\n{"id":4,"request":"ports.list","input":{}}\n');
  await vi.waitFor(() => expect(lines).toHaveLength(5));
  expect(lines).toContainEqual(
    expect.objectContaining({ id: 1, ok: false, error: expect.objectContaining({ code: 'ARGUMENT_INVALID' }) }),
  );
  expect(JSON.stringify(lines[1])).toContain('“id”');
  for (const id of [2, 3])
    expect(lines).toContainEqual(
      expect.objectContaining({ id, ok: false, error: expect.objectContaining({ code: 'NOT_SUPPORTED' }) }),
    );
  expect(lines).toContainEqual(expect.objectContaining({ id: 4, ok: true }));
});

test.each([
  ['no JSON', 'GET / HTTP/1.1\r\n\r\n'],
  ['JSON of another shape', '{"hello":"world"}\n'],
  ['an id that is none', '{"id":-1,"request":"ports.list","input":{}}\n'],
  ['more keys than known', '{"id":1,"request":"ports.list","input":{},"as":"root"}\n'],
  ['octets that are no text', Buffer.from([0xff, 0xfe, 0x00, 0x0a])],
])('%s ends the connection with a sentence and hurts nobody else', async (_, octets) => {
  await open(createFakeServer());
  const other = await connect();
  const { socket, lines, closed } = raw();
  socket.write(octets);
  await closed;
  expect(lines.at(-1)).toMatchObject({ id: null, ok: false, error: { code: 'PROTOCOL_ERROR' } });
  expect(problems).toHaveLength(1);
  await expect(other.request('ports.list', {})).resolves.toEqual({ ports: [] });
  await other.close();
});

test('a line without end is cut off at its bound, whether its end comes or not', async () => {
  await open(createFakeServer(), { requestLine: 10_000 });
  for (const end of ['', '\n']) {
    const { socket, lines, closed } = raw();
    socket.write(`{"id":1,"request":"ports.list","input":"${'x'.repeat(20_000)}"}${end}`);
    await closed;
    expect(lines.at(-1)).toMatchObject({ ok: false, error: { code: 'PROTOCOL_ERROR' } });
  }
});

test('half a line, and then nothing: no request was made', async () => {
  const answer = vi.fn();
  const door = await open(createFakeServer({ answer }));
  const { socket, closed } = raw();
  socket.end('{"id":1,"request":"ports.list","input":{}}');
  await closed;
  await vi.waitFor(() => expect(door.clients).toBe(0));
  expect(answer).not.toHaveBeenCalled();
});

test('a request cut into single octets is one request', async () => {
  await open(createFakeServer());
  const { socket, lines } = raw();
  for (const octet of Buffer.from('{"id":5,"request":"ports.list","input":{}}\n')) {
    socket.write(Buffer.from([octet]));
    await sleep(0);
  }
  await vi.waitFor(() => expect(lines).toContainEqual(expect.objectContaining({ id: 5, ok: true })));
});

test('whatever octets come, the door stays open for others', async () => {
  await open(createFakeServer());
  const other = await connect();
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (octets) => {
      const { socket, closed } = raw();
      socket.end(octets);
      await closed;
      await other.request('ports.list', {});
    }),
    { numRuns: 50 },
  );
  await other.close();
});

test('a client that does not read is dropped; the others are served on', async () => {
  const server = createFakeServer();
  const door = await open(server, { unread: 100_000 });
  const { socket, closed } = raw();
  const reader = await connect();
  socket.write('{"subscribe":true}\n');
  await vi.waitFor(() => expect(server.listeners).toBe(1));
  socket.pause();
  let version = 8;
  await vi.waitFor(
    () => {
      for (let n = 0; n < 2_000; n++) server.emit(patch(version++));
      expect(door.clients).toBe(1);
    },
    { timeout: 10_000 },
  );
  expect(server.listeners).toBe(0);
  await expect(reader.request('ports.list', {})).resolves.toBeDefined();
  socket.resume();
  await closed;
  await reader.close();
});

test('a client with too many requests under way waits; each is answered in the end', async () => {
  let running = 0;
  let most = 0;
  await open(
    createFakeServer({
      answer: async () => {
        most = Math.max(most, ++running);
        await sleep(1);
        running--;
        return { ports: [] };
      },
    }),
    { underWay: 3 },
  );
  const client = await connect();
  await Promise.all(Array.from({ length: 100 }, () => client.request('ports.list', {})));
  expect(most).toBe(3);
  await client.close();
});

test('many clients at once; one too many is told so', async () => {
  const door = await open(createFakeServer(), { clients: 20 });
  const clients = await Promise.all(Array.from({ length: 20 }, () => connect()));
  await Promise.all(clients.map((client) => client.request('ports.list', {})));
  await expect(connect()).rejects.toMatchObject({ code: 'SERVER_UNREACHABLE' });
  await Promise.all(clients.map((client) => client.close()));
  await vi.waitFor(() => expect(door.clients).toBe(0));
  await (await connect()).close();
});

test('an orderly stop answers what is under way, takes no more and says goodbye', async () => {
  const slow = Promise.withResolvers<unknown>();
  const door = await open(createFakeServer({ answer: () => slow.promise }));
  const client = await connect();
  const gone = new Promise((resolve) => client.onGone(resolve));
  const asked = client.request('ports.list', {});
  await sleep(20);
  const closed = door.close('stopped');
  slow.resolve({ ports: [] });
  await expect(asked).resolves.toEqual({ ports: [] });
  await closed;
  expect(await gone).toBe('stopped');
  await expect(client.request('ports.list', {})).rejects.toMatchObject({ code: 'SERVER_STOPPED' });
  expect(await connectSocket(path)).toBeNull();
});

test('a handover tells clients that what they asked was not taken up', async () => {
  const door = await open(createFakeServer({ answer: () => new Promise(() => undefined) }), { underWay: 1 });
  const client = await connect();
  const asked = client.request('ports.list', {}).catch((error: unknown) => error);
  await sleep(20);
  await door.close('done', 50);
  expect(await asked).toBeInstanceOf(HandedOver);
});

test('an owner that is gone without a word stops what waits for it', async () => {
  await open(createFakeServer({ answer: () => new Promise(() => undefined) }));
  const { socket } = raw();
  const client = await connect();
  const asked = client.request('ports.list', {}).catch((error: unknown) => error);
  socket.destroy();
  // The door of a killed process: its sockets are reset by the system.
  await client.close();
  expect(await asked).toMatchObject({ code: 'SERVER_STOPPED' });
});

test('an owner that listens and says nothing is unreachable, not waited for', async () => {
  const { createServer } = await import('node:net');
  const mute = createServer(() => undefined);
  await new Promise<void>((resolve) => mute.listen(path, resolve));
  await expect(connectSocket(path, { timeout: 50 })).rejects.toMatchObject({ code: 'SERVER_UNREACHABLE' });
  mute.close();
});

test('an owner of another protocol is refused, not guessed at', async () => {
  const { createServer } = await import('node:net');
  const other = createServer((socket) => void socket.write('{"hello":{"protocol":99,"stay":"service"}}\n'));
  await new Promise<void>((resolve) => other.listen(path, resolve));
  await expect(connectSocket(path)).rejects.toMatchObject({ code: 'PROTOCOL_ERROR' });
  other.close();
});

test('an owner that falls silent with a request under way is given up', async () => {
  await open(createFakeServer({ answer: () => new Promise(() => undefined) }), { beat: 60_000 });
  const client = await connect({ silence: 60 });
  await expect(client.request('ports.list', {})).rejects.toMatchObject({ code: 'SERVER_UNREACHABLE' });
});

test('an owner that works long and gives signs of life is waited for', async () => {
  await open(
    createFakeServer({
      answer: async () => {
        await sleep(300);
        return { ports: [] };
      },
    }),
    { beat: 20 },
  );
  const client = await connect({ silence: 120 });
  await expect(client.request('ports.list', {})).resolves.toEqual({ ports: [] });
  await client.close();
});

test('an answer that is not what the contract says never reaches its asker', async () => {
  await open(createFakeServer({ answer: () => ({ ports: 'many' }) }));
  const client = await connect();
  await expect(client.request('ports.list', {})).rejects.toMatchObject({ code: 'PROTOCOL_ERROR' });
  await client.close();
});
