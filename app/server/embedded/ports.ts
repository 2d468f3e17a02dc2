import type { FaxLine } from '../../lines/fax-line.ts';
import { FaxError, toFaxError } from '../../model/errors.ts';
import { type LineAddress, parseLineAddress } from '../../model/line-address.ts';
import type { PortChanges } from '../../model/port.ts';
import type { PortRecord } from '../../store/records.ts';
import type { LivePort } from './live.ts';
import type { Reception } from './reception.ts';
import type { ServerCore } from './server-core.ts';

/** A line that could not be opened is tried again after this, ms. */
const OPEN_AGAIN = 30_000;

type CreateLine = (address: LineAddress) => FaxLine;

/** The ports of a first start: the app works on a machine with no hardware. */
const practicePorts: readonly Omit<PortRecord, 'id'>[] = [
  {
    name: 'Practice 1',
    address: 'loopback:5550100',
    send: true,
    receive: 'none',
    rings: 1,
    csid: '5550100',
    tsid: '5550100',
    priority: 1,
  },
  {
    name: 'Practice 2',
    address: 'loopback:5550101',
    send: false,
    receive: 'auto',
    rings: 1,
    csid: '5550101',
    tsid: '5550101',
    priority: 2,
  },
];

/** Kept among the settings, under a name that no setting can have: the practice ports were made once. */
export const PORTS_MADE = '#practicePortsMade';

/** The server's lines: their records, their opening and failing, their rings. */
export class Ports {
  readonly #core: ServerCore;
  readonly #createLine: CreateLine;
  readonly #reception: Reception;
  readonly #calls: boolean;
  readonly #timers = new Map<number, () => void>();
  #lastChange: Promise<unknown> = Promise.resolve();

  constructor(core: ServerCore, createLine: CreateLine, reception: Reception, calls: boolean) {
    this.#core = core;
    this.#createLine = createLine;
    this.#reception = reception;
    this.#calls = calls;
  }

  /** Brings stored ports into memory; on a first start, makes the practice ports. */
  async load(records: readonly PortRecord[], made: boolean): Promise<void> {
    const { store } = this.#core;
    for (const record of records) this.#keep(record);
    if (made) return;
    for (const port of practicePorts)
      if (!this.#named(port.name)) this.#keep({ id: await store.addPort(port), ...port });
    await store.putSettings({ [PORTS_MADE]: true });
  }

  #keep(record: PortRecord): LivePort {
    const address = parseLineAddress(record.address);
    const line = this.#createLine(address);
    const port: LivePort = {
      record,
      kind: address.kind,
      number: line.number,
      practice: line.practice,
      line,
      state: this.#calls ? 'offline' : 'idle',
      since: this.#core.clock.now(),
      error: null,
      job: null,
      closing: false,
    };
    this.#core.ports.set(record.id, port);
    return port;
  }

  async openAll(): Promise<void> {
    await Promise.all([...this.#core.ports.values()].map((port) => this.#open(port)));
  }

  /** Opens a line; when it cannot be opened, the port says why and is tried again. */
  async #open(port: LivePort): Promise<void> {
    if (!this.#calls || port.closing || this.#core.stopping) return;
    const { clock, log } = this.#core;
    try {
      await port.line.open();
    } catch (thrown) {
      const error = toFaxError(thrown);
      log('warn', 'A line could not be opened', { port: port.record.id, code: error.code });
      this.#core.setPortState(port, 'offline', error.message);
      this.#timers.set(
        port.record.id,
        clock.after(OPEN_AGAIN, () => void this.#open(port)),
      );
      return;
    }
    port.line.onRing((ring) => this.#reception.ring(port, ring));
    this.#core.setPortState(port, 'idle');
    this.#core.wake();
  }

  /** Throws `PORT_NOT_FOUND`. */
  find(name: string): LivePort {
    const port = this.#named(name);
    if (!port) throw new FaxError('PORT_NOT_FOUND', { message: `There is no port “${name}”.` });
    return port;
  }

  #named(name: string): LivePort | undefined {
    return [...this.#core.ports.values()].find(({ record }) => record.name.toLowerCase() === name.toLowerCase());
  }

  /** One change of the list at a time: each begins with what the one before made of it. */
  #inTurn<T>(change: () => Promise<T>): Promise<T> {
    const turn = this.#lastChange.then(change);
    this.#lastChange = Promise.allSettled([turn]);
    return turn;
  }

  /** Changes a port, all values or none. Throws `PORT_NOT_FOUND`, `PORT_VALUE_INVALID`. */
  set(name: string, changes: PortChanges): Promise<LivePort> {
    return this.#inTurn(() => this.#set(name, changes));
  }

  async #set(name: string, changes: PortChanges): Promise<LivePort> {
    const port = this.find(name);
    const count = this.#core.ports.size;
    if (changes.priority !== undefined && changes.priority > count)
      throw new FaxError('PORT_VALUE_INVALID', {
        message: 'This priority is not allowed.',
        next: `It is a whole number from 1 to ${count}.`,
      });
    const { priority, ...others } = changes;
    const rewritten = [
      ...this.#renumbered(port, priority ?? port.record.priority).filter(({ id }) => id !== port.record.id),
      { ...port.record, ...others, priority: priority ?? port.record.priority },
    ];
    await this.#core.store.putPorts(rewritten);
    this.#apply(rewritten);
    this.#core.wake();
    return port;
  }

  /** The other ports' records when one takes a place among them: priorities stay 1 to their number. */
  #renumbered(moved: LivePort, place: number): PortRecord[] {
    const order = this.#core.portsByPriority().filter((port) => port !== moved);
    order.splice(place - 1, 0, moved);
    return order.map(({ record }, index) => ({ ...record, priority: index + 1 }));
  }

  #apply(records: readonly PortRecord[]): void {
    for (const record of records) {
      const port = this.#core.ports.get(record.id);
      if (!port) continue;
      port.record = record;
      this.#core.publisher.mark(`port:${record.id}`);
    }
  }

  /** Throws `PORT_NAME_TAKEN`, `LINE_ADDRESS_INVALID`, `LINE_NOT_SUPPORTED`. */
  async add(name: string, addressText: string): Promise<LivePort> {
    const port = await this.#inTurn(() => this.#add(name, addressText));
    await this.#open(port);
    this.#core.wake();
    return port;
  }

  async #add(name: string, addressText: string): Promise<LivePort> {
    if (this.#named(name)) throw new FaxError('PORT_NAME_TAKEN');
    const address = parseLineAddress(addressText);
    const line = this.#createLine(address);
    this.#assertFree(address);
    const id = line.number.replace(/[^\x20-\x7e]/g, '').slice(0, 20) || 'Fax';
    const port = {
      name,
      address: addressText,
      send: true,
      receive: 'none',
      rings: line.practice ? 1 : 5,
      csid: id,
      tsid: id,
      priority: this.#core.ports.size + 1,
    } as const;
    const live = this.#keep({ id: await this.#core.store.addPort(port), ...port });
    this.#core.publisher.mark(`port:${live.record.id}`, 'server');
    return live;
  }

  /** Two ports cannot share a line. */
  #assertFree(address: LineAddress): void {
    const placeOf = (text: string) => text.split('?', 1)[0];
    for (const { record } of this.#core.ports.values())
      if (placeOf(record.address) === placeOf(address.text))
        throw new FaxError('LINE_ADDRESS_INVALID', {
          message: `${record.name} already uses this line.`,
          next: 'Choose another line.',
        });
  }

  /** Throws `PORT_NOT_FOUND`, `PORT_BUSY`. */
  remove(name: string): Promise<void> {
    return this.#inTurn(() => this.#remove(name));
  }

  async #remove(name: string): Promise<void> {
    const port = this.find(name);
    if (port.job !== null || this.#core.calls.some((call) => call.port === port)) throw new FaxError('PORT_BUSY');
    port.closing = true;
    const others = this.#core.portsByPriority().filter((each) => each !== port);
    const records = others.map(({ record }, index) => ({ ...record, priority: index + 1 }));
    try {
      await this.#core.store.removePort(port.record.id, records);
    } catch (error) {
      port.closing = false;
      throw error;
    }
    this.#timers.get(port.record.id)?.();
    this.#core.ports.delete(port.record.id);
    this.#apply(records);
    this.#core.publisher.mark(`port:${port.record.id}`, 'server');
    await port.line.close();
    this.#core.wake();
  }

  async closeAll(): Promise<void> {
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
    await Promise.all([...this.#core.ports.values()].map((port) => port.line.close()));
  }
}
