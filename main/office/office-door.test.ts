import { expect, it } from 'vitest';
import type { FaxEvent } from '../../app/contract/events.ts';
import { FaxError } from '../../app/model/errors.ts';
import type { Office, RoleChange } from '../../app/office/office.ts';
import { OfficeDoor } from './office-door.ts';

class FakeOffice implements Office {
  readonly role = 'owner' as const;
  readonly dataDir = '/data';
  readonly socketPath = '/socket';
  readonly busy = false;
  readonly ownerStay = 'service' as const;
  emit: (event: FaxEvent) => void = () => undefined;
  changeRole: (change: RoleChange) => void = () => undefined;
  closed: string[] = [];
  request = async () => ({ pages: [] }) as never;
  subscribe(listener: (event: FaxEvent) => void) {
    this.emit = listener;
    return () => undefined;
  }
  onRoleChange(listener: (change: RoleChange) => void) {
    this.changeRole = listener;
    return () => undefined;
  }
  async close(reason?: string) {
    this.closed.push(reason ?? 'done');
  }
}

const patch: FaxEvent = { type: 'patch', version: 1, changes: [] };

it('lets requests wait until the office is open, and passes events on', async () => {
  const office = new FakeOffice();
  const opening = Promise.withResolvers<Office>();
  const door = new OfficeDoor(() => opening.promise);
  const heard: FaxEvent[] = [];
  door.subscribe((event) => heard.push(event));
  const asked = door.request('ports.list', {});
  expect(door.role).toBe('opening');
  opening.resolve(office);
  await asked;
  office.emit(patch);
  expect([door.role, heard]).toEqual(['owner', [patch]]);
});

it('refuses requests with the sentence of what kept it shut', async () => {
  const door = new OfficeDoor(() => Promise.reject(new FaxError('STORE_DAMAGED')));
  await expect(door.request('snapshot', {})).rejects.toMatchObject({ code: 'STORE_DAMAGED' });
  expect([door.role, door.error?.code]).toEqual(['lost', 'STORE_DAMAGED']);
  await door.close(100);
});

it('knows when the data went out of reach, and when it is back', async () => {
  const office = new FakeOffice();
  const door = new OfficeDoor(async () => office);
  await door.settled();
  office.changeRole({ role: 'lost', error: new FaxError('SERVER_STOPPED') });
  expect(door.error?.code).toBe('SERVER_STOPPED');
  office.changeRole({ role: 'owner' });
  expect(door.error).toBeNull();
});

it('closes once, refuses what comes after, and does not wait for ever', async () => {
  const office = new FakeOffice();
  const door = new OfficeDoor(async () => office);
  await Promise.all([door.close(100), door.close(100)]);
  expect(office.closed).toEqual(['stopped']);
  await expect(door.request('snapshot', {})).rejects.toMatchObject({ code: 'SERVER_STOPPED' });

  const stuck = new FakeOffice();
  stuck.close = () => new Promise(() => undefined);
  await expect(new OfficeDoor(async () => stuck).close(10)).rejects.toMatchObject({ code: 'TIMED_OUT' });
});
