import { parseFcf2, parseFrame } from '../frames.ts';
import { callEnds } from '../outcomes.ts';
import type { SourcePage } from '../pages.ts';
import type { Effect, SessionEnd, SessionEvent, Step, TimerName } from '../session.ts';
import { TIMES } from '../station.ts';
import type { Said } from './said.ts';
import { lastName } from './said.ts';
import { promise } from './violation.ts';

/**
 * What every station promises, checked on each effect. The watcher tells what goes in, what comes out, and what the
 * station was doing then; a broken promise is thrown as a `Violation`.
 */

const timerNames = {
  T1: true,
  T2: true,
  T4: true,
  T5: true,
  frame: true,
  cng: true,
  block: true,
  store: true,
  answer: true,
  send: true,
  release: true,
  call: true,
} as const satisfies Record<TimerName, true>;
/** The longest V.21 frame: 3.45 s at 300 bit/s (T.30 5.3.4). */
const LONGEST_FRAME = 129;
/** RCP, a frame of its own without information: FF C0 61. */
const RCP = 0x61;
const FCD = 0x60;

/** Promises on the form of an effect, whatever the station does. */
export function checkForm(effect: Effect): void {
  switch (effect.kind) {
    case 'timer':
      promise(timerNames[effect.name], `a timer of the list, not “${effect.name}”`);
      promise(
        effect.milliseconds > 0 && effect.milliseconds <= TIMES.call,
        `a time for ${effect.name} within the call, not ${effect.milliseconds}`,
      );
      return;
    case 'transmit':
      checkSteps(effect.steps);
      return;
    case 'end':
      checkEnd(effect.end);
      return;
    default:
      return;
  }
}

function checkEnd(end: SessionEnd): void {
  const known = callEnds[end.code];
  promise(known !== undefined, `an end of the closed list, not “${end.code}”`);
  promise(end.outcome === known.outcome && end.words === known.words, 'the outcome and sentence of its code');
  promise(Number.isInteger(end.pages) && end.pages >= 0, `a count of pages, not ${end.pages}`);
}

/** Every carrier of ours is kept apart from the one before it, and every burst is one that a far end can read. */
function checkSteps(steps: readonly Step[]): void {
  promise(steps.length > 0, 'something to send');
  let apart = false;
  for (const step of steps) {
    const carrier = step.kind === 'frames' || step.kind === 'stream';
    if (carrier) promise(apart, 'a silence before each carrier');
    apart = step.kind === 'silence' || step.kind === 'tone';
    if (step.kind === 'stream') promise(step.data.length > 0, 'a stream with something in it');
    if (step.kind === 'frames') checkBurst(step);
  }
}

function checkBurst({ modulation, frames }: Extract<Step, { kind: 'frames' }>): void {
  promise(frames.length > 0, 'a burst with frames');
  const last = frames.length - 1;
  for (const [i, octets] of frames.entries()) {
    promise(octets[0] === 0xff, 'the address FF');
    const control = modulation === 'v21-300' && i === last ? 0xc8 : 0xc0;
    promise(octets[1] === control, `control ${control.toString(16)} in frame ${i + 1} of ${frames.length}`);
    if (modulation === 'v21-300') {
      promise(octets.length <= LONGEST_FRAME, `a frame of at most ${LONGEST_FRAME} octets, not ${octets.length}`);
      promise(parseFrame(octets) !== null, 'a frame of T.30');
    } else promise(octets[2] === (i > last - 3 ? RCP : FCD), 'a block of FCD frames with three RCP behind them');
  }
}

/** Follows one station and checks what it promises of pages: nothing confirmed twice, nothing claimed that is not so. */
export interface PagePromises {
  event(event: SessionEvent): void;
  effect(effect: Effect, said: Said | null): void;
}

/** A station that sends pages, from the `first` on, of a document or of several. */
export class SendingPromises implements PagePromises {
  readonly #count: number;
  /** The last pages of documents. */
  readonly #lasts: ReadonlySet<number>;
  #next: number;
  #started: number | null = null;
  #out = false;
  #commandOut = false;
  #noted = false;
  #confirms = 0;
  #lastOut = false;
  /** A block of the page was given up (EOR): it can never count as delivered. */
  #givenUp = false;

  constructor(first: number, pages: readonly SourcePage[]) {
    this.#next = first;
    this.#count = pages.length;
    this.#lasts = new Set(
      pages.keys().filter((index) => pages[index + 1]?.startsDocument ?? index + 1 === pages.length),
    );
  }

  event(event: SessionEvent): void {
    if (event.kind === 'noted') this.#noted = true;
  }

  effect(effect: Effect, said: Said | null): void {
    switch (effect.kind) {
      case 'code':
        promise(effect.index >= this.#next && effect.index < this.#count, `no coding of page ${effect.index}`);
        return;
      case 'page-started':
        promise(effect.index === this.#next, `page ${this.#next} next, not ${effect.index}`);
        this.#started = effect.index;
        this.#out = false;
        this.#commandOut = false;
        this.#noted = false;
        this.#givenUp = false;
        return;
      case 'confirm':
        promise(effect.index === this.#next, `page ${this.#next} confirmed next, not ${effect.index}`);
        promise(this.#started === effect.index && this.#out, 'no page confirmed that was not sent');
        promise(this.#commandOut, 'no page confirmed before its command was out');
        promise(!this.#givenUp, 'no page confirmed of which a block was given up');
        this.#next += 1;
        this.#confirms += 1;
        this.#lastOut = false;
        return;
      case 'transmit':
        if (said !== null) this.#transmit(said);
        return;
      case 'end':
        this.#end(effect.end);
        return;
      default:
        return;
    }
  }

  #transmit(said: Said): void {
    if (said.image !== null && !(said.image.kind === 'stream' && said.image.what === 'TCF')) {
      promise(this.#started === this.#next, 'no page on the line that was not begun, or is confirmed');
      this.#out = true;
      this.#commandOut = false;
    }
    const name = lastName(said);
    const last = said.frames.at(-1);
    const command = name === 'PPS' || name === 'EOR' ? parseFcf2(last?.fif[0]) : name;
    if (name === 'EOR') this.#givenUp = true;
    if (command === null || !/^(PRI-)?(MPS|EOM|EOP)$/.test(command)) return;
    promise(this.#out, `no ${command} before a page`);
    this.#commandOut = true;
    if (!this.#lasts.has(this.#started ?? -1) || this.#givenUp) return;
    promise(this.#noted, 'the last page written down as sent before its command goes out');
    this.#lastOut = true;
  }

  #end(end: SessionEnd): void {
    promise(end.pages === this.#confirms, `${this.#confirms} pages confirmed, not ${end.pages}`);
    if (end.code === 'd-delivery-not-kept') promise(this.#next === this.#count, 'delivered with every page confirmed');
    else if (end.outcome === 'uncertain')
      promise(this.#lastOut && this.#next < this.#count, 'uncertain only when the last page is out and not confirmed');
    if (end.outcome === 'ok') promise(this.#next === this.#count, 'ok only when every page is confirmed');
  }
}

/** A station that receives. */
export class ReceivingPromises implements PagePromises {
  #answered = 0;
  #handed: { readonly index: number; verdict: boolean | null } | null = null;
  #kept = 0;

  event(event: SessionEvent): void {
    if (event.kind !== 'stored' || this.#handed === null) return;
    if (event.index !== this.#handed.index || this.#handed.verdict !== null) return;
    this.#handed.verdict = event.verdict.status !== 'reject';
  }

  effect(effect: Effect, said: Said | null): void {
    switch (effect.kind) {
      case 'store':
        promise(effect.page.index === this.#answered, `page ${this.#answered} stored next, not ${effect.page.index}`);
        promise(effect.page.data.length > 0 || effect.page.ecm, 'no page stored that has nothing in it');
        this.#handed = { index: effect.page.index, verdict: null };
        return;
      case 'page-ended':
        this.#pageEnded(effect.page.status);
        return;
      case 'transmit':
        if (said !== null && this.#handed !== null && this.#handed.verdict === null)
          promise(!answersPage.has(lastName(said) ?? ''), 'no answer to a page before it is stored');
        return;
      case 'end':
        promise(effect.end.pages <= this.#kept, `at most ${this.#kept} pages stored, not ${effect.end.pages}`);
        if (effect.end.outcome === 'ok') promise(this.#kept > 0, 'ok only with a page');
        promise(effect.end.outcome !== 'uncertain', 'a receiver knows what it has');
        return;
      default:
        return;
    }
  }

  /** A page handed over is behind us: kept, or not. */
  #pageEnded(status: 'MCF' | 'RTP' | 'RTN' | 'none'): void {
    const handed = this.#handed;
    this.#handed = null;
    if (handed === null) {
      promise(status === 'RTN' || status === 'none', `no ${status} for a page that was not stored`);
      return;
    }
    if (status === 'MCF' || status === 'RTP') promise(handed.verdict === true, `no ${status} for a page not stored`);
    if (handed.verdict === true) {
      this.#answered += 1;
      this.#kept += 1;
    }
  }
}

/** A station that may receive, or send what is fetched from it. */
export class PolledPromises implements PagePromises {
  readonly #receiving = new ReceivingPromises();
  readonly #sending: SendingPromises;
  readonly #sends: () => boolean;

  constructor(pages: readonly SourcePage[], sends: () => boolean) {
    this.#sending = new SendingPromises(0, pages);
    this.#sends = sends;
  }

  event(event: SessionEvent): void {
    this.#now.event(event);
  }

  effect(effect: Effect, said: Said | null): void {
    this.#now.effect(effect, said);
  }

  get #now(): PagePromises {
    return this.#sends() ? this.#sending : this.#receiving;
  }
}

const answersPage: ReadonlySet<string> = new Set(['MCF', 'RTP', 'RTN', 'ERR']);
