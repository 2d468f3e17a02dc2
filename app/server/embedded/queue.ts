import { announce, type CallRunner } from './call-runner.ts';
import { Decisions } from './decisions.ts';
import { destinationContext } from './destination-context.ts';
import { blockOf, callsTo, jobsInCallTo } from './destinations.ts';
import { stationOf } from './document-pages.ts';
import type { LiveJob, LivePort } from './live.ts';
import { busyNumbers, choiceFor, type Decision, fittingPorts, queueOrder, type ScheduleContext } from './scheduling.ts';
import type { ServerCore } from './server-core.ts';
import { blocked } from './settlement.ts';

/** A wait is looked at again after so long at most, so that a clock that was set wrong or jumped is noticed, ms. */
const LONGEST_WAIT = 3_600_000;

/** Gives jobs to free ports when their time has come, and tells each waiting job's row why it waits. */
export class Queue {
  readonly #core: ServerCore;
  readonly #runner: CallRunner;
  readonly #calls: boolean;
  readonly #decisions = new Decisions();
  #timer: (() => void) | null = null;

  constructor(core: ServerCore, runner: CallRunner, calls: boolean) {
    this.#core = core;
    this.#runner = runner;
    this.#calls = calls;
  }

  /** Looks at every job that is not final; starts the calls that can start. Call it whenever anything changed. */
  pump(): void {
    if (this.#core.stopping || this.#core.state !== 'connected') return;
    this.#warn();
    const context = this.#context();
    const ready = this.#decideAll(context);
    if (!this.#calls || !this.#hasFreePort()) return;
    const called = new Set<string>();
    let refused = false;
    ready.sort((a, b) => queueOrder(a.record, b.record));
    for (const job of ready) {
      if (job.call !== null || job.turn !== null || context.engaged(job.record.number)) continue;
      if (!this.#hasFreePort()) break;
      if (this.#refuse(job)) {
        refused = true;
        continue;
      }
      const port = this.#portFor(job, context);
      if (port === null) continue;
      this.#runner.start(job, port, this.#companions(job, port, ready, context));
      called.add(job.record.number);
    }
    if (called.size > 0) this.#decideAgain(called, context);
    // What the retry table makes of a refused one is looked at anew.
    if (refused) this.#arm(0);
  }

  #warn(): void {
    const { outgoingQueueBlocked } = this.#core.settings;
    this.#core.warn(
      'queue-blocked',
      outgoingQueueBlocked
        ? {
            words: 'New faxes are not accepted.',
            next: 'Switch the setting outgoingQueueBlocked off to take them again.',
          }
        : null,
    );
  }

  /** Decides for all, arms the timer for the earliest that waits, and gives those that may go. */
  #decideAll(context: ScheduleContext): LiveJob[] {
    this.#decisions.look(context);
    const ready: LiveJob[] = [];
    let next = Number.POSITIVE_INFINITY;
    for (const job of this.#core.open.values()) {
      if (job.turn !== null) continue;
      const decision = waits(job) ? this.#decisions.of(job, context) : null;
      this.#show(job, decision);
      if (decision?.kind === 'ready') ready.push(job);
      if (decision?.kind === 'wait') next = Math.min(next, decision.until);
    }
    this.#arm(next - context.now);
    return ready;
  }

  /** Calls have begun to these numbers: the rows of what waits for the same ones say so. */
  #decideAgain(numbers: ReadonlySet<string>, context: ScheduleContext): void {
    for (const job of this.#core.open.values())
      if (job.turn === null && numbers.has(job.record.number) && waits(job))
        this.#show(job, this.#decisions.of(job, context));
  }

  #show(job: LiveJob, decision: Decision | null): void {
    if (same(job.decision, decision)) return;
    job.decision = decision;
    this.#core.showJob(job);
  }

  #context(): ScheduleContext {
    const { clock, zone, settings, storeError, lists } = this.#core;
    const destinations = destinationContext(this.#core);
    const now = clock.now();
    const busy = busyNumbers(this.#openRecords(), now);
    return {
      now,
      zone,
      settings,
      ports: this.#core.portsByPriority().map(factsOf),
      groups: lists.now.portGroups,
      destinations: lists.now.destinations,
      engaged: (number) => this.#callsOn(number) >= callsTo(number, destinations),
      busyUntil: (number) => busy.get(number) ?? null,
      stopped: this.#calls ? storeError && `Waiting: ${storeError}` : 'Waits until Fax Console or fax serve runs',
    };
  }

  *#openRecords() {
    for (const { record } of this.#core.open.values()) yield record;
  }

  #callsOn(number: string): number {
    let calls = 0;
    for (const { call, job } of this.#core.ports.values())
      if (call !== null && job?.record.direction === 'out' && job.record.number === number) calls += 1;
    return calls;
  }

  #hasFreePort(): boolean {
    return [...this.#core.ports.values()].some(isFree);
  }

  /** Its number may not be dialled, whatever it was when the fax was taken in: the fax ends without a call. */
  #refuse(job: LiveJob): boolean {
    const core = this.#core;
    const block = blockOf(job.record.number, destinationContext(core));
    if (block === null) return false;
    const record = core.change(job, blocked(job.record, block.reason, core.settings, core.clock.now()));
    void core.write(job, () => core.store.putJobs([record]));
    announce(core, job);
    return true;
  }

  /** The first free port of the job's own; another than the one to avoid where there is one. */
  #portFor({ record }: LiveJob, context: ScheduleContext): LivePort | null {
    const fitting = fittingPorts(record, choiceFor(record, context));
    const free = fitting.flatMap(({ id }) => this.#core.ports.get(id) ?? []).filter(isFree);
    return free.find((port) => port.record.name !== record.avoidPort) ?? free[0] ?? null;
  }

  /** Other faxes that wait for the same number and may go by the same port, in the order of the queue. */
  #companions(job: LiveJob, port: LivePort, ready: readonly LiveJob[], context: ScheduleContext): readonly LiveJob[] {
    const { settings } = this.#core;
    const most = jobsInCallTo(job.record.number, destinationContext(this.#core)) - 1;
    const station = stationOf(settings, port.record, job.record);
    const companions: LiveJob[] = [];
    for (const other of ready) {
      if (companions.length >= most) break;
      const { record } = other;
      if (other === job || other.call !== null || other.turn !== null) continue;
      if (record.number !== job.record.number || record.practice !== job.record.practice) continue;
      // One call has one identification, and none goes by the port that it is to avoid.
      if (stationOf(settings, port.record, record) !== station || record.avoidPort === port.record.name) continue;
      if (fittingPorts(record, choiceFor(record, context)).some(({ id }) => id === port.record.id))
        companions.push(other);
    }
    return companions;
  }

  #arm(wait: number): void {
    this.#timer?.();
    this.#timer = null;
    if (!Number.isFinite(wait)) return;
    this.#timer = this.#core.clock.after(Math.min(wait, LONGEST_WAIT), () => {
      this.#timer = null;
      this.pump();
    });
  }

  stop(): void {
    this.#timer?.();
    this.#timer = null;
  }
}

const waits = ({ record, call }: LiveJob): boolean =>
  call === null && record.direction === 'out' && (record.state === 'waiting' || record.state === 'retrying');

const isFree = (port: LivePort): boolean =>
  port.state === 'idle' && port.job === null && port.call === null && !port.closing;

const factsOf = (port: LivePort) => ({
  id: port.record.id,
  name: port.record.name,
  send: port.record.send && !port.closing,
  practice: port.practice,
  usable: port.state !== 'offline' && port.state !== 'out-of-service',
  error: port.error,
});

function same(a: Decision | null, b: Decision | null): boolean {
  if (a === b || a === null || b === null) return a === b;
  const untilOf = (decision: Decision) => (decision.kind === 'wait' ? decision.until : null);
  return a.kind === b.kind && a.reason === b.reason && untilOf(a) === untilOf(b);
}
