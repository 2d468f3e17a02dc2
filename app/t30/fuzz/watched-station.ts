import type { CodedPage } from '../../model/page-format.ts';
import type { Heard } from '../carrier.ts';
import { parseFrame } from '../frames.ts';
import type { PageVerdict, ReceivedPage } from '../pages.ts';
import type { Effect, SessionEnd, SessionEvent, TimerName } from '../session.ts';
import type { Coverage } from './coverage.ts';
import { isOver, type WatchableMachine } from './place.ts';
import { checkForm, type PagePromises } from './promises.ts';
import { type Said, understand } from './said.ts';
import { promise, Violation } from './violation.ts';

/** How long one piece of work takes, ms; `fails`, or null for work that never ends. */
export type WorkTime = number | 'fails' | null;

export interface WatchOptions {
  /** What the trace calls it. */
  readonly name: string;
  readonly promises: PagePromises;
  readonly coverage: Coverage;
  /** How long the work that is asked for now takes. */
  readonly workTime: () => WorkTime;
  readonly codedPage: (effect: Extract<Effect, { kind: 'code' }>) => CodedPage;
  readonly verdict: (page: ReceivedPage) => PageVerdict;
  /** Told of each transmission as it begins, for a far end on the same line. */
  readonly onTransmit?: (said: Said, now: number) => void;
  /** Keeps what happened in words, for a person. */
  readonly trace?: (line: string) => void;
}

/** More effects without time going on than any honest machine has: it is going round in a circle. */
const EVENTS_AT_ONE_MOMENT = 2_000;

type Due = { readonly at: number; readonly event: SessionEvent };

/**
 * A station at simulated time, with its timers, its transmission and its work, and every promise checked on the way.
 * Whatever is broken throws a `Violation`.
 */
export class WatchedStation {
  now = 0;
  end: SessionEnd | null = null;
  said: Said | null = null;
  /** Our transmission does not end: the line holds it back. */
  stuck = false;
  readonly stored: { readonly page: ReceivedPage; readonly verdict: PageVerdict }[] = [];
  readonly confirmed: number[] = [];
  readonly #machine: WatchableMachine;
  readonly #options: WatchOptions;
  readonly #timers = new Map<TimerName, number>();
  #sentAt: number | null = null;
  #work: Due[] = [];
  #atThisMoment = 0;
  #unfinishedWork = 0;
  #imageCarrier = false;

  constructor(machine: WatchableMachine, options: WatchOptions) {
    this.#machine = machine;
    this.#options = options;
    this.feed({ kind: 'start' });
  }

  get place(): string {
    return this.#machine.place;
  }

  get transmitting(): boolean {
    return this.#sentAt !== null;
  }

  /** True where nothing of the station's own can end the call soon: the line, the work or a carrier holds it up. */
  get heldUp(): boolean {
    return this.#imageCarrier || this.#unfinishedWork > 0 || this.stuck;
  }

  hear(heard: Heard): void {
    if (heard.kind === 'carrier') this.#imageCarrier = heard.modulation !== 'v21-300';
    // Data without a carrier told first is a carrier all the same.
    if (heard.kind === 'data') this.#imageCarrier = true;
    if (heard.kind === 'carrier-lost') this.#imageCarrier = false;
    this.feed({ kind: 'heard', heard });
  }

  feed(event: SessionEvent): void {
    const { coverage, name, promises, trace } = this.#options;
    this.#atThisMoment += 1;
    promise(this.#atThisMoment < EVENTS_AT_ONE_MOMENT, 'time going on');
    const from = this.#machine.place;
    trace?.(`${this.#clock()} ${name} <- ${describeEvent(event)}`);
    promises.event(event);
    const effects = this.#handle(event);
    let transmitted = false;
    for (const effect of effects) {
      promise(this.end === null, `nothing after the end, but ${effect.kind}`);
      transmitted ||= effect.kind === 'transmit';
      this.#perform(effect);
    }
    const to = this.#machine.place;
    coverage.state(to);
    if (from !== to || transmitted) coverage.transition(from, causeOf(event), to);
    if (from !== to) trace?.(`${this.#clock()} ${name} is ${to}`);
    promise(isOver(to) === (this.end !== null), `over exactly at the end, not “${to}”`);
    if (this.end === null) this.#checkAlive();
  }

  #handle(event: SessionEvent): readonly Effect[] {
    try {
      return this.#machine.handle(event);
    } catch (cause) {
      if (cause instanceof Violation) throw cause;
      throw new Violation(`threw ${cause instanceof Error ? cause.stack : String(cause)}`);
    }
  }

  /** Something must be under way besides the call's own limit, or nobody would ever end it. */
  #checkAlive(): void {
    const timers = this.#timers.size - (this.#timers.has('call') ? 1 : 0);
    const alive = timers > 0 || this.#sentAt !== null || this.#work.length > 0 || this.#unfinishedWork > 0;
    promise(alive, `a timer, a transmission or work under way in “${this.#machine.place}”`);
    promise(this.#timers.has('call') || this.#timers.has('release'), 'a limit on the call');
  }

  #perform(effect: Effect): void {
    const { promises, trace } = this.#options;
    checkForm(effect);
    switch (effect.kind) {
      case 'transmit':
        this.#transmit(effect);
        break;
      case 'stop-transmitting':
        this.#sentAt = null;
        break;
      case 'timer':
        this.#timers.set(effect.name, this.now + effect.milliseconds);
        break;
      case 'stop-timer':
        this.#timers.delete(effect.name);
        break;
      case 'end':
        trace?.(`${this.#clock()} ${this.#options.name} ends: ${effect.end.code}, ${effect.end.pages} pages`);
        promises.effect(effect, this.said);
        this.end = effect.end;
        this.#timers.clear();
        return;
      default:
        this.#startWork(effect);
    }
    promises.effect(effect, this.said);
  }

  #transmit(effect: Extract<Effect, { kind: 'transmit' }>): void {
    const said = understand(effect.steps);
    const { trace, onTransmit } = this.#options;
    trace?.(`${this.#clock()} ${this.#options.name} -> ${describeSaid(said)}`);
    const leaving = said.frames.at(-1)?.name === 'DCN';
    promise(this.#sentAt === null || leaving, 'our own transmission left alone, but for DCN');
    this.said = said;
    this.#sentAt = this.now + said.milliseconds;
    onTransmit?.(said, this.now);
  }

  #startWork(effect: Effect): void {
    const event = this.#workEvent(effect);
    if (event === null) return;
    const time = this.#options.workTime();
    if (time === null) this.#unfinishedWork += 1;
    else if (time === 'fails') {
      const work = workOf[effect.kind as keyof typeof workOf];
      this.#work.push({ at: this.now, event: { kind: 'work-failed', work, cause: new Error('it failed') } });
    } else this.#work.push({ at: this.now + time, event });
  }

  #workEvent(effect: Effect): SessionEvent | null {
    switch (effect.kind) {
      case 'code':
        return { kind: 'coded', index: effect.index, page: this.#options.codedPage(effect) };
      case 'confirm':
        this.confirmed.push(effect.index);
        return { kind: 'confirmed', index: effect.index };
      case 'note-last-page':
        return { kind: 'noted' };
      case 'store': {
        const verdict = this.#options.verdict(effect.page);
        this.stored.push({ page: effect.page, verdict });
        return { kind: 'stored', index: effect.page.index, verdict };
      }
      default:
        return null;
    }
  }

  /** When the next thing of the station's own happens, or null. Ties go to the transmission, then to work. */
  next(): number | null {
    return this.end === null ? (this.#nextDue()?.at ?? null) : null;
  }

  #nextDue(): (Due & { readonly done: () => void }) | null {
    let first: (Due & { readonly done: () => void }) | null = null;
    if (this.#sentAt !== null && !this.stuck)
      first = { at: this.#sentAt, event: { kind: 'sent' }, done: () => this.#drop() };
    for (const due of this.#work)
      if (first === null || due.at < first.at) first = { ...due, done: () => this.#finish(due) };
    for (const [name, at] of this.#timers)
      if (first === null || at < first.at)
        first = { at, event: { kind: 'timer', name }, done: () => this.#timers.delete(name) };
    return first;
  }

  #drop(): void {
    this.#sentAt = null;
  }

  #finish(due: Due): void {
    this.#work = this.#work.filter((each) => each !== due);
  }

  /** Lets the next thing of the station's own happen, if it is due by then. */
  step(until: number): boolean {
    const due = this.end === null ? this.#nextDue() : null;
    if (due === null || due.at > until) return false;
    this.moveTo(due.at);
    due.done();
    this.feed(due.event);
    return true;
  }

  /** Fires one of the running timers now, whatever its time. */
  fire(which: number): void {
    const names = [...this.#timers.keys()];
    const name = names[which % Math.max(1, names.length)];
    if (name === undefined || this.end !== null) return;
    this.#timers.delete(name);
    this.feed({ kind: 'timer', name });
  }

  moveTo(t: number): void {
    if (t <= this.now) return;
    this.now = t;
    this.#atThisMoment = 0;
  }

  /** Lets time pass. */
  pass(milliseconds: number): void {
    const until = this.now + milliseconds;
    while (this.step(until));
    if (this.end === null) this.moveTo(until);
  }

  /** Lets time pass until our transmission is out and quick work is done, at most half an hour. */
  settle(): void {
    const until = this.now + 30 * 60_000;
    while (this.end === null && this.#busy() && this.step(until));
  }

  #busy(): boolean {
    return (this.#sentAt !== null && !this.stuck) || this.#work.some(({ at }) => at <= this.now + 500);
  }

  #clock(): string {
    return `${(this.now / 1000).toFixed(3)} s`;
  }
}

const workOf = { code: 'code', confirm: 'confirm', 'note-last-page': 'note', store: 'store' } as const;

/** What an event is called in the table of transitions. */
export function causeOf(event: SessionEvent): string {
  switch (event.kind) {
    case 'timer':
      return event.name;
    case 'heard':
      return causeOfHeard(event.heard);
    default:
      return event.kind;
  }
}

function causeOfHeard(heard: Heard): string {
  switch (heard.kind) {
    case 'frame':
      return heard.frame.fcsOk ? (parseFrame(heard.frame.octets)?.name ?? 'unknown frame') : 'bad frame';
    case 'carrier':
      return heard.modulation === 'v21-300' ? 'flags' : 'carrier';
    default:
      return heard.kind;
  }
}

function describeEvent(event: SessionEvent): string {
  if (event.kind !== 'heard') return 'index' in event ? `${event.kind} ${event.index}` : causeOf(event);
  const { heard } = event;
  if (heard.kind === 'data') return `data, ${heard.octets.length} octets`;
  if (heard.kind !== 'frame') return causeOf(event);
  const hex = [...heard.frame.octets.subarray(0, 12)].map((octet) => octet.toString(16).padStart(2, '0')).join(' ');
  return `${causeOf(event)} (${hex}${heard.frame.octets.length > 12 ? ' …' : ''})`;
}

export function describeSaid({ steps, frames }: Said): string {
  const names = frames.map(({ name }) => name);
  const images = steps.flatMap((step) => {
    if (step.kind === 'tone') return [step.tone];
    if (step.kind === 'stream') return [`${step.what} ${step.modulation} ${step.training}`];
    return step.kind === 'frames' && step.modulation !== 'v21-300' ? [`block ${step.modulation} ${step.training}`] : [];
  });
  return [...names, ...images].join(' ');
}
