import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Snapshot } from '../../app/contract/snapshot.ts';
import type { Message } from '../../app/model/message.ts';
import type { SocketClient } from '../../app/office/socket-client.ts';
import { connect } from './fax-client.ts';
import { isSettled } from './lane.ts';
import { addT38Port, setUpOffice, type T38Pair } from './office-setup.ts';
import { type ServerProcess, startServer } from './server-process.ts';

/** The office that receives over `t38:`; it is never killed. */
export interface Receiver {
  readonly dataDir: string;
  readonly routed: string;
  /** Opens a port for a lane, by the lane's name. */
  openPort(name: string, ports: T38Pair): Promise<void>;
  /** What came in on a lane's port, oldest first, with how many pages its trace confirms, once its calls have ended. */
  received(name: string): Promise<readonly (Message & { readonly confirmed: number })[]>;
  /** Stops in order; gives what it told of all its faxes. */
  close(): Promise<Snapshot>;
}

/** A call that was cut ends by T.30's own timers, ms. */
const CALLS_END = 60_000;

export async function openReceiver(folder: string, runtimeDir: string, mailPort: number): Promise<Receiver> {
  const dataDir = join(folder, 'data');
  const routed = join(folder, 'routed');
  await mkdir(routed, { recursive: true });
  const server = startServer({ dataDir, planted: null, synced: null, runtimeDir });
  const socket = await server.ready;
  const client = socket === null ? null : await connect(socket);
  if (client === null) throw new Error(`The receiver did not start: ${server.complaints.join(' ')}`);
  await setUpOffice(client, { mailPort, routed });
  return {
    dataDir,
    routed,
    openPort: (name, { sender, receiver }) => addT38Port(client, name, { own: receiver, far: sender }, true),
    received: (name) => receivedOn(client, name),
    close: () => close(server, client),
  };
}

async function receivedOn(client: SocketClient, port: string) {
  const until = performance.now() + CALLS_END;
  let snapshot = await client.request('snapshot', {});
  const isQuiet = () =>
    snapshot.ports.every(({ name, state }) => name !== port || state === 'idle') &&
    isSettled({
      ...snapshot,
      jobs: snapshot.jobs.filter((job) => job.port === port),
      messages: snapshot.messages.filter((message) => message.port === port),
    });
  while (!isQuiet() && performance.now() < until) {
    await sleep(250);
    snapshot = await client.request('snapshot', {});
  }
  const own = snapshot.messages.filter((message) => message.port === port).sort((a, b) => a.id - b.id);
  return Promise.all(own.map(async (message) => ({ ...message, confirmed: await confirmedPages(client, message.id) })));
}

/** Pages that the receiver said it has: MCF or RTP, each once. */
async function confirmedPages(client: SocketClient, id: number): Promise<number> {
  const { attempts } = await client.request('jobs.get', { id });
  return attempts
    .flatMap(({ transcript }) => transcript)
    .filter(({ dir, type }) => dir === 'tx' && (type === 'MCF' || type === 'RTP' || type === 'PIP')).length;
}

async function close(server: ServerProcess, client: SocketClient): Promise<Snapshot> {
  const snapshot = await client.request('snapshot', {});
  await client.close();
  server.signal('SIGTERM');
  await server.ended;
  return snapshot;
}
