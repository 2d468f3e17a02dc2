import type { Clock, Random } from '../../model/clock.ts';
import { FaxError } from '../../model/errors.ts';
import type { T38Address } from '../../model/line-address.ts';
import type { FaxLine } from '../fax-line.ts';
import type { LineSystem } from '../line-system.ts';

/** What a T.38 line is made in. */
export interface T38Environment {
  readonly clock: Clock;
  readonly random: Random;
  readonly system: LineSystem;
}

/** Makes the line of a T.38 terminal; its socket is not bound yet. */
export function createT38Line(_address: T38Address, _environment: T38Environment): FaxLine {
  throw new FaxError('LINE_NOT_SUPPORTED');
}
