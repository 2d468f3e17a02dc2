import { realpath } from 'node:fs/promises';
import type { FaxLine } from '../../lines/fax-line.ts';
import { FaxError } from '../../model/errors.ts';
import { type LineAddress, parseLineAddress } from '../../model/line-address.ts';
import type { PortChanges } from '../../model/port.ts';
import type { PortRecord } from '../../store/records.ts';
import type { LivePort } from './live.ts';
import type { PortHealth } from './port-health.ts';
import type { ServerCore } from './server-core.ts';

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

/** The server's lines: their records, and which of them exist. */
export class Ports {
  readonly #core: ServerCore;
  readonly #createLine: CreateLine;
  readonly #health: PortHealth;
  readonly #calls: boolean;
  #lastChange: Promise<unknown> = Promise.resolve();

  constructor(core: ServerCore, createLine: CreateLine, health: PortHealth, calls: boolean) {
    this.#core = core;
    this.#createLine = createLine;
    this.#health = health;
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

  #keep(record: PortRecord, line = this.#createLine(parseLineAddress(record.address))): LivePort {
    const port: LivePort = {
      record,
      kind: line.address.kind,
      number: line.number,
      practice: line.practice,
      line,
      state: this.#calls ? 'offline' : 'idle',
      since: this.#core.clock.now(),
      error: null,
      health: { state: 'ready' },
      opening: null,
      callerId: null,
      job: null,
      call: null,
      closing: false,
    };
    this.#core.ports.set(record.id, port);
    this.#health.watch(port);
    return port;
  }

  async openAll(): Promise<void> {
    await Promise.all([...this.#core.ports.values()].map((port) => this.#health.open(port)));
  }

  /** Opens the line of a port once more that is offline or out of service. Throws `PORT_NOT_FOUND`. */
  async retry(name: string): Promise<LivePort> {
    const port = this.find(name);
    await this.#health.retry(port);
    return port;
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
    // What is given as undefined, as a caller in our own process may, is not changed.
    const given = Object.entries(changes).filter(([, value]) => value !== undefined);
    const { priority, ...others }: PortChanges = Object.fromEntries(given);
    const rewritten = [
      ...this.#renumbered(port, priority ?? port.record.priority).filter(({ id }) => id !== port.record.id),
      { ...port.record, ...others, priority: priority ?? port.record.priority },
    ].map((record) => (changes.receive === 'manual' ? onlyOneByHand(record, port.record.id) : record));
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
    await this.#health.open(port);
    this.#core.wake();
    return port;
  }

  async #add(name: string, addressText: string): Promise<LivePort> {
    if (this.#named(name)) throw new FaxError('PORT_NAME_TAKEN');
    const address = parseLineAddress(addressText);
    const line = this.#createLine(address);
    await this.#assertFree(address);
    const id = line.number.replace(/[^\x20-\x7e]/g, '').slice(0, 20) || 'Fax';
    const port = {
      name,
      address: addressText,
      send: true,
      receive: 'none',
      // Only a telephone line is shared with people and machines that may want to answer first.
      rings: address.kind === 'modem' ? 5 : 1,
      csid: id,
      tsid: id,
      priority: this.#core.ports.size + 1,
    } as const;
    const live = this.#keep({ id: await this.#core.store.addPort(port), ...port }, line);
    this.#core.publisher.mark(`port:${live.record.id}`, 'server');
    return live;
  }

  /** Two ports cannot share a line, by whatever names it has. */
  async #assertFree(address: LineAddress): Promise<void> {
    const place = await placeOf(address);
    for (const { record, line } of this.#core.ports.values())
      if ((await placeOf(line.address)) === place)
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
    if (this.#core.isOnCall(port)) throw new FaxError('PORT_BUSY');
    if (port.state === 'ringing')
      throw new FaxError('PORT_BUSY', {
        message: 'A call rings on this port.',
        next: 'Answer it, or wait until it has stopped.',
      });
    port.closing = true;
    const others = this.#core.portsByPriority().filter((each) => each !== port);
    const records = others.map(({ record }, index) => ({ ...record, priority: index + 1 }));
    try {
      await this.#core.store.removePort(port.record.id, records);
    } catch (error) {
      port.closing = false;
      throw error;
    }
    this.#core.ports.delete(port.record.id);
    this.#apply(records);
    await this.#core.lists.dropPort(port.record.id);
    this.#core.publisher.mark(`port:${port.record.id}`, 'server');
    await this.#health.close(port);
    this.#core.wake();
  }

  async closeAll(): Promise<void> {
    await Promise.all([...this.#core.ports.values()].map((port) => this.#health.close(port)));
  }
}

/** One port rings for a person: another that did answers no more (object model 6.4.13). */
const onlyOneByHand = (record: PortRecord, chosen: number): PortRecord =>
  record.receive === 'manual' && record.id !== chosen ? { ...record, receive: 'none' } : record;

/** Where a line is, the same for every name that it has: a serial port may be reached by several links. */
async function placeOf(address: LineAddress): Promise<string> {
  if (address.kind !== 'modem') return address.text.split('?', 1)[0] ?? '';
  const device = await realpath(address.device).catch(() => address.device);
  return `modem:${/^com\d+$/i.test(device) ? device.toUpperCase() : device}`;
}
