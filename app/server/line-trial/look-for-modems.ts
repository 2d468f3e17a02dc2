import type { ModemListing } from '../../contract/modems.ts';
import { type FoundModem, listModems, probePort } from '../../lines/modem/detect/list-modems.ts';
import type { ModemFacts } from '../../lines/modem/detect/modem-facts.ts';
import { nodeLineSystem } from '../../lines/node-line-system.ts';
import type { Clock } from '../../model/clock.ts';
import type { ModemClass } from '../../model/line-address.ts';

/** Asks the modems of this machine what they are: on all serial ports that the system lists, or on those named. */
export async function lookForModems(clock: Clock, paths: readonly string[] | null): Promise<readonly ModemListing[]> {
  const system = nodeLineSystem();
  if (paths === null) return (await listModems(system, clock)).map(listingOf);
  const listed = await system.listSerialPorts();
  const ports = paths.map((path) => listed.find((port) => port.path === path) ?? { ...unknownPort, path });
  return (await Promise.all(ports.map((port) => probePort(system, clock, port)))).map(listingOf);
}

const unknownPort = { manufacturer: null, vendorId: null, productId: null, serialNumber: null };

const states = {
  fax: 'modem',
  'no-fax': 'modem',
  silent: 'silent',
  'in-use': 'in-use',
  unusable: 'no-access',
  'not-asked': 'not-asked',
} as const satisfies Record<FoundModem['state'], ModemListing['state']>;

/** What was found on a port, as it is listed. */
export function listingOf({ path, state, words, name, class: use, address, facts }: FoundModem): ModemListing {
  return {
    path,
    state: states[state],
    manufacturer: facts === null ? name : facts.manufacturer,
    model: facts === null ? null : (facts.model ?? (facts.manufacturer === null ? name : null)),
    classes: facts?.classes ?? [],
    use,
    rates: facts === null || use === null ? [] : ratesOf(facts, use),
    words,
    address,
  };
}

/** Bits a second by the values of +FTM (T.31 table 1), without the one of V.21. */
const ratesOfValues: Readonly<Record<number, number>> = {
  24: 2400,
  48: 4800,
  72: 7200,
  73: 7200,
  74: 7200,
  96: 9600,
  97: 9600,
  98: 9600,
  121: 12_000,
  122: 12_000,
  145: 14_400,
  146: 14_400,
};

function ratesOf({ class1, sessions }: ModemFacts, use: ModemClass): readonly number[] {
  if (use === '1' || use === '1.0') {
    const rates = class1?.transmit.flatMap((value) => ratesOfValues[value] ?? []) ?? [];
    return [...new Set(rates)].sort((a, b) => b - a);
  }
  const fastest = sessions.find((session) => session.class === use)?.rate ?? 0;
  return [...new Set(Object.values(ratesOfValues))].filter((rate) => rate <= fastest).sort((a, b) => b - a);
}
