import type { CodedPage } from '../../model/page-format.ts';
import type { CallTerms } from '../call-terms.ts';
import type { PageVerdict, SourcePage } from '../pages.ts';
import { PollingCaller } from '../polling-caller.ts';
import { Receiver } from '../receiver.ts';
import { Sender } from '../sender.ts';
import { TIMES } from '../station.ts';
import type { Coverage } from './coverage.ts';
import { FarEnd } from './far-end.ts';
import type { FarEndManners } from './far-end-habits.ts';
import { type WatchableMachine, watchable } from './place.ts';
import { type PagePromises, PolledPromises, ReceivingPromises, SendingPromises } from './promises.ts';
import type { Tape } from './tape.ts';
import { promise } from './violation.ts';
import { WatchedStation, type WorkTime } from './watched-station.ts';

/** A station to be tested alone: how it is made, what it promises of pages, and its far end. */
export interface StationUnderTest {
  readonly name: string;
  readonly far: FarEndManners;
  make(tape: Tape): { readonly machine: WatchableMachine; readonly promises: PagePromises };
}

const page = { resolution: 'fine', width: 'a4' } as const;
const otherPage = { resolution: 'standard', width: 'a4' } as const;
const newDocument = { ...page, startsDocument: true } as const;
const somePages: readonly [readonly SourcePage[], ...(readonly SourcePage[])[]] = [
  [page],
  [page, page],
  [page, otherPage],
  [page, page, page],
  [otherPage, page, page, otherPage],
  [page, newDocument, newDocument],
];

export const stations = {
  sender: {
    name: 'sender',
    far: { x: false, fetches: 0, offers: 40 },
    make(tape) {
      const pages = tape.pick(somePages);
      const firstPage = tape.chance(30) ? pages.length - 1 : 0;
      const machine = new Sender({
        localId: tape.chance(60) ? '' : '5550100',
        pages,
        firstPage,
        ...terms(tape),
        ...(tape.chance(40) && { subAddress: '12' }),
        ...(tape.chance(40) && { password: '34' }),
      });
      return { machine: watchable(machine), promises: new SendingPromises(firstPage, pages) };
    },
  },
  receiver: {
    name: 'receiver',
    far: { x: true, fetches: 8, offers: 0 },
    make(tape) {
      const machine = new Receiver({
        localId: tape.chance(60) ? '' : '5550101',
        ...terms(tape),
        ...(tape.chance(20) && { expectPassword: '34' }),
      });
      return { machine: watchable(machine), promises: new ReceivingPromises() };
    },
  },
  /** The caller that fetches: hears DIS, says DTC, receives. */
  fetching: {
    name: 'fetching caller',
    far: { x: false, fetches: 0, offers: 240 },
    make(tape) {
      const machine = new PollingCaller({
        localId: tape.chance(60) ? '' : '5550100',
        ...terms(tape),
        ...(tape.chance(40) && { selector: '7' }),
        ...(tape.chance(40) && { password: '34' }),
        ...(tape.chance(40) && { subAddress: '12' }),
      });
      return { machine: watchable(machine), promises: new ReceivingPromises() };
    },
  },
  /** The answering end that is fetched from: hears DTC, sends. */
  fetched: {
    name: 'fetched answerer',
    far: { x: true, fetches: 200, offers: 0 },
    make(tape) {
      const polled = tape.pick(somePages);
      const machine = new Receiver({
        localId: tape.chance(60) ? '' : '5550101',
        ...terms(tape),
        polled,
        ...(tape.chance(30) && { expectPassword: '5550199' }),
        ...(tape.chance(30) && { polledSelector: '5550199' }),
      });
      const promises = new PolledPromises(polled, () => machine.active instanceof Sender);
      return { machine: watchable(machine), promises };
    },
  },
} as const satisfies Readonly<Record<string, StationUnderTest>>;

function terms(tape: Tape): CallTerms {
  return {
    ecm: !tape.chance(90),
    ...(tape.chance(30) && { frameSize: 64 as const }),
    ...(tape.chance(30) && { scanTime: 20 }),
    ...(tape.chance(30) && { codings: ['mh'] as const }),
    ...(tape.chance(40) && { modems: ['v27ter'] as const }),
  };
}

/** The longest that a call may go on when the far end has fallen silent and nothing of ours is held up, ms. */
const SILENCE_LIMIT = 10 * 60_000;
/** … and where a carrier is up, work never ends or the line holds our transmission back. */
const CALL_LIMIT = TIMES.call + 2 * TIMES.release;

/** One call of a station with a far end that does what the tape says, and then falls silent. Throws a `Violation`. */
export function callAlone(
  subject: StationUnderTest,
  tape: Tape,
  coverage: Coverage,
  trace?: (line: string) => void,
): WatchedStation {
  const { machine, promises } = subject.make(tape);
  const station = new WatchedStation(machine, {
    name: subject.name,
    promises,
    coverage,
    workTime: () => workTime(tape),
    codedPage: ({ format }) => codedPage(format, tape),
    verdict: () => verdict(tape),
    ...(trace ? { trace } : {}),
  });
  new FarEnd(station, tape, subject.far).live();
  fallSilent(station);
  return station;
}

/** Lets the time pass that a call may still take. */
export function fallSilent(station: WatchedStation): void {
  const limit = station.heldUp ? CALL_LIMIT : SILENCE_LIMIT;
  const until = station.now + limit;
  while (station.step(until));
  promise(station.end !== null, `an end within ${limit / 60_000} minutes of silence, not “${station.place}”`);
  // What comes late is nothing to a call that is over.
  for (const kind of ['sent', 'cancel', 'noted'] as const) station.feed({ kind });
}

function workTime(tape: Tape): WorkTime {
  return tape.weighted<WorkTime>(0, [
    [20, 800],
    [12, 3_000],
    [8, 20_000],
    [4, 90_000],
    [2, null],
    [4, 'fails'],
  ]);
}

const small = new Uint8Array(300).fill(0x5a);
const large = new Uint8Array(65_536 + 600).fill(0xa5);

function codedPage(format: CodedPage['format'], tape: Tape): CodedPage {
  return { format, rows: 100, data: tape.chance(20) ? large : small };
}

function verdict(tape: Tape): PageVerdict {
  const status = tape.weighted<PageVerdict['status']>('accept', [
    [30, 'retrain'],
    [30, 'reject'],
  ]);
  return { rows: 100, badRows: 3, status };
}
