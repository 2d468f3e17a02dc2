import type { Bitmap } from '../../../app/image/bitmap.ts';
import { decodePage, encodePage } from '../../../app/image/page-coder.ts';
import type { CallObserver, CallResult, CallTerms } from '../../../app/lines/fax-line.ts';
import { type AtChannel, createAtChannel } from '../../../app/lines/modem/at-channel.ts';
import { type Class2, type Class2Calls, createClass2Calls } from '../../../app/lines/modem/class2/class2-calls.ts';
import { PortLocks } from '../../../app/lines/modem/locks/port-locks.ts';
import { serialPortOpener } from '../../../app/lines/modem/node-serial-port.ts';
import type { Clock } from '../../../app/model/clock.ts';
import { type PageFormat, resolutionOfLines, widthInDots } from '../../../app/model/page-format.ts';
import type { PageSink, PageSource, ReceivedPage } from '../../../app/t30/pages.ts';

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(milliseconds, callback) {
    const timer = setTimeout(callback, milliseconds);
    return () => clearTimeout(timer);
  },
};

/** The lock files of a test's own pseudo-terminals are nobody's business. */
const openSerialPort = serialPortOpener(
  new PortLocks({ folders: [], pid: process.pid, now: () => Date.now(), programOf: async () => null }),
);

/** Our driver on a terminal of the software modem. */
export class OurDriver {
  readonly calls: Class2Calls;
  readonly #channel: AtChannel;
  readonly #close: () => Promise<void>;
  readonly log: string[] = [];

  private constructor(channel: AtChannel, serviceClass: Class2, close: () => Promise<void>) {
    this.#channel = channel;
    this.#close = close;
    channel.onTrace?.((line) => this.log.push(line));
    this.calls = createClass2Calls(channel, serviceClass, { clock: systemClock });
  }

  static async open(tty: string, serviceClass: Class2): Promise<OurDriver> {
    const port = await openSerialPort(tty, { baudRate: 115_200, flowControl: 'none' });
    const channel = createAtChannel(port, systemClock);
    const driver = new OurDriver(channel, serviceClass, () => port.close());
    await channel.command('Z');
    await channel.command('E0');
    return driver;
  }

  /** Resolves at the first ring. */
  ring(): Promise<void> {
    return new Promise((resolve) => {
      const stop = this.#channel.onLine((line) => {
        if (line !== 'RING') return;
        stop();
        resolve();
      });
    });
  }

  close(): Promise<void> {
    return this.#close();
  }
}

/** A document of bitmaps, coded as the call wants it. */
export class BitmapDocument implements PageSource {
  readonly pages: PageSource['pages'];
  readonly confirmedPages: number[] = [];
  readonly formats: PageFormat[] = [];
  lastPageOut = 0;
  readonly #bitmaps: readonly Bitmap[];

  /** `linesPerInch`: of each page. */
  constructor(bitmaps: readonly Bitmap[], linesPerInch: readonly number[]) {
    this.#bitmaps = bitmaps;
    this.pages = bitmaps.map((_, index) => ({
      resolution: resolutionOfLines(linesPerInch[index] ?? 196),
      width: 'a4',
    }));
  }

  async code(index: number, format: PageFormat) {
    this.formats.push(format);
    const bitmap = this.#bitmaps[index];
    if (bitmap === undefined) throw new Error(`no page ${index}`);
    const { coding, resolution, minLineBits } = format;
    return { format, rows: bitmap.rows, data: encodePage(bitmap, coding, { resolution, minLineBits }) };
  }

  async confirmed(index: number): Promise<void> {
    this.confirmedPages.push(index);
  }

  async lastPageSent(): Promise<void> {
    this.lastPageOut += 1;
  }
}

/** Decodes what comes; refuses the first pages as often as it is told. */
export class BitmapSink implements PageSink {
  readonly pages: ReceivedPage[] = [];
  readonly bitmaps: Bitmap[] = [];
  badRows = 0;
  #refusals: number;

  constructor(refusals = 0) {
    this.#refusals = refusals;
  }

  async receive(page: ReceivedPage) {
    const { bitmap, rows, badRows } = decodePage(page.data, page.coding, widthInDots[page.width]);
    if (this.#refusals > 0) {
      this.#refusals -= 1;
      return { rows, badRows, status: 'reject' as const };
    }
    this.pages.push(page);
    this.bitmaps.push(bitmap);
    this.badRows += badRows;
    return { rows, badRows, status: 'accept' as const };
  }
}

/** An observer that keeps a call's transcript in words. */
export function keptTranscript(): { readonly observer: CallObserver; readonly types: string[] } {
  const types: string[] = [];
  return { types, observer: { frame: ({ dir, type }) => types.push(`${dir} ${type}`) } };
}

export const everything: CallTerms = { ecm: true };
export const never = new AbortController().signal;

/** One call between two of our drivers, answered at the first ring. */
export async function callBetween(
  caller: OurDriver,
  answerer: OurDriver,
  call: {
    readonly document: PageSource;
    readonly sink: PageSink;
    readonly terms?: CallTerms;
    readonly answererTerms?: CallTerms;
    readonly caller?: CallObserver;
    readonly answerer?: CallObserver;
    readonly signal?: AbortSignal;
  },
): Promise<{ readonly sent: CallResult; readonly received: CallResult }> {
  const answered = answerer
    .ring()
    .then(() =>
      answerer.calls.answer(
        { localId: '+15550101', sink: call.sink, ...(call.answererTerms ?? call.terms ?? everything) },
        call.answerer ?? {},
        never,
      ),
    );
  const sent = await caller.calls.send(
    'DT5550101',
    {
      number: '5550101',
      localId: '+15550100',
      document: call.document,
      firstPage: 0,
      ...(call.terms ?? everything),
    },
    call.caller ?? {},
    call.signal ?? never,
  );
  return { sent, received: await answered };
}
