import { readdir, readFile, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { SerialPortFacts } from './serial-port.ts';

/** Names of terminals that may have a modem behind them; `ttyS` only where the system found its chip. */
const SERIAL = /^(tty(S|ACM|USB|AMA|O|XRUSB|WCH|MFD)\d+|rfcomm\d+)$/;

/**
 * The serial ports of a Linux machine as the kernel lists them (`/sys/class/tty`): where udev is not installed, nobody
 * else knows. `root` is another folder in tests.
 */
export async function linuxSerialPorts(root = '/sys/class/tty'): Promise<readonly SerialPortFacts[]> {
  const names = await readdir(root).catch(() => []);
  const ports: SerialPortFacts[] = [];
  for (const name of names.filter((each) => SERIAL.test(each)).sort()) {
    // A port of the PC's that has no chip behind it is of type 0.
    if ((await textOf(join(root, name, 'type'))) === '0') continue;
    const usb = await usbFolder(join(root, name, 'device'));
    const fact = async (file: string) => (usb === null ? null : await textOf(join(usb, file)));
    ports.push({
      path: `/dev/${name}`,
      manufacturer: await fact('manufacturer'),
      vendorId: await fact('idVendor'),
      productId: await fact('idProduct'),
      serialNumber: await fact('serial'),
    });
  }
  return ports;
}

/** The folder of the USB device that a port is a part of: a step or two above it; null where it is none. */
async function usbFolder(device: string): Promise<string | null> {
  let folder = await realpath(device).catch(() => null);
  for (let steps = 0; folder !== null && steps < 4; steps++) {
    if ((await textOf(join(folder, 'idVendor'))) !== null) return folder;
    folder = dirname(folder);
  }
  return null;
}

const textOf = (path: string): Promise<string | null> =>
  readFile(path, 'utf8').then(
    (text) => text.trim(),
    () => null,
  );
