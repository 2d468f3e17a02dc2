import { DayOffice, type Sabotage } from './day-office.ts';
import { Fate } from './fate.ts';
import { Ledger } from './ledger.ts';
import { People } from './people.ts';
import { judge } from './promises.ts';
import { SeededRandom } from './seeded-random.ts';
import type { Tally } from './tally.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Moves of a day: so many that things meet, and so few that a day is still read in a minute. */
const MOVES = 22;

/** Days on which the clocks of Berlin change, and days on which they do not. */
const starts = [
  '2026-03-10T09:00:00Z',
  '2026-03-10T22:30:00Z',
  '2026-03-28T23:30:00Z',
  '2026-10-24T23:30:00Z',
  '2026-12-31T22:00:00Z',
] as const;

export interface DayResult {
  /** Promises that were broken, in order; empty for a good day. */
  readonly violations: readonly string[];
  /** The day in words. */
  readonly story: readonly string[];
}

/** One day of an office, all of it from one seed. */
export async function playDay(seed: number, tally: Tally, sabotage?: Sabotage): Promise<DayResult> {
  const day = new Day(seed, tally, sabotage);
  try {
    await day.play();
  } catch (error) {
    day.ledger.fail(error instanceof Error ? (error.stack ?? error.message) : String(error));
  } finally {
    day.office.remove();
  }
  return { violations: day.ledger.violations, story: day.story };
}

class Day {
  readonly office: DayOffice;
  readonly ledger: Ledger;
  readonly story: string[] = [];
  readonly #random: SeededRandom;
  readonly #people: People;
  readonly #fate: Fate;
  readonly #tally: Tally;

  constructor(seed: number, tally: Tally, sabotage?: Sabotage) {
    const random = new SeededRandom(seed);
    const say = (line: string) => this.#say(line);
    this.#random = random;
    this.#tally = tally;
    this.ledger = new Ledger(
      () => this.office.network.events,
      () => this.office.time.now(),
      tally,
      say,
    );
    this.office = new DayOffice(random.pick(starts), random, this.ledger, sabotage);
    this.#people = new People(this.office, this.ledger, random, tally, say);
    this.#fate = new Fate(this.office, random, tally, say);
  }

  #say(line: string): void {
    this.story.push(`${new Date(this.office.time.now()).toISOString().slice(5, 23)} ${line}`);
  }

  async play(): Promise<void> {
    await this.#open();
    for (let move = 0; move < MOVES && this.ledger.violations.length === 0; move += 1) {
      await this.#move();
      await this.#up();
    }
    if (this.ledger.violations.length > 0) return;
    await this.#calmDown();
    if (this.ledger.violations.length > 0) return;
    await judge(this.office, this.ledger, this.#people, this.#tally);
  }

  /** An office with two real lines besides its practice lines, on a day on which nothing has gone wrong yet. */
  async #open(): Promise<void> {
    const { office } = this;
    if (!(await office.start())) throw new Error('The office did not start.');
    for (const name of ['Line 1', 'Line 2']) {
      const device = `/simulated/dev/${name.at(-1)}`;
      await must(office.ask('ports.add', { name, address: `modem:${device}` }));
      await must(office.ask('ports.set', { name, changes: { send: true, receive: 'auto', rings: 2 } }));
    }
    await must(
      office.ask('settings.set', {
        values: { retryDelay: 1, smtpServer: 'mail.example', smtpSender: 'fax@office.example' },
      }),
    );
    await this.#people.blockNumbers();
    if (this.#random.chance(0.8)) await this.#people.setRules();
    office.latency = this.#random.pick([0, 0, 30, 400]);
  }

  async #move(): Promise<void> {
    const people = this.#people;
    const fate = this.#fate;
    await this.#random.weighted<() => unknown>([
      [14, () => people.sendNew()],
      [2, () => people.sendAgain()],
      [8, () => people.command()],
      [4, () => people.changeSettings()],
      [2, () => people.switchQueue()],
      [1, () => people.readInbox()],
      [1, () => people.sendToBlocked()],
      [1, () => people.erase()],
      [1, () => people.setRules()],
      [1, () => people.routeAgain()],
      [5, () => fate.callIn()],
      [3, () => fate.lineFails()],
      [9, () => fate.death()],
      [3, () => fate.diskFails()],
      [2, () => fate.clockJumps()],
      [1, () => fate.diskRunsLow()],
      [2, () => fate.outsideFails()],
      [2, () => this.#stop()],
      [14, () => this.#passTime()],
    ])();
  }

  async #passTime(): Promise<void> {
    const most = this.#random.weighted([
      [4, 20_000],
      [4, 90_000],
      [3, 10 * MINUTE],
      [1, 3 * HOUR],
    ] as const);
    await this.office.pass(this.#random.below(most));
  }

  async #stop(): Promise<void> {
    this.#say('the server is stopped');
    this.#tally.count('fault', 'stopped');
    await this.office.stop();
  }

  /** Starts the server again where it is down, as often as it takes. */
  async #up(): Promise<void> {
    await this.office.pass(0);
    for (let tries = 0; !this.office.powered; tries += 1) {
      // Somebody makes room at last, or buys a disk.
      if (tries > 4) {
        this.office.storeTrouble = null;
        this.office.disk.trouble = null;
      }
      if (tries > 20) throw new Error('The server does not start any more.');
      await this.office.time.pass(this.#random.below(5000));
      this.#fate.beforeStart();
      this.#say(`the server starts${this.office.trap ? ' and is to die of it' : ''}`);
      if (await this.office.start()) this.#say('the server is up');
    }
  }

  /** Nothing goes wrong any more: what was not answered is sent again, what is held is released, and time passes. */
  async #calmDown(): Promise<void> {
    this.#say('from here on all is well');
    this.#fate.calm();
    await this.#up();
    const { office } = this;
    const values = { pauseServerQueue: false, outgoingQueueBlocked: false, incomingQueueBlocked: false };
    await must(office.ask('settings.set', { values }));
    for (const line of office.network.lines) line.say({ state: 'ready' });
    for (const { name } of office.snapshot.ports) await office.ask('ports.retry', { name });
    await office.pass(MINUTE);
    for (const sent of this.ledger.sent) await this.#people.send(sent);
    await office.look();
    const held = office.jobs.filter(({ allowed }) => allowed.includes('resume')).map(({ id }) => id);
    if (held.length > 0) await must(office.ask('jobs.resume', { ids: held }));
    await office.pass(4 * DAY, () => this.#isQuiet());
    await office.pass(5 * MINUTE);
  }

  #isQuiet(): boolean {
    const waitsForMail = ['waiting', 'due', 'queued'];
    return this.office.jobs.every(
      ({ state, allowed, receipt }) => isOver(state) && !allowed.includes('resume') && !waitsForMail.includes(receipt),
    );
  }
}

const isOver = (state: string): boolean =>
  ['delivered', 'failed', 'cancelled', 'uncertain', 'received'].includes(state);

async function must(
  answer: Promise<{ readonly value: unknown } | { readonly error: unknown } | { readonly died: true }>,
) {
  const given = await answer;
  if ('value' in given) return;
  throw 'error' in given ? given.error : new Error('It was not answered.');
}
