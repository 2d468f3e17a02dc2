import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { isIP } from 'node:net';
import { FaxError } from '../../model/errors.ts';
import type { Endpoint } from '../../model/line-address.ts';
import type { DatagramSocket } from '../line-system.ts';

type LookedUp = (error: NodeJS.ErrnoException | null, address: string, family: number) => void;

/** Asked for on both ways: an unpaced far end sends a page in one go. The system may give less. */
const BUFFER = 1 << 20;

/**
 * Binds a UDP socket of the system. The event loop takes at most 32 datagrams of a socket at a time, so that a flood
 * keeps nothing else waiting. Rejects with `LINE_UNAVAILABLE`.
 */
export async function bindDatagramSocket(local: Endpoint): Promise<DatagramSocket> {
  const family = isIP(local.host) === 6 ? 6 : 4;
  const ownHost = isIP(local.host) === 0 ? await resolveHost(local.host, family) : local.host;
  // Datagrams go to numeric addresses: looking each of them up would delay it by a turn of the event loop.
  const lookupNumeric = (host: string, _options: unknown, found: LookedUp): void => found(null, host, family);
  const socket = createSocket({ type: family === 6 ? 'udp6' : 'udp4', lookup: lookupNumeric });
  try {
    const bound = once(socket, 'listening');
    socket.bind(local.port, ownHost);
    await bound;
  } catch (cause) {
    socket.close();
    throw cannotBind(local, cause);
  }
  enlargeBuffers(socket);
  return new SystemSocket(socket, family);
}

/** A socket of the system that is bound. */
class SystemSocket implements DatagramSocket {
  readonly local: Endpoint;
  readonly #socket: Socket;
  readonly #family: 4 | 6;
  #failure: Error | null = null;
  #onFailure: (cause: Error) => void = () => undefined;
  #open = true;
  /** Datagrams that the system has not taken yet. */
  #sending = 0;
  #onAllSent: () => void = () => undefined;

  constructor(socket: Socket, family: 4 | 6) {
    const { address, port } = socket.address();
    this.local = { host: address, port };
    this.#socket = socket;
    this.#family = family;
    socket.on('error', (cause) => {
      if (isOfOneDatagram(cause)) return;
      this.#failure = cause;
      this.#onFailure(cause);
    });
  }

  resolve(host: string): Promise<string> {
    return resolveHost(host, this.#family);
  }

  send(octets: Uint8Array, to: Endpoint): void {
    if (!this.#open) return;
    this.#sending += 1;
    // What the network refuses (no route, too long) is lost, as other datagrams may be.
    this.#socket.send(octets, to.port, to.host, () => {
      this.#sending -= 1;
      if (this.#sending === 0) this.#onAllSent();
    });
  }

  onDatagram(listener: (octets: Uint8Array, from: Endpoint) => void): void {
    this.#socket.on('message', (octets: Buffer, { address: host, port }: RemoteInfo) =>
      listener(octets, { host, port }),
    );
  }

  onFailed(listener: (cause: Error) => void): void {
    this.#onFailure = listener;
    if (this.#failure !== null) listener(this.#failure);
  }

  async close(): Promise<void> {
    if (!this.#open) return;
    this.#open = false;
    // Closing at once would lose the last words of a call.
    if (this.#sending > 0) await new Promise<void>((resolve) => (this.#onAllSent = resolve));
    const closed = once(this.#socket, 'close');
    this.#socket.close();
    await closed;
  }
}

const ofOneDatagram = new Set(['ECONNREFUSED', 'ECONNRESET', 'EMSGSIZE', 'EHOSTUNREACH', 'ENETUNREACH', 'ENETRESET']);

/**
 * True where the system tells what became of one datagram (nobody listens there, no way there, too long), as some do:
 * it is as good as lost, and the socket goes on.
 */
export function isOfOneDatagram(cause: Error): boolean {
  return 'code' in cause && typeof cause.code === 'string' && ofOneDatagram.has(cause.code);
}

function enlargeBuffers(socket: Socket): void {
  try {
    socket.setRecvBufferSize(BUFFER);
    socket.setSendBufferSize(BUFFER);
  } catch (cause) {
    // Some systems refuse instead of giving what they have: theirs will do, and lost packets are made good.
    if (!(cause instanceof Error && 'code' in cause)) throw cause;
  }
}

async function resolveHost(host: string, family: 4 | 6): Promise<string> {
  try {
    const found = await lookup(host, { family });
    if (found.family === family) return found.address;
  } catch (cause) {
    throw notReachable(host, cause);
  }
  throw notReachable(host);
}

function notReachable(host: string, cause?: unknown): FaxError {
  return new FaxError('LINE_UNAVAILABLE', {
    message: `The host ${host} has no address that this line can reach.`,
    next: 'Check the name, and that the line is bound to the same kind of address (IPv4 or IPv6).',
    cause,
  });
}

function cannotBind({ host, port }: Endpoint, cause: unknown): FaxError {
  const inUse = cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE';
  return new FaxError('LINE_UNAVAILABLE', {
    message: inUse
      ? `Port ${port} of ${host} is in use by another program.`
      : `No socket can be bound to ${host}, port ${port}.`,
    next: inUse
      ? 'Choose another port, or end the other program.'
      : 'Check the address: it must be one of this machine’s.',
    cause,
  });
}
