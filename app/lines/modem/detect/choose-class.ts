import type { ModemClass } from '../../../model/line-address.ts';
import { quirksOf } from '../quirks/modem-quirks.ts';
import type { ModemFacts } from './modem-facts.ts';

/** The class in which a modem is used, and why, in words. */
export interface ChosenClass {
  readonly class: ModemClass;
  readonly why: string;
}

/**
 * The best class of a modem; null for one that has none. Class 1 before all others: Fax Console runs T.30 itself, with
 * error correction, retries and a transcript that no modem's firmware offers. 1.0 is the same with V.34, which is not
 * used. Then what was standardised last: 2.1, 2.0, 2; an error correction in the modem outweighs that. Pure.
 */
export function chooseClass(facts: ModemFacts): ChosenClass | null {
  const { classes, class1 } = facts;
  const first = classes.find((each) => each === '1') ?? classes.find((each) => each === '1.0');
  // A modem may name Class 1 and be able to send no page in it.
  if (first !== undefined && (class1 === null || class1.transmit.length > 0))
    return { class: first, why: 'Fax Console runs the fax session itself, with error correction.' };
  const order = (['2.1', '2.0', '2'] as const).filter((each) => classes.includes(each));
  const withEcm = quirksOf(facts).class2WithoutEcm
    ? undefined
    : order.find((each) => facts.sessions.some((session) => session.class === each && session.ecm));
  if (withEcm !== undefined) return { class: withEcm, why: 'The modem runs the fax session, with error correction.' };
  const best = order[0] ?? first;
  if (best === undefined) return null;
  if (best === first) return { class: best, why: 'It has no other.' };
  return { class: best, why: 'The modem runs the fax session, without error correction.' };
}

/** Modulations of T.31 table 1, fastest first: the value of +FTM and +FRM, and how it is called. */
const modulations: readonly (readonly [value: number, words: string])[] = [
  [145, 'V.17 14400'],
  [146, 'V.17 14400'],
  [121, 'V.17 12000'],
  [97, 'V.17 9600'],
  [96, 'V.29 9600'],
  [73, 'V.17 7200'],
  [72, 'V.29 7200'],
  [48, 'V.27ter 4800'],
  [24, 'V.27ter 2400'],
];

/** The fastest way in which a modem both sends and receives in a class, in words; null where it does not say. */
export function fastestWords(facts: ModemFacts, inClass: ModemClass): string | null {
  if (inClass === '1' || inClass === '1.0') {
    const { transmit = [], receive = [] } = facts.class1 ?? {};
    return modulations.find(([value]) => transmit.includes(value) && receive.includes(value))?.[1] ?? null;
  }
  const rate = facts.sessions.find((session) => session.class === inClass)?.rate ?? null;
  return rate === null ? null : `${rate} bit/s`;
}

/** A modem's name: maker and model, or the first words that it says of itself. */
export function modemName({ manufacturer, model, identity }: ModemFacts): string {
  const named = [manufacturer, model].filter((part) => part !== null);
  if (manufacturer !== null && model?.toLowerCase().startsWith(manufacturer.toLowerCase())) return model;
  if (named.length > 0) return named.join(' ');
  // ATI0 is often a bare product code.
  return identity.find((line) => /[a-z]{3}/i.test(line) && line !== 'OK') ?? identity[0] ?? 'A modem';
}

/** What a person reads: `USRobotics Courier: fax Class 1 and 2.0, V.17 14400; will be used in Class 1`. */
export function modemWords(facts: ModemFacts): string {
  const name = modemName(facts);
  const chosen = chooseClass(facts);
  if (chosen === null) return `${name}: a modem without fax`;
  const [last = '', ...others] = facts.classes.toReversed();
  const classes = others.length > 0 ? `${others.toReversed().join(', ')} and ${last}` : last;
  const fastest = fastestWords(facts, chosen.class);
  return `${name}: fax Class ${classes}${fastest === null ? '' : `, ${fastest}`}; will be used in Class ${chosen.class}`;
}
