import type { FaxEvent } from '../../contract/events.ts';
import type { ModemPort } from '../../contract/modem-ports.ts';
import type { RequestName, RequestOutput, RequestParsed } from '../../contract/requests.ts';
import type { ServerStatus } from '../../contract/snapshot.ts';
import type { LineSystem } from '../../lines/line-system.ts';
import { listModems } from '../../lines/modem/detect/list-modems.ts';
import { nodeLineSystem } from '../../lines/node-line-system.ts';
import { createLine, createPracticeNetwork } from '../../lines/open-line.ts';
import type { Random } from '../../model/clock.ts';
import { FaxError } from '../../model/errors.ts';
import type { LineAddress } from '../../model/line-address.ts';
import { listSettings } from '../../model/settings.ts';
import type { StoredOffice } from '../../store/records.ts';
import type { FaxServer } from '../fax-server.ts';
import { LineTrials } from '../line-trial/line-trials.ts';
import { CallRunner } from './call-runner.ts';
import { checkArchive, tidyArchiveFolders } from './care/archive-folders.ts';
import { auditList } from './care/audit-list.ts';
import { Care } from './care/care.ts';
import { Commands } from './commands.ts';
import { Covers } from './covers.ts';
import { putList } from './destination-context.ts';
import { damagedLists } from './office-lists.ts';
import type { EmbeddedServerOptions } from './options.ts';
import { PortHealth } from './port-health.ts';
import { PORTS_MADE, Ports } from './ports.ts';
import { Previews } from './previews.ts';
import { Proofs } from './proofs.ts';
import { Queue } from './queue.ts';
import { checkMailSettings } from './receipts/mail-server.ts';
import { Receipts } from './receipts/receipts.ts';
import { Reception } from './reception.ts';
import { Recovery } from './recovery.ts';
import { Routing } from './routing/routing.ts';
import { checkCountry } from './sending-settings.ts';
import { ServerCore } from './server-core.ts';
import { SettingsKeeper, settingsOf } from './settings-keeper.ts';
import { StoredPages } from './stored-pages.ts';
import { Submission } from './submission.ts';
import { asLive, viewAttempt, viewMessage, viewPort } from './views.ts';

export type { EmbeddedServerOptions, Log } from './options.ts';

/** When the server stops, a call is given so long to end with DCN before its line is closed under it, ms. */
const CALL_END = 10_000;

/** The start waits for its lines so long; those that take longer are opened while it goes on, ms. */
const OPENING_GRACE = 500;

/** The fax service inside the app. `connect` before anything else. */
export function createEmbeddedServer(options: EmbeddedServerOptions): FaxServer {
  return new EmbeddedServer(options);
}

type Handlers = { readonly [N in RequestName]: (input: RequestParsed<N>) => Promise<RequestOutput<N>> };

class EmbeddedServer implements FaxServer {
  readonly #core: ServerCore;
  readonly #ports: Ports;
  readonly #reception: Reception;
  readonly #queue: Queue;
  readonly #previews: Previews;
  readonly #pages: StoredPages;
  readonly #covers: Covers;
  readonly #proofs: Proofs;
  readonly #routing: Routing;
  readonly #receipts: Receipts;
  readonly #submission: Submission;
  readonly #commands: Commands;
  readonly #trials: LineTrials;
  readonly #settings: SettingsKeeper;
  readonly #care: Care;
  readonly #handlers: Handlers;
  readonly #lineSystem: LineSystem;
  #looking: Promise<readonly ModemPort[]> | null = null;
  #stopped: Promise<void> | null = null;

  constructor(options: EmbeddedServerOptions) {
    const core = new ServerCore(options);
    const calls = options.calls ?? true;
    const { clock, random, network = createPracticeNetwork(), lineSystem: system = nodeLineSystem() } = options;
    const makeLine =
      options.createLine ?? ((address: LineAddress) => createLine(address, { network, clock, random, system }));
    this.#core = core;
    this.#lineSystem = system;
    this.#routing = new Routing(core, calls);
    this.#reception = new Reception(core, () => this.#routing.pump());
    this.#ports = new Ports(core, makeLine, new PortHealth(core, this.#reception, calls), calls);
    this.#queue = new Queue(core, new CallRunner(core), calls);
    this.#previews = new Previews(core);
    this.#pages = new StoredPages(core, this.#previews);
    this.#covers = new Covers(core);
    this.#proofs = new Proofs(core);
    this.#receipts = new Receipts(core, this.#proofs, calls);
    this.#submission = new Submission(core, this.#covers, this.#previews, options.newId ?? randomNames(options.random));
    this.#commands = new Commands(core);
    this.#settings = new SettingsKeeper(core, [checkCountry, checkMailSettings, checkArchive(core)]);
    this.#care = new Care(core, this.#proofs, calls);
    this.#trials = new LineTrials({ works: options.works, clock, random, network, tempDir: core.folders.previews });
    this.#handlers = this.#makeHandlers();
    core.wake = () => {
      this.#reception.showSwitch();
      this.#queue.pump();
      this.#receipts.pump();
      this.#care.wake();
    };
  }

  get status(): ServerStatus {
    return this.#core.status;
  }

  get busy(): boolean {
    return (
      this.#core.calls.length > 0 || this.#trials.busy || this.#routing.busy || this.#receipts.busy || this.#care.busy
    );
  }

  async connect(): Promise<void> {
    const core = this.#core;
    if (core.state !== 'disconnected' || this.#stopped) return;
    core.state = 'connecting';
    let office: StoredOffice;
    try {
      const stored = await core.store.load(core.keepFinal);
      core.step('restart.loaded');
      core.settings = settingsOf(stored.settings);
      await this.#settings.loadSecrets();
      const damaged = core.lists.load(stored.settings);
      for (const name of damaged) core.log('error', 'A stored list is not right and was left out', { name });
      core.warn('list-damaged', damagedLists(damaged));
      office = await this.#care.prepare(stored);
      core.step('restart.folders-prepared');
      await this.#ports.load(office.ports, office.settings[PORTS_MADE] === true);
      await new Recovery(core, this.#reception).load(office);
    } catch (error) {
      core.state = 'disconnected';
      throw error;
    }
    if (core.stopping) return;
    core.state = 'connected';
    core.publisher.mark('server');
    this.#reception.showSwitch();
    this.#routing.start();
    this.#receipts.start(office.mails);
    await this.#care.start();
    await this.#openLines();
    core.step('restart.lines-opened');
    this.#queue.pump();
  }

  /** A modem that does not answer takes seconds to be given up; nobody waits for that before they see their faxes. */
  async #openLines(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const stopWaiting = this.#core.clock.after(OPENING_GRACE, resolve);
    await Promise.race([this.#ports.openAll(), promise]);
    stopWaiting();
  }

  disconnect(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  async #stop(): Promise<void> {
    const core = this.#core;
    core.stopping = true;
    this.#queue.stop();
    await this.#submission.stop();
    await this.#previews.closeAll();
    await this.#trials.closeAll();
    await this.#endCalls();
    await this.#ports.closeAll();
    await this.#endCalls();
    await Promise.all([this.#routing.stop(), this.#receipts.stop(), this.#care.stop()]);
    core.state = 'disconnected';
    core.publisher.mark('server');
    await core.close();
    await core.store.close();
  }

  async #endCalls(): Promise<void> {
    const { calls, clock } = this.#core;
    if (calls.length === 0) return;
    for (const call of calls) {
      call.ending ??= 'shutdown';
      call.abort.abort();
    }
    const { promise, resolve } = Promise.withResolvers<void>();
    const stopWaiting = clock.after(CALL_END, resolve);
    await Promise.race([Promise.all(calls.map((call) => call.ended)), promise]);
    stopWaiting();
  }

  async handle<N extends RequestName>(name: N, input: RequestParsed<N>): Promise<RequestOutput<N>> {
    if (this.#core.state !== 'connected' || this.#core.stopping) throw new FaxError('SERVER_UNREACHABLE');
    const handler: Handlers[N] = this.#handlers[name];
    return handler(input);
  }

  subscribe(listener: (event: FaxEvent) => void): () => void {
    return this.#core.publisher.subscribe(listener);
  }

  #makeHandlers(): Handlers {
    const core = this.#core;
    const commands = this.#commands;
    return {
      snapshot: async () => this.#snapshot(),
      submit: async (input) => {
        await this.#care.disk.assertRoom(input.key);
        return { jobs: (await this.#submission.submit(input)).map((job) => core.view(job)) };
      },
      'jobs.list': async (input) => this.#listJobs(input),
      'jobs.get': async ({ id }) => {
        const job = await core.find(id);
        const attempts = await core.store.attempts(id);
        return { job: core.view(job), attempts: attempts.map((attempt) => viewAttempt(attempt, job.record)) };
      },
      'jobs.pause': ({ ids }) => commands.each('pause', ids),
      'jobs.resume': ({ ids }) => commands.each('resume', ids),
      'jobs.restart': ({ ids }) => commands.each('restart', ids),
      'jobs.cancel': ({ ids }) => commands.each('cancel', ids),
      'jobs.alter': async (input) => ({ job: core.view(await commands.alter(input)) }),
      'ports.list': async () => ({ ports: core.portsByPriority().map(viewPort) }),
      'ports.set': async ({ name, changes }) => ({ port: viewPort(await this.#ports.set(name, changes)) }),
      'ports.add': async ({ name, address }) => ({ port: viewPort(await this.#ports.add(name, address)) }),
      'ports.answer': async ({ name }) => {
        const port = this.#ports.find(name);
        this.#reception.answer(port);
        return { port: viewPort(port) };
      },
      'lines.modems': async () => ({ modems: await this.#lookForModems() }),
      'ports.retry': async ({ name }) => ({ port: viewPort(await this.#ports.retry(name)) }),
      'ports.remove': async ({ name }) => {
        await this.#ports.remove(name);
        return {};
      },
      'settings.list': async () => ({ settings: listSettings(core.settings) }),
      'settings.set': async ({ values }) => {
        await this.#settings.set(tidyArchiveFolders(values));
        if (Object.keys(values).some((name) => /^smtp/i.test(name))) this.#receipts.tryNow();
        return { settings: listSettings(core.settings) };
      },
      'lists.get': async ({ name }) => core.lists.get(name),
      'lists.put': (list) => putList(core, list),
      'printers.list': async () => ({ printers: await core.outside.printers() }),
      'mail.test': async ({ to }) => {
        await this.#receipts.test(to);
        return {};
      },
      'routing.retry': async ({ id }) => ({ message: viewMessage(await this.#routing.retry(id), core.folders) }),
      'covers.list': async () => ({ covers: await this.#covers.list() }),
      'covers.render': (input) => this.#covers.render(input),
      proof: (input) => this.#proofs.save(input),
      erase: async ({ id }) => this.#care.eraser.erase(id).then(() => ({})),
      backup: ({ path }) => this.#care.backup.write(path),
      'audit.list': async ({ limit }) => auditList(await core.store.audit(limit)),
      'found.list': async () => ({ documents: await this.#care.found.list() }),
      'found.remove': async ({ path }) => this.#care.found.remove(path).then(() => ({})),
      'messages.list': async ({ limit }) => {
        const { messages, total } = await core.store.messages(limit);
        return { messages: messages.map((message) => viewMessage(message, core.folders)), total };
      },
      'messages.get': async ({ id }) => ({ message: viewMessage(await core.message(id), core.folders) }),
      'messages.mark': async ({ ids, read }) => this.#mark(ids, read),
      'pages.list': async ({ source }) => ({ pages: await this.#pages.list(source) }),
      'pages.image': (input) => this.#pages.image(input),
      'preview.open': (input) => this.#previews.open(input),
      'preview.close': async ({ previewId }) => {
        await this.#previews.close(previewId);
        return {};
      },
      save: (input) => this.#pages.save(input),
      'trial.start': async (input) => this.#trials.start(input),
      'trial.follow': (input) => this.#trials.follow(input),
      'trial.stop': async (input) => this.#trials.stop(input),
    };
  }

  /** One look at a time: whoever asks meanwhile gets the same answer. */
  #lookForModems(): Promise<readonly ModemPort[]> {
    this.#looking ??= listModems(this.#lineSystem, this.#core.clock)
      .then((found) => found.map(({ path, state, words, address }) => ({ path, state, words, address })))
      .finally(() => {
        this.#looking = null;
      });
    return this.#looking;
  }

  #snapshot(): RequestOutput<'snapshot'> {
    const core = this.#core;
    const version = core.publisher.currentVersion();
    return {
      version,
      server: core.status,
      jobs: newestFirst(core.jobs).map((job) => core.view(job)),
      ports: core.portsByPriority().map(viewPort),
      messages: newestFirst(core.messages).map((message) => viewMessage(message, core.folders)),
      settings: listSettings(core.settings),
    };
  }

  async #listJobs(query: RequestParsed<'jobs.list'>): Promise<RequestOutput<'jobs.list'>> {
    const core = this.#core;
    const { jobs, total } = await core.store.jobs(query);
    // What is in memory is newer than what the disk had when it was asked.
    const known = jobs.map((stored) => core.jobs.get(stored.job.id) ?? asLive(stored));
    return { jobs: known.map((job) => core.view(job)), total };
  }

  async #mark(ids: readonly number[], read: boolean): Promise<RequestOutput<'messages.mark'>> {
    const core = this.#core;
    const found = await Promise.all(ids.map((id) => core.message(id)));
    // On top of what is in memory now: their routing goes on meanwhile.
    const marked = found.map((message) => core.changeMessage(message, { read }));
    try {
      await core.store.putMessages(marked);
    } catch (error) {
      for (const { id, read: before } of found) {
        const message = core.messages.get(id);
        if (message) core.changeMessage(message, { read: before });
      }
      throw error;
    }
    this.#routing.showWarning();
    return { messages: marked.map((message) => viewMessage(message, core.folders)) };
  }
}

const newestFirst = <T>(kept: ReadonlyMap<number, T>): T[] =>
  [...kept].sort(([a], [b]) => b - a).map(([, each]) => each);

/** Names for stored documents: 80 random bits each. */
function randomNames(random: Random): () => string {
  const part = () =>
    Math.floor(random() * 0x100000000)
      .toString(16)
      .padStart(8, '0');
  return () => `${part()}${part()}${part()}`.slice(0, 20);
}
