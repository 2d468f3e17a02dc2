import type { CallRunner } from './call-runner.ts';
import type { LiveJob, LivePort } from './live.ts';
import { type Decision, decide, fits, queueOrder, type ScheduleContext } from './scheduling.ts';
import type { ServerCore } from './server-core.ts';

/** A wait is looked at again after so long at most, so that a clock that was set wrong or jumped is noticed, ms. */
const LONGEST_WAIT = 3_600_000;

/** Gives jobs to free ports when their time has come, and tells each waiting job's row why it waits. */
export class Queue {
  readonly #core: ServerCore;
  readonly #runner: CallRunner;
  readonly #calls: boolean;
  #timer: (() => void) | null = null;

  constructor(core: ServerCore, runner: CallRunner, calls: boolean) {
    this.#core = core;
    this.#runner = runner;
    this.#calls = calls;
  }

  /** Looks at every job that is not final; starts the calls that can start. Call it whenever anything changed. */
  pump(): void {
    if (this.#core.stopping || this.#core.state !== 'connected') return;
    const ready = this.#decideAll();
    if (!this.#calls) return;
    for (const job of ready.sort((a, b) => queueOrder(a.record, b.record))) {
      const free = this.#freePorts();
      if (free.length === 0) break;
      const port = free.find((each) => fits(job.record, factsOf(each)));
      if (port) this.#runner.start(job, port);
    }
  }

  /** Decides for all, arms the timer for the earliest that waits, and gives those that may go. */
  #decideAll(): LiveJob[] {
    const context = this.#context();
    const ready: LiveJob[] = [];
    let next = Number.POSITIVE_INFINITY;
    for (const job of this.#core.open.values()) {
      const decision = waits(job) ? decide(job.record, context) : null;
      if (!same(job.decision, decision)) {
        job.decision = decision;
        this.#core.showJob(job);
      }
      if (decision?.kind === 'ready') ready.push(job);
      if (decision?.kind === 'wait') next = Math.min(next, decision.until);
    }
    this.#arm(next - context.now);
    return ready;
  }

  #context(): ScheduleContext {
    const { clock, zone, settings, storeError } = this.#core;
    return {
      now: clock.now(),
      zone,
      settings,
      ports: this.#core.portsByPriority().map(factsOf),
      stopped: this.#calls ? storeError && `Waiting: ${storeError}` : 'Waits until Fax Console or fax serve runs',
    };
  }

  #freePorts(): LivePort[] {
    return this.#core.portsByPriority().filter((port) => port.state === 'idle' && port.job === null && !port.closing);
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

const factsOf = (port: LivePort) => ({
  name: port.record.name,
  send: port.record.send && !port.closing,
  practice: port.practice,
  usable: port.state !== 'offline' && port.state !== 'out-of-service',
  error: port.error,
});

function same(a: Decision | null, b: Decision | null): boolean {
  if (a === null || b === null) return a === b;
  const untilOf = (decision: Decision) => (decision.kind === 'wait' ? decision.until : null);
  return a.kind === b.kind && a.reason === b.reason && untilOf(a) === untilOf(b);
}
