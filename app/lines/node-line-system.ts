import type { LineSystem } from './line-system.ts';
import { systemPortLocks } from './modem/locks/system-port-locks.ts';
import { listSerialPorts, serialPortOpener } from './modem/node-serial-port.ts';
import { bindDatagramSocket } from './t38/system-sockets.ts';

/** Serial ports and sockets of this machine. Make one for each process: it knows which port locks are its own. */
export function nodeLineSystem(): LineSystem {
  return { openSerialPort: serialPortOpener(systemPortLocks()), listSerialPorts, bindDatagramSocket };
}
