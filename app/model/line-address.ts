import { z } from 'zod';
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

/** Where a line is, as text: `loopback:NUMBER`, `modem:DEVICE`, `t38:HOST:PORT`. */
export type LineAddress =
  | { readonly kind: 'loopback'; readonly text: string; readonly number: string; readonly faults: LoopbackFaults }
  | { readonly kind: 'modem'; readonly text: string; readonly device: string }
  | { readonly kind: 't38'; readonly text: string; readonly remote: string };

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
      return { kind, text, device: place };
    case 't38':
      return { kind, text, remote: place };
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

/** `a=1&b=2` as a record. Done by hand: the model knows no platform, and the values are plain numbers and words. */
function queryValues(query: string): Record<string, string> {
  const pairs = query.split('&').filter((pair) => pair !== '');
  return Object.fromEntries(pairs.map((pair) => [pair.split('=', 1)[0], pair.slice(pair.indexOf('=') + 1)]));
}
