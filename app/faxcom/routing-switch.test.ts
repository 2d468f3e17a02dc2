import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RoutingMethodName, RoutingRule, RoutingTarget } from '../model/routing.ts';
import { isMethodOn, switchMethod } from './routing-switch.ts';

const nothing = { callerId: null, stationId: null, called: null, time: null, days: null };
const targets: Readonly<Record<'email' | 'print', RoutingTarget>> = {
  email: { method: 'email', to: ['a@example.com'], format: 'pdf' },
  print: { method: 'print', printer: '' },
};
const rule = (id: string, changes: Partial<RoutingRule> = {}): RoutingRule => ({
  id,
  enabled: true,
  portIds: null,
  when: nothing,
  target: targets.email,
  ...changes,
});
const portIds = [1, 2, 3];
const facts = (target: RoutingTarget | null = null) => {
  let made = 0;
  return { portIds, newId: () => `new-${++made}`, target };
};

describe('switching a method of one port', () => {
  it('off divides a rule for all ports, and on takes the same up again', () => {
    const rules = [rule('all')];
    const off = switchMethod(rules, 'email', 2, false, facts());
    expect(off).toEqual([rule('all', { portIds: [1, 3] }), rule('new-1', { portIds: [2], enabled: false })]);
    const on = switchMethod(off ?? [], 'email', 2, true, facts());
    expect(on).toEqual([rule('all', { portIds: [1, 3] }), rule('new-1', { portIds: [2] })]);
  });

  it('off keeps a rule of the port’s own', () => {
    const own = rule('own', { portIds: [1] });
    expect(switchMethod([own], 'email', 1, false, facts())).toEqual([{ ...own, enabled: false }]);
  });

  it('on, with no rule, makes one where it is known where to', () => {
    expect(switchMethod([], 'print', 1, true, facts(targets.print))).toEqual([
      rule('new-1', { portIds: [1], target: targets.print }),
    ]);
    expect(switchMethod([], 'email', 1, true, facts())).toBeNull();
  });

  it('does not take another port’s rule: its faxes may be nobody else’s business', () => {
    expect(switchMethod([rule('theirs', { portIds: [2] })], 'email', 1, true, facts())).toBeNull();
  });

  it('changes nothing where it is so already', () => {
    const rules = [rule('all')];
    expect(switchMethod(rules, 'email', 1, true, facts())).toBe(rules);
  });

  it('does what was asked, and nothing to other ports and methods, whatever the rules', () => {
    const rulesOf = fc.array(
      fc.record({
        enabled: fc.boolean(),
        portIds: fc.option(fc.uniqueArray(fc.constantFrom(...portIds), { minLength: 1 })),
        method: fc.constantFrom('email' as const, 'print' as const),
      }),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(rulesOf, fc.constantFrom(...portIds), fc.boolean(), (drawn, port, on) => {
        const rules = drawn.map(({ enabled, portIds: ports, method }, index) =>
          rule(`r${index}`, { enabled, portIds: ports, target: targets[method] }),
        );
        const switched = switchMethod(rules, 'email', port, on, facts(targets.email));
        if (switched === null) throw new Error('A target was given.');
        expect(isMethodOn(switched, 'email', port)).toBe(on);
        expect(new Set(switched.map(({ id }) => id)).size).toBe(switched.length);
        for (const each of portIds)
          for (const method of ['email', 'print'] satisfies RoutingMethodName[])
            if (each !== port || method !== 'email')
              expect(isMethodOn(switched, method, each)).toBe(isMethodOn(rules, method, each));
      }),
    );
  });
});
