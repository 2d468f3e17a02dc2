import type { Door } from '../contract/door.ts';
import type { RequestInput, RequestName, RequestOutput } from '../contract/requests.ts';
import { FaxComError, toComError } from './com-error.ts';

/** A connection to a fax server as it was opened. */
export interface Connection extends Pick<Door, 'request'> {
  /** Real path of the data folder. */
  readonly dataDir: string;
  /** The present time of the server's machine, ms since the epoch. */
  now(): number;
  /** Ends it in an orderly way. */
  close(): Promise<void>;
}

/**
 * What FaxServer and everything that it hands out share: one connection, and the end of it. An object remembers the
 * connection that it came from; after `disconnect` it stays dead, also when its server connects again (object model 2.3).
 */
export class Session {
  readonly #connection: Connection;
  #over = false;

  private constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Begins with a connection that is being opened; its failure becomes a {@link FaxComError}. */
  static async open(open: () => Promise<Connection>): Promise<Session> {
    try {
      return new Session(await open());
    } catch (error) {
      throw toComError(error);
    }
  }

  get dataDir(): string {
    return this.#connection.dataDir;
  }

  now(): number {
    return this.#connection.now();
  }

  /** Throws `NOT_CONNECTED` once the connection has ended. */
  assertConnected(): void {
    if (this.#over) throw new FaxComError('NOT_CONNECTED');
  }

  /** Asks the server. Throws `NOT_CONNECTED`, and the server's refusal as a {@link FaxComError}. */
  async request<N extends RequestName>(name: N, input: RequestInput<N>): Promise<RequestOutput<N>> {
    this.assertConnected();
    try {
      return await this.#connection.request(name, input);
    } catch (error) {
      // What was under way when the connection was ended is not told of a server that stopped.
      this.assertConnected();
      throw toComError(error);
    }
  }

  /** A value that was read before: as good as the connection it came by. */
  async known<T>(value: T): Promise<T> {
    this.assertConnected();
    return value;
  }

  async end(): Promise<void> {
    this.assertConnected();
    this.#over = true;
    try {
      await this.#connection.close();
    } catch (error) {
      throw toComError(error);
    }
  }
}
