import type { ModemPort } from '../../../app/contract/modem-ports.ts';
import { FaxError } from '../../../app/model/errors.ts';
import { parseFaxNumber } from '../../../app/model/fax-number.ts';
import { parseLineAddress } from '../../../app/model/line-address.ts';
import { type Port, portNameSchema } from '../../../app/model/port.ts';

/** What kind of line is added. */
export type LineKind = 'modem' | 't38' | 'practice';

/** A line as it stands in the form; texts are empty where nothing is wanted. */
export interface LineDraft {
  readonly kind: LineKind;
  readonly name: string;
  /** Of a practice line: its number and its faults. */
  readonly number: string;
  readonly noise: string;
  readonly cut: string;
  readonly speed: 'max' | 'real';
  /** Of a modem: its serial port, and what is dialled for an outside line. */
  readonly device: string;
  readonly prefix: string;
  /** Of a T.38 terminal: where it is, and where we listen. */
  readonly remote: string;
  readonly bind: string;
}

export type LineField = 'name' | 'number' | 'noise' | 'cut' | 'device' | 'prefix' | 'remote' | 'bind';
type LineErrors = Readonly<Partial<Record<LineField, string>>>;
export type ReadLine =
  | { readonly ok: true; readonly name: string; readonly address: string }
  | { readonly ok: false; readonly errors: LineErrors };

const names = { modem: 'Modem', t38: 'Fax over IP', practice: 'Practice' } as const satisfies Record<LineKind, string>;

/** A line of a kind, with a name and a number that no line has yet. */
export function proposeLine(ports: readonly Port[], kind: LineKind = 'modem'): LineDraft {
  const numbers = new Set(ports.map((port) => port.number));
  const number = free.map((n) => String(5_550_099 + n)).find((each) => !numbers.has(each)) ?? '';
  return {
    kind,
    name: freeName(ports, kind),
    number,
    noise: '',
    cut: '',
    speed: 'max',
    device: '',
    prefix: '',
    remote: '',
    bind: '',
  };
}

const free = Array.from({ length: 90 }, (_, index) => index + 1);

function freeName(ports: readonly Port[], kind: LineKind): string {
  const taken = new Set(ports.map((port) => port.name));
  return free.map((n) => `${names[kind]} ${n}`).find((each) => !taken.has(each)) ?? '';
}

/** The draft as a line of another kind; a name that was proposed follows the kind. */
export function withKind(draft: LineDraft, kind: LineKind, ports: readonly Port[]): LineDraft {
  const proposed = draft.name === freeName(ports, draft.kind);
  return { ...draft, kind, ...(proposed ? { name: freeName(ports, kind) } : {}) };
}

/** The line's name and address, or one sentence for each field that is not right. */
export function readLine(draft: LineDraft, ports: readonly Port[]): ReadLine {
  const name = portNameSchema.safeParse(draft.name);
  const place = readPlace(draft, ports);
  const errors: Partial<Record<LineField, string>> = {
    ...(name.success ? {} : { name: 'Give it a name of 1 to 64 letters.' }),
    ...(typeof place === 'string' ? {} : place),
  };
  if (name.success && ports.some((port) => port.name === name.data)) errors.name = 'A line of this name exists.';
  if (Object.keys(errors).length > 0 || !name.success || typeof place !== 'string') return { ok: false, errors };
  return { ok: true, name: name.data, address: place };
}

function readPlace(draft: LineDraft, ports: readonly Port[]): string | LineErrors {
  switch (draft.kind) {
    case 'practice':
      return readPractice(draft, ports);
    case 'modem':
      return readModem(draft);
    case 't38':
      return readT38(draft);
  }
}

function readPractice(draft: LineDraft, ports: readonly Port[]): string | LineErrors {
  const number = readNumber(draft.number);
  const errors: Partial<Record<LineField, string>> = {
    ...(number === null ? { number: 'Use digits only, at most 20.' } : {}),
    ...(inRange(draft.noise, 0, 0.5) ? {} : { noise: 'A share from 0 to 0.5, or nothing.' }),
    ...(draft.cut.trim() === '' || Number(draft.cut) > 0 ? {} : { cut: 'Seconds, more than 0, or nothing.' }),
  };
  if (number !== null && ports.some((port) => port.number === number)) errors.number = 'Another line has this number.';
  if (Object.keys(errors).length > 0) return errors;
  const faults = [
    Number(draft.noise) > 0 ? `noise=${Number(draft.noise)}` : null,
    draft.cut.trim() === '' ? null : `cut=${Number(draft.cut)}`,
    draft.speed === 'real' ? 'speed=real' : null,
  ].filter((fault) => fault !== null);
  const address = `loopback:${number}${faults.length > 0 ? `?${faults.join('&')}` : ''}`;
  return parseLineAddress(address).text;
}

function readModem({ device, prefix }: LineDraft): string | LineErrors {
  const place = device.trim();
  const errors: LineErrors = {
    ...(place === '' || /[?\s]/.test(place) ? { device: 'A serial port, like /dev/ttyACM0 or COM3.' } : {}),
    ...(isAddress(`modem:x?prefix=${prefix.trim()}`) ? {} : { prefix: 'Digits and , W * # only, at most 10.' }),
  };
  if (Object.keys(errors).length > 0) return errors;
  return `modem:${place}${prefix.trim() === '' ? '' : `?prefix=${prefix.trim()}`}`;
}

function readT38({ remote, bind }: LineDraft): string | LineErrors {
  const [there, here] = [remote.trim(), bind.trim()];
  const errors: LineErrors = {
    ...(isAddress(`t38:${there}`) ? {} : { remote: 'A host with its port, like 192.0.2.10:4000.' }),
    ...(here === '' || isAddress(`t38:host:1?bind=${here}`) ? {} : { bind: 'A host with a port, like 0.0.0.0:4000.' }),
  };
  if (Object.keys(errors).length > 0) return errors;
  return `t38:${there}${here === '' ? '' : `?bind=${here}`}`;
}

/** Texts that would begin another setting of the address are refused with the rest. */
const isAddress = (text: string): boolean => text.split('&').length === 1 && accepts(() => parseLineAddress(text));

function accepts(read: () => unknown): boolean {
  try {
    read();
    return true;
  } catch (thrown) {
    if (thrown instanceof FaxError) return false;
    throw thrown;
  }
}

function readNumber(text: string): string | null {
  let number: string | null = null;
  accepts(() => {
    number = parseFaxNumber(text);
  });
  return number;
}

function inRange(text: string, least: number, most: number): boolean {
  if (text.trim() === '') return true;
  const value = Number(text);
  return value >= least && value <= most;
}

/** What the serial ports of the machine come to: modems to choose from, and why others are not among them. */
export interface FoundModems {
  readonly usable: readonly ModemPort[];
  /** Ports on which something was found that cannot be used now, with the reason. */
  readonly others: readonly ModemPort[];
}

/** Ports on which nothing answers, or that are no modem, are not worth a word. */
export function sortModems(modems: readonly ModemPort[]): FoundModems {
  return {
    usable: modems.filter(({ state }) => state === 'fax'),
    others: modems.filter(({ state }) => state === 'in-use' || state === 'no-fax'),
  };
}
