import { describe, expect, it } from 'vitest';
import { type RoutingRule, routingRuleSchema } from '../../../model/routing.ts';
import { type RoutedFax, rulesFor, targetWords } from './choose-rules.ts';

const rule = (more: Record<string, unknown> = {}): RoutingRule =>
  routingRuleSchema.parse({ id: 'one', target: { method: 'print' }, ...more });

const when = (conditions: Record<string, unknown>): RoutingRule => rule({ when: conditions });

const fax: RoutedFax = {
  callerId: '5550177',
  stationId: 'Front  Desk 42',
  called: '42',
  portId: 2,
  // A Friday, 23:30 in Berlin.
  receivedAt: Date.parse('2026-03-06T22:30:00Z'),
};

const holds = (one: RoutingRule, more: Partial<RoutedFax> = {}): boolean =>
  rulesFor([one], { ...fax, ...more }, 'Europe/Berlin').length === 1;

describe('a routing rule', () => {
  it('holds for every fax where nothing is asked', () => {
    expect(holds(rule())).toBe(true);
    expect(holds(rule(), { callerId: null, stationId: null, called: null, portId: null })).toBe(true);
  });

  it('holds not while it is off', () => {
    expect(holds(rule({ enabled: false }))).toBe(false);
  });

  it('holds for its ports alone', () => {
    expect(holds(rule({ portIds: [1, 2] }))).toBe(true);
    expect(holds(rule({ portIds: [1] }))).toBe(false);
    expect(holds(rule({ portIds: [] }))).toBe(false);
    expect(holds(rule({ portIds: [2] }), { portId: null })).toBe(false);
  });

  it.each([
    [{ callerId: '5550177' }, true],
    [{ callerId: '555*' }, true],
    [{ callerId: '555 01?7' }, true],
    [{ callerId: '556*' }, false],
    [{ stationId: 'front desk 42' }, true],
    [{ stationId: 'FRONT*' }, true],
    [{ stationId: 'desk*' }, false],
    [{ stationId: 'front' }, false],
    [{ called: '42' }, true],
    [{ called: '4' }, false],
    [{ callerId: '555*', called: '43' }, false],
  ])('looks at who calls and what was called: %j', (conditions, expected) => {
    expect(holds(when(conditions))).toBe(expected);
  });

  it('that asks for something unknown does not hold', () => {
    expect(holds(when({ callerId: '*' }), { callerId: null })).toBe(false);
    expect(holds(when({ stationId: '*' }), { stationId: null })).toBe(false);
    expect(holds(when({ called: '*' }), { called: null })).toBe(false);
  });

  const time = (start: string, end: string) => {
    const minutes = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
    return { startMinute: minutes(start), endMinute: minutes(end) };
  };

  it.each([
    ['2026-03-06T22:30:00Z', '18:00', '08:00', true],
    ['2026-03-06T22:30:00Z', '08:00', '18:00', false],
    ['2026-03-06T07:00:00Z', '08:00', '18:00', true],
    ['2026-03-06T17:00:00Z', '08:00', '18:00', false],
    ['2026-03-06T06:59:00Z', '18:00', '08:00', true],
    ['2026-03-06T07:00:00Z', '18:00', '08:00', false],
    ['2026-03-06T12:00:00Z', '10:00', '10:00', true],
    // Summer time: 08:00 in the office is 06:00 UTC.
    ['2026-07-06T06:00:00Z', '08:00', '18:00', true],
  ])('looks at office time: %s in %s to %s', (at, start, end, expected) => {
    expect(holds(when({ time: time(start, end) }), { receivedAt: Date.parse(at) })).toBe(expected);
  });

  it.each([
    ['Friday before midnight', '2026-03-06T22:30:00Z', [1, 2, 3, 4, 5], true],
    ['Saturday behind midnight, of Friday’s night', '2026-03-07T01:00:00Z', [1, 2, 3, 4, 5], true],
    ['Saturday evening', '2026-03-07T20:00:00Z', [1, 2, 3, 4, 5], false],
    ['Monday behind midnight, of Sunday’s night', '2026-03-09T01:00:00Z', [1, 2, 3, 4, 5], false],
    ['Monday behind midnight, of Sunday’s night', '2026-03-09T01:00:00Z', [7], true],
  ])('a night belongs to the day on which it began: %s', (_, at, days, expected) => {
    const night = when({ time: time('18:00', '08:00'), days });
    expect(holds(night, { receivedAt: Date.parse(at) })).toBe(expected);
  });

  it('looks at the day alone where no time is given', () => {
    expect(holds(when({ days: [7] }), { receivedAt: Date.parse('2026-03-08T12:00:00Z') })).toBe(true);
    expect(holds(when({ days: [6] }), { receivedAt: Date.parse('2026-03-08T12:00:00Z') })).toBe(false);
  });
});

it('several rules hold in the order of their list', () => {
  const rules = [rule({ id: 'c' }), rule({ id: 'a', enabled: false }), rule({ id: 'b' })];
  expect(rulesFor(rules, fax, 'UTC').map(({ id }) => id)).toEqual(['c', 'b']);
});

it('a web address is shown without what may be a secret in it', () => {
  const call = { kind: 'web', url: 'https://user:word@example.org/hook/SECRET?token=1' };
  expect(targetWords(rule({ target: { method: 'program', call } }).target)).toBe('https://example.org');
});
