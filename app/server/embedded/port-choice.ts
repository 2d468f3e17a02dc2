import { ALL_PORTS, type DestinationRule, type PortGroup } from '../../model/office-lists.ts';
import type { JobRecord } from '../../store/records.ts';

/** What a choice looks at of a port. */
export interface ChoosablePort {
  readonly id: number;
  readonly name: string;
  readonly practice: boolean;
}

/** The ports that a fax may go by, in the order in which they are tried. */
export interface PortChoice<P> {
  /** What was named: any port, one, a group of them, or something that is not there (any more). */
  readonly kind: 'any' | 'port' | 'group' | 'unknown';
  /** The name of the port or group; null for any port. */
  readonly name: string | null;
  readonly ports: readonly P[];
}

/** Names are the same in upper and lower case. */
export const sameName = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/**
 * The ports that a name means: a port's, a group's, or `<All Devices>`; null means all. A port goes before a group of the
 * same name. Ports of a group that are gone are left out (object model 3.12).
 *
 * @param ports by priority
 */
export function portsNamed<P extends ChoosablePort>(
  name: string | null,
  ports: readonly P[],
  groups: readonly PortGroup[],
): PortChoice<P> {
  if (name === null || sameName(name, ALL_PORTS)) return { kind: 'any', name: null, ports };
  const port = ports.find((each) => sameName(each.name, name));
  if (port) return { kind: 'port', name: port.name, ports: [port] };
  const group = groups.find((each) => sameName(each.name, name));
  if (!group) return { kind: 'unknown', name, ports: [] };
  const members = group.portIds.flatMap((id) => ports.find((each) => each.id === id) ?? []);
  return { kind: 'group', name: group.name, ports: members };
}

/**
 * The ports for a job: those that it names, else those of the rule for its number, else all. A rule that leads a practice
 * fax to no practice line is not meant for it.
 */
export function portsFor<P extends ChoosablePort>(
  job: Pick<JobRecord, 'onlyPort' | 'practice'>,
  rule: DestinationRule | null,
  ports: readonly P[],
  groups: readonly PortGroup[],
): PortChoice<P> {
  if (job.onlyPort !== null || rule?.port == null) return portsNamed(job.onlyPort, ports, groups);
  const choice = portsNamed(rule.port, ports, groups);
  const misses = job.practice && choice.ports.length > 0 && choice.ports.every(({ practice }) => !practice);
  return misses ? portsNamed(null, ports, groups) : choice;
}
