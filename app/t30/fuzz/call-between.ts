import type { CodedPage } from '../../model/page-format.ts';
import { RTC } from '../line-watch.ts';
import type { PageVerdict, ReceivedPage } from '../pages.ts';
import { PollingCaller } from '../polling-caller.ts';
import { Receiver } from '../receiver.ts';
import { Sender } from '../sender.ts';
import type { Station } from '../station.ts';
import type { Coverage } from './coverage.ts';
import { type Damage, LossyLine } from './lossy-line.ts';
import { watchable } from './place.ts';
import { type PagePromises, PolledPromises, ReceivingPromises, SendingPromises } from './promises.ts';
import type { Tape } from './tape.ts';
import { promise } from './violation.ts';
import { WatchedStation, type WorkTime } from './watched-station.ts';

const page = { resolution: 'fine', width: 'a4' } as const;
const otherPage = { resolution: 'standard', width: 'a4' } as const;
const newDocument = { ...page, startsDocument: true } as const;

/** The longest that two honest stations may be at it, ms: a few small pages, everything repeated as often as allowed. */
const LIMIT = 90 * 60_000;
/** From one end hanging up until the other is told, ms. */
const HANG_UP = 300;

const lines: readonly [Damage, ...Damage[]] = [
  { lostCarrier: 0, lostFrame: 0, doubledFrame: 0, badFrame: 0, badStream: 0, cut: 0 },
  { lostCarrier: 8, lostFrame: 8, doubledFrame: 8, badFrame: 8, badStream: 16, cut: 0 },
  { lostCarrier: 30, lostFrame: 20, doubledFrame: 20, badFrame: 20, badStream: 30, cut: 0 },
  { lostCarrier: 8, lostFrame: 40, doubledFrame: 4, badFrame: 60, badStream: 60, cut: 0 },
  { lostCarrier: 4, lostFrame: 4, doubledFrame: 4, badFrame: 4, badStream: 8, cut: 6 },
];

/**
 * One call of two stations of ours over a line that loses, doubles, damages and cuts: a sender and a receiver, or a
 * caller that fetches and an end that is fetched from. Throws a `Violation`.
 */
export function callBetween(tape: Tape, coverage: Coverage, trace?: (line: string) => void): void {
  new CallBetween(tape, coverage, trace).run();
}

class CallBetween {
  /** The one that sends the document. */
  readonly #giving: WatchedStation;
  readonly #taking: WatchedStation;
  readonly #there: LossyLine;
  readonly #back: LossyLine;
  readonly #first: number;
  readonly #pages: number;
  readonly #tape: Tape;
  readonly #sent = new Map<number, Uint8Array>();
  /** When the ends hear that the call is over, ms. */
  #clearedAt = Number.POSITIVE_INFINITY;

  constructor(tape: Tape, coverage: Coverage, trace: ((line: string) => void) | undefined) {
    const pages = tape.pick([
      [page],
      [page, page],
      [page, otherPage, page],
      [page, page, page, page],
      [page, newDocument, page, newDocument],
    ]);
    const damage = tape.pick(lines);
    const fetched = tape.chance(50);
    this.#tape = tape;
    this.#pages = pages.length;
    this.#first = !fetched && tape.chance(40) ? tape.below(pages.length) : 0;
    this.#there = new LossyLine(tape, damage);
    this.#back = new LossyLine(tape, damage);
    const terms = { ecm: tape.chance(160), localId: '1', ...(tape.chance(30) && { frameSize: 64 as const }) };
    const others = { ecm: tape.chance(240), localId: '2' };
    const giver = fetched
      ? new Receiver({ ...others, polled: pages })
      : new Sender({ ...terms, pages, firstPage: this.#first });
    const taker = fetched ? new PollingCaller(terms) : new Receiver(others);
    const giverPromises = fetched
      ? new PolledPromises(pages, () => giver.active instanceof Sender)
      : new SendingPromises(this.#first, pages);
    const watch = (machine: Station, name: string, promises: PagePromises, line: LossyLine) =>
      new WatchedStation(watchable(machine), {
        name,
        promises,
        coverage,
        workTime: () => workTime(tape),
        codedPage: ({ index, format }) => this.#code(index, format),
        verdict: () => verdict(tape),
        onTransmit: (said, now) => line.send(said, now),
        ...(trace ? { trace } : {}),
      });
    this.#taking = watch(taker, fetched ? 'fetching' : 'receiver', new ReceivingPromises(), this.#back);
    this.#giving = watch(giver, fetched ? 'fetched' : 'sender', giverPromises, this.#there);
  }

  run(): void {
    while (this.#giving.end === null || this.#taking.end === null) {
      const at = this.#nextTime();
      promise(
        at <= LIMIT,
        `both ends done within ${LIMIT / 60_000} minutes, not “${this.#giving.place}” and “${this.#taking.place}”`,
      );
      this.#turn(at);
      if (this.#giving.end !== null || this.#taking.end !== null)
        this.#clearedAt = Math.min(this.#clearedAt, at + HANG_UP);
    }
    this.#checkPages();
  }

  #nextTime(): number {
    const times = [this.#giving.next(), this.#taking.next(), this.#there.next(), this.#back.next()];
    const cuts = [this.#there.cutAt, this.#back.cutAt];
    return Math.min(...[...times, ...cuts, this.#clearedAt].filter((time) => time !== null));
  }

  /** What comes in at this time comes in first; then one thing that an end does of its own. */
  #turn(at: number): void {
    this.#giving.moveTo(at);
    this.#taking.moveTo(at);
    const cut = Math.min(this.#there.cutAt ?? Number.POSITIVE_INFINITY, this.#back.cutAt ?? Number.POSITIVE_INFINITY);
    if (cut <= at || this.#clearedAt <= at) {
      for (const end of [this.#giving, this.#taking]) if (end.end === null) end.hear({ kind: 'hung-up', t: at });
    } else if (this.#there.next() === at) this.#there.deliver(this.#taking);
    else if (this.#back.next() === at) this.#back.deliver(this.#giving);
    else if (!this.#giving.step(at)) this.#taking.step(at);
  }

  /**
   * Every page that one end counts as confirmed was stored by the other, in its order, and whole where ECM was on.
   * Without ECM a page may be there twice: when its confirmation was lost, sending it again is all that T.30 knows.
   */
  #checkPages(): void {
    const kept = this.#taking.stored
      .filter(({ page, verdict }) => page.complete && verdict.status !== 'reject')
      .map(({ page }) => page);
    const ecm = kept.every((page) => page.ecm);
    let at = 0;
    for (const index of this.#giving.confirmed) {
      const found = kept.findIndex((page, n) => n >= at && this.#isPage(page, index));
      promise(found >= 0, `page ${index} stored as it was sent, since it was confirmed`);
      promise(found === at || !ecm, `page ${index} stored in its place`);
      at = found + 1;
    }
    if (ecm)
      promise(kept.length <= this.#giving.confirmed.length + 1, 'at most one page stored whose confirmation was lost');
    if (this.#giving.end?.outcome === 'ok')
      promise(this.#giving.confirmed.length === this.#pages - this.#first, 'ok only with every page confirmed');
  }

  #isPage(stored: ReceivedPage, index: number): boolean {
    const sent = this.#sent.get(index);
    if (sent === undefined) return false;
    return stored.ecm ? startsWith(stored.data, sent) : stored.data[0] === sent[0];
  }

  #code(index: number, format: CodedPage['format']): CodedPage {
    const octets = this.#tape.chance(16) ? 66_000 : 200 + 500 * this.#tape.below(3);
    const data = new Uint8Array(octets).fill(16 + index);
    data.set(RTC, octets - RTC.length);
    this.#sent.set(index, data);
    return { format, rows: 100, data };
  }
}

function startsWith(whole: Uint8Array, start: Uint8Array): boolean {
  return whole.length >= start.length && start.every((octet, i) => whole[i] === octet);
}

function workTime(tape: Tape): WorkTime {
  return tape.weighted<WorkTime>(0, [
    [16, 800],
    [10, 3_000],
    [5, 12_000],
    [1, 'fails'],
  ]);
}

function verdict(tape: Tape): PageVerdict {
  const status = tape.weighted<PageVerdict['status']>('accept', [
    [24, 'retrain'],
    [16, 'reject'],
  ]);
  return { rows: 100, badRows: 0, status };
}
