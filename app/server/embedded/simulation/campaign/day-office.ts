import { setImmediate } from 'node:timers/promises';
import type { FaxEvent } from '../../../../contract/events.ts';
import { type RequestInput, type RequestName, type RequestOutput, requests } from '../../../../contract/requests.ts';
import { applyChanges, type Snapshot } from '../../../../contract/snapshot.ts';
import type { Clock } from '../../../../model/clock.ts';
import { FaxError } from '../../../../model/errors.ts';
import type { Job } from '../../../../model/job.ts';
import { promising } from '../../../../store/direct-store.ts';
import { SqliteStore } from '../../../../store/sqlite-store.ts';
import { readingMethods, type Store, type StoreMethod, storeMethods } from '../../../../store/store.ts';
import type { FaxServer } from '../../../fax-server.ts';
import { createEmbeddedServer } from '../../embedded-server.ts';
import type { EmbeddedServerOptions } from '../../options.ts';
import { memorySecrets } from '../../secrets.ts';
import type { StepName } from '../../steps.ts';
import { fakeWorks } from '../fake-works.ts';
import { SimulatedTime } from '../simulated-time.ts';
import { dayOutside, type Given } from './day-outside.ts';
import { mount, SIMULATED_ROOT, simulatedFiles } from './disk-door.ts';
import type { SeededRandom } from './seeded-random.ts';
import { type DiskTrouble, SimulatedDisk } from './simulated-disk.ts';
import { TelephoneNetwork } from './telephone-network.ts';

/** Makes something else of the server's parts: how the campaign is tried out on servers that are broken on purpose. */
export type Sabotage = (options: EmbeddedServerOptions) => EmbeddedServerOptions;

/** Where the machine dies next, by itself. */
export type DeathTrap =
  /** At a write of the store, so many from now on; `done`: that write still reaches the disk. */
  | { readonly kind: 'store'; readonly after: number; readonly done: boolean }
  /** At a change of the disk, which is not made any more. */
  | { readonly kind: 'file'; readonly after: number }
  | { readonly kind: 'step'; readonly after: number };

/** `power`: what was not synced may be lost. `kill`: the process alone dies, the system keeps its files. */
export type Death = 'power' | 'kill';

/** What the outside is told and sees while an office runs. */
export interface Watcher {
  snapshot(snapshot: Snapshot): void;
  event(event: FaxEvent, snapshot: Snapshot | null): void;
  step(step: StepName): void;
  died(how: Death): void;
  /** The server was ended in good order. */
  stopped(): void;
  gap(what: string): void;
}

export const DATA = `${SIMULATED_ROOT}/office`;
/** A folder of people's own, into which a rule files what comes in. */
export const FILED = `${SIMULATED_ROOT}/filed`;
const never = new Promise<never>(() => undefined);

/** The database of the day before, empty: making its tables takes longer than many a day. */
let spareDatabase: SqliteStore | null = null;

function takeDatabase(): SqliteStore {
  const database = spareDatabase ?? new SqliteStore(':memory:', 0);
  spareDatabase = null;
  return database;
}

/**
 * One office on a simulated disk and a simulated network: the server's real parts on the real SQLite (in memory: what
 * was committed outlives each death, nothing else does), with every way in which its machine can fail.
 */
export class DayOffice {
  readonly time: SimulatedTime;
  readonly disk: SimulatedDisk;
  readonly network: TelephoneNetwork;
  readonly given: Given = { mails: [], printed: [], posted: [], ran: [] };
  readonly troubles = new Set<string>();
  free = 100_000_000_000;
  /** How the database refuses what is to be written. */
  storeTrouble: DiskTrouble = null;
  trap: DeathTrap | null = null;
  deathTrapped: Death = 'power';
  /** How far the machine's clock is off, ms. */
  clockOff = 0;
  /** How long a write of the store takes, ms at most; 0: it is answered at once. */
  latency = 0;
  readonly #random: SeededRandom;
  readonly #watcher: Watcher;
  readonly #sabotage: Sabotage;
  readonly #database = takeDatabase();
  readonly #secrets = memorySecrets();
  #power = { on: false };
  /** The start whose death is done with. */
  #buried: object | null = this.#power;
  #server: FaxServer | null = null;
  #snapshot: Snapshot | null = null;
  #names = 0;

  constructor(start: string, random: SeededRandom, watcher: Watcher, sabotage: Sabotage = (options) => options) {
    this.time = new SimulatedTime(start, false);
    this.#random = random;
    this.#watcher = watcher;
    this.#sabotage = sabotage;
    this.network = new TelephoneNetwork(this.time, random);
    this.disk = new SimulatedDisk(SIMULATED_ROOT, random.next, () => this.time.now());
    this.disk.makeFolder(DATA, true);
    this.disk.makeFolder(FILED, true);
    this.disk.sync(SIMULATED_ROOT);
    this.disk.beforeChange = () => {
      this.#pass('file');
      if (!this.#power.on) throw new Error('The power is gone.');
    };
    mount({ disk: this.disk, powered: () => this.#power.on });
  }

  get powered(): boolean {
    return this.#power.on;
  }

  get snapshot(): Snapshot {
    if (!this.#snapshot) throw new Error('There is no snapshot yet.');
    return this.#snapshot;
  }

  get jobs(): readonly Job[] {
    return this.#snapshot?.jobs ?? [];
  }

  /** The clock as this machine has it. */
  now(): number {
    return this.time.now() + this.clockOff;
  }

  /** Starts the server; false where the machine died before it was up, or the server refused to start. */
  async start(): Promise<boolean> {
    await this.#isDead();
    const power = { on: true };
    this.#power = power;
    this.#snapshot = null;
    const server = createEmbeddedServer(this.#sabotage(this.#options(power)));
    this.#server = server;
    server.subscribe((event) => power.on && this.#hear(event));
    const started = await this.#whilePowered(server.connect());
    if (await this.#isDead()) return false;
    if ('error' in started) {
      await this.stop();
      return false;
    }
    return this.look();
  }

  /** Takes a fresh snapshot. */
  async look(): Promise<boolean> {
    const answer = await this.ask('snapshot', {});
    if (!('value' in answer)) return false;
    this.#snapshot = answer.value;
    this.#watcher.snapshot(answer.value);
    return true;
  }

  #options(power: { readonly on: boolean }): EmbeddedServerOptions {
    const powered = () => power.on;
    return {
      store: this.#store(power),
      works: fakeWorks(simulatedFiles),
      dataDir: DATA,
      clock: this.#clock(powered),
      random: this.#random.next,
      zone: 'Europe/Berlin',
      createLine: (address) => this.network.line(address, powered),
      newId: () => `document${++this.#names}`,
      log: () => undefined,
      outside: dayOutside(this.given, {
        powered,
        now: () => this.time.now(),
        troubles: this.troubles,
        free: () => this.free,
      }),
      secrets: this.#secrets,
      onStep: (step) => {
        if (!power.on) return;
        this.#watcher.step(step);
        this.#pass('step');
      },
    };
  }

  #clock(powered: () => boolean): Clock {
    const machine = this.time.machine(powered);
    return { ...machine, now: () => this.now() };
  }

  /** Something happens at which the machine may die. */
  #pass(kind: DeathTrap['kind']): void {
    const { trap } = this;
    if (trap?.kind !== kind || !this.#power.on) return;
    this.trap = trap.after > 0 ? { ...trap, after: trap.after - 1 } : null;
    if (this.trap === null) this.#power.on = false;
  }

  /** Loses the power or the process, now. */
  async die(how: Death): Promise<void> {
    this.deathTrapped = how;
    this.#power.on = false;
    await this.#isDead();
  }

  /**
   * Whether the machine is dead. The first time that it is asked behind a death, what still ran comes to its next wait,
   * which nothing answers; then the disk is as the death left it.
   */
  async #isDead(): Promise<boolean> {
    if (this.#power.on) return false;
    if (this.#buried === this.#power) return true;
    this.#buried = this.#power;
    this.trap = null;
    await setImmediate();
    if (this.deathTrapped === 'power') this.disk.losePower();
    this.network.losePower();
    this.#watcher.died(this.deathTrapped);
    return true;
  }

  /** Ends the server as a person does. */
  async stop(): Promise<void> {
    const { on } = this.#power;
    if (!on || !this.#server) return;
    await this.#whilePowered(this.#server.disconnect());
    if (await this.#isDead()) return;
    this.#power.on = false;
    this.#buried = this.#power;
    this.trap = null;
    await setImmediate();
    this.network.losePower();
    this.#watcher.stopped();
  }

  /** Asks as a client does: the input goes through the contract, and time passes until the answer or the death. */
  async ask<N extends RequestName>(name: N, input: RequestInput<N>, within = 3_600_000): Promise<Answer<N>> {
    const asked = this.begin(name, input);
    const answer = await this.#whilePowered(asked, within);
    await this.#isDead();
    return answer;
  }

  /** Asks, and lets the caller decide when time passes. */
  begin<N extends RequestName>(name: N, input: RequestInput<N>): Promise<RequestOutput<N>> {
    if (!this.#server) return Promise.reject(new FaxError('SERVER_UNREACHABLE'));
    const schema: { parse(value: unknown): unknown } = requests[name].input;
    return this.#server.handle(name, schema.parse(input) as never);
  }

  /** Lets time pass; false when the machine died meanwhile. */
  async pass(milliseconds: number, until: () => boolean = () => false): Promise<boolean> {
    if (!this.#power.on) return false;
    await this.time.until(() => !this.#power.on || until(), milliseconds);
    return !(await this.#isDead());
  }

  async #whilePowered<T>(work: Promise<T>, within = 3_600_000): Promise<Outcome<T>> {
    let answer: Outcome<T> | null = null;
    work.then(
      (value) => {
        answer = { value };
      },
      (error: unknown) => {
        answer = { error };
      },
    );
    await this.time.until(() => answer !== null || !this.#power.on, within);
    return answer ?? { died: true };
  }

  #hear(event: FaxEvent): void {
    if (event.type === 'patch' && this.#snapshot && event.version > this.#snapshot.version) {
      if (event.version !== this.#snapshot.version + 1)
        this.#watcher.gap(`patch ${event.version} behind version ${this.#snapshot.version}`);
      this.#snapshot = applyChanges(this.#snapshot, event.version, event.changes);
    }
    this.#watcher.event(event, this.#snapshot);
  }

  /** The store of one start: slow where the day is, refusing where the disk is, and never heard of again behind a death. */
  #store(power: { readonly on: boolean }): Store {
    const store = promising(this.#database);
    let turn: Promise<unknown> = Promise.resolve();
    const inTurn = (name: StoreMethod, work: () => Promise<unknown>): Promise<unknown> => {
      if (this.latency === 0) return this.#perform(power, name, work);
      const done = turn.then(async () => {
        await this.#delay(this.#random.below(this.latency));
        return this.#perform(power, name, work);
      });
      turn = done.catch(() => undefined);
      return done;
    };
    const methods = storeMethods.map((name) => {
      if (name === 'close') return [name, async () => undefined];
      const operation = store[name] as (...given: readonly unknown[]) => Promise<unknown>;
      return [name, (...given: readonly unknown[]) => inTurn(name, () => operation(...given))];
    });
    return Object.fromEntries(methods) as Store;
  }

  #delay(milliseconds: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.time.after(milliseconds, resolve);
    return promise;
  }

  async #perform(power: { readonly on: boolean }, name: StoreMethod, work: () => Promise<unknown>): Promise<unknown> {
    if (!power.on) return never;
    if (readingMethods.has(name)) return work();
    if (this.storeTrouble !== null) throw new FaxError(this.storeTrouble === 'full' ? 'DISK_FULL' : 'WRITE_FAILED');
    const trapped = this.trap;
    this.#pass('store');
    if (power.on) return work();
    if (trapped?.kind === 'store' && trapped.done) await work().catch(() => undefined);
    return never;
  }

  /** Everything that the database and the disk hold, at the end of the day. */
  get database(): SqliteStore {
    return this.#database;
  }

  remove(): void {
    this.#power.on = false;
    this.#database.empty();
    spareDatabase = this.#database;
    mount(null);
  }
}

type Outcome<T> = { readonly value: T } | { readonly error: unknown } | { readonly died: true };
export type Answer<N extends RequestName> = Outcome<RequestOutput<N>>;
