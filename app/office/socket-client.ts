import { createConnection, type Socket } from 'node:net';
import type { Door } from '../contract/door.ts';
import { type FaxEvent, faxEventSchema } from '../contract/events.ts';
import { type RequestInput, type RequestName, type RequestOutput, requests } from '../contract/requests.ts';
import { FaxError, toFaxError } from '../model/errors.ts';
import {
  type Bye,
  createLineCutter,
  errorFromWire,
  type OwnerAnswer,
  ownerLineSchema,
  PROTOCOL,
  parseJson,
  type Stay,
  type WireLimits,
  wireLimits,
} from './wire.ts';

/** How the connection to an owner ended: it said goodbye, or it was gone without a word. */
export type Gone = Bye | 'died';

/**
 * A request that an owner who handed over left unanswered: it is asked again of the next owner. Whatever is quick was
 * answered before the goodbye; what was cut off is a long `submit` or preview, whose key makes it one and the same.
 */
export class HandedOver extends Error {
  override readonly name = 'HandedOver';
}

/** A `Door` over the local socket. */
export interface SocketClient extends Door {
  /** How long the owner means to stay. */
  readonly stay: Stay;
  /** How the connection ended; null while it is up. */
  readonly gone: Gone | null;
  /** Told once, also when it is gone already. Not told after `close`. */
  onGone(listener: (gone: Gone) => void): void;
  close(): Promise<void>;
}

export interface SocketClientOptions {
  /** For the connection and the owner's first word, ms. */
  readonly timeout?: number;
  readonly limits?: Partial<WireLimits>;
  readonly onProblem?: (error: FaxError) => void;
}

/**
 * Connects to the owner of a data folder; null when nobody listens at the path. Throws `SERVER_UNREACHABLE` when
 * somebody does and says nothing, `PROTOCOL_ERROR` when it says what this version does not know.
 *
 * A request under way when the owner goes is rejected with `SERVER_STOPPED`, or with {@link HandedOver} when the owner
 * handed over without having taken it up.
 */
export async function connectSocket(path: string, options: SocketClientOptions = {}): Promise<SocketClient | null> {
  const socket = await open(path, options.timeout ?? 5_000);
  return socket && new Connection(socket, options).greeted();
}

function open(path: string, timeout: number): Promise<Socket | null> {
  return new Promise((resolve, reject) => {
    const socket = createConnection({ path });
    const timer = setTimeout(() => {
      socket.destroy();
      reject(new FaxError('SERVER_UNREACHABLE'));
    }, timeout);
    socket.once('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      if (error.code === 'ENOENT' || error.code === 'ECONNREFUSED' || error.code === 'ECONNRESET') resolve(null);
      // EAGAIN: the owner's backlog is full, so it has not come to take clients for a while.
      else reject(new FaxError('SERVER_UNREACHABLE', { cause: error }));
    });
    socket.once('connect', () => {
      clearTimeout(timer);
      socket.removeAllListeners('error');
      resolve(socket);
    });
  });
}

interface Pending {
  readonly name: RequestName;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** One connection to an owner; a client once the owner has said hello. */
class Connection implements SocketClient {
  readonly #socket: Socket;
  readonly #options: SocketClientOptions;
  readonly #limits: WireLimits;
  readonly #pending = new Map<number, Pending>();
  readonly #listeners = new Set<(event: FaxEvent) => void>();
  readonly #goneListeners = new Set<(gone: Gone) => void>();
  readonly #hello = Promise.withResolvers<SocketClient | null>();
  #stay: Stay = 'service';
  #nextId = 1;
  #gone: Gone | null = null;
  #said: Bye | null = null;
  #refusal: FaxError | null = null;
  #closed = false;
  /** When the owner was last heard. */
  #heard = performance.now();
  #watch: NodeJS.Timeout | undefined;

  constructor(socket: Socket, options: SocketClientOptions) {
    this.#socket = socket;
    this.#options = options;
    this.#limits = { ...wireLimits, ...options.limits };
    const cutter = createLineCutter(this.#limits.answerLine);
    const timer = setTimeout(() => this.#fail(new FaxError('SERVER_UNREACHABLE')), options.timeout ?? 5_000);
    const greeted = () => clearTimeout(timer);
    this.#hello.promise.then(greeted, greeted);
    socket.on('data', (octets) => {
      this.#heard = performance.now();
      try {
        for (const text of cutter.push(octets)) this.#take(text);
      } catch (error) {
        this.#fail(toFaxError(error));
      }
    });
    socket.on('error', (error) => options.onProblem?.(new FaxError('SERVER_STOPPED', { cause: error })));
    socket.once('close', () => {
      this.#settle();
      // Both do nothing once the owner has said hello.
      if (this.#refusal) this.#hello.reject(this.#refusal);
      else this.#hello.resolve(null);
    });
  }

  /** Waits for the owner's `hello`; null when it closed instead: it was just leaving. */
  greeted(): Promise<SocketClient | null> {
    return this.#hello.promise;
  }

  get stay(): Stay {
    return this.#stay;
  }

  get gone(): Gone | null {
    return this.#gone;
  }

  request<N extends RequestName>(name: N, input: RequestInput<N>): Promise<RequestOutput<N>> {
    if (this.#gone !== null) return Promise.reject(this.#reasonGone());
    const id = this.#nextId++;
    if (this.#pending.size === 0) this.#heard = performance.now();
    this.#watchSilence();
    return new Promise<RequestOutput<N>>((resolve, reject) => {
      // `#answered` hands over only what the output schema of this very name has passed.
      this.#pending.set(id, { name, resolve: (result) => resolve(result as RequestOutput<N>), reject });
      this.#write({ id, request: name, input });
    });
  }

  subscribe(listener: (event: FaxEvent) => void): () => void {
    this.#listeners.add(listener);
    if (this.#listeners.size === 1) this.#write({ subscribe: true });
    return () => {
      if (this.#listeners.delete(listener) && this.#listeners.size === 0) this.#write({ subscribe: false });
    };
  }

  onGone(listener: (gone: Gone) => void): void {
    if (this.#gone === null) this.#goneListeners.add(listener);
    else listener(this.#gone);
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (this.#socket.destroyed) return;
    await new Promise<void>((resolve) => {
      this.#socket.once('close', () => resolve());
      this.#socket.destroySoon();
    });
  }

  #write(message: unknown): void {
    if (!this.#socket.destroyed && !this.#socket.writableEnded) this.#socket.write(`${JSON.stringify(message)}\n`);
  }

  #fail(error: FaxError): void {
    this.#refusal ??= error;
    this.#socket.destroy();
  }

  /** Ends what waits. At the goodbye already: a request made after it must not find a socket that only looks open. */
  #settle(): void {
    if (this.#gone !== null) return;
    const gone = this.#said ?? 'died';
    this.#gone = gone;
    clearInterval(this.#watch);
    for (const request of this.#pending.values()) request.reject(this.#reasonGone());
    this.#pending.clear();
    if (!this.#closed) for (const listener of this.#goneListeners) listener(gone);
    this.#goneListeners.clear();
  }

  #reasonGone(): Error {
    if (this.#refusal) return this.#refusal;
    return this.#said === 'done' ? new HandedOver() : new FaxError('SERVER_STOPPED');
  }

  /** An owner that hangs (stopped in a debugger, a dead disk) keeps its socket open: only its beats tell. */
  #watchSilence(): void {
    const { silence } = this.#limits;
    const look = () => {
      if (this.#pending.size === 0 || performance.now() - this.#heard < silence) return;
      this.#fail(new FaxError('SERVER_UNREACHABLE'));
    };
    this.#watch ??= setInterval(look, Math.max(silence / 4, 10)).unref();
  }

  #take(text: string): void {
    const parsed = ownerLineSchema.safeParse(parseJson(text));
    if (!parsed.success) {
      this.#fail(new FaxError('PROTOCOL_ERROR', { cause: parsed.error }));
      return;
    }
    const message = parsed.data;
    if ('hello' in message) {
      this.#stay = message.hello.stay;
      if (message.hello.protocol === PROTOCOL) this.#hello.resolve(this);
      else this.#fail(new FaxError('PROTOCOL_ERROR'));
    } else if ('bye' in message) {
      this.#said = message.bye;
      this.#socket.end();
      this.#settle();
    } else if ('event' in message) {
      this.#tell(message.event);
    } else if ('ok' in message) {
      this.#answered(message);
    }
  }

  #answered(answer: OwnerAnswer): void {
    if (answer.id === null) {
      // The owner refuses this client; it closes the socket next.
      if (!answer.ok) this.#refusal ??= errorFromWire(answer.error);
      return;
    }
    const request = this.#pending.get(answer.id);
    this.#pending.delete(answer.id);
    if (!request) return;
    if (!answer.ok) {
      request.reject(errorFromWire(answer.error));
      return;
    }
    const checked = requests[request.name].output.safeParse(answer.result);
    if (checked.success) request.resolve(checked.data);
    else request.reject(new FaxError('PROTOCOL_ERROR', { cause: checked.error }));
  }

  #tell(event: unknown): void {
    const checked = faxEventSchema.safeParse(event);
    if (!checked.success) {
      this.#options.onProblem?.(new FaxError('PROTOCOL_ERROR', { cause: checked.error }));
      return;
    }
    for (const listener of [...this.#listeners]) listener(checked.data);
  }
}
