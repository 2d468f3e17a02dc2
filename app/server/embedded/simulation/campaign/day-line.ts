import type {
  AnswerSettings,
  CallFacts,
  CallObserver,
  CallResult,
  FaxLine,
  IncomingRing,
  LineHealth,
  OutgoingCall,
} from '../../../../lines/fax-line.ts';
import type { Outcome } from '../../../../model/job.ts';
import type { LineAddress } from '../../../../model/line-address.ts';
import type { PageFormat } from '../../../../model/page-format.ts';
import { endsDocument, pageBehind } from '../fake-network.ts';
import { pageText } from '../fake-works.ts';
import { type CallIn, type CallPlan, pace, refusals, type TelephoneNetwork } from './telephone-network.ts';

const facts: CallFacts = { remoteId: 'FAR END', rate: 14_400, ecm: true, coding: 'mmr' };
const format: PageFormat = { coding: 'mmr', resolution: 'fine', width: 'a4', minLineBits: 0 };

interface End {
  readonly outcome: Outcome;
  readonly code: string;
  readonly unconfirmedPage?: number;
}

/** How far a call of ours is. */
interface Progress {
  readonly call: number;
  readonly plan: CallPlan;
  pages: number;
  negotiated: boolean;
  /** Index of a page that went out whole and was not confirmed. */
  whole: number | null;
}

/** Who takes our pages: a machine outside, or another line of this office. */
interface FarEnd {
  take(page: Uint8Array): Promise<boolean>;
  hangUp(pages: number, ok: boolean): void;
}

/** The words of a page without the banner above it. */
export const wordsOf = (data: Uint8Array): string => pageText(data).replace(/^\[[^\]]*\] /, '');

/** One line of the office. It dies with the office's power: what waits on it waits for ever. */
export class DayLine implements FaxLine {
  readonly address: LineAddress;
  readonly number: string;
  readonly practice: boolean;
  readonly #network: TelephoneNetwork;
  readonly #powered: () => boolean;
  readonly #ringListeners = new Set<(ring: IncomingRing) => void>();
  readonly #healthListeners = new Set<(health: LineHealth) => void>();
  #busy = false;
  #open = false;

  constructor(network: TelephoneNetwork, address: LineAddress, powered: () => boolean) {
    this.#network = network;
    this.address = address;
    this.number = address.kind === 'loopback' ? address.number : '';
    this.practice = address.kind === 'loopback';
    this.#powered = powered;
  }

  get powered(): boolean {
    return this.#powered();
  }

  async open(): Promise<void> {
    this.#network.plug(this);
    this.#open = true;
  }

  async close(): Promise<void> {
    this.#network.unplug(this);
    this.#open = false;
  }

  onHealth(listener: (health: LineHealth) => void): () => void {
    this.#healthListeners.add(listener);
    return () => this.#healthListeners.delete(listener);
  }

  say(health: LineHealth): void {
    for (const listener of this.#healthListeners) listener(health);
  }

  onRing(listener: (ring: IncomingRing) => void): () => void {
    this.#ringListeners.add(listener);
    return () => this.#ringListeners.delete(listener);
  }

  poll(): Promise<CallResult> {
    return Promise.reject(new Error('Nothing is fetched on the simulated network.'));
  }

  async send(call: OutgoingCall, observer: CallObserver, signal: AbortSignal): Promise<CallResult> {
    if (this.#busy) throw new Error('One call at a time.');
    if (!this.#open) throw new Error('The line is not open.');
    const network = this.#network;
    const { number } = call;
    const begun = network.clock.monotonic();
    const plan = network.planOf(number);
    const progress: Progress = { call: network.nextCall(), plan, pages: 0, negotiated: false, whole: null };
    this.#busy = true;
    network.callBegins(number);
    network.events.push({ kind: 'dialled', call: progress.call, number, at: network.clock.now() });
    let end: End;
    try {
      end = await this.#phases(call, observer, signal, progress);
    } catch (error) {
      if (!signal.aborted) throw error;
      end = { outcome: 'cancelled', code: 'cancelled' };
    } finally {
      this.#busy = false;
      network.callEnds(number);
    }
    network.events.push({ kind: 'ended', call: progress.call, number, outcome: end.outcome, at: network.clock.now() });
    return this.#result(end, progress, begun);
  }

  #result(end: End, { pages, negotiated, whole }: Omit<Progress, 'call' | 'plan'>, begun: number): CallResult {
    return {
      outcome: end.outcome,
      code: end.code,
      words: `It ended: ${end.outcome}.`,
      pages,
      facts: negotiated ? facts : null,
      remoteId: negotiated ? facts.remoteId : null,
      subAddress: null,
      unconfirmedPage: end.outcome === 'ok' ? null : whole,
      duration: this.#network.clock.monotonic() - begun,
    };
  }

  async #phases(call: OutgoingCall, observer: CallObserver, signal: AbortSignal, progress: Progress): Promise<End> {
    const { plan } = progress;
    await this.#wait(pace.dial, signal);
    if (plan.kind === 'refused') {
      const [outcome, code] = refusals[plan.how];
      return { outcome, code };
    }
    const own = this.#network.lineOf(call.number);
    if (own === undefined && this.practice) return { outcome: 'not-in-service', code: 'a-not-in-service' };
    const far = own ? await own.ring(signal, call.localId, null, (ms) => this.#wait(ms, signal)) : machine;
    if (far === null) return { outcome: 'no-answer', code: 'a-no-answer' };
    let ok = false;
    try {
      await this.#wait(pace.negotiate, signal);
      if (plan.kind === 'breaks' && plan.where === 'before-pages')
        return { outcome: 'remote-hung-up', code: 'b-hung-up' };
      progress.negotiated = true;
      observer.negotiated?.(facts);
      observer.frame?.({ t: 0, dir: 'rx', type: 'DIS', hex: 'FF1302', fields: {} });
      for (let index: number | null = call.firstPage; index !== null; index = pageBehind(call.document, index)) {
        if (progress.pages > 0 && call.document.pages[index]?.startsDocument === true) this.#network.onSeveral();
        const end = await this.#page(call, observer, signal, progress, far, index);
        if (end) return end;
        progress.pages += 1;
      }
      ok = true;
      return { outcome: 'ok', code: 'ok' };
    } finally {
      far.hangUp(progress.pages, ok);
    }
  }

  async #page(
    call: OutgoingCall,
    observer: CallObserver,
    signal: AbortSignal,
    progress: Progress,
    far: FarEnd,
    index: number,
  ): Promise<End | null> {
    const { events, clock } = this.#network;
    const { document, number } = call;
    const last = endsDocument(document, index);
    const { data } = await document.code(index, format);
    const seen = () => ({ call: progress.call, number, page: wordsOf(data), last, at: clock.now() });
    const { plan } = progress;
    const breaks = plan.kind === 'breaks' && plan.page === progress.pages ? plan.where : null;
    events.push({ kind: 'page-began', ...seen() });
    observer.pageStarted?.(index, 0);
    await this.#wait(breaks === 'in-page' ? pace.page / 2 : pace.page, signal);
    if (breaks === 'in-page') return { outcome: 'lost-in-page', code: 'c-hung-up' };
    events.push({ kind: 'page-whole', ...seen() });
    progress.whole = index;
    if (last && !(await kept(document.lastPageSent?.(index)))) {
      progress.whole = null;
      return { outcome: 'line-failed', code: 'c-last-page-not-noted' };
    }
    const unheard: End = last
      ? { outcome: 'uncertain', code: 'd-no-reply-to-eop' }
      : { outcome: 'lost-in-page', code: 'd-no-reply-to-mps' };
    if (breaks === 'before-command') return unheard;
    await this.#wait(pace.answer / 2, signal);
    if (plan.kind === 'rejects' && plan.page === progress.pages) {
      observer.pageEnded?.({ index, status: 'RTN', rows: 2292, badRows: 400, coding: 'mmr', t: 0 });
      progress.whole = null;
      return { outcome: 'page-rejected', code: 'd-page-rejected' };
    }
    if (!(await far.take(data))) return unheard;
    events.push({ kind: 'page-confirmed', ...seen() });
    if (breaks === 'answer-lost') return unheard;
    await this.#wait(pace.answer / 2, signal);
    progress.whole = null;
    observer.pageEnded?.({ index, status: 'MCF', rows: 2292, badRows: 0, coding: 'mmr', t: 0 });
    if (!(await kept(document.confirmed(index)))) return { outcome: 'line-failed', code: 'd-confirmation-not-kept' };
    events.push({ kind: 'confirmation-kept', ...seen() });
    return breaks === 'behind-answer' ? { outcome: 'remote-hung-up', code: 'b-dcn' } : null;
  }

  /** Somebody outside calls this line and sends what they have. */
  async callIn(call: CallIn): Promise<void> {
    const { clock } = this.#network;
    const wait = (milliseconds: number) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      clock.after(milliseconds, () => resolve());
      return promise;
    };
    const far = await this.ring(new AbortController().signal, call.stationId, call.callerId, wait);
    if (far !== null) await this.#sendIn(call, far, wait);
    call.over = true;
  }

  async #sendIn(call: CallIn, far: FarEnd, wait: (milliseconds: number) => Promise<void>): Promise<void> {
    const { plan } = call;
    call.answered = true;
    await wait(pace.negotiate);
    for (let page = 0; page < call.pages; page += 1) {
      const breaks = plan.kind === 'breaks' && plan.page === page ? plan.where : null;
      if (breaks === 'before-pages' || breaks === 'in-page') return far.hangUp(page, false);
      await wait(pace.page);
      if (breaks === 'before-command' || !(await far.take(new TextEncoder().encode(`${call.name} ${page + 1}`))))
        return far.hangUp(page, false);
      if (!this.powered) return;
      if (breaks === 'answer-lost') return far.hangUp(page + 1, false);
      await wait(pace.answer);
      if (!this.powered) return;
      call.confirmed += 1;
      if (breaks === 'behind-answer') return far.hangUp(page + 1, false);
    }
    far.hangUp(call.pages, true);
  }

  /** Rings until somebody answers; null when nobody does, or the line is taken. */
  async ring(
    callers: AbortSignal,
    stationId: string,
    callerId: string | null,
    wait: (milliseconds: number) => Promise<void>,
  ): Promise<FarEnd | null> {
    if (this.#busy || !this.powered || !this.#open) return null;
    this.#busy = true;
    const free = () => {
      this.#busy = false;
    };
    const ringing = new Ringing(stationId, callerId, this.#powered, free);
    for (const listener of this.#ringListeners) listener(ringing);
    try {
      for (let rings = 2; rings < 8; rings += 1) {
        await Promise.race([ringing.answered, wait(pace.ring)]);
        if (ringing.farEnd !== null) return ringing.farEnd;
        if (!this.powered || callers.aborted) break;
        ringing.ringAgain(rings);
      }
    } catch (error) {
      // Whoever calls has put down; it may have been answered in the same moment.
      ringing.farEnd?.hangUp(0, false);
      ringing.giveUp();
      throw error;
    }
    ringing.giveUp();
    return ringing.farEnd;
  }

  /** Waits in the time of this office's machine: for ever when its power is gone. */
  #wait(milliseconds: number, signal: AbortSignal): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => this.powered && reject(signal.reason), { once: true });
    this.#network.clock.after(milliseconds, () => (this.powered ? resolve() : undefined));
    return promise;
  }
}

/** A machine outside that takes every page. */
const machine: FarEnd = { take: async () => true, hangUp: () => undefined };

const kept = async (work: Promise<void> | undefined): Promise<boolean> => {
  try {
    await work;
    return true;
  } catch {
    return false;
  }
};

/** A call that rings on one of our lines. */
class Ringing implements IncomingRing {
  rings = 1;
  callerId: string | null = null;
  farEnd: FarEnd | null = null;
  /** Whoever called has given up. */
  #gone = false;
  readonly answered: Promise<void>;
  readonly #whenAnswered: () => void;
  readonly #stationId: string;
  readonly #knownLater: string | null;
  readonly #powered: () => boolean;
  readonly #free: () => void;
  readonly #ringListeners: ((rings: number) => void)[] = [];
  readonly #goneListeners: (() => void)[] = [];

  constructor(stationId: string, callerId: string | null, powered: () => boolean, free: () => void) {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.answered = promise;
    this.#whenAnswered = resolve;
    this.#stationId = stationId;
    this.#knownLater = callerId;
    this.#powered = powered;
    this.#free = free;
  }

  onRing(listener: (rings: number) => void): void {
    this.#ringListeners.push(listener);
  }

  onGone(listener: () => void): void {
    this.#goneListeners.push(listener);
  }

  ringAgain(rings: number): void {
    this.rings = rings;
    this.callerId = this.#knownLater;
    for (const listener of this.#ringListeners) listener(rings);
  }

  giveUp(): void {
    if (this.farEnd !== null) return;
    this.#gone = true;
    this.#free();
    for (const listener of this.#goneListeners) listener();
  }

  answer(settings: AnswerSettings, observer: CallObserver, signal: AbortSignal): Promise<CallResult> {
    const result = Promise.withResolvers<CallResult>();
    const begun = { pages: 0, gone: false, negotiated: false };
    const finish = (outcome: Outcome, code: string) => {
      // A machine without power hears of nothing, not even of the end.
      if (begun.gone || !this.#powered()) return;
      begun.gone = true;
      this.#free();
      const remoteId = begun.negotiated ? this.#stationId : null;
      const agreed = begun.negotiated ? { ...facts, remoteId } : null;
      const words = `It ended: ${outcome}.`;
      result.resolve({
        outcome,
        code,
        words,
        pages: begun.pages,
        facts: agreed,
        remoteId,
        subAddress: null,
        duration: 0,
      });
    };
    signal.addEventListener('abort', () => finish('cancelled', 'cancelled'), { once: true });
    if (this.#gone) finish('remote-hung-up', 'a-caller-gone');
    this.farEnd = {
      take: async (data) => {
        if (begun.gone || !this.#powered()) return false;
        if (!begun.negotiated) {
          begun.negotiated = true;
          observer.negotiated?.({ ...facts, remoteId: this.#stationId });
        }
        const page = { index: begun.pages, coding: 'mmr', resolution: 'fine', width: 'a4', data, ecm: true } as const;
        observer.pageStarted?.(begun.pages, 0);
        try {
          await settings.sink.receive({ ...page, complete: true });
        } catch {
          finish('line-failed', 'd-page-not-stored');
        }
        if (begun.gone || !this.#powered()) return false;
        begun.pages += 1;
        observer.pageEnded?.({ index: begun.pages - 1, status: 'MCF', rows: 2292, badRows: 0, coding: 'mmr', t: 0 });
        return true;
      },
      hangUp: (_pages, ok) => finish(ok ? 'ok' : 'lost-in-page', ok ? 'ok' : 'c-hung-up'),
    };
    this.#whenAnswered();
    return result.promise;
  }
}
