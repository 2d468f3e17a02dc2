import { z } from 'zod';
import type { FaxEvent } from '../contract/events.ts';
import { errorDataSchema, type RequestName, type RequestParsed, requests } from '../contract/requests.ts';
import type { WireAnswer } from '../contract/shell.ts';
import { FaxError, type FaxErrorCode, type FaxErrorData, faxErrorCatalogue } from '../model/errors.ts';

/**
 * What goes over the local socket: one JSON object a line (LF), UTF-8. The owner speaks first (`hello`). A client sends
 * requests with ids of its own choosing and gets one answer for each, in any order.
 */
export const PROTOCOL = 1;

/** Bounds of the socket, in octets unless said otherwise. */
export interface WireLimits {
  /** Longest line that the owner takes: a submit with 10,000 recipients fits. */
  readonly requestLine: number;
  /** Longest line that a client takes: a snapshot or a page's image. */
  readonly answerLine: number;
  /** Octets waiting for a client that does not read; one more and it is dropped. */
  readonly unread: number;
  /** Requests of one client under way at once; the owner reads no further until one is answered. */
  readonly underWay: number;
  /** Clients at once. */
  readonly clients: number;
  /** Between two signs of life of the owner, ms. */
  readonly beat: number;
  /** A client with a request under way that hears nothing for so long, ms, gives the owner up. */
  readonly silence: number;
}

export const wireLimits: WireLimits = {
  requestLine: 8 << 20,
  answerLine: 256 << 20,
  unread: 64 << 20,
  underWay: 64,
  clients: 64,
  beat: 5_000,
  silence: 30_000,
};

/** How long the owner means to stay; see `OfficeOptions.stay`. */
export const staySchema = z.enum(['service', 'command', 'moment']);
export type Stay = z.infer<typeof staySchema>;

/** Why an owner leaves: `done` hands over to whoever is waiting; `stopped` was told to. */
export const byeSchema = z.enum(['done', 'stopped']);
export type Bye = z.infer<typeof byeSchema>;

/** From a client. */
export const clientLineSchema = z.union([
  z.strictObject({ id: z.int().nonnegative(), request: z.string().max(60), input: z.unknown() }),
  z.strictObject({ subscribe: z.boolean() }),
]);

/** From the owner. Events are looked into where they are used, not for each line twice. */
export const ownerLineSchema = z.union([
  z.object({ hello: z.object({ protocol: z.int(), stay: staySchema }) }),
  z.object({ id: z.int(), ok: z.literal(true), result: z.unknown() }),
  z.object({ id: z.int().nullable(), ok: z.literal(false), error: errorDataSchema }),
  z.object({ event: z.unknown() }),
  z.object({ beat: z.literal(true) }),
  z.object({ bye: byeSchema }),
]);
/** An answer as a client gets it; without an id it refuses the client itself. */
export type OwnerAnswer = Extract<z.infer<typeof ownerLineSchema>, { ok: boolean }>;
export type OwnerLine =
  | { readonly hello: { readonly protocol: number; readonly stay: Stay } }
  | ({ readonly id: number | null } & WireAnswer)
  | { readonly event: FaxEvent }
  | { readonly beat: true }
  | { readonly bye: Bye };

/** Whether a word is the name of a request of the contract. */
export function isRequestName(name: string): name is RequestName {
  return Object.hasOwn(requests, name);
}

/** A request's input checked against the contract, defaults filled in. Throws `ARGUMENT_INVALID` naming the place. */
export function parseInput<N extends RequestName>(name: N, input: unknown): RequestParsed<N> {
  const parsed = requests[name].input.safeParse(input);
  // The schema is the one of this name, so its output is; the compiler cannot follow an indexed union here.
  if (parsed.success) return parsed.data as RequestParsed<N>;
  throw new FaxError('ARGUMENT_INVALID', { message: firstIssue(parsed.error), cause: parsed.error });
}

function firstIssue(error: z.ZodError): string {
  const issue = error.issues[0];
  if (!issue) return 'Something in the request is not right.';
  const place = issue.path.map(String).join('.');
  return `${place === '' ? 'The request' : `“${place}”`} ${inWords(issue)}.`;
}

/** What a text or a list is counted in. */
const units: Readonly<Record<string, { readonly one: string; readonly many: string }>> = {
  string: { one: 'character', many: 'characters' },
  array: { one: 'entry', many: 'entries' },
};

const counted = (origin: string, count: number | bigint): string =>
  `${count} ${Number(count) === 1 ? units[origin]?.one : units[origin]?.many}`;

/** What is wrong, as one says it of a field. */
function inWords(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'too_big':
      return issue.origin in units
        ? `may have at most ${counted(issue.origin, issue.maximum)}`
        : `may be at most ${issue.maximum}`;
    case 'too_small':
      return issue.origin in units
        ? `needs at least ${counted(issue.origin, issue.minimum)}`
        : `must be at least ${issue.minimum}`;
    case 'invalid_format':
      return 'has a character that is not allowed, or is not of the right form';
    default:
      return `is not right: ${issue.message}`;
  }
}

/** An error from the other side; a code that this version does not know stays readable as `PROTOCOL_ERROR`. */
export function errorFromWire(error: z.infer<typeof errorDataSchema>): FaxError {
  if (!isErrorCode(error.code)) return new FaxError('PROTOCOL_ERROR', { message: error.message, next: error.next });
  const data: FaxErrorData = { ...error, code: error.code };
  return FaxError.fromData(data);
}

function isErrorCode(code: string): code is FaxErrorCode {
  return Object.hasOwn(faxErrorCatalogue, code);
}

/** A line's JSON; undefined, which no schema of the wire takes, when it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Cuts a stream of octets into lines. One for each connection. */
export interface LineCutter {
  /** The whole lines that these octets complete, without their LF. Throws `PROTOCOL_ERROR` when one is too long. */
  push(octets: Uint8Array): readonly string[];
}

/** A cutter for lines of at most `longest` octets. What follows the last LF waits for its end, and is never half used. */
export function createLineCutter(longest: number): LineCutter {
  let pieces: Uint8Array[] = [];
  let length = 0;
  const keep = (piece: Uint8Array) => {
    length += piece.length;
    if (length > longest)
      throw new FaxError('PROTOCOL_ERROR', { message: `A line of more than ${longest} octets was sent.` });
    if (piece.length > 0) pieces.push(piece);
  };
  return {
    push(octets) {
      const lines: string[] = [];
      let start = 0;
      for (let end = octets.indexOf(LF); end >= 0; end = octets.indexOf(LF, start)) {
        keep(octets.subarray(start, end));
        lines.push(Buffer.concat(pieces).toString('utf8'));
        pieces = [];
        length = 0;
        start = end + 1;
      }
      keep(octets.subarray(start));
      return lines;
    },
  };
}

const LF = 0x0a;
