import { isEmergencyNumber } from '../../model/emergency-numbers.ts';
import { FaxError } from '../../model/errors.ts';
import { matchesPattern } from '../../model/number-pattern.ts';
import type { DestinationRule } from '../../model/office-lists.ts';
import type { Settings } from '../../model/settings.ts';

/** What was found for numbers, as long as a list stands: a long queue is looked at again and again. */
const found = new WeakMap<readonly DestinationRule[], Map<string, DestinationRule | null>>();

/** The rule that holds for a number: the first whose pattern fits, or null. */
export function ruleFor(rules: readonly DestinationRule[], number: string): DestinationRule | null {
  if (rules.length === 0) return null;
  const known = found.get(rules) ?? new Map<string, DestinationRule | null>();
  found.set(rules, known);
  const before = known.get(number);
  if (before !== undefined) return before;
  const rule = rules.find(({ pattern }) => matchesPattern(pattern, number)) ?? null;
  known.set(number, rule);
  return rule;
}

/** What decides whether and how a number is called. */
export interface DestinationContext {
  readonly rules: readonly DestinationRule[];
  readonly settings: Pick<Settings, 'country' | 'callsPerDestination' | 'jobsPerCall'>;
  /** What the lines would dial for a number, with and without the digits for an outside line. */
  readonly dialled: (number: string) => readonly string[];
}

/** Why a number is never dialled; `reason` is the rule's, or null where nobody gave one. Null: it may be. */
export function blockOf(number: string, context: DestinationContext): { readonly reason: string | null } | null {
  const { rules, settings, dialled } = context;
  const forms = [...new Set([number, number.replace(/^\+/, ''), ...dialled(number)])];
  if (forms.some((form) => isEmergencyNumber(form, settings.country))) return { reason: 'an emergency number' };
  // What is said of the number as it is written holds; a + in front of it, or the area that a line leaves out, is no way
  // around what is said of the others.
  const rule = ruleFor(rules, number) ?? forms.map((form) => ruleFor(rules, form)).find((each) => each?.blocked);
  return rule?.blocked ? { reason: rule.reason } : null;
}

/** Throws `NUMBER_BLOCKED`, with the rule's reason. */
export function assertNotBlocked(number: string, context: DestinationContext): void {
  const block = blockOf(number, context);
  if (block === null) return;
  if (block.reason === null) throw new FaxError('NUMBER_BLOCKED');
  throw new FaxError('NUMBER_BLOCKED', {
    message: `This number may not be dialled: ${block.reason.replace(/\.$/, '')}.`,
  });
}

/** Calls to a number at the same time; infinity where there is no limit. */
export function callsTo(number: string, { rules, settings }: DestinationContext): number {
  const calls = ruleFor(rules, number)?.calls ?? settings.callsPerDestination;
  return calls === 0 ? Number.POSITIVE_INFINITY : calls;
}

/** Faxes to a number in one call, 1 or more. */
export const jobsInCallTo = (number: string, { rules, settings }: DestinationContext): number =>
  ruleFor(rules, number)?.jobsPerCall ?? settings.jobsPerCall;
