import { chmod, rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import type { FaxEvent } from '../contract/events.ts';
import { FaxError, toFaxError } from '../model/errors.ts';
import type { FaxServer } from '../server/fax-server.ts';
import type { SocketPlace } from './socket-path.ts';
import {
  type Bye,
  clientLineSchema,
  createLineCutter,
  isRequestName,
  type OwnerLine,
  PROTOCOL,
  parseInput,
  parseJson,
  type Stay,
  type WireLimits,
  wireLimits,
} from './wire.ts';

export interface SocketDoorOptions {
  readonly place: SocketPlace;
  readonly stay: Stay;
  /** The server behind the door; requests that come before it is ready wait for it. */
  readonly server: Promise<Pick<FaxServer, 'handle' | 'subscribe'>>;
  readonly onProblem: (error: FaxError) => void;
  readonly limits?: Partial<WireLimits>;
}

/** The owner's end of the local socket. */
export interface SocketDoor {
  readonly clients: number;
  /** Takes no more requests, answers those under way (for at most `grace` ms), says goodbye and closes. Idempotent. */
  close(bye: Bye, grace?: number): Promise<void>;
}

/**
 * Opens door two: a socket on which processes of the same user ask what the window asks by IPC. Input is checked
 * against the contract; a client that does not speak the protocol, or does not read, is dropped and hurts no other.
 *
 * The caller owns the data folder, so a socket file that lies there is left over from a killed owner and is removed.
 * Throws `DATA_FOLDER_UNUSABLE` when the socket cannot be made.
 */
export async function openSocketDoor(options: SocketDoorOptions): Promise<SocketDoor> {
  const limits = { ...wireLimits, ...options.limits };
  const clients = new Set<Client>();
  const listener = createServer((socket) => {
    if (clients.size >= limits.clients) {
      socket.on('error', ignoreReset);
      socket.write(line({ id: null, ok: false, error: tooMany(limits.clients).toData() }));
      socket.destroySoon();
      return;
    }
    const client = new Client(socket, options, limits);
    clients.add(client);
    socket.once('close', () => clients.delete(client));
  });
  if (options.place.folder !== null) await rm(options.place.path, { force: true });
  await listen(listener, options.place);
  listener.on('error', (error) => options.onProblem(new FaxError('INTERNAL', { cause: error })));
  const beat = setInterval(() => {
    for (const client of clients) client.send({ beat: true });
  }, limits.beat);
  beat.unref();

  let closing: Promise<void> | null = null;
  return {
    get clients() {
      return clients.size;
    },
    close(bye, grace = 2_000) {
      closing ??= (async () => {
        clearInterval(beat);
        const closed = new Promise<void>((resolve) => listener.close(() => resolve()));
        await Promise.all([...clients].map((client) => client.leave(bye, grace)));
        await closed;
      })();
      return closing;
    },
  };
}

async function listen(listener: Server, place: SocketPlace): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      listener.once('error', reject);
      listener.listen({ path: place.path }, () => {
        listener.off('error', reject);
        resolve();
      });
    });
    if (place.folder !== null) await chmod(place.path, 0o600);
  } catch (error) {
    throw new FaxError('DATA_FOLDER_UNUSABLE', { message: 'The local socket cannot be opened.', cause: error });
  }
}

/** One client of the door. */
class Client {
  readonly #socket: Socket;
  readonly #options: SocketDoorOptions;
  readonly #limits: WireLimits;
  /** Lines that came and wait for their turn. */
  readonly #waiting: string[] = [];
  #underWay = 0;
  #leaving = false;
  #onIdle: (() => void) | null = null;
  #wantsEvents = false;
  #unsubscribe: (() => void) | null = null;

  constructor(socket: Socket, options: SocketDoorOptions, limits: WireLimits) {
    this.#socket = socket;
    this.#options = options;
    this.#limits = limits;
    const cutter = createLineCutter(limits.requestLine);
    socket.on('data', (octets) => {
      try {
        this.#waiting.push(...cutter.push(octets));
      } catch (error) {
        this.#drop(toFaxError(error));
        return;
      }
      this.#pump();
    });
    socket.on('error', ignoreReset);
    socket.once('close', () => {
      this.#setEvents(false);
      this.#waiting.length = 0;
      this.#onIdle?.();
    });
    this.send({ hello: { protocol: PROTOCOL, stay: options.stay } });
  }

  send(message: OwnerLine): void {
    if (this.#socket.destroyed || this.#socket.writableEnded) return;
    this.#socket.write(line(message));
    if (this.#socket.writableLength > this.#limits.unread)
      this.#drop(new FaxError('PROTOCOL_ERROR', { message: SLOW }));
  }

  /** Takes no more requests, answers those under way, says goodbye and closes; each within `grace` ms. */
  async leave(bye: Bye, grace: number): Promise<void> {
    this.#leaving = true;
    this.#socket.pause();
    await this.#idle(grace);
    this.#setEvents(false);
    if (this.#socket.destroyed) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => this.#socket.destroy(), grace);
      this.#socket.once('close', () => {
        clearTimeout(timer);
        resolve();
      });
      this.#socket.end(line({ bye }));
      // The client may still be writing; what it sends now is read and dropped, so that the close is a clean one.
      this.#socket.removeAllListeners('data').resume();
    });
  }

  async #idle(grace: number): Promise<void> {
    if (this.#underWay === 0 || this.#socket.destroyed) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, grace);
      this.#onIdle = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #drop(problem: FaxError): void {
    this.#options.onProblem(problem);
    this.#leaving = true;
    this.#waiting.length = 0;
    // A refusal that can still be delivered is; a client that does not read is cut off.
    if (this.#socket.writableLength > this.#limits.unread) {
      this.#socket.destroy();
      return;
    }
    this.#socket.write(line({ id: null, ok: false, error: problem.toData() }));
    this.#socket.destroySoon();
  }

  /** Takes up what waits, as far as the bound allows; reads no further while something must wait. */
  #pump(): void {
    while (!this.#leaving && !this.#socket.writableEnded && this.#underWay < this.#limits.underWay) {
      const next = this.#waiting.shift();
      if (next === undefined) break;
      this.#take(next);
    }
    if (this.#waiting.length > 0) this.#socket.pause();
    else if (this.#socket.isPaused() && !this.#leaving) this.#socket.resume();
    if (this.#underWay === 0) this.#onIdle?.();
  }

  #take(text: string): void {
    const message = clientLineSchema.safeParse(parseJson(text));
    if (!message.success) {
      this.#drop(new FaxError('PROTOCOL_ERROR', { message: NONSENSE, cause: message.error }));
    } else if ('subscribe' in message.data) {
      this.#setEvents(message.data.subscribe);
    } else {
      this.#underWay++;
      void this.#answer(message.data.id, message.data.request, message.data.input);
    }
  }

  async #answer(id: number, name: string, input: unknown): Promise<void> {
    try {
      if (!isRequestName(name))
        throw new FaxError('NOT_SUPPORTED', { message: `This server knows no request “${name}”.` });
      const parsed = parseInput(name, input);
      const server = await this.#options.server;
      this.send({ id, ok: true, result: await server.handle(name, parsed) });
    } catch (thrown) {
      const error = toFaxError(thrown);
      if (error.code === 'INTERNAL') this.#options.onProblem(error);
      this.send({ id, ok: false, error: error.toData() });
    } finally {
      this.#underWay--;
      this.#pump();
    }
  }

  #setEvents(wanted: boolean): void {
    this.#wantsEvents = wanted;
    if (!wanted) {
      this.#unsubscribe?.();
      this.#unsubscribe = null;
      return;
    }
    const subscribe = (server: Pick<FaxServer, 'subscribe'>) => {
      if (!this.#wantsEvents || this.#socket.destroyed) return;
      this.#unsubscribe ??= server.subscribe((event: FaxEvent) => this.send({ event }));
    };
    // A server that cannot be opened says so to whoever opens it and to every request; events just never come.
    this.#options.server.then(subscribe, () => undefined);
  }
}

const NONSENSE = 'Something was sent that is not a request.';
const SLOW = 'A client does not read its answers.';

const line = (message: OwnerLine): string => `${JSON.stringify(message)}\n`;

const tooMany = (most: number): FaxError =>
  new FaxError('SERVER_UNREACHABLE', {
    message: `The fax server has ${most} clients already.`,
    next: 'Close one and try again.',
  });

/** A client that goes away resets its socket; `close` follows and is what counts. */
const ignoreReset = (): undefined => undefined;
