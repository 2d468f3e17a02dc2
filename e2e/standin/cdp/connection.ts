import { EventEmitter } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import type { Protocol } from './protocol.ts';

type Command = keyof Protocol.CommandParameters & keyof Protocol.CommandReturnValues;
type Parameters<C extends Command> = Protocol.CommandParameters[C];
type Result<C extends Command> = Protocol.CommandReturnValues[C];
type EventName = keyof Protocol.Events;
type Payload<E extends EventName> = Protocol.Events[E];

interface Waiting {
  readonly method: string;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly sessionId?: string;
  readonly result?: unknown;
  readonly error?: { readonly message: string; readonly data?: string };
}

/** One attached target: commands to it and events from it. */
export interface CdpSession {
  send<C extends Command>(method: C, params?: Parameters<C>): Promise<Result<C>>;
  on<E extends EventName>(event: E, listener: (payload: Payload<E>) => void): void;
}

/** The DevTools protocol over `--remote-debugging-pipe`: JSON messages, each ended by a NUL. */
export class CdpConnection implements CdpSession {
  readonly #events = new EventEmitter().setMaxListeners(0);
  readonly #waiting = new Map<number, Waiting>();
  readonly #out: Writable;
  #rest: Buffer[] = [];
  #lastId = 0;

  constructor(out: Writable, input: Readable) {
    this.#out = out;
    // The browser going away shows as its exit; a write that fails then says nothing new.
    this.#out.on('error', () => undefined);
    input.on('data', (chunk: Buffer) => this.#read(chunk));
  }

  send<C extends Command>(method: C, params?: Parameters<C>): Promise<Result<C>> {
    return this.#send(method, params);
  }

  on<E extends EventName>(event: E, listener: (payload: Payload<E>) => void): void {
    this.#events.on(`:${event}`, listener);
  }

  session(id: string): CdpSession {
    return {
      send: (method, params) => this.#send(method, params, id),
      on: (event, listener) => {
        this.#events.on(`${id}:${event}`, listener);
      },
    };
  }

  /** Fails everything that still waits: the browser is gone. */
  end(): void {
    for (const { method, reject } of this.#waiting.values()) reject(new Error(`${method}: the browser is gone`));
    this.#waiting.clear();
  }

  #send<C extends Command>(method: C, params?: Parameters<C>, sessionId?: string): Promise<Result<C>> {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { method, reject, resolve: (result) => resolve(result as Result<C>) });
      this.#out.write(`${JSON.stringify({ id, method, params: params ?? {}, sessionId })}\0`);
    });
  }

  #read(chunk: Buffer): void {
    let start = 0;
    for (let end = chunk.indexOf(0); end >= 0; end = chunk.indexOf(0, start)) {
      this.#rest.push(chunk.subarray(start, end));
      const text = Buffer.concat(this.#rest).toString();
      this.#rest = [];
      start = end + 1;
      this.#take(JSON.parse(text));
    }
    if (start < chunk.length) this.#rest.push(chunk.subarray(start));
  }

  #take(message: Message): void {
    if (message.id === undefined) {
      this.#events.emit(`${message.sessionId ?? ''}:${message.method}`, message.params);
      return;
    }
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    const { error } = message;
    if (error) waiting?.reject(new Error(`${waiting.method}: ${error.message} ${error.data ?? ''}`));
    else waiting?.resolve(message.result);
  }
}
