import type { Clock } from '../../model/clock.ts';
import { FaxError } from '../../model/errors.ts';
import type { ModemAddress } from '../../model/line-address.ts';
import type { FaxLine } from '../fax-line.ts';
import type { LineSystem } from '../line-system.ts';

/** What a modem line is made in. */
export interface ModemEnvironment {
  readonly clock: Clock;
  readonly system: LineSystem;
}

/** Makes the line of a modem on a serial port; it is not open yet. */
export function createModemLine(_address: ModemAddress, _environment: ModemEnvironment): FaxLine {
  throw new FaxError('LINE_NOT_SUPPORTED');
}
