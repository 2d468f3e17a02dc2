import { FaxError } from '../../../app/model/errors.ts';
import { parseFaxNumber } from '../../../app/model/fax-number.ts';
import { parseLineAddress } from '../../../app/model/line-address.ts';
import { type Port, portNameSchema } from '../../../app/model/port.ts';

/** A practice line as it stands in the form; faults are texts, empty for none. */
export interface LineDraft {
  readonly name: string;
  readonly number: string;
  readonly noise: string;
  readonly cut: string;
  readonly speed: 'max' | 'real';
}

export type LineField = 'name' | 'number' | 'noise' | 'cut';
export type ReadLine =
  | { readonly ok: true; readonly name: string; readonly address: string }
  | { readonly ok: false; readonly errors: Readonly<Partial<Record<LineField, string>>> };

/** Names and numbers that no line has yet. */
export function proposeLine(ports: readonly Port[]): LineDraft {
  const names = new Set(ports.map((port) => port.name));
  const numbers = new Set(ports.map((port) => port.number));
  const free = Array.from({ length: 90 }, (_, index) => index + 1);
  const name = free.map((n) => `Practice ${n}`).find((each) => !names.has(each)) ?? '';
  const number = free.map((n) => String(5_550_099 + n)).find((each) => !numbers.has(each)) ?? '';
  return { name, number, noise: '', cut: '', speed: 'max' };
}

/** The line's name and address, or one sentence for each field that is not right. */
export function readLine(draft: LineDraft, ports: readonly Port[]): ReadLine {
  const name = portNameSchema.safeParse(draft.name);
  const number = readNumber(draft.number);
  const errors: Partial<Record<LineField, string>> = {
    ...(name.success ? {} : { name: 'Give it a name of 1 to 64 letters.' }),
    ...(number === null ? { number: 'Use digits only, at most 20.' } : {}),
    ...(inRange(draft.noise, 0, 0.5) ? {} : { noise: 'A share from 0 to 0.5, or nothing.' }),
    ...(draft.cut.trim() === '' || Number(draft.cut) > 0 ? {} : { cut: 'Seconds, more than 0, or nothing.' }),
  };
  if (name.success && ports.some((port) => port.name === name.data)) errors.name = 'A line of this name exists.';
  if (number !== null && ports.some((port) => port.number === number)) errors.number = 'Another line has this number.';
  if (Object.keys(errors).length > 0 || !name.success || number === null) return { ok: false, errors };
  const faults = [
    Number(draft.noise) > 0 ? `noise=${Number(draft.noise)}` : null,
    draft.cut.trim() === '' ? null : `cut=${Number(draft.cut)}`,
    draft.speed === 'real' ? 'speed=real' : null,
  ].filter((fault) => fault !== null);
  const address = `loopback:${number}${faults.length > 0 ? `?${faults.join('&')}` : ''}`;
  return { ok: true, name: name.data, address: parseLineAddress(address).text };
}

function readNumber(text: string): string | null {
  try {
    return parseFaxNumber(text);
  } catch (thrown) {
    if (thrown instanceof FaxError) return null;
    throw thrown;
  }
}

function inRange(text: string, least: number, most: number): boolean {
  if (text.trim() === '') return true;
  const value = Number(text);
  return value >= least && value <= most;
}
