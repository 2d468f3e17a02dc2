import type {
  AnswerSettings,
  CallFacts,
  CallObserver,
  CallResult,
  FaxLine,
  IncomingRing,
  LineHealth,
  OutgoingCall,
  PageSource,
} from '../../../lines/fax-line.ts';
import type { Clock } from '../../../model/clock.ts';
import { FaxError } from '../../../model/errors.ts';
import type { Outcome } from '../../../model/job.ts';
import type { LineAddress } from '../../../model/line-address.ts';
import type { PageFormat } from '../../../model/page-format.ts';
import { pageText } from './fake-works.ts';

/** How long things take on the simulated network, ms. */
export const pace = { dial: 2000, ring: 6000, negotiate: 3000, page: 10_000, answer: 1000 } as const;

const facts: CallFacts = { remoteId: '5550101', rate: 14_400, ecm: true, coding: 'mmr' };
const format: PageFormat = { coding: 'mmr', resolution: 'fine', width: 'a4', minLineBits: 0 };

type Ended = { readonly outcome: Outcome; readonly code: string; readonly unconfirmedPage?: number };
const ended = (outcome: Outcome, code: string): Ended => ({ outcome, code });

/** One page that the far end confirmed, and the last one told apart: what must not happen twice. */
export interface Confirmation {
  readonly number: string;
  readonly text: string;
  readonly last: boolean;
  readonly at: number;
}

interface Answered {
  readonly settings: AnswerSettings;
  readonly observer: CallObserver;
  readonly finish: (result: CallResult) => void;
  pages: number;
  /** The answerer has ended the call. */
  gone: boolean;
}

/**
 * A telephone network without signals: calls, rings, pages and answers take their time, nothing is modulated. Numbers
 * end as on the practice network; `97K` is busy K times. Failures by rule: `cutInPage`, `silentAfterLast`.
 */
export class FakeNetwork {
  readonly #clock: Clock;
  readonly #lines = new Map<string, FakeLine>();
  readonly #busyTimes = new Map<string, number>();
  readonly confirmations: Confirmation[] = [];
  /** Calls made, in order. */
  readonly calls: {
    readonly number: string;
    readonly at: number;
    readonly firstPage: number;
    readonly resent: boolean;
  }[] = [];
  /** Cuts the call within this page (0-based) the first time it is sent, by number. */
  readonly cutInPage = new Map<string, number>();
  /** Cuts the call after this page (0-based), before its confirmation, the first time it is sent, by number. */
  readonly cutAfterPage = new Map<string, number>();
  /** The far end takes the last page and says nothing, once for each number. */
  readonly silentAfterLast = new Set<string>();
  /** A refused page does not come better the second time. */
  neverBetter = false;
  /** Numbers, or devices, of lines that cannot be opened. */
  readonly broken = new Set<string>();
  /** Who calls, as the network tells it between the first ring and the second. */
  callerId: string | null = null;
  /** Calls that a line was told nobody takes. */
  declined = 0;
  /** Numbers for which our own line says that it is in use. */
  readonly inUse = new Set<string>();
  /** The sub-address that callers send. */
  subAddress: string | null = null;
  /** Why they cannot. */
  brokenBy = new FaxError('LINE_UNAVAILABLE');
  /** Lines refuse to be closed. */
  closingFails = false;
  /** While this is pending, lines are being opened. */
  opening: Promise<void> = Promise.resolve();
  /** Every line that was made, in order. */
  readonly made: FakeLine[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** A line on the network for one machine; it dies with the machine's power. */
  line(address: LineAddress, powered: () => boolean): FakeLine {
    if (address.kind === 't38') throw new FaxError('LINE_NOT_SUPPORTED');
    const number = address.kind === 'loopback' ? address.number : '';
    const line = new FakeLine(this, this.#clock, address, number, powered);
    this.made.push(line);
    return line;
  }

  plug(line: FakeLine): void {
    const place = line.address.kind === 'modem' ? line.address.device : line.number;
    if (this.broken.has(place)) throw this.brokenBy;
    this.#lines.set(line.number, line);
  }

  unplug(line: FakeLine): void {
    if (this.#lines.get(line.number) === line) this.#lines.delete(line.number);
  }

  /** How a number behaves before anyone answers; null: it can be rung. */
  refusal(number: string): Ended | null {
    if (this.inUse.has(number)) return ended('line-failed', 'a-line-in-use');
    if (number.endsWith('999')) return ended('busy', 'a-busy');
    if (number.endsWith('998')) return ended('no-answer', 'a-no-answer');
    if (number.endsWith('997')) return ended('no-dial-tone', 'a-no-dial-tone');
    if (number.endsWith('994')) return ended('no-carrier', 'a-no-carrier');
    const busy = /97(\d)$/.exec(number);
    if (busy) {
      const left = this.#busyTimes.get(number) ?? Number(busy[1]);
      this.#busyTimes.set(number, left - 1);
      return left > 0 ? ended('busy', 'a-busy') : null;
    }
    return this.#lines.has(number) ? null : ended('not-in-service', 'a-not-in-service');
  }

  lineOf(number: string): FakeLine | undefined {
    return this.#lines.get(number);
  }
}

/** The page is the last of the call, or the next one begins another document. */
export function endsDocument({ pages }: PageSource, index: number): boolean {
  const next = pages[index + 1];
  return next === undefined || next.startsDocument === true;
}

/** The page that goes behind this one; null where none does. */
export function pageBehind(document: PageSource, index: number): number | null {
  const next = endsDocument(document, index) ? document.following?.(index) : undefined;
  if (next !== undefined) return next;
  return index + 1 < document.pages.length ? index + 1 : null;
}

/** One line of the simulated network. */
export class FakeLine implements FaxLine {
  readonly practice: boolean;
  readonly number: string;
  readonly address: LineAddress;
  readonly #network: FakeNetwork;
  readonly #clock: Clock;
  readonly #powered: () => boolean;
  readonly #listeners = new Set<(ring: IncomingRing) => void>();
  readonly #healthListeners = new Set<(health: LineHealth) => void>();
  /** What was asked of it, in order. */
  readonly asked: ('open' | 'close')[] = [];
  #inCall = false;

  constructor(network: FakeNetwork, clock: Clock, address: LineAddress, number: string, powered: () => boolean) {
    this.#network = network;
    this.#clock = clock;
    this.address = address;
    this.number = number;
    this.practice = address.kind === 'loopback';
    this.#powered = powered;
  }

  get powered(): boolean {
    return this.#powered();
  }

  async open(): Promise<void> {
    this.asked.push('open');
    await this.#network.opening;
    this.#network.plug(this);
  }

  async close(): Promise<void> {
    this.asked.push('close');
    this.#network.unplug(this);
    if (this.#network.closingFails) throw new Error('The device is gone.');
  }

  onHealth(listener: (health: LineHealth) => void): () => void {
    this.#healthListeners.add(listener);
    return () => this.#healthListeners.delete(listener);
  }

  /** The line says how it is. */
  say(health: LineHealth): void {
    for (const listener of this.#healthListeners) listener(health);
  }

  onRing(listener: (ring: IncomingRing) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async send(call: OutgoingCall, observer: CallObserver, signal: AbortSignal): Promise<CallResult> {
    const begun = this.#clock.now();
    const { number, firstPage, resent = false } = call;
    this.#network.calls.push({ number, at: begun, firstPage, resent });
    if (this.#inCall) throw new Error('One call at a time.');
    this.#inCall = true;
    const progress = { pages: 0, negotiated: false };
    let far: Answered | null = null;
    try {
      const end = await this.#phases(call, observer, signal, progress, (answered) => {
        far = answered;
      });
      return this.#result(end, progress, begun);
    } catch (error) {
      if (!signal.aborted) throw error;
      return this.#result(ended('cancelled', 'cancelled'), progress, begun);
    } finally {
      this.#inCall = false;
      const answered = far as Answered | null;
      answered?.finish({
        ...this.#result(ended('remote-hung-up', 'c-hung-up'), progress, begun),
        pages: answered.pages,
      });
    }
  }

  poll(): Promise<CallResult> {
    return Promise.reject(new Error('Nothing is fetched on the simulated network.'));
  }

  #result(end: Ended, progress: { pages: number; negotiated: boolean }, begun: number): CallResult {
    return {
      ...end,
      words: `It ended: ${end.outcome}.`,
      pages: progress.pages,
      facts: progress.negotiated ? facts : null,
      remoteId: progress.negotiated ? facts.remoteId : null,
      subAddress: null,
      duration: this.#clock.now() - begun,
    };
  }

  async #phases(
    call: OutgoingCall,
    observer: CallObserver,
    signal: AbortSignal,
    progress: { pages: number; negotiated: boolean },
    keep: (far: Answered | null) => void,
  ): Promise<Ended> {
    await this.#wait(pace.dial, signal);
    const refusal = this.#network.refusal(call.number);
    if (refusal) return refusal;
    const line = this.#network.lineOf(call.number);
    const far = line ? await this.#ring(line, signal) : machineOf();
    if (!far) return ended('no-answer', 'a-no-answer');
    keep(far);
    await this.#wait(pace.negotiate, signal);
    progress.negotiated = true;
    observer.negotiated?.(facts);
    observer.frame?.({ t: this.#clock.now(), dir: 'rx', type: 'DIS', hex: 'FF1302', fields: {} });
    const { subAddress } = this.#network;
    if (subAddress !== null)
      far.observer.frame?.({ t: 0, dir: 'rx', type: 'SUB', hex: 'FF1343', fields: { id: subAddress } });
    far.observer.negotiated?.({ ...facts, remoteId: call.localId });
    for (let index: number | null = call.firstPage; index !== null; ) {
      const failure = await this.#page(call, observer, signal, far, index);
      if (failure) return failure;
      progress.pages += 1;
      index = pageBehind(call.document, index);
    }
    keep(null);
    far.finish({ ...this.#result(ended('ok', 'ok'), progress, this.#clock.now()), pages: far.pages });
    return ended('ok', 'ok');
  }

  async #page(
    call: OutgoingCall,
    observer: CallObserver,
    signal: AbortSignal,
    far: Answered,
    index: number,
  ): Promise<Ended | null> {
    const network = this.#network;
    const last = endsDocument(call.document, index);
    const coded = await call.document.code(index, format);
    observer.pageStarted?.(index, 0);
    far.observer.pageStarted?.(far.pages, 0);
    if (network.cutInPage.get(call.number) === index) {
      network.cutInPage.delete(call.number);
      await this.#wait(pace.page / 2, signal);
      return ended('lost-in-page', 'c-hung-up');
    }
    await this.#wait(pace.page, signal);
    if (last) await call.document.lastPageSent?.(index);
    await this.#wait(pace.answer / 2, signal);
    if (network.cutAfterPage.get(call.number) === index) {
      network.cutAfterPage.delete(call.number);
      return { ...ended('lost-in-page', 'd-hung-up'), unconfirmedPage: index };
    }
    if (far.gone) return last ? ended('uncertain', 'd-dcn-after-eop') : ended('lost-in-page', 'd-dcn');
    const { data } = coded;
    const ecm = !/bad=/.test(pageText(data));
    const page = {
      index: far.pages,
      coding: 'mmr',
      resolution: 'fine',
      width: 'a4',
      data,
      ecm,
      complete: true,
    } as const;
    const command = pageBehind(call.document, index) === null ? 'EOP' : last ? 'EOM' : 'MPS';
    far.observer.frame?.({ t: 0, dir: 'rx', type: command, hex: 'FF13F4', fields: {} });
    let verdict = await far.settings.sink.receive(page);
    if (verdict.status === 'reject') {
      const { rows, badRows } = verdict;
      observer.pageEnded?.({ index, status: 'RTN', rows, badRows, coding: 'mmr', t: 0 });
      if (network.neverBetter) return ended('page-rejected', 'd-page-rejected');
      await this.#wait(pace.page, signal);
      const better = new TextEncoder().encode(pageText(data).replace(/bad=\d+/, 'better'));
      verdict = await far.settings.sink.receive({ ...page, data: better });
    }
    far.pages += 1;
    network.confirmations.push({ number: call.number, text: pageText(data), last, at: this.#clock.now() });
    if (last && network.silentAfterLast.delete(call.number)) return ended('uncertain', 'd-no-reply-to-eop');
    await this.#wait(pace.answer / 2, signal);
    await call.document.confirmed(index);
    const { rows, badRows } = verdict;
    observer.pageEnded?.({ index, status: 'MCF', rows, badRows, coding: 'mmr', t: 0 });
    return null;
  }

  /** Rings until it is answered; null when nobody does. */
  async #ring(line: FakeLine, signal: AbortSignal): Promise<Answered | null> {
    let answered: Answered | null = null;
    const onRing: ((rings: number) => void)[] = [];
    const onGone: (() => void)[] = [];
    const { promise, resolve } = Promise.withResolvers<void>();
    let known: string | null = null;
    const ring: IncomingRing = {
      get callerId() {
        return known;
      },
      rings: 1,
      onRing: (listener) => void onRing.push(listener),
      onGone: (listener) => void onGone.push(listener),
      decline: () => {
        this.#network.declined += 1;
      },
      answer: (settings, observer, signal) => {
        const result = Promise.withResolvers<CallResult>();
        const far: Answered = { settings, observer, finish: result.resolve, pages: 0, gone: false };
        signal.addEventListener('abort', () => {
          far.gone = true;
          const end = this.#result(ended('cancelled', 'cancelled'), { pages: 0, negotiated: true }, 0);
          result.resolve({ ...end, pages: far.pages });
        });
        answered = far;
        resolve();
        return result.promise;
      },
    };
    for (const listener of line.#listeners) listener(ring);
    try {
      for (let rings = 2; rings < 10; rings += 1) {
        await Promise.race([promise, this.#wait(pace.ring, signal)]);
        if (answered !== null) return answered;
        known = this.#network.callerId;
        for (const listener of onRing) listener(rings);
      }
      return answered;
    } finally {
      if (answered === null) for (const listener of onGone) listener();
    }
  }

  /** Waits in the time of this line's machine: for ever when its power is gone. */
  #wait(milliseconds: number, signal: AbortSignal): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    this.#clock.after(milliseconds, () => (this.powered ? resolve() : undefined));
    return promise;
  }
}

/** A machine that answers by itself and keeps nothing: numbers that are busy first, then answer. */
const machineOf = (): Answered => ({
  settings: {
    localId: facts.remoteId ?? '',
    sink: { receive: async () => ({ rows: 2292, badRows: 0, status: 'accept' }) },
    ecm: true,
  },
  observer: {},
  finish: () => undefined,
  pages: 0,
  gone: false,
});
