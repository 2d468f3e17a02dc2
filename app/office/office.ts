import type { Door } from '../contract/door.ts';
import type { FaxEvent } from '../contract/events.ts';
import type { RequestInput, RequestName, RequestOutput } from '../contract/requests.ts';
import { FaxError, toFaxError } from '../model/errors.ts';
import type { StartWorker } from '../model/worker-entries.ts';
import type { Secrets } from '../server/embedded/secrets.ts';
import type { StepName } from '../server/embedded/steps.ts';
import { createDataFolder } from './data-folder.ts';
import { enterFolder } from './enter.ts';
import type { Holding } from './holding.ts';
import type { OpenServer } from './open-server.ts';
import { type Gone, HandedOver } from './socket-client.ts';
import type { Bye, Stay } from './wire.ts';
import { startWorkerThread } from './worker-threads.ts';

/**
 * `owner`: this process runs the server. `client`: another process does. `lost`: the owner went and nobody took its
 * place, or taking over failed; every request is refused with the error.
 */
export type OfficeRole = 'owner' | 'client' | 'lost';

/** A change of role, with the reason where the data can no longer be reached. */
export type RoleChange = { readonly role: 'owner' | 'client' } | { readonly role: 'lost'; readonly error: FaxError };

export interface OfficeOptions {
  /** The data folder, absolute; see `dataFolder` in `data-folder.ts`. Created with mode 0700 when it is not there. */
  readonly dataDir: string;
  /**
   * How long this process means to stay when it becomes the owner; clients are told.
   * `service` (default): the console and `fax serve`. `command`: a `fax` command that sends until its own work is done,
   * then hands over. `moment`: a command that asks one thing: no line is opened, no call is made, no client is taken.
   */
  readonly stay?: Stay;
  /** True for a console: when the owner dies or is stopped, try the lock, take over and go on. */
  readonly takeOver?: boolean;
  /** Told of what went wrong where nobody asked (a client that spoke nonsense, a worker that died). */
  readonly onProblem?: (error: FaxError) => void;
  /** Starts worker threads; the product's own by default. */
  readonly startWorker?: StartWorker;
  /** Opens the server when this process becomes the owner; the embedded one by default. */
  readonly openServer?: OpenServer;
  /** How long the folder may be locked by a process that does not answer, ms; 10 s by default. */
  readonly patience?: number;
  /** Where passwords are kept; a file of mode 0600 in the data folder by default. */
  readonly secrets?: Secrets;
  /** Told of each step of the server as it comes to it; for tests of what a kill does there. */
  readonly onStep?: (step: StepName) => void;
  /** Gives up entering: `enterOffice` rejects with `CANCELLED`. Means nothing once the folder is entered. */
  readonly signal?: AbortSignal;
}

/** An open data folder: the door to its server, whoever runs it. */
export interface Office extends Door {
  readonly role: OfficeRole;
  /** Real path of the data folder. */
  readonly dataDir: string;
  /** Path of the local socket of whoever owns the folder. */
  readonly socketPath: string;
  /** Client: how long the owner means to stay. Owner: null. */
  readonly ownerStay: Stay | null;
  /** Owner: a call is on a line, or a received fax is not yet filed. Always false for a client. */
  readonly busy: boolean;
  /** Hears of changes of role; the returned function stops. */
  onRoleChange(listener: (change: RoleChange) => void): () => void;
  /**
   * Leaves in an orderly way: the owner ends calls, tells its clients, closes the store and drops the lock. `done`
   * hands over to the clients (the default unless `stay` is `service`); `stopped` is for SIGTERM and quit. Idempotent.
   */
  close(reason?: Bye): Promise<void>;
}

/**
 * Opens a data folder: takes its lock and runs the server, or becomes a client of the process that does.
 * Throws `DATA_FOLDER_UNUSABLE`, `DISK_FULL`, `STORE_DAMAGED`, `STORE_TOO_NEW`, `SERVER_UNREACHABLE` (the folder is
 * held by a process that does not answer), `CANCELLED`.
 *
 * Subscribers outlive a change of role. After one they get a `patch` with {@link resyncVersion} and no changes: a gap,
 * so that whoever holds a snapshot asks for a new one. Requests made meanwhile wait for the new owner.
 */
export async function enterOffice(options: OfficeOptions): Promise<Office> {
  const office = new HeldOffice(options, await createDataFolder(options.dataDir));
  const giveUp = () => void office.close();
  options.signal?.addEventListener('abort', giveUp, { once: true });
  try {
    await office.enter();
  } catch (error) {
    throw options.signal?.aborted ? new FaxError('CANCELLED', { cause: error }) : error;
  } finally {
    options.signal?.removeEventListener('abort', giveUp);
  }
  if (options.signal?.aborted) {
    await office.close();
    throw new FaxError('CANCELLED');
  }
  return office;
}

/** The version of the patch that tells subscribers to ask for a new snapshot; no server counts so far. */
export const resyncVersion = Number.MAX_SAFE_INTEGER;

/** Requests that do the same when they are done twice: asked again of the next owner when the last one died. */
const repeatable: ReadonlySet<RequestName> = new Set<RequestName>([
  'snapshot',
  // The key makes it the same jobs.
  'submit',
  'jobs.list',
  'jobs.get',
  'ports.list',
  'settings.list',
  'messages.list',
  'messages.get',
  'messages.mark',
  'pages.list',
  'pages.image',
  'preview.open',
  'preview.close',
  'audit.list',
  'found.list',
]);

class HeldOffice implements Office {
  readonly dataDir: string;
  readonly #options: OfficeOptions;
  readonly #stay: Stay;
  readonly #listeners = new Set<(event: FaxEvent) => void>();
  readonly #roleListeners = new Set<(change: RoleChange) => void>();
  readonly #abort = new AbortController();
  /** The holding, or the wait for the next one; rejected when the folder is lost. */
  #next: Promise<Holding> = Promise.reject(new FaxError('SERVER_STOPPED'));
  #holding: Holding | null = null;
  /** Counts the times the folder was entered: an entry that was overtaken by the next leaves no trace. */
  #turn = 0;
  #lost = false;
  #unsubscribe: (() => void) | null = null;
  #closing: Promise<void> | null = null;

  constructor(options: OfficeOptions, dataDir: string) {
    this.#options = options;
    this.#stay = options.stay ?? 'service';
    this.dataDir = dataDir;
    this.#next.catch(ignore);
  }

  get role(): OfficeRole {
    return this.#lost || this.#holding === null ? 'lost' : this.#holding.role;
  }

  get socketPath(): string {
    return this.#holding?.socketPath ?? '';
  }

  get ownerStay(): Stay | null {
    return this.#holding?.stay ?? null;
  }

  get busy(): boolean {
    return this.#holding?.busy ?? false;
  }

  /** Takes hold of the folder, for the first time or again. */
  enter(): Promise<Holding> {
    const next = this.#hold();
    this.#next = next;
    next.catch(ignore);
    return next;
  }

  async #hold(): Promise<Holding> {
    const openServer: OpenServer =
      this.#options.openServer ??
      (async (context) => (await import('./embedded-server.ts')).openEmbeddedServer(context));
    const turn = ++this.#turn;
    const holding = await enterFolder({
      dataDir: this.dataDir,
      stay: this.#stay,
      startWorker: this.#options.startWorker ?? startWorkerThread,
      onProblem: this.#options.onProblem ?? ignore,
      openServer,
      patience: this.#options.patience ?? 10_000,
      signal: this.#abort.signal,
      ...(this.#options.secrets ? { secrets: this.#options.secrets } : {}),
      ...(this.#options.onStep ? { onStep: this.#options.onStep } : {}),
      onGone: (gone) => void this.#ownerGone(gone),
    });
    if (turn !== this.#turn) return holding;
    this.#holding = holding;
    if (turn > 1) this.#tell({ type: 'patch', version: resyncVersion, changes: [] });
    if (this.#listeners.size > 0) this.#listen(holding);
    return holding;
  }

  async #ownerGone(gone: Gone): Promise<void> {
    if (this.#closing) return;
    this.#unsubscribe = null;
    const follow = gone === 'done' || this.#options.takeOver === true;
    const next = follow ? this.enter() : Promise.reject<Holding>(new FaxError('SERVER_STOPPED'));
    this.#next = next;
    try {
      const { role } = await next;
      this.#tellRole({ role });
    } catch (thrown) {
      if (this.#closing) return;
      this.#lost = true;
      this.#tellRole({ role: 'lost', error: toFaxError(thrown) });
    }
  }

  async request<N extends RequestName>(name: N, input: RequestInput<N>): Promise<RequestOutput<N>> {
    let asked: Holding | null = null;
    for (;;) {
      if (this.#closing) throw new FaxError('SERVER_STOPPED');
      const holding: Holding = await this.#next;
      // Nobody took the place of the one who could not answer.
      if (holding === asked) throw new FaxError('SERVER_STOPPED');
      asked = holding;
      try {
        return await holding.request(name, input);
      } catch (error) {
        if (!this.#mayAskAgain(name, holding, error)) throw error;
      }
    }
  }

  /** After a handover nothing was lost; after a death only what may be done twice is asked again. */
  #mayAskAgain(name: RequestName, holding: Holding, error: unknown): boolean {
    if (this.#closing || holding.role === 'owner') return false;
    if (error instanceof HandedOver) return true;
    const died = error instanceof FaxError && error.code === 'SERVER_STOPPED';
    return died && this.#options.takeOver === true && repeatable.has(name);
  }

  subscribe(listener: (event: FaxEvent) => void): () => void {
    // A function of its own for each call, so that one listener may listen twice.
    const mine = (event: FaxEvent) => listener(event);
    this.#listeners.add(mine);
    if (this.#listeners.size === 1 && this.#holding) this.#listen(this.#holding);
    return () => {
      if (!this.#listeners.delete(mine) || this.#listeners.size > 0) return;
      this.#unsubscribe?.();
      this.#unsubscribe = null;
    };
  }

  #listen(holding: Holding): void {
    this.#unsubscribe ??= holding.subscribe((event) => this.#tell(event));
  }

  #tell(event: FaxEvent): void {
    for (const listener of [...this.#listeners]) listener(event);
  }

  onRoleChange(listener: (change: RoleChange) => void): () => void {
    this.#roleListeners.add(listener);
    return () => void this.#roleListeners.delete(listener);
  }

  #tellRole(change: RoleChange): void {
    for (const listener of [...this.#roleListeners]) listener(change);
  }

  close(reason: Bye = this.#stay === 'service' ? 'stopped' : 'done'): Promise<void> {
    this.#closing ??= this.#leave(reason);
    return this.#closing;
  }

  async #leave(reason: Bye): Promise<void> {
    this.#abort.abort();
    this.#unsubscribe?.();
    this.#unsubscribe = null;
    // Entering may be under way; what it got hold of is given back. Its failure was told to whoever entered.
    const holding = await this.#next.catch(() => null);
    await holding?.close(reason);
  }
}

const ignore = (): undefined => undefined;
