import { FaxError, toFaxError } from '../../../model/errors.ts';
import type { JobRecord, MessageRecord, RoutingRecord } from '../../../store/records.ts';
import type { ServerCore } from '../server-core.ts';
import { afterFailure, isDue, isOpen, routedWords } from './routing-state.ts';
import { forgetRule, runRule } from './run-rule.ts';

/** Faxes that are sent on at the same time: one that hangs does not hold the others. */
const AT_ONCE = 4;

/** A disk that refused is tried again after this, ms. */
const WRITE_AGAIN = 15_000;

/** What is under way when the server stops is given so long to end by itself, ms. */
const GRACE = 5_000;

/** A person who asks for another try is told what came of it within this, or that it goes on, ms. */
const ANSWER = 30_000;

/** A wait is looked at again after so long at most, so that a clock that was set is noticed, ms. */
const LONGEST_WAIT = 3_600_000;

/**
 * Sends received faxes on by the rules of the office (object model 3.8): each rule in the order of the list, its result
 * on the disk before the next begins. One that fails does not hold the others and is tried again by itself.
 */
export class Routing {
  readonly #core: ServerCore;
  readonly #active: boolean;
  readonly #running = new Map<number, Promise<void>>();
  readonly #stop = new AbortController();
  #timer: (() => void) | null = null;
  #started = false;
  /** What given-up rules have left is being removed. */
  #tidying: Promise<void> = Promise.resolve();

  /** @param active false: nothing is sent on by itself, only what a person asks for */
  constructor(core: ServerCore, active: boolean) {
    this.#core = core;
    this.#active = active;
  }

  /** Faxes are being sent on. */
  get busy(): boolean {
    return this.#running.size > 0;
  }

  /** Goes on with what the last run of the server had left, and from now on with what comes in. */
  start(): void {
    this.#started = true;
    this.showWarning();
    if (this.#active) this.#tidying = this.#tidyAll();
    this.pump();
  }

  /** Begins what is due, and wakes for what is later. Call it when a fax was filed. */
  pump(): void {
    const core = this.#core;
    this.#timer?.();
    this.#timer = null;
    if (!this.#started || !this.#active || core.stopping) return;
    const now = core.clock.now();
    let next = Number.POSITIVE_INFINITY;
    for (const { id, routing } of core.messages.values()) {
      if (this.#running.has(id)) continue;
      if (routing.some((record) => isDue(record, now))) this.#begin(id);
      // What is due but finds no room goes when one of the others is through.
      for (const record of routing)
        if (record.state === 'retrying' && !isDue(record, now)) next = Math.min(next, record.nextAt ?? now);
    }
    if (Number.isFinite(next))
      this.#timer = core.clock.after(Math.max(0, Math.min(next - now, LONGEST_WAIT)), () => this.pump());
  }

  /** Tries what failed or waits, now. Throws `MESSAGE_NOT_FOUND`, and `OPERATION_NOT_ALLOWED` where there is nothing. */
  async retry(id: number): Promise<MessageRecord> {
    const core = this.#core;
    if (this.#running.has(id))
      throw new FaxError('OPERATION_NOT_ALLOWED', {
        message: 'This fax is being sent on just now.',
        next: 'Wait for what comes of it.',
      });
    const message = await core.message(id);
    if (!message.routing.some((record) => isOpen(record) || record.state === 'failed'))
      throw new FaxError('OPERATION_NOT_ALLOWED', {
        message: 'Nothing of this fax waits to be sent on, and nothing failed.',
        next: 'Look at the fax: every rule is done.',
      });
    const again = message.routing.map((record) =>
      record.state === 'done' ? record : { ...record, state: 'pending' as const, attempts: 0, nextAt: null },
    );
    if (!(await this.#write(message, again))) throw new FaxError('SERVER_STOPPED');
    this.#begin(id, true);
    const { promise, resolve } = Promise.withResolvers<void>();
    const stopWaiting = core.clock.after(ANSWER, resolve);
    await Promise.race([this.#running.get(id), promise]);
    stopWaiting();
    return core.message(id);
  }

  /** Ends what is under way, in an orderly way where it can. What is not written as done is tried at the next start. */
  async stop(): Promise<void> {
    this.#timer?.();
    this.#timer = null;
    await this.#tidying;
    if (this.#running.size === 0) return this.#stop.abort();
    const stopWaiting = this.#core.clock.after(GRACE, () => this.#stop.abort());
    await Promise.all(this.#running.values());
    stopWaiting();
    this.#stop.abort();
  }

  #begin(id: number, asked = false): void {
    if (this.#running.has(id) || (this.#running.size >= AT_ONCE && !asked)) return;
    const running = this.#route(id)
      .catch((error: unknown) =>
        this.#core.log('error', 'Routing ended in a defect', { fax: id, error: String(error) }),
      )
      .finally(() => {
        this.#running.delete(id);
        this.pump();
      });
    this.#running.set(id, running);
  }

  async #route(id: number): Promise<void> {
    const core = this.#core;
    core.step('route.begun');
    const { length } = core.messages.get(id)?.routing ?? [];
    for (let index = 0; index < length; index += 1) {
      const message = core.messages.get(id);
      const record = message?.routing[index];
      if (core.stopping || !message || !record) return;
      if (!isDue(record, core.clock.now())) continue;
      const result = await this.#run(message, index, record);
      core.step('route.method-done');
      if (result === null || !(await this.#put(message, index, result))) return;
      core.step('route.result-written');
    }
  }

  /** A folder that refuses is asked again at the next start. */
  async #tidy(message: MessageRecord, record: RoutingRecord): Promise<void> {
    try {
      await forgetRule(message, record);
    } catch (error) {
      this.#core.log('warn', 'A rule that was given up has a file left', {
        fax: message.id,
        code: toFaxError(error).code,
      });
    }
  }

  async #tidyAll(): Promise<void> {
    for (const message of [...this.#core.messages.values()])
      for (const record of message.routing)
        if (record.state === 'failed' && !this.#running.has(message.id)) await this.#tidy(message, record);
  }

  /** One try of one rule; null where the server stops in it. */
  async #run(message: MessageRecord, index: number, record: RoutingRecord): Promise<RoutingRecord | null> {
    const core = this.#core;
    const rule = core.lists.now.routing.find(({ id }) => id === record.rule);
    if (!rule?.enabled) {
      await this.#tidy(message, record);
      return { ...record, state: 'failed', error: rule ? SWITCHED_OFF : REMOVED, nextAt: null };
    }
    core.step('route.method-running');
    try {
      const went = await runRule(core, {
        rule,
        message,
        attempt: record.attempts + 1,
        claimed: record.target,
        claim: async (path) => {
          const claimed = { ...(core.messages.get(message.id)?.routing[index] ?? record), target: path };
          if (!(await this.#put(message, index, claimed))) throw new FaxError('SERVER_STOPPED');
        },
        signal: this.#stop.signal,
      });
      const { target } = core.messages.get(message.id)?.routing[index] ?? record;
      return {
        ...record,
        state: 'done',
        error: null,
        target: went ?? target,
        attempts: record.attempts + 1,
        nextAt: null,
      };
    } catch (thrown) {
      if (this.#stop.signal.aborted) return null;
      const error = toFaxError(thrown);
      core.log('warn', 'A received fax could not be sent on', {
        fax: message.id,
        method: record.method,
        code: error.code,
      });
      const latest = core.messages.get(message.id)?.routing[index] ?? record;
      return afterFailure(latest, error, core.settings, core.clock.now());
    }
  }

  #put(message: MessageRecord, index: number, record: RoutingRecord): Promise<boolean> {
    const { routing } = this.#core.messages.get(message.id) ?? message;
    return this.#write(message, routing.with(index, record));
  }

  /**
   * Writes how far a fax's rules are, together with its job: both in one transaction. Waits out a disk that refuses, for
   * nothing else is begun before this is written; false where the server stops meanwhile.
   */
  async #write(message: MessageRecord, routing: readonly RoutingRecord[]): Promise<boolean> {
    const core = this.#core;
    const job = await core.find(message.id);
    const changed = core.changeMessage(message, { routing });
    core.change(job, this.#jobOf(job.record, changed));
    core.showJob(job);
    this.showWarning();
    for (;;) {
      try {
        await core.store.fileMessage(job.record, core.messages.get(message.id) ?? changed);
        return true;
      } catch (error) {
        core.log('error', 'A result of routing could not be written', { code: toFaxError(error).code });
        if (core.stopping || !(await this.#pause())) return false;
      }
    }
  }

  #jobOf({ finishedAt }: JobRecord, message: MessageRecord): Partial<Omit<JobRecord, 'id'>> {
    const { clock, zone } = this.#core;
    const words = routedWords(message, clock.now(), zone);
    return message.routing.some(isOpen)
      ? { state: 'routing', words, finishedAt: null }
      : { state: 'received', words, finishedAt: finishedAt ?? clock.now() };
  }

  /** Waits for the disk; false where the server stops. */
  async #pause(): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const stopWaiting = this.#core.clock.after(WRITE_AGAIN, resolve);
    this.#stop.signal.addEventListener('abort', () => resolve(), { once: true });
    await promise;
    stopWaiting();
    return !this.#stop.signal.aborted;
  }

  /** Warns while a fax could not be sent on and is tried again, or was given up and nobody has read it. */
  showWarning(): void {
    let failing = 0;
    for (const { routing, read } of this.#core.messages.values())
      if (routing.some(({ state, error }) => (state === 'failed' && !read) || (isRetried(state) && error !== null)))
        failing += 1;
    const one = failing === 1;
    this.#core.warn(
      'routing-failing',
      failing === 0
        ? null
        : {
            words: `${one ? 'A received fax' : `${failing} received faxes`} could not be sent on.`,
            next: `Look at ${one ? 'it' : 'them'} in the inbox, and at the rules of routing.`,
          },
    );
  }
}

const isRetried = (state: RoutingRecord['state']): boolean => state === 'retrying' || state === 'pending';

const REMOVED = 'The rule was removed before the fax could be sent on. Save the fax where it is needed.';
const SWITCHED_OFF = 'The rule was switched off before the fax could be sent on. Switch it on, then try again.';
