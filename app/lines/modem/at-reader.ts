import type { DataListener, ResultCode } from './at-channel.ts';
import { codeOfNumber, codeOfWords } from './at-codes.ts';
import { DleReader } from './dle.ts';

const CR = 0x0d;
const LF = 0x0a;
const XON = 0x11;
const XOFF = 0x13;
/** Longer lines are rubbish: what is beyond is dropped. */
const LINE_LIMIT = 1000;
/** What follows a CONNECT is claimed in its tick; more than a read or two is a flood, and dropped, octets. */
const HELD_BACK_LIMIT = 1 << 18;
/** Some modems say CONNECT behind +FRH:3 as well; a frame begins with FF. */
const CONNECT = Buffer.from('\r\nCONNECT\r\n', 'latin1');
/** Result codes by which a modem leaves the data state without `<DLE><ETX>`. */
const endings = ['\r\nNO CARRIER\r\n', '\r\nERROR\r\n', '\r\n+FCERROR\r\n'];
const stopped = '\r\nOK\r\n';
const LONGEST_ENDING = 14;

/** What {@link AtReader} tells of the text that a modem says. */
export interface AtReaderListener {
  /** A line that is no final result code; not empty. */
  line(text: string): void;
  /** A final result code. Reading stops behind it until {@link AtReader.resume} or {@link AtReader.receive}. */
  code(code: ResultCode, text: string): void;
  /** XOFF (`true`) or XON (`false`) among the text: the modem holds us back, or no longer. */
  held(held: boolean): void;
}

/**
 * Reads what a modem says, in pieces of any size: lines and result codes in words or numbers, and DLE-coded data
 * where it was told that data follows. Behind a CONNECT it waits until it is told what comes next: text or data.
 */
export class AtReader {
  readonly #listener: AtReaderListener;
  /** Octets of the line that has begun. */
  #line = '';
  /** The line began behind an LF: in words it does, a numeric code does not (V.250 6.2.6). */
  #afterLf = false;
  /** Whether codes are words or numbers; found out by the first one. */
  #form: 'unknown' | 'words' | 'numbers' = 'unknown';
  /** The question under way: its answer may be a bare digit. */
  #question = false;
  /** What came behind a CONNECT and waits for what it is. */
  #heldBack: Uint8Array[] = [];
  #waiting = false;
  #data: {
    readonly listener: DataListener;
    readonly dle: DleReader;
    skipLf: boolean;
    skip: number;
    tail: string;
  } | null = null;
  #lfBehindCode = true;
  #skipsConnect = false;

  constructor(listener: AtReaderListener) {
    this.#listener = listener;
  }

  /** True while data comes. */
  get receiving(): boolean {
    return this.#data !== null;
  }

  /** A command is going out: `question` where a bare digit may be its answer and no code. */
  expect(question: boolean): void {
    this.#question = question;
  }

  /** Takes what came. */
  take(octets: Uint8Array): void {
    this.#take(octets);
  }

  /** What follows is text: also what came behind a CONNECT and was held back. */
  resume(): void {
    this.#waiting = false;
    this.#takeHeldBack();
  }

  /** What follows is data, what was held back with it. */
  receive(listener: DataListener): void {
    this.#waiting = false;
    const skip = this.#skipsConnect ? 0 : CONNECT.length;
    this.#data = { listener, dle: new DleReader(), skipLf: this.#lfBehindCode, skip, tail: '' };
    this.#takeHeldBack();
  }

  /** Forgets what is under way: what comes next is text. Tells the data's listener that it has ended. */
  reset(): void {
    this.#line = '';
    this.#heldBack = [];
    this.#waiting = false;
    this.#endData(false);
  }

  /** The modem was told to stop: what comes until its OK is of no use to anybody. */
  stopData(): void {
    if (this.#data === null) return;
    const { listener } = this.#data;
    this.#data = { ...this.#data, listener: { data: () => undefined, ended: (byEtx) => listener.ended(byEtx) } };
  }

  #takeHeldBack(): void {
    const pieces = this.#heldBack;
    this.#heldBack = [];
    for (const piece of pieces) this.#take(piece);
  }

  #take(octets: Uint8Array): void {
    let rest = octets;
    while (rest.length > 0) {
      if (this.#waiting) {
        const held = this.#heldBack.reduce((sum, piece) => sum + piece.length, 0);
        // The caller's own buffer may be used again for the next read.
        if (held < HELD_BACK_LIMIT) this.#heldBack.push(rest.slice());
        return;
      }
      rest = rest.subarray(this.#data === null ? this.#takeText(rest) : this.#takeData(rest));
    }
  }

  /** Reads text up to a CONNECT at most; returns the octets used. */
  #takeText(octets: Uint8Array): number {
    for (let at = 0; at < octets.length; at++) {
      const octet = octets[at]!;
      if (octet === CR || octet === LF) {
        const waits = this.#endLine();
        this.#afterLf = octet === LF;
        if (waits) return at + 1;
      } else if (octet === XOFF || octet === XON) this.#listener.held(octet === XOFF);
      else if (octet >= 0x20 && octet < 0x7f && this.#line.length < LINE_LIMIT)
        this.#line += String.fromCharCode(octet);
    }
    return octets.length;
  }

  /** True where reading must wait for the caller to say what follows. */
  #endLine(): boolean {
    const line = this.#line.trim();
    this.#line = '';
    if (line === '') return false;
    const code = this.#codeOf(line);
    if (code === null) {
      this.#question = false;
      this.#listener.line(line);
      return false;
    }
    if (code === 'RING') {
      this.#listener.line(code);
      return false;
    }
    this.#lfBehindCode = this.#form !== 'numbers';
    this.#skipsConnect = code === '+FRH:3';
    this.#waiting = code === 'CONNECT' || code === '+FRH:3';
    this.#listener.code(code, line);
    // The listener may have said already what follows.
    return this.#waiting || this.#data !== null;
  }

  #codeOf(line: string): ResultCode | 'RING' | null {
    const word = codeOfWords(line);
    if (word !== null) {
      if (word !== '+FRH:3' && line !== '+F4') this.#form = 'words';
      return word;
    }
    if (this.#form === 'words' || line.length > 1) return null;
    if (this.#form === 'unknown' && this.#afterLf) return null;
    if (this.#form === 'numbers' && this.#question) return null;
    const number = codeOfNumber(line);
    if (number !== null) this.#form = 'numbers';
    return number;
  }

  /** Reads data up to its end at most; returns the octets used. */
  #takeData(octets: Uint8Array): number {
    const data = this.#data!;
    let from = 0;
    if (data.skipLf) {
      data.skipLf = false;
      if (octets[0] === LF) from = 1;
      if (octets.length === from) return from;
    }
    while (data.skip < CONNECT.length && from < octets.length) {
      if (octets[from] === CONNECT[data.skip]) {
        data.skip += 1;
        from += 1;
      } else data.skip = CONNECT.length;
    }
    if (octets.length === from) return from;
    const piece = octets.subarray(from);
    const { used, ended } = data.dle.take(piece, data.listener);
    if (ended) {
      this.#endData(true);
      return from + used;
    }
    data.tail = (data.tail + Buffer.from(piece.subarray(-LONGEST_ENDING)).toString('latin1')).slice(-LONGEST_ENDING);
    const ending = endings.find((text) => data.tail.endsWith(text)) ?? (data.tail.endsWith(stopped) ? stopped : null);
    if (ending !== null) {
      this.#endData(false);
      this.#form = 'words';
      this.#line = ending.trim();
      this.#endLine();
    }
    return octets.length;
  }

  #endData(byEtx: boolean): void {
    const data = this.#data;
    this.#data = null;
    this.#afterLf = false;
    data?.listener.ended(byEtx);
  }
}
