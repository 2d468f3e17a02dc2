import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Snapshot } from '../../app/contract/snapshot.ts';
import { finalStates } from '../../app/model/job.ts';
import type { SocketClient } from '../../app/office/socket-client.ts';
import type { StepName } from '../../app/server/embedded/steps.ts';
import { connect, type HandedIn, handIn, isGone, makeFax } from './fax-client.ts';
import { type Draw, drawFrom, type LanePlan, type PlannedKill } from './kill-plan.ts';
import { addT38Port, setUpOffice, type T38Pair } from './office-setup.ts';
import type { PlantedBug } from './planted-bugs.ts';
import { losePower } from './power-cut.ts';
import { type ServerProcess, type ServerStart, startServer } from './server-process.ts';

/** A start that takes no requests by then hangs, ms. */
const READY = 20_000;
/** All faxes must be final and all duties done so long after the last start, ms. */
const SETTLED = 150_000;
/** A kill at a step that does not come is made from outside after this, ms. */
const STEP_COMES = 25_000;
/** The most faxes that a start is given to come to its step. */
const MOST_FAXES = 4;

export interface LaneSetup {
  readonly folder: string;
  readonly runtimeDir: string;
  readonly mailPort: number;
  /** Lanes over `t38:` only. */
  readonly t38: T38Pair | null;
  readonly planted: PlantedBug | null;
  /** The kill is a power cut: what was not synced is lost. */
  readonly powerCuts: boolean;
  readonly nextJob: () => number;
}

/** A kill that was made. */
export interface MadeKill {
  readonly planned: PlannedKill;
  /** The step, where it was made there. */
  readonly step: StepName | null;
  /** The last page had been recorded as going out, and its confirmation was not there yet. */
  readonly lastPageOpen: boolean;
}

/** What a lane leaves for the judge. */
export interface LaneRun {
  readonly plan: LanePlan;
  readonly kills: readonly MadeKill[];
  readonly faxes: readonly HandedIn[];
  readonly steps: ReadonlyMap<StepName, number>;
  /** What the server told after the last start; null where it did not get there. */
  readonly last: Snapshot | null;
  /** What went wrong on the way, in words. */
  readonly troubles: readonly string[];
}

/** The number that faxes of a loopback lane go to: the office's own second line. */
const OWN_NUMBER = '5550101';

/** One office that is killed over and over, then started for good. */
export class Lane {
  readonly #plan: LanePlan;
  readonly #setup: LaneSetup;
  readonly #draw: Draw;
  readonly #faxes: HandedIn[] = [];
  readonly #kills: MadeKill[] = [];
  readonly #steps = new Map<StepName, number>();
  readonly #troubles: string[] = [];
  #server: ServerProcess | null = null;

  constructor(plan: LanePlan, setup: LaneSetup) {
    this.#plan = plan;
    this.#setup = setup;
    this.#draw = drawFrom(plan.seed + 7);
  }

  get dataDir(): string {
    return join(this.#setup.folder, 'data');
  }

  get routed(): string {
    return join(this.#setup.folder, 'routed');
  }

  /** Plays the plan. Whatever goes wrong is told in `troubles`. */
  async run(): Promise<LaneRun> {
    for (const name of ['handed-in', 'routed', 'synced'])
      await mkdir(join(this.#setup.folder, name), { recursive: true });
    let last: Snapshot | null = null;
    try {
      await this.#prepare();
      for (const kill of this.#plan.kills) await this.#killOnce(kill);
      last = await this.#end();
    } catch (error) {
      this.#troubles.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
      this.#server?.signal('SIGKILL');
      await this.#server?.ended;
    }
    return {
      plan: this.#plan,
      kills: this.#kills,
      faxes: this.#faxes,
      steps: this.#steps,
      last,
      troubles: this.#troubles,
    };
  }

  #start(kill: PlannedKill | null): ServerProcess {
    const { planted, powerCuts, runtimeDir, folder } = this.#setup;
    const at = kill?.kind === 'step' ? { at: { step: kill.step, occurrence: kill.occurrence } } : {};
    const start: ServerStart = {
      dataDir: this.dataDir,
      ...at,
      planted,
      synced: powerCuts ? join(folder, 'synced') : null,
      runtimeDir,
    };
    this.#server = startServer(start);
    return this.#server;
  }

  /** The first start: settings, rules, lines. */
  async #prepare(): Promise<void> {
    const server = this.#start(null);
    const client = await this.#client(server);
    if (client === null) throw new Error(`The first start failed: ${server.complaints.join(' ')}`);
    await setUpOffice(client, { mailPort: this.#setup.mailPort, routed: this.routed });
    const { t38 } = this.#setup;
    if (t38) await addT38Port(client, 'T38', { own: t38.sender, far: t38.receiver }, false);
    await this.#stop(server, client);
  }

  async #stop(server: ServerProcess, client: SocketClient): Promise<void> {
    await client.close();
    server.signal('SIGTERM');
    await server.ended;
    this.#count(server);
  }

  /** Its client once it takes requests; null where it was killed before. */
  async #client(server: ServerProcess): Promise<SocketClient | null> {
    const timer = setTimeout(() => {
      this.#troubles.push(`a start took longer than ${READY} ms`);
      server.signal('SIGKILL');
    }, READY);
    const socket = await server.ready;
    clearTimeout(timer);
    return socket === null ? null : connect(socket);
  }

  /** Starts the server, gives it work until it dies, and takes away what a power cut takes away. */
  async #killOnce(kill: PlannedKill): Promise<void> {
    const server = this.#start(kill);
    const late = setTimeout(() => server.signal('SIGKILL'), kill.kind === 'outside' ? kill.after : STEP_COMES);
    const client = await this.#client(server);
    if (client) await this.#work(client, kill);
    // The work is done and the step did not come.
    if (kill.kind === 'step') server.signal('SIGKILL');
    const { killedAt, code } = await server.ended;
    clearTimeout(late);
    await client?.close();
    this.#count(server);
    if (code !== null) this.#troubles.push(`the server ended by itself with ${code}: ${server.complaints.join(' ')}`);
    this.#kills.push({ planned: kill, step: killedAt, lastPageOpen: isLastPageOpen(server.steps) });
    if (this.#setup.powerCuts) await losePower([this.dataDir, this.routed], join(this.#setup.folder, 'synced'));
  }

  #count(server: ServerProcess): void {
    for (const step of server.steps) this.#steps.set(step, (this.#steps.get(step) ?? 0) + 1);
  }

  /** Hands in what was not answered, then new faxes, until the server goes or has nothing left to do. */
  async #work(client: SocketClient, kill: PlannedKill): Promise<void> {
    const gone = new Promise<void>((resolve) => client.onGone(() => resolve()));
    try {
      for (const fax of this.#faxes) if (fax.answers.length === 0 && !(await handIn(client, fax))) return;
      const wanted = kill.kind === 'outside' ? 1 : kill.occurrence;
      for (let made = 0; made < MOST_FAXES; made += 1) {
        const fax = await this.#newFax(kill);
        this.#faxes.push(fax);
        if (!(await handIn(client, fax))) return;
        if (made + 1 < wanted) continue;
        await Promise.race([gone, this.#settled(client, STEP_COMES)]);
        if (client.gone !== null) return;
      }
      if (kill.kind === 'outside') await gone;
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  }

  #newFax(kill: PlannedKill): Promise<HandedIn> {
    const job = this.#setup.nextJob();
    const wanted = kill.kind === 'step' && kill.step.startsWith('receipt');
    const several = kill.kind === 'step' && /page|confirmation/.test(kill.step);
    return makeFax({
      job,
      pages: several ? 3 : 1 + Math.floor(this.#draw() * 3),
      folder: join(this.#setup.folder, 'handed-in'),
      number: this.#setup.t38 ? '5550190' : OWN_NUMBER,
      port: this.#setup.t38 ? 'T38' : null,
      receipt: wanted || this.#draw() < 0.3 ? `fax-${job}@example.com` : null,
    });
  }

  /** The last two starts: one that does what is left, and a clean one whose folder the judge looks at. */
  async #end(): Promise<Snapshot | null> {
    const server = this.#start(null);
    const client = await this.#client(server);
    if (client === null) throw new Error(`The last start failed: ${server.complaints.join(' ')}`);
    for (const fax of this.#faxes) if (fax.answers.length === 0) await handIn(client, fax);
    if (!(await this.#settled(client, SETTLED)))
      this.#troubles.push(`not all was done ${SETTLED} ms after the last start`);
    // What clients knew by their keys is asked again: it must be the same.
    for (const fax of this.#faxes) if (this.#draw() < 0.3) await handIn(client, fax);
    await this.#settled(client, SETTLED);
    await this.#stop(server, client);
    const again = this.#start(null);
    const reader = await this.#client(again);
    if (reader === null) throw new Error(`The clean start failed: ${again.complaints.join(' ')}`);
    await this.#settled(reader, SETTLED);
    const snapshot = await reader.request('snapshot', {});
    await this.#stop(again, reader);
    return snapshot;
  }

  /** Waits until every fax is final and every duty done; false when that took too long. */
  async #settled(client: SocketClient, longest: number): Promise<boolean> {
    const until = performance.now() + longest;
    while (performance.now() < until) {
      if (isSettled(await client.request('snapshot', {}))) return true;
      await sleep(150);
    }
    return false;
  }
}

const isLastPageOpen = (steps: readonly StepName[]): boolean =>
  steps.lastIndexOf('send.last-page-writing') > steps.lastIndexOf('send.confirmation-writing');

/** Nothing is left to be done: no call, no routing, no copy, no receipt. */
export function isSettled({ jobs, messages }: Snapshot): boolean {
  return (
    jobs.every(
      (job) =>
        finalStates.has(job.state) &&
        job.receipt !== 'waiting' &&
        job.receipt !== 'due' &&
        job.receipt !== 'queued' &&
        (job.state !== 'delivered' || job.archived !== null),
    ) &&
    messages.every((message) => message.archived !== null && message.routing.every(({ state }) => state !== 'retrying'))
  );
}
