import { z } from 'zod';

/** How a modem gets from a fax number to what it dials. Every value left out: dial the number as it was typed. */
export interface DialRules {
  /** Dialled before every number: the digit for an outside line, with a wait behind it (`9,` or `9W`). */
  readonly prefix: string;
  /** The country code of the line, `1`, `49`; null: not known. */
  readonly country: string | null;
  /** The area code of the line, without its leading 0; null: not known, or it must always be dialled. */
  readonly area: string | null;
  /** Dialled before a number of another country: `011`, `00`. */
  readonly international: string;
  /** Dialled before a number of another area: `1`, `0`. */
  readonly longDistance: string;
  /** How digits are sent: tones, pulses, or as the modem is set. */
  readonly mode: 'tone' | 'pulse' | null;
}

/** Numbers are dialled as they are typed. */
export const plainDialRules: DialRules = {
  prefix: '',
  country: null,
  area: null,
  international: '',
  longDistance: '',
  mode: null,
};

/** Most signs of a prefix. */
const PREFIX = 10;

/** Digits, waits and signs that a prefix may have: nothing that ends the dial command or begins another one. */
const prefixSchema = z
  .string()
  .max(PREFIX)
  .regex(/^[0-9*#,W@!]*$/)
  .default('');
const digitsSchema = (most: number) =>
  z
    .string()
    .regex(new RegExp(`^\\d{1,${most}}$`))
    .nullable()
    .default(null);

/** The dial rules in a modem address's query: `prefix=9,&country=1&area=555&international=011&longdistance=1&dial=tone`. */
export const dialQuerySchema = z.object({
  prefix: prefixSchema,
  country: digitsSchema(3),
  area: digitsSchema(6),
  international: prefixSchema,
  longdistance: prefixSchema,
  dial: z.enum(['tone', 'pulse']).nullable().default(null),
});

/** The rules that a query holds. */
export function dialRulesOf(query: z.output<typeof dialQuerySchema>): DialRules {
  const { prefix, country, area, international, longdistance, dial } = query;
  return { prefix, country, area, international, longDistance: longdistance, mode: dial };
}
