import { z } from 'zod';
import { type DialRules, dialQuerySchema, dialRulesOf } from './dial-rules.ts';
import { FaxError } from './errors.ts';
import { parseFaxNumber } from './fax-number.ts';

/** How a practice line misbehaves, all off by default. */
export interface LoopbackFaults {
  /** Bit error rate, 0 to 0.5. */
  readonly noise: number;
  /** Seconds of line time after which the call is cut, or null. */
  readonly cut: number | null;
  /** Seed of the line's noise. */
  readonly seed: number;
  /** `real`: at the modem's pace. `max`: as fast as the machine goes. */
  readonly speed: 'real' | 'max';
}

/** Service classes of fax modems (T.31, SP-2388-A, T.32), as `AT+FCLASS` names them. */
export const modemClasses = ['1', '1.0', '2', '2.0', '2.1'] as const;
export type ModemClass = (typeof modemClasses)[number];

/** A modem on a serial port: `modem:/dev/ttyACM0?class=1&prefix=9,&country=1&area=555`. */
export interface ModemAddress {
  readonly kind: 'modem';
  readonly text: string;
  readonly device: string;
  /** The service class to use, or null for the best that the modem has. */
  readonly class: ModemClass | null;
  /** How numbers are dialled on this line. */
  readonly dial: DialRules;
  /**
   * Distinctive ring: the one ring that this line answers, as the modem names it (`A`), as the number called
   * (`5550102`) or as a cadence in tenths of a second (`8-4-8-40`); null answers every ring.
   */
  readonly ring: string | null;
}

/** How lost T.38 datagrams are made good: not, by repeats of the last `depth` packets, or by parity (T.38 9.1). */
export type T38Recovery =
  | { readonly kind: 'none' }
  | { readonly kind: 'red'; readonly depth: number }
  | { readonly kind: 'fec'; readonly span: number; readonly count: number };

/** Damage done to our own datagrams on purpose, to try a line out: probabilities 0 to 1, bursts in datagrams. */
export interface Impairment {
  readonly drop: number;
  /** Datagrams lost in one go when one is dropped. */
  readonly burst: number;
  readonly dup: number;
  readonly swap: number;
  readonly seed: number;
}

/** How a T.38 line talks. */
export interface T38Options {
  /** T38FaxVersion, 0 to 3: decides the form of IFP data fields. */
  readonly version: 0 | 1 | 2 | 3;
  readonly recovery: T38Recovery;
  /** True: as a modem would, for gateways. False: as fast as both terminals go. */
  readonly pace: boolean;
  readonly impair: Impairment | null;
}

/** A host and a UDP port. An IPv6 host stands without its brackets. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** A T.38 terminal at a fixed place: `t38:HOST:PORT?bind=HOST:PORT&version=0&recovery=red:3&pace=on`. */
export interface T38Address {
  readonly kind: 't38';
  readonly text: string;
  readonly remote: Endpoint;
  /** Where we listen; loopback and any free port unless the address says otherwise. */
  readonly bind: Endpoint;
  readonly options: T38Options;
}

/** A practice line: `loopback:NUMBER`. */
export interface LoopbackAddress {
  readonly kind: 'loopback';
  readonly text: string;
  readonly number: string;
  readonly faults: LoopbackFaults;
}

/** Where a line is, as text: `loopback:NUMBER`, `modem:DEVICE`, `t38:HOST:PORT`. */
export type LineAddress = LoopbackAddress | ModemAddress | T38Address;

const faultsSchema = z.strictObject({
  noise: z.coerce.number().min(0).max(0.5).default(0),
  cut: z.coerce.number().positive().nullable().default(null),
  seed: z.coerce.number().int().min(0).max(0xffffffff).default(1),
  speed: z.enum(['real', 'max']).default('max'),
});

/** Reads a line address. Throws `LINE_ADDRESS_INVALID`. */
export function parseLineAddress(text: string): LineAddress {
  const colon = text.indexOf(':');
  const kind = text.slice(0, Math.max(colon, 0));
  const [place = '', query = ''] = text.slice(colon + 1).split('?', 2);
  if (place === '' || text.length > 300)
    throw new FaxError('LINE_ADDRESS_INVALID', { message: `“${text.slice(0, 60)}” is not a line address.` });
  switch (kind) {
    case 'loopback':
      return { kind, text, number: parseFaxNumber(place), faults: parseFaults(text, query) };
    case 'modem':
      return { kind, text, device: place, ...parseModem(text, query) };
    case 't38':
      return { kind, text, ...parseT38(text, parseEndpoint(place, 1), query) };
    default:
      throw new FaxError('LINE_ADDRESS_INVALID', { message: `“${text.slice(0, 60)}” is not a line address.` });
  }
}

function parseFaults(text: string, query: string): LoopbackFaults {
  const parsed = faultsSchema.safeParse(queryValues(query));
  if (!parsed.success)
    throw new FaxError('LINE_ADDRESS_INVALID', {
      message: `The faults of “${text}” are not right.`,
      next: 'Use noise=0…0.5, cut=SECONDS, seed=N and speed=real or max.',
      cause: parsed.error,
    });
  return parsed.data;
}

const modemQuerySchema = z.strictObject({
  class: z.enum(modemClasses).nullable().default(null),
  ring: z
    .string()
    .regex(/^([A-Z]{1,8}|\d{2,20}|\d{1,3}(-\d{1,3}){1,7})$/)
    .nullable()
    .default(null),
  ...dialQuerySchema.shape,
});

function parseModem(text: string, query: string): Pick<ModemAddress, 'class' | 'dial' | 'ring'> {
  const parsed = modemQuerySchema.safeParse(queryValues(query));
  if (parsed.success) return { class: parsed.data.class, dial: dialRulesOf(parsed.data), ring: parsed.data.ring };
  throw new FaxError('LINE_ADDRESS_INVALID', {
    message: `The settings of “${text.slice(0, 60)}” are not right.`,
    next: `Use class=${modemClasses.join(', ')}, or none for the best one; prefix, international and longdistance with digits and , W @ !; country and area with digits; dial=tone or pulse; ring=A, a number or a cadence.`,
    cause: parsed.error,
  });
}

/** Reads HOST:PORT; an IPv6 host stands in brackets. Throws `LINE_ADDRESS_INVALID`. */
export function parseEndpoint(text: string, leastPort: 0 | 1 = 0): Endpoint {
  const parts = /^(?:\[([0-9a-fA-F:.]+)\]|([A-Za-z0-9.-]+)):(\d{1,5})$/.exec(text);
  const host = parts?.[1] ?? parts?.[2];
  const port = Number(parts?.[3]);
  if (host === undefined || port < leastPort || port > 65_535)
    throw new FaxError('LINE_ADDRESS_INVALID', {
      message: `“${text.slice(0, 60)}” is not a host with a port.`,
      next: `Use HOST:PORT with a port from ${leastPort} to 65535, for example 127.0.0.1:4000.`,
    });
  return { host, port };
}

/** What a T.38 line does where nobody says otherwise. */
export const t38Defaults: T38Options = { version: 0, recovery: { kind: 'red', depth: 3 }, pace: true, impair: null };

/** Reads `none`, `red:N` (1 to 8) or `fec:NxM` (span 1 to 8, 1 to 8 parities); null where it is none of these. */
export function parseT38Recovery(text: string): T38Recovery | null {
  if (text === 'none') return { kind: 'none' };
  const red = /^red:([1-8])$/.exec(text);
  if (red) return { kind: 'red', depth: Number(red[1]) };
  const fec = /^fec:([1-8])x([1-8])$/.exec(text);
  return fec ? { kind: 'fec', span: Number(fec[1]), count: Number(fec[2]) } : null;
}

const t38Versions: Readonly<Record<string, T38Options['version']>> = { '0': 0, '1': 1, '2': 2, '3': 3 };

/** Reads a T38FaxVersion; null where it is not one of 0 to 3. */
export function parseT38Version(text: string): T38Options['version'] | null {
  return Object.hasOwn(t38Versions, text) ? (t38Versions[text] ?? null) : null;
}

function parseT38(text: string, remote: Endpoint, query: string): Pick<T38Address, 'remote' | 'bind' | 'options'> {
  const loopback = remote.host.includes(':') ? '[::1]:0' : '127.0.0.1:0';
  const { bind = loopback, version = '0', recovery = 'red:3', pace = 'on', ...others } = queryValues(query);
  const options = { version: parseT38Version(version), recovery: parseT38Recovery(recovery) };
  if (
    Object.keys(others).length > 0 ||
    options.version === null ||
    options.recovery === null ||
    !/^(on|off)$/.test(pace)
  )
    throw new FaxError('LINE_ADDRESS_INVALID', {
      message: `The settings of “${text.slice(0, 60)}” are not right.`,
      next: 'Use bind=HOST:PORT, version=0 to 3, recovery=none, red:N or fec:NxM, and pace=on or off.',
    });
  return {
    remote,
    bind: parseEndpoint(bind),
    options: { version: options.version, recovery: options.recovery, pace: pace === 'on', impair: null },
  };
}

/** `a=1&b=2` as a record. Done by hand: the model knows no platform, and the values are plain numbers and words. */
function queryValues(query: string): Record<string, string> {
  const pairs = query.split('&').filter((pair) => pair !== '');
  return Object.fromEntries(pairs.map((pair) => [pair.split('=', 1)[0], pair.slice(pair.indexOf('=') + 1)]));
}
