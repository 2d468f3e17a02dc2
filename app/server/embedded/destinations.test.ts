import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RequestInput } from '../../contract/requests.ts';
import { type DestinationRule, destinationRuleSchema } from '../../model/office-lists.ts';
import { defaultSettings } from '../../model/settings.ts';
import { assertNotBlocked, blockOf, callsTo, type DestinationContext, jobsInCallTo, ruleFor } from './destinations.ts';
import { SimulatedOffice } from './simulation/simulated-office.ts';

const DAY = 86_400_000;
const rule = (pattern: string, more: Partial<DestinationRule> = {}): DestinationRule =>
  destinationRuleSchema.parse({ pattern, ...more });
const context = (...rules: readonly DestinationRule[]): DestinationContext => ({
  rules,
  settings: defaultSettings,
  dialled: () => [],
});

describe('what a line makes of a number', () => {
  const refused = { code: 'NUMBER_BLOCKED' };
  let office: SimulatedOffice;
  beforeEach(async () => {
    office = new SimulatedOffice();
    await office.start();
    const dial = 'prefix=8,&country=1&area=555&longdistance=1';
    await office.ask('ports.add', { name: 'Line 1', address: `modem:/dev/ttyACM0?${dial}` });
  });
  afterEach(() => office.remove());
  const later = { when: { kind: 'time', at: '2026-03-20T15:00:00Z' } } as const;

  it('is looked at for emergency numbers: the area that it leaves out, and the outside digit that it adds', async () => {
    await office.ask('settings.set', { values: { country: 'US' } });
    await expect(office.submit('+1555911', '1-a.pdf', later)).rejects.toMatchObject(refused);
    await expect(office.submit('911', '1-a.pdf', later)).rejects.toMatchObject(refused);
    expect(await office.submit('+15555550911', '1-a.pdf', later)).toHaveLength(1);
  });

  it('is no way around a block, and a rule for the number as it is written is', async () => {
    const items = [rule('+15555550103'), rule('555 01*', { blocked: true })];
    await office.ask('lists.put', { name: 'destinations', revision: 0, items });
    for (const number of ['5550102', '+5550102', '+15555550102'])
      await expect(office.submit(number, '1-a.pdf', later)).rejects.toMatchObject(refused);
    expect(await office.submit('+15555550103', '1-a.pdf', later)).toHaveLength(1);
  });
});

describe('the rules of destinations', () => {
  it('the first that fits holds, and a list is looked through once for each number', () => {
    const rules = [rule('5550101', { calls: 2 }), rule('555*', { blocked: true }), rule('*', { calls: 3 })];
    expect(ruleFor(rules, '5550101')).toBe(rules[0]);
    expect(ruleFor(rules, '5550101')).toBe(rules[0]);
    expect(ruleFor(rules, '5550102')).toBe(rules[1]);
    expect(ruleFor([], '5550102')).toBeNull();
    expect(ruleFor([rule('1*')], '5550102')).toBeNull();
  });

  it('limit calls and faxes in a call, else the settings do', () => {
    const rules = context(rule('5550101', { calls: 0, jobsPerCall: 4 }));
    expect([callsTo('5550101', rules), jobsInCallTo('5550101', rules)]).toEqual([Number.POSITIVE_INFINITY, 4]);
    expect([callsTo('5550102', rules), jobsInCallTo('5550102', rules)]).toEqual([1, 16]);
  });

  it('block numbers, with their reason', () => {
    expect(blockOf('5550102', context(rule('555*', { blocked: true, reason: 'Ours.' })))).toEqual({ reason: 'Ours.' });
    expect(blockOf('112', context())).toEqual({ reason: 'an emergency number' });
    expect(blockOf('5550102', context())).toBeNull();
    const named = context(rule('555*', { blocked: true, reason: 'It is ours.' }));
    expect(() => assertNotBlocked('5550102', named)).toThrow('This number may not be dialled: It is ours.');
    expect(() => assertNotBlocked('5550102', context(rule('5*', { blocked: true })))).toThrow('may not be dialled.');
  });
});

describe('an office', () => {
  let office: SimulatedOffice;
  beforeEach(async () => {
    office = new SimulatedOffice();
    await office.start();
  });
  afterEach(() => office.remove());

  const putList = async (list: Pick<RequestInput<'lists.put'>, 'name' | 'items'>) => {
    const { revision } = await office.ask('lists.get', { name: list.name });
    return office.ask('lists.put', { ...list, revision } as RequestInput<'lists.put'>);
  };
  const thirdPort = () => office.ask('ports.add', { name: 'Practice 3', address: 'loopback:5550102' });

  it('refuses blocked numbers at once, and when a fax is given another number', async () => {
    await putList({ name: 'destinations', items: [{ pattern: '555097*', blocked: true, reason: 'Out of use' }] });
    const refused = { code: 'NUMBER_BLOCKED', message: 'This number may not be dialled: Out of use.' };
    await expect(office.submit('5550970')).rejects.toMatchObject(refused);
    await expect(office.submit(['5550101', '911'])).rejects.toMatchObject({ code: 'NUMBER_BLOCKED' });
    expect(office.jobs).toEqual([]);
    await office.submit('5550101', '1-letter.pdf', { when: { kind: 'time', at: '2026-03-10T15:00:00Z' } });
    await expect(office.ask('jobs.alter', { id: 1, number: '5550971' })).rejects.toMatchObject(refused);
    expect(office.job(1).number).toBe('5550101');
  });

  it('calls no number that was blocked after the fax was taken in', async () => {
    await office.submit('5550970', '1-letter.pdf', { when: { kind: 'time', at: '2026-03-10T15:00:00Z' } });
    await putList({ name: 'destinations', items: [{ pattern: '5550970', blocked: true, reason: 'Out of use' }] });
    await office.untilState(1, 'failed');
    expect(office.job(1)).toMatchObject({
      outcome: 'blocked-number',
      attempts: 0,
      reason: 'Number blocked: Out of use',
    });
    expect(office.network.calls).toEqual([]);
    expect(office.notices).toMatchObject([{ notice: 'failed', id: 1, outcome: 'blocked-number' }]);
  });

  it('knows the emergency numbers of its country alone where one is set, and takes no country that there is not', async () => {
    await office.ask('settings.set', { values: { country: 'us' } });
    await expect(office.submit('9911')).rejects.toMatchObject({ code: 'NUMBER_BLOCKED' });
    // Not on the practice network, but no emergency number there.
    await expect(office.submit('110')).rejects.toMatchObject({ code: 'NUMBER_NOT_PRACTICE' });
    await expect(office.ask('settings.set', { values: { country: 'XX' } })).rejects.toMatchObject({
      code: 'SETTING_INVALID',
    });
  });

  it('makes one call to a number at a time, and the row says so', async () => {
    await thirdPort();
    await office.ask('settings.set', { values: { jobsPerCall: 1 } });
    await office.submit(['5550970', '5550970'], '2-letter.pdf');
    expect(office.job(2).reason).toBe('Waiting: a call to this number is on the line');
    await office.untilState(2, 'dialing');
    expect(office.job(1).state).toBe('delivered');
  });

  it('makes as many as the rule says', async () => {
    await thirdPort();
    await putList({ name: 'destinations', items: [{ pattern: '5550970', calls: 2, jobsPerCall: 1 }] });
    await office.submit(['5550970', '5550970', '5550970'], '2-letter.pdf');
    expect(office.jobs.map(({ state }) => state)).toEqual(['waiting', 'dialing', 'dialing']);
    await office.untilState(3, 'delivered');
  });

  it('goes by the port or group of the rule, in the group’s order', async () => {
    await thirdPort();
    const ids = office.snapshot.ports.map(({ id }) => id);
    await putList({ name: 'portGroups', items: [{ name: 'Back', portIds: [ids[2] ?? 0, ids[0] ?? 0] }] });
    await putList({ name: 'destinations', items: [{ pattern: '5550970', port: 'back' }] });
    await office.submit('5550970');
    await office.submit('5551970');
    expect(office.job(1).port).toBe('Practice 3');
    expect(office.job(2).port).toBe('Practice 1');
  });

  it('a fax may name a group; one that is not there is refused', async () => {
    await thirdPort();
    const ids = office.snapshot.ports.map(({ id }) => id);
    await putList({ name: 'portGroups', items: [{ name: 'Back', portIds: [ids[2] ?? 0] }] });
    await office.submit('5550970', '2-letter.pdf', { port: 'BACK' });
    await office.submit('5551970', '2-letter.pdf', { port: 'Back' });
    await office.submit('5552970', '2-letter.pdf', { port: '<all devices>' });
    expect(office.job(2)).toMatchObject({ state: 'waiting', reason: 'Waiting for a free line of Back' });
    expect(office.job(3).port).toBe('Practice 1');
    await expect(office.submit('5550101', '1-a.pdf', { port: 'Front' })).rejects.toMatchObject({
      code: 'PORT_NOT_FOUND',
    });
  });

  it('a group in use is not removed, and a port that is removed leaves its groups', async () => {
    await thirdPort();
    const ids = office.snapshot.ports.map(({ id }) => id);
    const group = { name: 'Back', portIds: [ids[2] ?? 0, ids[0] ?? 0] };
    await putList({ name: 'portGroups', items: [group] });
    await putList({ name: 'destinations', items: [{ pattern: '555*', port: 'BACK' }] });
    await expect(putList({ name: 'portGroups', items: [] })).rejects.toMatchObject({ code: 'GROUP_IN_USE' });
    await expect(putList({ name: 'portGroups', items: [group, { ...group, name: 'back' }] })).rejects.toMatchObject({
      code: 'GROUP_EXISTS',
    });
    await office.ask('ports.remove', { name: 'Practice 3' });
    expect((await office.ask('lists.get', { name: 'portGroups' })).items).toEqual([
      { name: 'Back', portIds: [ids[0]] },
    ]);
    await putList({ name: 'destinations', items: [] });
    await putList({ name: 'portGroups', items: [] });
  });

  it('a rule names no port or group that is not there, and a group no port', async () => {
    const missing = { code: 'PORT_NOT_FOUND' };
    const rules = [{ pattern: '555*', port: 'Line 9' }];
    await expect(putList({ name: 'destinations', items: rules })).rejects.toMatchObject(missing);
    await expect(putList({ name: 'portGroups', items: [{ name: 'Back', portIds: [99] }] })).rejects.toMatchObject(
      missing,
    );
    await thirdPort();
    await putList({ name: 'destinations', items: [{ pattern: '555*', port: 'Practice 3' }] });
    await office.ask('ports.remove', { name: 'Practice 3' });
    await office.submit('5550970');
    expect(office.job(1).reason).toBe('Waiting: there is no port Practice 3');
    // The rule may be written again as it is, so that others can be changed.
    await putList({ name: 'destinations', items: [{ pattern: '555*', port: 'Practice 3' }, { pattern: '556*' }] });
  });

  it('has one port that a person answers', async () => {
    await office.ask('ports.set', { name: 'Practice 1', changes: { receive: 'manual' } });
    await office.ask('ports.set', { name: 'Practice 2', changes: { receive: 'manual', rings: 3 } });
    expect(office.snapshot.ports.map(({ receive, rings }) => [receive, rings])).toEqual([
      ['none', 1],
      ['manual', 3],
    ]);
  });

  it('after an outcome whose row says so takes another port where one is free, else the same', async () => {
    await thirdPort();
    await office.ask('settings.set', { values: { retryBusyOtherPort: true, retryDelay: 1 } });
    await office.submit('5550972');
    await office.untilState(1, 'delivered');
    const { attempts } = await office.ask('jobs.get', { id: 1 });
    expect(attempts.map(({ port }) => port)).toEqual(['Practice 1', 'Practice 3', 'Practice 1']);
    await office.ask('ports.set', { name: 'Practice 3', changes: { send: false } });
    await office.submit('5551971');
    await office.time.pass(DAY);
    const second = await office.ask('jobs.get', { id: 2 });
    expect(second.attempts.map(({ port }) => port)).toEqual(['Practice 1', 'Practice 1']);
  });
});
