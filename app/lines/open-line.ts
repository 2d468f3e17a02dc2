import type { Clock, Random } from '../model/clock.ts';
import { FaxError } from '../model/errors.ts';
import type { LineAddress } from '../model/line-address.ts';
import type { FaxLine } from './fax-line.ts';
import type { LineSystem } from './line-system.ts';
import { createLoopbackLine } from './loopback/loopback-line.ts';
import { PracticeNetwork } from './loopback/practice-network.ts';
import { createModemLine } from './modem/modem-line.ts';
import { createT38Line } from './t38/t38-line.ts';

export { PracticeNetwork } from './loopback/practice-network.ts';

/** What lines are made in: the owner's practice network, and time and randomness as arguments. */
export interface LineEnvironment {
  readonly network: PracticeNetwork;
  readonly clock: Clock;
  readonly random: Random;
  /** Serial ports and sockets. Absent: only practice lines can be made. */
  readonly system?: LineSystem;
}

/** Makes the line of an address; it is not open yet. Throws `LINE_NOT_SUPPORTED` for a kind that is not built in. */
export function createLine(address: LineAddress, environment: LineEnvironment): FaxLine {
  switch (address.kind) {
    case 'loopback':
      return createLoopbackLine(address, environment.network, environment.clock);
    case 'modem':
      return createModemLine(address, { clock: environment.clock, system: systemOf(environment) });
    case 't38':
      return createT38Line(address, { clock: environment.clock, system: systemOf(environment) });
  }
}

function systemOf({ system }: LineEnvironment): LineSystem {
  if (system === undefined) throw new FaxError('LINE_NOT_SUPPORTED');
  return system;
}

/** A practice network of one's own: nothing is on it but the practice endings. */
export function createPracticeNetwork(): PracticeNetwork {
  return new PracticeNetwork();
}
