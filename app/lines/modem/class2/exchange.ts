import type { Clock } from '../../../model/clock.ts';
import { FaxError } from '../../../model/errors.ts';
import type { TranscriptEntry } from '../../../model/job.ts';
import type { EndCode } from '../../../t30/outcomes.ts';
import type { CallFacts, CallObserver } from '../../fax-line.ts';
import type { AtChannel, AtOptions, AtReply } from '../at-channel.ts';
import { type Dialect, type PostMessage, pageResponseOf, postMessageOf, rateOfCode } from './dialect.ts';
import { hangUpCode, hangUpCodes } from './hang-up.ts';
import { codingOf, type Parameters, parseParameters, resolutionOf, widthOf } from './parameters.ts';
import {
  type PageStatus,
  parseIdentification,
  parseNumber,
  parsePageStatus,
  parseReport,
  type Report,
} from './reports.ts';

const CAN = 0x18;
const DLE = 0x10;
const ETX = 0x03;
/** How long a modem may take to leave its data state, ms. */
const STOP_TIMEOUT = 3_000;

/** What one call needs of where it runs. */
export interface CallParts {
  readonly modem: AtChannel;
  readonly dialect: Dialect;
  readonly clock: Clock;
  readonly observer: CallObserver;
  readonly signal: AbortSignal;
}

/** What the modem has told of the call so far. */
export interface Told {
  connected: boolean;
  voice: boolean;
  pollOffered: boolean;
  remoteId: string | null;
  subAddress: string | null;
  selector: string | null;
  password: string | null;
  /** What the far end can do. */
  far: Parameters | null;
  /** A far end that calls wants to fetch a document. */
  farWantsPoll: boolean;
  chosen: Parameters | null;
  pageStatus: PageStatus | null;
  postMessage: PostMessage | null;
  /** The hang-up code in T.32's form once the modem has hung up; '' where it gave none. */
  hungUp: string | null;
}

/**
 * One call's dialogue with the modem: commands and their answers, with every report of the modem taken in as it
 * comes, written to the transcript, and kept for whoever asks.
 */
export class Exchange {
  readonly told: Told = {
    connected: false,
    voice: false,
    pollOffered: false,
    remoteId: null,
    subAddress: null,
    selector: null,
    password: null,
    far: null,
    farWantsPoll: false,
    chosen: null,
    pageStatus: null,
    postMessage: null,
    hungUp: null,
  };
  /** Pages confirmed or stored so far. */
  pages = 0;
  /** The end of a document's last page was said and nothing came back: what breaks now leaves it uncertain. */
  afterEop = false;
  /** The modem takes or gives page data: commands would be data to it. */
  inData = false;
  /** Our direction: decides whether DCS, and what ends a page, was sent or received. */
  direction: 'sending' | 'receiving' = 'sending';
  readonly #parts: CallParts;
  readonly #start: number;
  readonly #unlisten: () => void;
  /** Reports taken in as they came, which the answer's lines will repeat. */
  #heard: string[] = [];
  readonly #hangUpListeners: (() => void)[] = [];

  constructor(parts: CallParts) {
    this.#parts = parts;
    this.#start = parts.clock.monotonic();
    this.#unlisten = parts.modem.onLine((line) => {
      this.#heard.push(line);
      this.#take(line);
    });
  }

  /** Line time, ms. */
  now(): number {
    return Math.round(this.#parts.clock.monotonic() - this.#start);
  }

  /** Sends a command and waits for its result code; an abort of the call ends it. */
  async command(text: string, options: Omit<AtOptions, 'signal'> = {}): Promise<AtReply> {
    this.#heard = [];
    return this.#taken(await this.#parts.modem.command(text, { ...options, signal: this.#parts.signal }));
  }

  /** Sends a command that the modem may refuse or not know. */
  async offer(text: string): Promise<boolean> {
    return (await this.command(text)).code === 'OK';
  }

  /** Waits for the result code behind data. */
  async result(timeout: number): Promise<AtReply> {
    return this.#taken(await this.#parts.modem.result({ timeout, signal: this.#parts.signal }));
  }

  #taken(reply: AtReply): AtReply {
    for (const line of reply.lines) {
      const known = this.#heard.indexOf(line);
      if (known >= 0) this.#heard.splice(known, 1);
      else this.#take(line);
    }
    this.#heard = [];
    return reply;
  }

  /** Hears once that the modem reports the end of the call. */
  onHungUp(listener: () => void): void {
    this.#hangUpListeners.push(listener);
  }

  /** The end of a call that something else than the far end broke off. */
  ending(code: 'cancelled' | 'line-failed'): EndCode {
    return this.afterEop ? 'd-hung-up-after-eop' : code;
  }

  /** Writes a line of the transcript. */
  note(dir: 'tx' | 'rx', type: string, fields: TranscriptEntry['fields'] = {}): void {
    this.#parts.observer.frame?.({ t: this.now(), dir, type, hex: '', fields });
  }

  /** The facts agreed on, as the observers and the result show them. */
  facts(): CallFacts | null {
    const { chosen, remoteId } = this.told;
    if (chosen === null) return null;
    return { remoteId, rate: rateOfCode(chosen.br), ecm: chosen.ec > 0, coding: codingOf(chosen) };
  }

  /** Ends what the modem does and puts it on hook; what it answers is of no use any more. */
  async clear(): Promise<void> {
    const { modem, dialect } = this.#parts;
    const quiet = (text: string): Promise<unknown> =>
      modem.command(text, { timeout: 10_000 }).then(
        (reply) => {
          for (const line of reply.lines) if (!this.#heard.includes(line)) this.#take(line);
        },
        (cause: unknown) => this.note('tx', 'modem', { command: text, failed: String(cause) }),
      );
    if (this.inData) await this.cancelData();
    if (this.told.hungUp === null && this.told.connected) await quiet(dialect.abort);
    await quiet('H0');
  }

  /**
   * Gets a modem out of its data state: by CAN, and where it took that for data by `<DLE><ETX>`, which
   * one that has left the state already does not mind.
   */
  async cancelData(): Promise<void> {
    this.inData = false;
    for (const [name, octets] of [
      ['CAN', [CAN]],
      ['DLE ETX', [DLE, ETX]],
    ] as const) {
      try {
        await this.#parts.modem.sendRaw(Uint8Array.from(octets));
        this.#taken(await this.#parts.modem.result({ timeout: STOP_TIMEOUT }));
        return;
      } catch (cause) {
        this.note('tx', 'modem', { command: name, failed: String(cause) });
      }
    }
  }

  close(): void {
    this.#unlisten();
  }

  #take(line: string): void {
    const report = parseReport(line, this.#parts.dialect);
    if (report === null) return;
    this.#note(report);
  }

  #note({ kind, text }: Report): void {
    const { dialect, observer } = this.#parts;
    const { told } = this;
    switch (kind) {
      case 'connected':
        told.connected = true;
        observer.phase?.('B', this.now());
        return;
      case 'voice':
        told.voice = true;
        return;
      case 'poll-offered':
        told.pollOffered = true;
        return;
      case 'called-id':
      case 'calling-id':
      case 'polling-id':
        told.remoteId = parseIdentification(text) || null;
        if (kind === 'polling-id') told.farWantsPoll = true;
        this.note('rx', identificationFrames[kind], { id: told.remoteId ?? '' });
        return;
      case 'sub-address':
      case 'selector':
      case 'password':
        told[addressNames[kind]] = parseIdentification(text) || null;
        this.note('rx', addressFrames[kind], { id: kind === 'password' ? '***' : parseIdentification(text) });
        return;
      case 'capabilities':
      case 'poll-capabilities':
        told.far = parseParameters(text, dialect.radix) ?? told.far;
        if (kind === 'poll-capabilities') told.farWantsPoll = true;
        this.note('rx', kind === 'capabilities' ? 'DIS' : 'DTC', fieldsOf(told.far));
        return;
      case 'chosen':
        this.#noteChosen(text);
        return;
      case 'page-status':
        told.pageStatus = parsePageStatus(text, dialect.radix);
        this.#noteStatus(told.pageStatus);
        return;
      case 'post-message':
        told.postMessage = postMessageOf(parseNumber(text, dialect.radix) ?? -1);
        this.note('rx', told.postMessage ?? 'unknown frame');
        return;
      case 'hang-up':
        this.#noteHangUp(text);
        return;
      case 'non-standard':
        this.note('rx', this.direction === 'sending' ? 'NSF' : 'NSS');
        return;
    }
  }

  #noteChosen(text: string): void {
    const parameters = parseParameters(text, this.#parts.dialect.radix);
    if (parameters === null) return;
    this.told.chosen = parameters;
    this.note(this.direction === 'sending' ? 'tx' : 'rx', 'DCS', fieldsOf(parameters));
    const facts = this.facts();
    if (facts !== null) this.#parts.observer.negotiated?.(facts);
  }

  /** On sending it is the far end's answer; on receiving what the modem counted. */
  #noteStatus(status: PageStatus | null): void {
    if (status === null) return;
    if (this.direction === 'sending') this.note('rx', pageResponseOf(status.response) ?? 'unknown frame');
    else this.note('rx', 'page', { lines: status.lines ?? 0, badLines: status.badLines ?? 0 });
  }

  #noteHangUp(text: string): void {
    if (this.told.hungUp !== null) return;
    const code = hangUpCode(text, this.#parts.dialect.class) ?? '';
    this.told.hungUp = code;
    this.note('rx', 'hang-up', { code, words: hangUpCodes[code]?.words ?? 'unknown code' });
    for (const listener of this.#hangUpListeners.splice(0)) listener();
  }
}

const identificationFrames = { 'called-id': 'CSI', 'calling-id': 'TSI', 'polling-id': 'CIG' } as const;
const addressNames = { 'sub-address': 'subAddress', selector: 'selector', password: 'password' } as const;
const addressFrames = { 'sub-address': 'SUB', selector: 'SEP', password: 'PWD' } as const;

function fieldsOf(parameters: Parameters | null): TranscriptEntry['fields'] {
  if (parameters === null) return {};
  return {
    rate: rateOfCode(parameters.br),
    resolution: resolutionOf(parameters),
    width: widthOf(parameters),
    coding: codingOf(parameters),
    ecm: parameters.ec > 0,
    parameters: Object.values(parameters).join(','),
  };
}

/** Whether a cause is the call's own cancellation. */
export function isAbort(cause: unknown): boolean {
  return cause instanceof Error && cause.name === 'AbortError';
}

/** Whether a cause is the modem's failure (gone, not answering) and not a defect. */
export function isModemFailure(cause: unknown): boolean {
  return cause instanceof FaxError && (cause.code === 'MODEM_NOT_ANSWERING' || cause.code === 'MODEM_GONE');
}
