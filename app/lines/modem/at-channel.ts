/**
 * A modem's AT dialogue: commands with their answers, DLE-coded data both ways, and what the modem says unasked.
 * One exchange at a time. All of Class 1, 2, 2.0, 2.1 and detection talk through it.
 */

/** A final result code in words; numeric answers are turned into words. `+FCERROR` also stands for its vendors' forms. */
export type ResultCode =
  | 'OK'
  | 'CONNECT'
  | 'ERROR'
  | 'NO CARRIER'
  | 'NO DIALTONE'
  | 'BUSY'
  | 'NO ANSWER'
  | '+FCERROR'
  /** Adaptive reception (T.31 +FAR): V.21 came where an image carrier was awaited; data follows as after CONNECT. */
  | '+FRH:3';

/** The answer to a command: its information lines, and the final result code. */
export interface AtReply {
  readonly code: ResultCode;
  /** Lines between the command and the code, echo removed, in order. */
  readonly lines: readonly string[];
}

export interface AtOptions {
  /** How long the modem may take, ms. Default 5,000. */
  readonly timeout?: number;
  /** Ends the exchange: the modem is stopped with a CAN where it is at work. Rejects with `AbortError`. */
  readonly signal?: AbortSignal;
}

/** What comes of a modem in data state, DLE stuffing undone. */
export interface DataListener {
  /** Octets as the modem gave them (T.31: first bit on the line lowest), in the tick in which they came. */
  data(octets: Uint8Array): void;
  /** A DLE code within the data other than ETX, for T.32 (`<DLE>` and this octet); unknown ones are told too. */
  code?(octet: number): void;
  /** The data has ended: at DLE ETX (`true`), or by a result code without it (`false`). */
  ended(byEtx: boolean): void;
}

/** Rejections: `MODEM_NOT_ANSWERING` (no result code in time), `MODEM_GONE` (the port has gone), `AbortError`. */
export interface AtChannel {
  /** Sends `AT` + text + CR and waits for the final result code. `text` may be '' (a bare AT). */
  command(text: string, options?: AtOptions): Promise<AtReply>;
  /**
   * Takes the data that follows a CONNECT (or +FRH:3), until it has ended; the result code behind it is awaited with
   * {@link result}. Must be called in the tick of the CONNECT: the data may be in the same read.
   */
  receive(listener: DataListener): void;
  /** The next final result code that belongs to no command: behind data received or sent. */
  result(options?: AtOptions): Promise<AtReply>;
  /** Sends octets with DLE doubled; resolves when the system has taken them. */
  sendData(octets: Uint8Array, signal?: AbortSignal): Promise<void>;
  /** Sends octets as they are: DLE ETX, DC2, CAN. */
  sendRaw(octets: Uint8Array): Promise<void>;
  /**
   * Waits for the XON of a modem that is ready for page data (SP-2388-A), so many ms at most; false where none came:
   * under XON/XOFF the system keeps it. Must be called in the tick of the CONNECT.
   */
  awaitXon?(timeout: number, signal?: AbortSignal): Promise<boolean>;
  /** Hears lines that came unasked: RING, NMBR=…, +FCON, +FHNG:… The returned function stops. */
  onLine(listener: (line: string) => void): () => void;
  /** Hears once that the port has gone. */
  onGone(listener: (cause: Error) => void): void;
  /** Everything said and heard, for a log: `> AT+FTM=96`, `< CONNECT`. One listener. */
  onTrace?(listener: (line: string) => void): void;
}

export { createAtChannel, type OpenAtChannel } from './at-dialogue.ts';
export type { CommandLatency } from './command-times.ts';
