import type { Clock, Random } from '../model/clock.ts';
import { FaxError } from '../model/errors.ts';
import type { LineAddress } from '../model/line-address.ts';
import type { FaxLine } from './fax-line.ts';
import { createLoopbackLine } from './loopback/loopback-line.ts';
import { PracticeNetwork } from './loopback/practice-network.ts';

export { PracticeNetwork } from './loopback/practice-network.ts';

/** What lines are made in: the owner's practice network, and time and randomness as arguments. */
export interface LineEnvironment {
  readonly network: PracticeNetwork;
  readonly clock: Clock;
  readonly random: Random;
}

/** Makes the line of an address; it is not open yet. Throws `LINE_NOT_SUPPORTED` for a kind that is not built in. */
export function createLine(address: LineAddress, environment: LineEnvironment): FaxLine {
  switch (address.kind) {
    case 'loopback':
      return createLoopbackLine(address, environment.network, environment.clock);
    case 'modem':
    case 't38':
      throw new FaxError('LINE_NOT_SUPPORTED');
  }
}

/** A practice network of one's own: nothing is on it but the practice endings. */
export function createPracticeNetwork(): PracticeNetwork {
  return new PracticeNetwork();
}
