import type { T38Options } from '../../model/line-address.ts';
import { t38Defaults } from '../../model/line-address.ts';
import type { FaxLine } from '../fax-line.ts';
import { SimulatedClock } from '../loopback/simulated-clock.ts';
import { DatagramNetwork, type NetworkFaults } from './datagram-network.testing.ts';
import { createT38Line } from './t38-line.ts';

/** Two T.38 lines, each the other's far end, on a network in memory and a simulated clock. */
export async function t38Office(
  options: Partial<T38Options> = {},
  faults: Partial<NetworkFaults> = {},
  farOptions: Partial<T38Options> = options,
) {
  const clock = new SimulatedClock();
  const network = new DatagramNetwork(clock, faults);
  const line = async (port: number, far: number, more: Partial<T38Options>): Promise<FaxLine> => {
    const made = createT38Line(
      {
        kind: 't38',
        text: `t38:127.0.0.1:${far}`,
        remote: { host: '127.0.0.1', port: far },
        bind: { host: '127.0.0.1', port },
        options: { ...t38Defaults, ...more },
      },
      { clock, system: network },
    );
    await made.open();
    return made;
  };
  return { clock, network, near: await line(4001, 4002, options), far: await line(4002, 4001, farOptions) };
}
