import type { Outcome } from './job.ts';

/** An outcome that has a row in the retry table. */
export type RetryOutcome = Exclude<Outcome, 'ok' | 'cancelled' | 'uncertain'> | 'bad-document';

export type RetryPart = 'Retries' | 'Delay' | 'OtherPort';

type Camel<T extends string> = T extends `${infer A}-${infer B}` ? `${Capitalize<A>}${Camel<B>}` : Capitalize<T>;

/** The setting that holds one value of a row: `retryNoAnswerDelay`. */
export type RetrySettingName<P extends RetryPart = RetryPart> = `retry${Camel<RetryOutcome>}${P}`;

/**
 * Rows of the retry table: every outcome of a failed attempt, with the attempts after the first that it starts with.
 * -1: as the server's. Only what no repeat can mend starts at 0.
 */
export const retryOutcomes: readonly {
  readonly outcome: RetryOutcome;
  readonly words: string;
  readonly retries: -1 | 0;
}[] = [
  { outcome: 'busy', words: 'busy', retries: -1 },
  { outcome: 'no-answer', words: 'no answer', retries: -1 },
  { outcome: 'no-dial-tone', words: 'no dial tone', retries: -1 },
  { outcome: 'no-carrier', words: 'no fax machine heard', retries: -1 },
  { outcome: 'not-fax', words: 'not a fax machine', retries: -1 },
  { outcome: 'training-failed', words: 'line too poor', retries: -1 },
  { outcome: 'page-rejected', words: 'page refused', retries: -1 },
  { outcome: 'lost-in-page', words: 'connection lost in a page', retries: -1 },
  { outcome: 'remote-hung-up', words: 'the other machine hung up', retries: -1 },
  { outcome: 'line-failed', words: 'line failed', retries: -1 },
  { outcome: 'incompatible', words: 'the other machine cannot take this fax', retries: 0 },
  { outcome: 'password', words: 'password asked for', retries: 0 },
  { outcome: 'not-in-service', words: 'number not in service', retries: 0 },
  { outcome: 'blocked-number', words: 'number blocked', retries: 0 },
  { outcome: 'bad-document', words: 'stored document not readable', retries: 0 },
];

/** The name of the setting that holds one value of a row. */
export function retryRowName<P extends RetryPart>(outcome: RetryOutcome, part: P): RetrySettingName<P> {
  const camel = outcome.replace(/(^|-)([a-z])/g, (_, _dash, letter: string) => letter.toUpperCase());
  return `retry${camel}${part}` as RetrySettingName<P>;
}
