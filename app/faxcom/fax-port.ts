import type { Port, PortChanges } from '../model/port.ts';
import { invalid } from './com-error.ts';
import { FaxRoutingMethods } from './fax-routing-methods.ts';
import { FaxStatus } from './fax-status.ts';
import { readPort } from './read-port.ts';
import type { Session } from './session.ts';

/**
 * One device (object model 1.5). It has no Refresh: each value is read from the server when it is asked for, and each
 * write is done when its promise resolves. A port that was removed throws ERROR_BAD_UNIT.
 */
export class FaxPort {
  readonly #session: Session;
  readonly #id: number;

  private constructor(session: Session, id: number) {
    this.#session = session;
    this.#id = id;
  }

  /** @internal */
  static of(session: Session, id: number): FaxPort {
    return new FaxPort(session, id);
  }

  name(): Promise<string> {
    return this.#read(({ name }) => name);
  }

  /** Its permanent id. */
  deviceId(): Promise<number> {
    return this.#read(({ id }) => id);
  }

  /** Rings before a call is answered, 1 to 99; without meaning unless `receive` is true. */
  rings(): Promise<number> {
    return this.#read(({ rings }) => rings);
  }

  setRings(value: number): Promise<void> {
    return this.#put({ rings: value });
  }

  /** What callers are told: at most 20 printable ASCII characters. */
  csid(): Promise<string> {
    return this.#read(({ csid }) => csid);
  }

  setCsid(value: string): Promise<void> {
    return this.#put({ csid: value });
  }

  /** What called machines are told: at most 20 printable ASCII characters. */
  tsid(): Promise<string> {
    return this.#read(({ tsid }) => tsid);
  }

  setTsid(value: string): Promise<void> {
    return this.#put({ tsid: value });
  }

  /** It may send. */
  send(): Promise<boolean> {
    return this.#read(({ send }) => send);
  }

  setSend(value: boolean): Promise<void> {
    return this.#put({ send: value });
  }

  /** It answers calls by itself. A port whose calls are answered by hand reads false. */
  receive(): Promise<boolean> {
    return this.#read(({ receive }) => receive === 'auto');
  }

  /** True: calls are answered by the port. False: they are not; a port that is answered by hand stays so. */
  async setReceive(value: boolean): Promise<void> {
    // What is not a boolean is refused by the server as any other value out of range.
    if (typeof value !== 'boolean') return this.#put({ receive: value });
    if ((await this.receive()) !== value) await this.#put({ receive: value ? 'auto' : 'none' });
  }

  /** Its place in the order in which ports are taken for sending, 1 first. Setting it renumbers the others. */
  priority(): Promise<number> {
    return this.#read(({ priority }) => priority);
  }

  setPriority(value: number): Promise<void> {
    return this.#put({ priority: value });
  }

  /** This user may change the port. */
  canModify(): Promise<boolean> {
    return this.#read(({ canModify }) => canModify);
  }

  /** How faxes received on this port are sent on. */
  getRoutingMethods(): Promise<FaxRoutingMethods> {
    return FaxRoutingMethods.of(this.#session, this.#id);
  }

  /** What the port is doing now. */
  getStatus(): Promise<FaxStatus> {
    return FaxStatus.of(this.#session, this.#id);
  }

  async #read<T>(read: (port: Port) => T): Promise<T> {
    return read(await readPort(this.#session, this.#id));
  }

  async #put(changes: PortChanges): Promise<void> {
    this.#session.assertConnected();
    for (const [name, value] of Object.entries(changes))
      if (value === undefined) throw invalid(`There is no value for ${name}.`, 'Give a value.');
    const { name } = await readPort(this.#session, this.#id);
    await this.#session.request('ports.set', { name, changes });
  }
}
