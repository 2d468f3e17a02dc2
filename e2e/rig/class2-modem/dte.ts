import type { PageEnding } from './phase-c.ts';
import type { FaxClass, Values } from './session-values.ts';

export type Result = 'OK' | 'CONNECT' | 'ERROR' | 'NO CARRIER' | 'BUSY' | 'NO ANSWER' | 'NO DIALTONE';

/** What a page of the DTE came to. */
export interface DtePage {
  readonly data: Uint8Array;
  readonly ending: PageEnding;
}

/** What a call needs of the modem's serial side. */
export interface Dte {
  readonly fax: FaxClass;
  /** What this session is to use (+FIS, +FDIS). */
  readonly wanted: Values;
  readonly localId: string;
  readonly pollingId: string;
  readonly wantsPoll: boolean;
  readonly offersPoll: boolean;
  /** SUB, SEP and PWD to send. */
  readonly addresses: { readonly sub: string; readonly sep: string; readonly pwd: string };
  /** Which reports +FNR lets through: the far end's abilities, what was chosen, identifications. */
  readonly reports: { readonly far: boolean; readonly chosen: boolean; readonly ids: boolean };
  /** An information line. */
  say(line: string): void;
  /** A final result code; the modem takes commands again, but for CONNECT. */
  result(code: Result): void;
  /** After a CONNECT: the page that the DTE gives. */
  pageFromDte(): Promise<DtePage>;
  /** After a CONNECT: gives the DTE a page, once it has asked for it by DC2; false where it broke off. */
  pageToDte(octets: Uint8Array): Promise<boolean>;
  trace(text: string): void;
}

/** A report's name in the class spoken. */
export function reportName(fax: FaxClass, names: readonly [class2: string, class20: string]): string {
  return fax === '2' ? names[0] : names[1];
}
