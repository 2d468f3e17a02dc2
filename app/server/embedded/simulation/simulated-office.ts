import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FaxEvent, FaxNotice } from '../../../contract/events.ts';
import { type RequestInput, type RequestName, type RequestOutput, requests } from '../../../contract/requests.ts';
import { applyChanges, type Snapshot } from '../../../contract/snapshot.ts';
import type { LineSystem } from '../../../lines/line-system.ts';
import { systemOf } from '../../../lines/modem/detect/asked-modem.testing.ts';
import { FaxError } from '../../../model/errors.ts';
import type { Job } from '../../../model/job.ts';
import { promising } from '../../../store/direct-store.ts';
import { SqliteStore } from '../../../store/sqlite-store.ts';
import { readingMethods, type Store, storeMethods } from '../../../store/store.ts';
import type { FaxServer } from '../../fax-server.ts';
import { createEmbeddedServer } from '../embedded-server.ts';
import { memorySecrets } from '../secrets.ts';
import type { StepName } from '../steps.ts';
import { FakeNetwork } from './fake-network.ts';
import { FakeOutside } from './fake-outside.ts';
import { fakeWorks } from './fake-works.ts';
import { SimulatedTime } from './simulated-time.ts';

/** At which write the power goes, and whether that write still reaches the disk. */
export interface PowerCut {
  readonly atWrite: number;
  readonly written: boolean;
}

const writing: ReadonlySet<string> = new Set(storeMethods.filter((name) => !readingMethods.has(name)));

/**
 * A whole office in simulated time: a server on a database file, its lines on a simulated network, and a switch that
 * takes the power away at any moment. After a cut, `start` begins again on the same file.
 */
export class SimulatedOffice {
  readonly time: SimulatedTime;
  readonly network: FakeNetwork;
  readonly dataDir: string;
  readonly works = fakeWorks();
  readonly notices: FaxNotice[] = [];
  readonly events: FaxEvent[] = [];
  writes = 0;
  /** Set to cut the power at a write. */
  cutAt: PowerCut | null = null;
  powered = false;
  /** False: the server makes and takes no call. */
  calls = true;
  /** Nothing can be written while this is true. */
  diskFull = false;
  /** The store's thread dies behind a write that it has done, before it can say so. */
  storeDies = false;
  zone = 'Europe/Berlin';
  /** Serial ports of the machine: none, unless a test plugs some in. */
  lineSystem: LineSystem = systemOf({});
  readonly outside = new FakeOutside();
  readonly secrets = memorySecrets();
  onStep: (step: StepName) => void = () => undefined;
  keepFinal = 2000;
  #server: FaxServer | null = null;
  #power: { on: boolean } = { on: false };
  #database: SqliteStore | null = null;
  #snapshot: Snapshot | null = null;
  #names = 0;

  constructor(time = new SimulatedTime('2026-03-10T09:00:00Z'), network = new FakeNetwork(time)) {
    this.time = time;
    this.network = network;
    this.dataDir = mkdtempSync(join(tmpdir(), 'fax-office-'));
  }

  get server(): FaxServer {
    if (!this.#server) throw new Error('The office is not running.');
    return this.#server;
  }

  async start(): Promise<void> {
    const power = { on: true };
    this.#power = power;
    this.powered = true;
    this.#database = new SqliteStore(join(this.dataDir, 'fax.db'), this.time.now());
    const server = createEmbeddedServer({
      store: this.#cutting(promising(this.#database), power),
      works: this.works,
      dataDir: this.dataDir,
      clock: this.time.machine(() => power.on),
      random: () => 0.5,
      zone: this.zone,
      createLine: (address) => this.network.line(address, () => power.on),
      newId: () => `document-${++this.#names}`,
      log: () => undefined,
      calls: this.calls,
      lineSystem: this.lineSystem,
      outside: this.outside,
      secrets: this.secrets,
      onStep: (step) => this.onStep(step),
      keepFinal: this.keepFinal,
    });
    this.#server = server;
    this.#snapshot = null;
    server.subscribe((event) => power.on && this.#hear(event));
    await Promise.race([server.connect(), this.#whenOff(power)]);
    if (power.on) this.#snapshot = await server.handle('snapshot', {});
  }

  /** Loses the power: nothing that runs goes on, and the disk has what was written. */
  cutPower(): void {
    this.#power.on = false;
    this.powered = false;
    this.#database?.close();
    for (const name of ['5550100', '5550101']) {
      const line = this.network.lineOf(name);
      if (line && !line.powered) this.network.unplug(line);
    }
  }

  async stop(): Promise<void> {
    if (this.powered) await this.time.during(this.server.disconnect());
    this.powered = false;
  }

  remove(): void {
    if (this.powered) this.cutPower();
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  /** Asks as a client does: the input goes through the contract. Time passes while it waits. */
  async ask<N extends RequestName>(name: N, input: RequestInput<N>): Promise<RequestOutput<N>> {
    const answer = await this.time.during(this.begin(name, input));
    // What the request set off reaches the watchers.
    await this.time.pass(0);
    return answer;
  }

  /** Asks, and lets the caller decide when time passes. */
  begin<N extends RequestName>(name: N, input: RequestInput<N>): Promise<RequestOutput<N>> {
    const schema: { parse(value: unknown): unknown } = requests[name].input;
    return this.server.handle(name, schema.parse(input) as never);
  }

  /** Submits files named for their pages: `submit('5550101', '3-letter.pdf')`. */
  async submit(
    to: string | readonly string[],
    file = '1-letter.pdf',
    more: Partial<RequestInput<'submit'>> = {},
  ): Promise<readonly Job[]> {
    const numbers = typeof to === 'string' ? [to] : to;
    const { jobs } = await this.ask('submit', {
      document: { kind: 'files', files: [`/letters/${file}`], options: {} },
      recipients: numbers.map((number) => ({ number })),
      key: `key-${this.time.now()}-${Math.trunc(this.writes)}-${numbers[0]}`,
      ...more,
    });
    return jobs;
  }

  /** The job as watchers see it: from the snapshot and the patches since. */
  job(id: number): Job {
    const job = this.jobs.find((each) => each.id === id);
    if (!job) throw new Error(`Nobody has heard of fax ${id}.`);
    return job;
  }

  get jobs(): readonly Job[] {
    return this.#snapshot?.jobs ?? [];
  }

  get snapshot(): Snapshot {
    if (!this.#snapshot) throw new Error('There is no snapshot yet.');
    return this.#snapshot;
  }

  async untilState(id: number, state: Job['state'], within = 86_400_000): Promise<Job> {
    if (!(await this.time.until(() => this.jobs.find((job) => job.id === id)?.state === state, within)))
      throw new Error(`Fax ${id} is ${this.job(id).state} (${this.job(id).reason}), not ${state}.`);
    return this.job(id);
  }

  #hear(event: FaxEvent): void {
    this.events.push(event);
    if (event.type === 'notice') this.notices.push(event);
    if (event.type !== 'patch' || !this.#snapshot || event.version <= this.#snapshot.version) return;
    if (event.version !== this.#snapshot.version + 1) throw new Error('A patch is missing.');
    this.#snapshot = applyChanges(this.#snapshot, event.version, event.changes);
  }

  /** Resolves when the power goes. */
  async #whenOff(power: { readonly on: boolean }): Promise<void> {
    await this.time.until(() => !power.on, 0);
    while (power.on) await new Promise((resolve) => setImmediate(resolve));
  }

  /** The store, with the power cut built in: a call after the cut is never answered. */
  #cutting(store: Store, power: { readonly on: boolean }): Store {
    const never = new Promise<never>(() => undefined);
    const methods = storeMethods.map((name) => {
      const operation = store[name] as (...given: readonly unknown[]) => Promise<unknown>;
      const cutting = (...given: readonly unknown[]): Promise<unknown> => {
        if (!power.on) return never;
        if (!writing.has(name)) return operation(...given);
        if (this.diskFull) return Promise.reject(new FaxError('DISK_FULL'));
        this.writes += 1;
        if (this.storeDies) return operation(...given).then(() => Promise.reject(new FaxError('SERVER_STOPPED')));
        if (this.cutAt?.atWrite !== this.writes) return operation(...given);
        const written = this.cutAt.written ? operation(...given) : Promise.resolve();
        this.cutAt = null;
        this.cutPower();
        return written.then(
          () => never,
          () => never,
        );
      };
      return [name, cutting];
    });
    return Object.fromEntries(methods) as Store;
  }
}
