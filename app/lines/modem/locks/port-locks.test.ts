import { mkdir, mkdtemp, readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockNames, PortLocks } from './port-locks.ts';

const running = new Map([
  [4711, 'mgetty'],
  [4712, ''],
]);

let folder: string;
let now: number;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fax-locks-'));
  now = Date.now();
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const locksOf = (pid: number, folders: readonly string[] = [folder]): PortLocks =>
  new PortLocks({ folders, pid, now: () => now, programOf: async (of) => running.get(of) ?? null });
const file = (name: string): string => join(folder, name);
const put = (name: string, content: string | Uint8Array): Promise<void> => writeFile(file(name), content);
const busy = { code: 'PORT_LOCKED' };

describe('a port lock', () => {
  it('is a file with the process id in ten digits, and gone when it is released', async () => {
    const lock = await locksOf(123).lock('/dev/ttyS0');
    expect(await readFile(file('LCK..ttyS0'), 'utf8')).toBe('       123\n');
    expect(lock).toMatchObject({ files: [file('LCK..ttyS0')], warning: null });
    await lock.release();
    await lock.release();
    expect(await readdir(folder)).toEqual([]);
  });

  it.each([
    ['      4711\n', 'mgetty is using /dev/ttyS0.'],
    ['4711', 'mgetty is using /dev/ttyS0.'],
    ['      4711 faxgetty uucp\n', 'mgetty is using /dev/ttyS0.'],
    [Uint8Array.of(0x67, 0x12, 0, 0), 'mgetty is using /dev/ttyS0.'],
    ['      4712\n', 'Process 4712 is using /dev/ttyS0.'],
    ['', 'Another program is using /dev/ttyS0.'],
  ])('of another program that runs is respected: %j', async (content, message) => {
    await put('LCK..ttyS0', content);
    await expect(locksOf(123).lock('/dev/ttyS0')).rejects.toMatchObject({ ...busy, message });
    expect(await readFile(file('LCK..ttyS0'))).toEqual(Buffer.from(content));
    expect(await readdir(folder)).toHaveLength(1);
  });

  it.each([
    ['of a program that has died', '      9999\n'],
    ['of an earlier process of our own id', '       123\n'],
    ['that says no process', 'rubbish'],
    ['with an impossible process', '4294967295'],
  ])('%s is taken over', async (_, content) => {
    await put('LCK..ttyS0', content);
    now += 60_000;
    await locksOf(123).lock('/dev/ttyS0');
    expect(await readFile(file('LCK..ttyS0'), 'utf8')).toBe('       123\n');
    expect(await readdir(folder)).toEqual(['LCK..ttyS0']);
  });

  it('without a process id is somebody’s while it is young', async () => {
    await put('LCK..ttyS0', '');
    await utimes(file('LCK..ttyS0'), new Date(now - 5000), new Date(now - 5000));
    await expect(locksOf(123).lock('/dev/ttyS0')).rejects.toMatchObject(busy);
    await utimes(file('LCK..ttyS0'), new Date(now - 11_000), new Date(now - 11_000));
    await locksOf(123).lock('/dev/ttyS0');
  });

  it('is not given twice by one process', async () => {
    const locks = locksOf(123);
    const lock = await locks.lock('/dev/ttyS0');
    await expect(locks.lock('/dev/ttyS0')).rejects.toMatchObject({
      ...busy,
      message: 'Fax Console itself is using /dev/ttyS0.',
    });
    await lock.release();
    await locks.lock('/dev/ttyS0');
  });

  it('goes to one of many who find the same stale file', async () => {
    running.set(200, 'one').set(201, 'two').set(202, 'three').set(203, 'four');
    for (let round = 0; round < 10; round += 1) {
      await put('LCK..ttyS0', '      9999\n');
      const taken = await Promise.allSettled([200, 201, 202, 203].map((pid) => locksOf(pid).lock('/dev/ttyS0')));
      const winners = taken.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
      expect(winners).toHaveLength(1);
      for (const each of taken) if (each.status === 'rejected') expect(each.reason).toMatchObject(busy);
      await winners[0]?.release();
    }
  });

  it('leaves a file alone that somebody else has put in its place', async () => {
    const lock = await locksOf(123).lock('/dev/ttyS0');
    await put('LCK..ttyS0', '      4711\n');
    await lock.release();
    expect(await readFile(file('LCK..ttyS0'), 'utf8')).toBe('      4711\n');
  });

  it('counts a folder once that has two names, and one that is not there not at all', async () => {
    await symlink(folder, `${folder}-too`);
    try {
      const lock = await locksOf(123, [`${folder}-too`, folder, '/no/such/folder']).lock('/dev/ttyS0');
      expect(lock).toMatchObject({ files: [file('LCK..ttyS0')], warning: null });
    } finally {
      await rm(`${folder}-too`);
    }
  });

  it('goes on where nothing can be written, and says so', async () => {
    // A folder that takes no file, also for root.
    const locks = new PortLocks({
      folders: ['/proc/self'],
      pid: 123,
      now: () => now,
      programOf: async () => 'mgetty',
    });
    const lock = await locks.lock('/dev/ttyS0');
    expect(lock.files).toEqual([]);
    expect(lock.warning).toMatch(/^Other programs cannot see that \/dev\/ttyS0 is in use: /);
    await lock.release();
  });
});

describe('the names of a device', () => {
  it('are the last part of its path, alone', async () => {
    expect(await lockNames('/dev/ttyS0')).toEqual(['ttyS0']);
    expect(await lockNames('/dev/no-such-folder/tty0')).toEqual(['tty0']);
  });

  it('are those of the device behind a link that lies elsewhere', async () => {
    await symlink('/dev/null', file('tty0'));
    expect(await lockNames(file('tty0'))).toEqual(['null']);
    await writeFile(file('plain'), '');
    await mkdir(file('sub'));
    await symlink(file('plain'), file('sub/link'));
    expect(await lockNames(file('sub/link'))).toEqual(['link']);
  });

  it('are none for a link that points nowhere: its last part may be another device’s', async () => {
    await symlink('/dev/no-such-device', file('tty0'));
    expect(await lockNames(file('tty0'))).toEqual([]);
  });
});
