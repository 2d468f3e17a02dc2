import type { Clock } from '../../model/clock.ts';
import type { T38Address } from '../../model/line-address.ts';
import { createCarrierLine } from '../carrier-line.ts';
import type { FaxLine } from '../fax-line.ts';
import type { LineSystem } from '../line-system.ts';
import { T38Transport } from './t38-transport.ts';

/** What a T.38 line is made in. */
export interface T38Environment {
  readonly clock: Clock;
  readonly system: Pick<LineSystem, 'bindDatagramSocket'>;
}

/** Makes the line of a T.38 terminal; its socket is not bound yet. */
export function createT38Line(address: T38Address, { clock, system }: T38Environment): FaxLine {
  const transport = new T38Transport(address, clock, system.bindDatagramSocket);
  return createCarrierLine({ address, number: '', practice: false, transport });
}
