import type { PageWorks } from '../../document/page-works.ts';
import type { FaxLine } from '../../lines/fax-line.ts';
import type { LineSystem } from '../../lines/line-system.ts';
import type { PracticeNetwork } from '../../lines/open-line.ts';
import type { Clock, Random } from '../../model/clock.ts';
import type { LineAddress } from '../../model/line-address.ts';
import type { Store } from '../../store/store.ts';
import type { Outside } from './outside.ts';
import type { Secrets } from './secrets.ts';
import type { StepName } from './steps.ts';

/** Tells the log. Words and facts carry no names, no page content and no full numbers. */
export type Log = (
  level: 'info' | 'warn' | 'error',
  words: string,
  facts?: Readonly<Record<string, string | number | boolean | null>>,
) => void;

/** What the embedded server is made of. It owns the store from here on and closes it; the works stay the caller's. */
export interface EmbeddedServerOptions {
  readonly store: Store;
  readonly works: PageWorks;
  /** Absolute path of the data folder; documents, inbox and previews lie in folders below it. */
  readonly dataDir: string;
  readonly clock: Clock;
  readonly random: Random;
  /** IANA name of the office's time zone. */
  readonly zone: string;
  /** Makes a line of an address. Throws `LINE_NOT_SUPPORTED`. Default: the product's own lines. */
  readonly createLine?: (address: LineAddress) => FaxLine;
  /** Serial ports and sockets for the product's own lines. Default: this machine's. */
  readonly lineSystem?: LineSystem;
  /** The telephone network of the practice lines. Default: one of its own. */
  readonly network?: PracticeNetwork;
  /** Makes names for stored documents: letters and digits, unique. Default: from `random`. */
  readonly newId?: () => string;
  readonly log: Log;
  /** Mail, printers, programs, the disk's free room. */
  readonly outside: Outside;
  readonly secrets: Secrets;
  /** Told of each step as the server comes to it; for tests of what a kill does there. */
  readonly onStep?: (step: StepName) => void;
  /** Final jobs and messages that stay in memory; older ones are read when they are asked for. Default 2000. */
  readonly keepFinal?: number;
  /**
   * False: no line is opened and no call is made or taken; everything else works. For a command that asks one thing
   * and leaves. Default true.
   */
  readonly calls?: boolean;
}
