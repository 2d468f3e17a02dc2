import type { TranscriptEntry } from '../model/job.ts';
import type { CodedPage, PageFormat } from '../model/page-format.ts';
import type { Carrier, Heard } from './carrier.ts';
import type { LineClock } from './line-clock.ts';
import type { PageSink, PageSource } from './pages.ts';
import { PollingCaller, type PollingCallerSettings } from './polling-caller.ts';
import { Receiver, type ReceiverSettings } from './receiver.ts';
import { Sender, type SenderSettings } from './sender.ts';
import type {
  Effect,
  PageEnd,
  Phase,
  SessionEnd,
  SessionEvent,
  SessionFacts,
  SessionMachine,
  Step,
  Work,
} from './session.ts';
import { describeFrame } from './transcript.ts';

/** What a session tells while it runs; every `t` is line time in ms. Listeners must not throw. */
export interface SessionObserver {
  frame?(entry: TranscriptEntry): void;
  phase?(phase: Phase, t: number): void;
  negotiated?(facts: SessionFacts): void;
  pageStarted?(index: number, t: number): void;
  pageEnded?(page: PageEnd & { readonly t: number }): void;
}

/** What a session runs on. */
export interface SessionEnvironment {
  readonly carrier: Carrier;
  readonly clock: LineClock;
  readonly observer: SessionObserver;
  /** Aborted: the call is ended in an orderly way, with DCN and outcome `cancelled`. */
  readonly signal: AbortSignal;
}

/** Sends a document over a connected carrier, to the end of the call. Rejects for a defect only. */
export function sendDocument(
  settings: Omit<SenderSettings, 'pages' | 'fetchedBy'> & { readonly document: PageSource },
  environment: SessionEnvironment,
): Promise<SessionEnd> {
  const { document, ...rest } = settings;
  const machine = new Sender({ ...rest, pages: document.pages });
  return new SessionRunner(machine, environment, { ...nothing, ...sendingFrom(document) }).run();
}

/**
 * Answers over a connected carrier, to the end of the call: receives a document, or sends the one that is offered
 * where the caller fetches it. Rejects for a defect only.
 */
export function receiveDocument(
  settings: Omit<ReceiverSettings, 'polled' | 'polling'> & { readonly sink: PageSink; readonly polled?: PageSource },
  environment: SessionEnvironment,
): Promise<SessionEnd> {
  const { sink, polled, ...rest } = settings;
  const machine = new Receiver({ ...rest, ...(polled && { polled: polled.pages }) });
  const workers = { ...nothing, ...(polled && sendingFrom(polled)), ...receivingInto(sink) };
  return new SessionRunner(machine, environment, workers).run();
}

/** Fetches a document over a connected carrier (polling), to the end of the call. Rejects for a defect only. */
export function pollDocument(
  settings: PollingCallerSettings & { readonly sink: PageSink },
  environment: SessionEnvironment,
): Promise<SessionEnd> {
  const { sink, ...rest } = settings;
  return new SessionRunner(new PollingCaller(rest), environment, { ...nothing, ...receivingInto(sink) }).run();
}

/** The work that is none of the line's. */
interface Workers {
  readonly code: (index: number, format: PageFormat) => Promise<CodedPage>;
  readonly note: (index: number) => Promise<void>;
  /** The page behind a document's last one; undefined: the next in order. */
  readonly following: (index: number) => number | null | undefined;
  readonly confirm: PageSource['confirmed'];
  readonly store: PageSink['receive'];
}

const undone = (): Promise<never> => Promise.reject(new Error('this station does no such work'));
const nothing: Workers = {
  code: undone,
  note: undone,
  following: () => undefined,
  confirm: undone,
  store: undone,
};

function sendingFrom(document: PageSource): Omit<Workers, 'store'> {
  return {
    code: (index, format) => document.code(index, format),
    note: (index) => document.lastPageSent?.(index) ?? Promise.resolve(),
    following: (index) => document.following?.(index),
    confirm: (index) => document.confirmed(index),
  };
}

const receivingInto = (sink: PageSink): Pick<Workers, 'store'> => ({ store: (page) => sink.receive(page) });

/** Binds a state machine to a carrier and a clock: carries its effects out and tells it what came of them. */
class SessionRunner {
  readonly #machine: SessionMachine;
  readonly #environment: SessionEnvironment;
  readonly #work: Workers;
  readonly #timers = new Map<string, () => void>();
  readonly #working = new Set<Promise<void>>();
  readonly #finished = Promise.withResolvers<SessionEnd>();
  #transmission: AbortController | null = null;
  /** Transmissions follow each other: one begins when the one before has left the line. */
  #line: Promise<void> = Promise.resolve();
  #over = false;

  constructor(machine: SessionMachine, environment: SessionEnvironment, work: Workers) {
    this.#machine = machine;
    this.#environment = environment;
    this.#work = work;
  }

  async run(): Promise<SessionEnd> {
    const { carrier, signal } = this.#environment;
    const cancel = (): void => this.#feed({ kind: 'cancel' });
    carrier.onHeard((heard) => {
      this.#writeDown(heard);
      this.#feed({ kind: 'heard', heard });
    });
    this.#feed({ kind: 'start' });
    if (signal.aborted) cancel();
    else signal.addEventListener('abort', cancel, { once: true });
    try {
      const end = await this.#finished.promise;
      await this.#line;
      await carrier.hangUp();
      await Promise.all(this.#working);
      return end;
    } finally {
      signal.removeEventListener('abort', cancel);
      for (const stop of this.#timers.values()) stop();
    }
  }

  #feed(event: SessionEvent): void {
    if (this.#over) return;
    try {
      for (const effect of this.#machine.handle(event)) this.#perform(effect);
    } catch (defect) {
      this.#over = true;
      this.#transmission?.abort();
      this.#finished.reject(defect);
    }
  }

  #perform(effect: Effect): void {
    const { carrier, observer } = this.#environment;
    const t = Math.round(carrier.now());
    switch (effect.kind) {
      case 'transmit':
        this.#transmit(effect.steps);
        return;
      case 'stop-transmitting':
        this.#transmission?.abort();
        return;
      case 'listen':
        carrier.listen(effect.what);
        return;
      case 'timer':
        this.#startTimer(effect);
        return;
      case 'stop-timer':
        this.#timers.get(effect.name)?.();
        this.#timers.delete(effect.name);
        return;
      case 'code':
        this.#do('code', this.#work.code(effect.index, effect.format), (page) => ({
          kind: 'coded',
          index: effect.index,
          page,
        }));
        return;
      case 'confirm':
        this.#do('confirm', this.#work.confirm(effect.index), () => ({
          kind: 'confirmed',
          index: effect.index,
          ...this.#nextBehind(effect.index),
        }));
        return;
      case 'note-last-page':
        this.#do('note', this.#work.note(effect.index), () => ({ kind: 'noted', ...this.#nextBehind(effect.index) }));
        return;
      case 'store':
        this.#do('store', this.#work.store(effect.page), (verdict) => ({
          kind: 'stored',
          index: effect.page.index,
          verdict,
        }));
        return;
      case 'phase':
        observer.phase?.(effect.phase, t);
        return;
      case 'negotiated':
        observer.negotiated?.(effect.facts);
        return;
      case 'page-started':
        observer.pageStarted?.(effect.index, t);
        return;
      case 'page-ended':
        observer.pageEnded?.({ ...effect.page, t });
        return;
      case 'note':
        observer.frame?.({ t, dir: effect.dir, type: effect.type, hex: '', fields: effect.fields });
        return;
      case 'end':
        this.#over = true;
        this.#transmission?.abort();
        this.#finished.resolve(effect.end);
        return;
    }
  }

  #nextBehind(index: number): { readonly next?: number | null } {
    const next = this.#work.following(index);
    return next === undefined ? {} : { next };
  }

  #startTimer({ name, milliseconds }: Extract<Effect, { kind: 'timer' }>): void {
    this.#timers.get(name)?.();
    const stop = this.#environment.clock.after(milliseconds, () => {
      this.#timers.delete(name);
      this.#feed({ kind: 'timer', name });
    });
    this.#timers.set(name, stop);
  }

  /** Does work that is none of the line's; line time does not jump while it is done. */
  #do<T>(work: Work, promise: Promise<T>, done: (value: T) => SessionEvent): void {
    const release = this.#environment.clock.hold();
    const settled = promise
      .then(
        (value) => this.#feed(done(value)),
        (cause: unknown) => this.#feed({ kind: 'work-failed', work, cause }),
      )
      .finally(() => {
        release();
        this.#working.delete(settled);
      });
    this.#working.add(settled);
  }

  #transmit(steps: readonly Step[]): void {
    this.#transmission?.abort();
    const own = new AbortController();
    this.#transmission = own;
    const before = this.#line;
    this.#line = this.#carryOut(before, steps, own.signal).then(
      () => {
        if (!own.signal.aborted) this.#feed({ kind: 'sent' });
      },
      (cause: unknown) => {
        if (own.signal.aborted) return;
        const error = cause instanceof Error ? cause : new Error(String(cause));
        this.#feed({ kind: 'heard', heard: { kind: 'failed', cause: error, t: this.#environment.carrier.now() } });
      },
    );
  }

  async #carryOut(before: Promise<void>, steps: readonly Step[], signal: AbortSignal): Promise<void> {
    await before;
    for (const step of steps) {
      signal.throwIfAborted();
      await this.#carryOutStep(step, signal);
    }
  }

  #carryOutStep(step: Step, signal: AbortSignal): Promise<void> {
    const { carrier, observer } = this.#environment;
    const write = (entry: Omit<TranscriptEntry, 't' | 'dir'>): void =>
      observer.frame?.({ t: Math.round(carrier.now()), dir: 'tx', ...entry });
    switch (step.kind) {
      case 'tone':
        write({ type: step.tone.toUpperCase(), hex: '', fields: {} });
        return carrier.tone(step.tone, signal);
      case 'silence':
        return carrier.silence(step.milliseconds, signal);
      case 'frames':
        if (step.modulation === 'v21-300') for (const frame of step.frames) write(describeFrame(frame));
        return carrier.sendFrames(step.modulation, step.training, step.frames, signal);
      case 'stream':
        if (step.what === 'TCF') write({ type: 'TCF', hex: '', fields: { modulation: step.modulation } });
        return carrier.sendStream(step.modulation, step.training, [step.data], signal);
    }
  }

  /** Frames and tones heard, for the transcript; the frames of an ECM block are told as one, by their block. */
  #writeDown(heard: Heard): void {
    const { observer } = this.#environment;
    if (this.#over || !observer.frame) return;
    const t = Math.round(heard.t);
    if (heard.kind === 'tone') observer.frame({ t, dir: 'rx', type: heard.tone.toUpperCase(), hex: '', fields: {} });
    if (heard.kind !== 'frame') return;
    const { octets, fcsOk } = heard.frame;
    const ofBlock = octets[2] === 0x60 || octets[2] === 0x61 || octets.length > 128;
    if (!ofBlock) observer.frame({ t, dir: 'rx', ...describeFrame(octets, fcsOk) });
  }
}
