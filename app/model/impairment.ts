import { z } from 'zod';
import { FaxError } from './errors.ts';
import type { Impairment } from './line-address.ts';

const probability = z.coerce.number().min(0).max(1).default(0);

const impairmentSchema = z.strictObject({
  drop: probability,
  burst: z.coerce.number().int().min(1).max(1000).default(1),
  dup: probability,
  swap: probability,
  seed: z.coerce.number().int().min(0).max(0xffffffff).default(1),
});

/** A plain number, no `0x10`, `Infinity` or empty text. */
const PAIR = /^(drop|burst|dup|swap|seed)=(\d{1,10}(?:\.\d{1,9})?)$/;

/**
 * Reads `drop=P,burst=N,dup=P,swap=P,seed=N`, each at most once, in any order: probabilities 0 to 1, a burst of 1 to
 * 1000 datagrams, a seed of 32 bits. Throws `ARGUMENT_INVALID`.
 */
export function parseImpairment(text: string): Impairment {
  const pairs = text.split(',', 6).map((pair) => PAIR.exec(pair));
  const names = pairs.map((pair) => pair?.[1]);
  const parsed = impairmentSchema.safeParse(Object.fromEntries(pairs.map((pair) => [pair?.[1] ?? '', pair?.[2]])));
  if (!parsed.success || new Set(names).size !== names.length)
    throw new FaxError('ARGUMENT_INVALID', {
      message: `“${text.slice(0, 60)}” does not say how datagrams are to be damaged.`,
      next: 'Use drop=P,burst=N,dup=P,swap=P,seed=N with P from 0 to 1, for example drop=0.05,burst=3,seed=1.',
      cause: parsed.error,
    });
  return parsed.data;
}
