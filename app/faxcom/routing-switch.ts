import type { RoutingMethodName, RoutingRule } from '../model/routing.ts';

/** Whether a rule holds for a port. */
const holdsFor = ({ portIds }: RoutingRule, portId: number): boolean => portIds === null || portIds.includes(portId);

/** Whether a method is on for a port: an enabled rule of it holds for the port. Pure. */
export function isMethodOn(rules: readonly RoutingRule[], method: RoutingMethodName, portId: number): boolean {
  return rules.some((rule) => rule.enabled && rule.target.method === method && holdsFor(rule, portId));
}

/** What switching needs to know of the office. */
export interface SwitchFacts {
  /** Ids of all ports. */
  readonly portIds: readonly number[];
  /** A new rule's id. */
  readonly newId: () => string;
  /** The rule's target where the port has no rule of the method yet; null: it cannot be known. */
  readonly target: RoutingRule['target'] | null;
}

/**
 * The rules with a method switched on or off for one port, and unchanged for the others. Pure. A rule that holds for
 * more ports is divided: one for this port, one for the others. Null where the method cannot be switched on, since
 * nobody said where the faxes go.
 */
export function switchMethod(
  rules: readonly RoutingRule[],
  method: RoutingMethodName,
  portId: number,
  on: boolean,
  facts: SwitchFacts,
): readonly RoutingRule[] | null {
  if (isMethodOn(rules, method, portId) === on) return rules;
  const concerned = (rule: RoutingRule) => rule.target.method === method && holdsFor(rule, portId);
  if (rules.some(concerned))
    return rules.flatMap((rule) =>
      concerned(rule) && rule.enabled !== on ? divided(rule, portId, on, facts) : [rule],
    );
  if (facts.target === null) return null;
  const nothing = { callerId: null, stationId: null, called: null, time: null, days: null };
  return [...rules, { id: facts.newId(), enabled: true, portIds: [portId], when: nothing, target: facts.target }];
}

function divided(rule: RoutingRule, portId: number, enabled: boolean, facts: SwitchFacts): readonly RoutingRule[] {
  const others = (rule.portIds ?? facts.portIds).filter((id) => id !== portId);
  if (others.length === 0) return [{ ...rule, enabled }];
  return [
    { ...rule, portIds: others },
    { ...rule, id: facts.newId(), portIds: [portId], enabled },
  ];
}
