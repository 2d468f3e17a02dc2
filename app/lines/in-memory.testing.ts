import type { TranscriptEntry } from '../model/job.ts';
import { parseLineAddress } from '../model/line-address.ts';
import type { PageFormat } from '../model/page-format.ts';
import { RTC } from '../t30/line-watch.ts';
import type {
  CallObserver,
  CallResult,
  FaxLine,
  OutgoingCall,
  PageSink,
  PageSource,
  ReceivedPage,
  SourcePage,
} from './fax-line.ts';
import { SimulatedClock } from './loopback/simulated-clock.ts';
import { createLine, PracticeNetwork } from './open-line.ts';

/** A page for tests: octets that stand for its coded form, whatever the format. */
export interface OpaquePage extends Partial<SourcePage> {
  readonly data: Uint8Array;
}

/** A document of opaque pages; remembers what was asked of it. */
export class OpaqueDocument implements PageSource {
  readonly pages: readonly SourcePage[];
  readonly confirmedPages: number[] = [];
  readonly formats: { readonly index: number; readonly format: PageFormat }[] = [];
  readonly #data: readonly Uint8Array[];

  constructor(pages: readonly OpaquePage[]) {
    this.pages = pages.map(({ resolution = 'fine', width = 'a4', startsDocument = false }) => ({
      resolution,
      width,
      startsDocument,
    }));
    this.#data = pages.map(({ data }) => data);
  }

  /** The octets of a page. */
  octets(index: number): Uint8Array {
    return this.#data[index] ?? new Uint8Array(0);
  }

  async code(index: number, format: PageFormat) {
    this.formats.push({ index, format });
    return { format, rows: 1000 + index, data: this.octets(index) };
  }

  /** How often the last page of a document has gone out. */
  lastPageOut = 0;
  /** The last pages of documents that have gone out, in order. */
  readonly lastPages: number[] = [];

  async lastPageSent(index: number): Promise<void> {
    this.lastPageOut += 1;
    this.lastPages.push(index);
  }

  async confirmed(index: number): Promise<void> {
    this.confirmedPages.push(index);
  }
}

/** A sink that keeps every page, and accepts it unless told otherwise. */
export class KeepingSink implements PageSink {
  readonly pages: ReceivedPage[] = [];
  readonly #verdicts: ('accept' | 'retrain' | 'reject')[];

  /** `verdicts`: for the first pages handed over; then everything is accepted. */
  constructor(verdicts: readonly ('accept' | 'retrain' | 'reject')[] = []) {
    this.#verdicts = [...verdicts];
  }

  async receive(page: ReceivedPage) {
    const status = page.complete ? (this.#verdicts.shift() ?? 'accept') : 'accept';
    if (status !== 'reject') this.pages.push(page);
    return { rows: 1000, badRows: 0, status };
  }
}

/** Octets that look like nothing in particular, the same for the same seed; they end as a page of T.4 does (RTC). */
export function opaqueOctets(length: number, seed = 1): Uint8Array {
  let state = (seed * 2654435761) >>> 0;
  const octets = Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 24;
  });
  if (length > RTC.length) octets.set(RTC, length - RTC.length);
  return octets;
}

/** An observer that keeps what it is told. */
export function keepingObserver() {
  const frames: TranscriptEntry[] = [];
  const ended: string[] = [];
  const observer: CallObserver = {
    frame: (entry) => frames.push(entry),
    pageEnded: (page) => ended.push(`${page.index}:${page.status}`),
  };
  return { observer, frames, ended, types: () => frames.map(({ dir, type }) => `${dir} ${type}`) };
}

/** A practice network on a simulated clock. */
export function practiceOffice() {
  const clock = new SimulatedClock();
  const network = new PracticeNetwork();
  const line = async (address: string): Promise<FaxLine> => {
    const made = createLine(parseLineAddress(address), { network, clock, random: () => 0.5 });
    await made.open();
    return made;
  };
  return { clock, network, line };
}

const never = new AbortController().signal;

/** A call to a number, with everything else as most tests want it. */
export function outgoing(number: string, document: PageSource, more: Partial<OutgoingCall> = {}): OutgoingCall {
  return { number, localId: '+15550100', document, firstPage: 0, ecm: true, ...more };
}

/** Answers every call on a line at its first ring. */
export function answering(line: FaxLine, how: { readonly sink?: KeepingSink; readonly signal?: AbortSignal } = {}) {
  const { sink = new KeepingSink(), signal = never } = how;
  const seen = keepingObserver();
  const results: Promise<CallResult>[] = [];
  line.onRing((ring) => {
    results.push(ring.answer({ localId: '+15550101', sink, ecm: true }, seen.observer, signal));
  });
  return { sink, results, seen };
}

/** Sends a small fax of one page. */
export function sendFax(clock: SimulatedClock, line: FaxLine, number: string): Promise<CallResult> {
  const document = new OpaqueDocument([{ data: opaqueOctets(1000) }]);
  return clock.run(line.send(outgoing(number, document), {}, never));
}
