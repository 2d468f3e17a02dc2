import type { LineHealth } from '../../../../lines/fax-line.ts';
import { FaxError } from '../../../../model/errors.ts';
import type { DayOffice } from './day-office.ts';
import { outsideNumbers } from './people.ts';
import type { SeededRandom } from './seeded-random.ts';
import type { Tally } from './tally.ts';
import { breakPlaces, type CallIn, type CallPlan, type RefusalName, refusals } from './telephone-network.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const busy: CallPlan = { kind: 'refused', how: 'busy' };

/** What goes wrong at an office, and what comes in from outside. */
export class Fate {
  readonly #office: DayOffice;
  readonly #random: SeededRandom;
  readonly #tally: Tally;
  readonly #say: (line: string) => void;
  /** Nothing goes wrong any more. */
  #calm = false;
  /** A number that is busy all day and behind it: nobody gets through. */
  readonly #neverFree: string | null;

  constructor(office: DayOffice, random: SeededRandom, tally: Tally, say: (line: string) => void) {
    this.#office = office;
    this.#random = random;
    this.#tally = tally;
    this.#say = say;
    this.#neverFree = random.chance(0.3) ? random.pick(outsideNumbers) : null;
    office.network.onSeveral = () => tally.count('call out', 'several faxes in one');
    office.network.planOf = (number) => this.#planOf(number);
  }

  #planOf(number: string): CallPlan {
    const plan = number === this.#neverFree ? busy : this.#calm ? ({ kind: 'works' } as const) : this.#anyPlan();
    this.#tally.count('call out', wordsOf(plan));
    this.#say(`a call goes to ${number}: ${wordsOf(plan)}`);
    return plan;
  }

  #anyPlan(): CallPlan {
    const random = this.#random;
    return random.weighted<() => CallPlan>([
      [10, () => ({ kind: 'works' })],
      [3, () => ({ kind: 'refused', how: random.pick(['busy', 'busy', 'no-answer'] as const) })],
      [2, () => ({ kind: 'refused', how: random.pick(Object.keys(refusals) as RefusalName[]) })],
      [5, () => ({ kind: 'breaks', where: random.pick(breakPlaces), page: random.below(4) })],
      [1, () => ({ kind: 'rejects', page: random.below(3) })],
    ])();
  }

  /** Somebody outside calls one of our lines. */
  callIn(): void {
    const random = this.#random;
    const { lines, callsIn } = this.#office.network;
    if (lines.length === 0) return;
    const line = random.pick(lines);
    const call: CallIn = {
      name: `in${callsIn.length + 1}`,
      callerId: random.pick([null, '5557001', '5557002']),
      stationId: random.pick(['ALPHA', 'BETA', '']),
      pages: 1 + random.below(3),
      plan: random.chance(0.6)
        ? { kind: 'works' }
        : { kind: 'breaks', where: random.pick(breakPlaces), page: random.below(3) },
      answered: false,
      confirmed: 0,
      over: false,
      at: this.#office.time.now(),
    };
    callsIn.push(call);
    this.#tally.count('call in', wordsOf(call.plan));
    this.#say(`${call.name} calls ${line.address.text} with ${call.pages} pages: ${wordsOf(call.plan)}`);
    void line.callIn(call);
  }

  /** A line goes, or comes back, whatever it does at the moment. */
  lineFails(): void {
    const { lines, broken } = this.#office.network;
    if (lines.length === 0) return;
    const line = this.#random.pick(lines);
    const health = this.#random.pick<LineHealth>([
      { state: 'offline', error: new FaxError('MODEM_GONE') },
      { state: 'out-of-service', error: new FaxError('MODEM_NOT_ANSWERING') },
      { state: 'ready' },
    ]);
    if (health.state === 'ready') broken.clear();
    else if (this.#random.chance(0.4)) broken.add(line.address.text);
    this.#fault(`line ${health.state}`);
    line.say(health);
  }

  /** The machine dies now, or at a moment soon. */
  async death(): Promise<void> {
    const random = this.#random;
    const office = this.#office;
    office.deathTrapped = random.chance(0.6) ? 'power' : 'kill';
    await random.weighted<() => void | Promise<void>>([
      [
        5,
        () => {
          office.trap = { kind: 'store', after: random.below(10), done: random.chance(0.5) };
          this.#fault('death at a store write');
        },
      ],
      [
        3,
        () => {
          office.trap = { kind: 'file', after: random.below(12) };
          this.#fault('death at a file change');
        },
      ],
      [
        3,
        () => {
          office.trap = { kind: 'step', after: random.below(12) };
          this.#fault('death at a step');
        },
      ],
      [
        2,
        async () => {
          this.#fault('death at any time');
          await office.die(office.deathTrapped);
        },
      ],
    ])();
  }

  /** While the server starts: it may die of that too. */
  beforeStart(): void {
    const { deathTrapped } = this.#office;
    if (this.#calm || !this.#random.chance(0.25)) return;
    const kind = this.#random.pick(['store', 'step', 'file'] as const);
    const after = this.#random.below(5);
    this.#office.trap = kind === 'store' ? { kind, after, done: this.#random.chance(0.5) } : { kind, after };
    this.#office.deathTrapped = deathTrapped;
    this.#fault('death while starting');
  }

  /** The disk is full, or fails, for a while. */
  diskFails(): void {
    const office = this.#office;
    const trouble = this.#random.pick(['full', 'broken'] as const);
    const what = this.#random.pick(['store', 'files', 'both'] as const);
    if (what !== 'files') office.storeTrouble = trouble;
    if (what !== 'store') office.disk.trouble = trouble;
    this.#fault(`${what} ${trouble === 'full' ? 'disk full' : 'write errors'}`);
    office.time.after(this.#random.below(this.#random.pick([2000, 60_000, 20 * MINUTE])), () => {
      this.#say('the disk is well again');
      office.storeTrouble = null;
      office.disk.trouble = null;
    });
  }

  /** The machine's clock is set, forwards or backwards. */
  clockJumps(): void {
    const by = this.#random.pick([-26 * HOUR, -HOUR, -90_000, -500, 700, 5 * MINUTE, HOUR, 26 * HOUR]);
    this.#fault(by < 0 ? 'clock set back' : 'clock set forward');
    this.#office.clockOff += by;
  }

  diskRunsLow(): void {
    this.#fault('low disk');
    this.#office.free = this.#random.pick([0, 50_000_000, 500_000_000]);
    this.#office.time.after(this.#random.below(30 * MINUTE), () => {
      this.#office.free = 100_000_000_000;
    });
  }

  /** A mail server, a printer or a program fails for a while; or only its answer is lost. */
  outsideFails(): void {
    const what = this.#random.pick(['mail', 'mail', 'mail-answer', 'print', 'program']);
    this.#fault(`${what} fails`);
    this.#office.troubles.add(what);
    this.#office.time.after(this.#random.below(HOUR), () => this.#office.troubles.delete(what));
  }

  #fault(what: string): void {
    this.#tally.count('fault', what);
    this.#say(`fault: ${what}`);
  }

  /** Everything is well from now on. */
  calm(): void {
    this.#calm = true;
    const office = this.#office;
    office.trap = null;
    office.storeTrouble = null;
    office.disk.trouble = null;
    office.clockOff = 0;
    office.free = 100_000_000_000;
    office.troubles.clear();
    office.network.broken.clear();
  }
}

function wordsOf(plan: CallPlan): string {
  switch (plan.kind) {
    case 'works':
      return 'works';
    case 'refused':
      return plan.how;
    case 'breaks':
      return `breaks ${plan.where}`;
    case 'rejects':
      return 'page rejected';
  }
}
