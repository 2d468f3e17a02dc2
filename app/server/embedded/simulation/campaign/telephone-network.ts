import type { Clock } from '../../../../model/clock.ts';
import { FaxError } from '../../../../model/errors.ts';
import type { LineAddress } from '../../../../model/line-address.ts';
import { DayLine } from './day-line.ts';
import type { SeededRandom } from './seeded-random.ts';

/** How long things take, ms. */
export const pace = { dial: 2000, ring: 6000, negotiate: 3000, page: 10_000, answer: 1000 } as const;

/** What will go wrong in one call, and where. Pages are counted within the call, from 0. */
export type CallPlan =
  | { readonly kind: 'works' }
  | { readonly kind: 'refused'; readonly how: RefusalName }
  /** The line goes dead: within the page, before its command, before or behind the answer, or before the first page. */
  | { readonly kind: 'breaks'; readonly where: BreakPlace; readonly page: number }
  /** The far end cannot read the page, however often it comes. */
  | { readonly kind: 'rejects'; readonly page: number };

export const breakPlaces = ['before-pages', 'in-page', 'before-command', 'answer-lost', 'behind-answer'] as const;
export type BreakPlace = (typeof breakPlaces)[number];

export const refusals = {
  busy: ['busy', 'a-busy'],
  'no-answer': ['no-answer', 'a-no-answer'],
  'no-dial-tone': ['no-dial-tone', 'a-no-dial-tone'],
  'no-carrier': ['no-carrier', 'a-no-carrier'],
  'not-fax': ['not-fax', 'b-no-fax-heard'],
  'not-in-service': ['not-in-service', 'a-not-in-service'],
  'line-in-use': ['line-failed', 'a-line-in-use'],
  'training-failed': ['training-failed', 'b-training-failed'],
  incompatible: ['incompatible', 'b-cannot-receive'],
} as const;
export type RefusalName = keyof typeof refusals;

/** What the far ends and the line saw of our calls: the judge's evidence, which our server has no hand in. */
export type LineEvent =
  | { readonly kind: 'dialled'; readonly call: number; readonly number: string; readonly at: number }
  | {
      readonly kind: 'page-began';
      readonly call: number;
      readonly number: string;
      readonly page: string;
      readonly at: number;
    }
  /** The far end has the page whole; `last`: it is its document's last. */
  | {
      readonly kind: 'page-whole';
      readonly call: number;
      readonly number: string;
      readonly page: string;
      readonly last: boolean;
      readonly at: number;
    }
  /** The far end has confirmed the page; our end may not have heard it. */
  | {
      readonly kind: 'page-confirmed';
      readonly call: number;
      readonly number: string;
      readonly page: string;
      readonly last: boolean;
      readonly at: number;
    }
  /** Our server has said that the confirmation is kept. */
  | {
      readonly kind: 'confirmation-kept';
      readonly call: number;
      readonly number: string;
      readonly page: string;
      readonly at: number;
    }
  | {
      readonly kind: 'ended';
      readonly call: number;
      readonly number: string;
      readonly outcome: string;
      readonly at: number;
    };

/** A fax that somebody outside sends us, and what came of it as they saw it. */
export interface CallIn {
  readonly name: string;
  readonly callerId: string | null;
  readonly stationId: string;
  readonly pages: number;
  readonly plan: CallPlan;
  answered: boolean;
  /** Pages that our end confirmed to them. */
  confirmed: number;
  over: boolean;
  at: number;
}

/** A telephone network without signals. Far ends are machines of their own: they keep their power when ours goes. */
export class TelephoneNetwork {
  readonly clock: Clock;
  readonly random: SeededRandom;
  readonly events: LineEvent[] = [];
  readonly callsIn: CallIn[] = [];
  /** Lines that were opened and have power, by their address. */
  readonly #lines = new Map<string, DayLine>();
  /** Addresses of lines that cannot be opened. */
  readonly broken = new Set<string>();
  /** What goes wrong with the next call, for each call anew. */
  planOf: (number: string) => CallPlan = () => ({ kind: 'works' });
  /** Told when a call goes on with another fax. */
  onSeveral: () => void = () => undefined;
  #calls = 0;
  /** Calls that are up, by number: no more than the limits say at the same time. */
  readonly up = new Map<string, number>();
  mostAtOnce = new Map<string, number>();

  constructor(clock: Clock, random: SeededRandom) {
    this.clock = clock;
    this.random = random;
  }

  line(address: LineAddress, powered: () => boolean): DayLine {
    return new DayLine(this, address, powered);
  }

  get lines(): readonly DayLine[] {
    return [...this.#lines.values()].filter((line) => line.powered);
  }

  plug(line: DayLine): void {
    if (this.broken.has(line.address.text)) throw new FaxError('LINE_UNAVAILABLE');
    this.#lines.set(line.address.text, line);
  }

  unplug(line: DayLine): void {
    if (this.#lines.get(line.address.text) === line) this.#lines.delete(line.address.text);
  }

  /** Our own line with this number: a practice call stays in the office. */
  lineOf(number: string): DayLine | undefined {
    return this.lines.find((line) => line.number === number);
  }

  nextCall(): number {
    this.#calls += 1;
    return this.#calls;
  }

  callBegins(number: string): void {
    const count = (this.up.get(number) ?? 0) + 1;
    this.up.set(number, count);
    this.mostAtOnce.set(number, Math.max(this.mostAtOnce.get(number) ?? 0, count));
  }

  callEnds(number: string): void {
    this.up.set(number, (this.up.get(number) ?? 1) - 1);
  }

  /** No line has power any more: calls that were up are up no longer. */
  losePower(): void {
    this.up.clear();
    this.#lines.clear();
  }
}
