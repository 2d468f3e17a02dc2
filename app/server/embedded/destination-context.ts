import type { OfficeList } from '../../contract/requests.ts';
import { dialString } from '../../lines/modem/dialling/dial-string.ts';
import { FaxError } from '../../model/errors.ts';
import type { LineAddress } from '../../model/line-address.ts';
import type { DestinationRule, PortGroup } from '../../model/office-lists.ts';
import { type DestinationContext, ruleFor } from './destinations.ts';
import type { LivePort } from './live.ts';
import { type ChoosablePort, type PortChoice, portsNamed } from './port-choice.ts';
import { isPractice } from './practice.ts';
import type { ServerCore } from './server-core.ts';

/** What the office has settled of numbers, as things stand. */
export const destinationContext = ({ lists, settings, ports }: ServerCore): DestinationContext => ({
  rules: lists.now.destinations,
  settings,
  dialled: (number) => [...ports.values()].flatMap(({ line: { address } }) => dialledOn(address, number)),
});

/** The digits that a line dials for a number; none where it cannot, or dials no digits. */
function dialledOn(address: LineAddress, number: string): readonly string[] {
  if (address.kind !== 'modem') return [];
  try {
    return [address.dial, { ...address.dial, prefix: '' }].map((rules) => dialString(number, rules).replace(/\D/g, ''));
  } catch (error) {
    if (error instanceof FaxError) return [];
    throw error;
  }
}

type NamedPort = ChoosablePort & { readonly port: LivePort };

/** The server's ports that a name means, by priority. */
export const livePortsNamed = (core: ServerCore, name: string | null): PortChoice<NamedPort> =>
  portsNamed(
    name,
    core
      .portsByPriority()
      .map((port) => ({ id: port.record.id, name: port.record.name, practice: port.practice, port })),
    core.lists.now.portGroups,
  );

/**
 * Whether a fax to a number goes over practice lines, given the port or group that it names. Throws
 * `NUMBER_NOT_PRACTICE`.
 */
export function isPracticeFax(core: ServerCore, number: string, onlyPort: string | null): boolean {
  const rule = ruleFor(core.lists.now.destinations, number);
  const only = onlyKind(core, onlyPort) ?? practiceRule(core, rule);
  return isPractice(number, only, [...core.ports.values()]);
}

/** What all ports of a name are; null where they are of both kinds, or there are none. */
function onlyKind(core: ServerCore, name: string | null): { readonly practice: boolean } | null {
  const { kind, ports } = livePortsNamed(core, name);
  const [first] = ports;
  if (kind === 'any' || first === undefined) return null;
  return ports.every(({ practice }) => practice === first.practice) ? { practice: first.practice } : null;
}

/** A rule that leads to practice lines alone makes practice faxes; one that leads to real lines leaves them alone. */
function practiceRule(core: ServerCore, rule: DestinationRule | null): { readonly practice: boolean } | null {
  const only = onlyKind(core, rule?.port ?? null);
  return only?.practice ? only : null;
}

/**
 * Writes a list whose ports and groups exist; what a rule named before may stay. Throws `PORT_NOT_FOUND`, and what the
 * keeper of the lists throws.
 */
export async function putList(core: ServerCore, list: OfficeList): Promise<OfficeList> {
  if (list.name === 'destinations') assertRulePorts(core, list.items);
  if (list.name === 'portGroups') assertGroupPorts(core, list.items);
  return core.lists.put(list);
}

function assertRulePorts(core: ServerCore, rules: readonly DestinationRule[]): void {
  const before = new Set(core.lists.now.destinations.map(({ port }) => port));
  const unknown = rules.find(({ port }) => !before.has(port) && livePortsNamed(core, port).kind === 'unknown');
  if (unknown)
    throw new FaxError('PORT_NOT_FOUND', { message: `There is no port or group “${unknown.port?.slice(0, 64)}”.` });
}

function assertGroupPorts(core: ServerCore, groups: readonly PortGroup[]): void {
  if (groups.some(({ portIds }) => portIds.some((id) => !core.ports.has(id))))
    throw new FaxError('PORT_NOT_FOUND', { message: 'A port of the group is not there any more.' });
}
