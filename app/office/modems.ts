import type { ModemListing } from '../contract/modems.ts';
import { parseLineAddress } from '../model/line-address.ts';
import type { Port } from '../model/port.ts';
import { lookForModems } from '../server/line-trial/look-for-modems.ts';
import { findOwner } from './find-owner.ts';
import { realDevice } from './real-device.ts';
import { systemClock } from './system-clock.ts';

export type { ModemListing };

/**
 * The modems of this machine: all of them, or those on the serial ports named. What is a port of the data folder's owner
 * is in use there, and is told of by its port. Throws `LINE_UNAVAILABLE` where serial ports cannot be used at all.
 */
export async function findModems(dataDir: string, paths: readonly string[] | null): Promise<readonly ModemListing[]> {
  const held = await heldModems(dataDir);
  if (paths === null) {
    const found = await listedModems(held, await lookForModems(systemClock(), null));
    const others = [...held].filter(([device]) => !found.devices.has(device));
    return [...found.modems, ...others.map(([device, port]) => listingOfPort(port, device))];
  }
  const named = await Promise.all(paths.map(async (path) => ({ path, port: held.get(await realDevice(path)) })));
  const free = named.flatMap(({ path, port }) => (port === undefined ? [path] : []));
  const asked = free.length === 0 ? [] : await lookForModems(systemClock(), free);
  return named.flatMap(({ path, port }) =>
    port === undefined ? asked.filter((modem) => modem.path === path) : [listingOfPort(port, path)],
  );
}

/** What was found, with the owner's ports told of as such; and the real names of the devices. */
async function listedModems(held: ReadonlyMap<string, Port>, found: readonly ModemListing[]) {
  const devices = new Set<string>();
  const modems: ModemListing[] = [];
  for (const modem of found) {
    const device = await realDevice(modem.path);
    const port = held.get(device);
    devices.add(device);
    modems.push(port === undefined ? modem : listingOfPort(port, modem.path));
  }
  return { devices, modems };
}

/** The modems among the owner's ports, by the real name of their device. */
async function heldModems(dataDir: string): Promise<Map<string, Port>> {
  const held = new Map<string, Port>();
  // Without an owner that answers, the lock files of the ports tell who uses them.
  const owner = await findOwner(dataDir).catch(() => null);
  if (owner === null) return held;
  try {
    for (const port of (await owner.request('ports.list', {})).ports) {
      const address = port.kind === 'modem' ? parseLineAddress(port.address) : null;
      if (address?.kind === 'modem') held.set(await realDevice(address.device), port);
    }
  } finally {
    await owner.close();
  }
  return held;
}

function listingOfPort({ name, state, error, address }: Port, path: string): ModemListing {
  const doing = error ?? (state === 'idle' ? 'it is free' : `it is ${state}`);
  return {
    path,
    state: 'in-use',
    manufacturer: null,
    model: null,
    classes: [],
    use: null,
    rates: [],
    words: `Fax Console uses it as its port “${name}”: ${doing.replace(/\.$/, '')}`,
    address,
  };
}
