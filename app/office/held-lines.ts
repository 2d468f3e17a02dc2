import type { Door } from '../contract/door.ts';
import { FaxError } from '../model/errors.ts';
import { type LineAddress, parseLineAddress } from '../model/line-address.ts';
import { realDevice } from './real-device.ts';

/** Throws `PORT_LOCKED` where the owner of a data folder has a modem among its ports, by whatever name. */
export async function assertNotHeld(owner: Pick<Door, 'request'>, address: LineAddress): Promise<void> {
  if (address.kind !== 'modem') return;
  const device = await realDevice(address.device);
  const { ports } = await owner.request('ports.list', {});
  for (const port of ports) {
    if (port.kind !== 'modem') continue;
    const held = parseLineAddress(port.address);
    if (held.kind === 'modem' && (await realDevice(held.device)) === device)
      throw new FaxError('PORT_LOCKED', {
        message: `Fax Console is using this modem: it is its port “${port.name}”.`,
        next: 'End Fax Console or its server, or remove the port from it: fax port remove NAME.',
      });
  }
}
