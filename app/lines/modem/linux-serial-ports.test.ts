import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { linuxSerialPorts } from './linux-serial-ports.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'fax-tty-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function terminal(name: string, type: string | null): Promise<string> {
  const folder = join(root, 'class', name);
  await mkdir(folder, { recursive: true });
  if (type !== null) await writeFile(join(folder, 'type'), `${type}\n`);
  return folder;
}

test('a port with a chip and a USB modem are listed; terminals and ports without a chip are not', async () => {
  await terminal('tty1', null);
  await terminal('ttyS0', '4');
  await terminal('ttyS1', '0');
  const modem = await terminal('ttyACM0', null);
  const usb = join(root, 'devices', 'usb1', '1-2');
  await mkdir(join(usb, '1-2:1.0'), { recursive: true });
  await writeFile(join(usb, 'idVendor'), '0572\n');
  await writeFile(join(usb, 'idProduct'), '1340\n');
  await writeFile(join(usb, 'manufacturer'), 'Maker\n');
  await symlink(join(usb, '1-2:1.0'), join(modem, 'device'));
  expect(await linuxSerialPorts(join(root, 'class'))).toEqual([
    { path: '/dev/ttyACM0', manufacturer: 'Maker', vendorId: '0572', productId: '1340', serialNumber: null },
    { path: '/dev/ttyS0', manufacturer: null, vendorId: null, productId: null, serialNumber: null },
  ]);
});

test('a machine that has no such folder has no ports', async () => {
  expect(await linuxSerialPorts(join(root, 'none'))).toEqual([]);
});
