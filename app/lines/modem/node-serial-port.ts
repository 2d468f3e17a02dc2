import { ReadStream } from 'node:tty';
import { FaxError } from '../../model/errors.ts';
import { linuxSerialPorts } from './linux-serial-ports.ts';
import type { PortLock, PortLocks } from './locks/port-locks.ts';
import type { OpenSerialPort, SerialPort, SerialPortFacts, SerialPortSettings } from './serial-port.ts';

/** What we use of the package's binding to the system, below its streams: they buffer what is read. */
interface Binding {
  list(): Promise<readonly ListedPort[]>;
  open(options: {
    readonly path: string;
    readonly baudRate: number;
    readonly rtscts: boolean;
    readonly xon: boolean;
    readonly xoff: boolean;
    readonly hupcl: boolean;
  }): Promise<OpenBinding>;
}

interface ListedPort extends Pick<SerialPortFacts, 'path'> {
  readonly manufacturer?: string | null | undefined;
  readonly vendorId?: string | null | undefined;
  readonly productId?: string | null | undefined;
  readonly serialNumber?: string | null | undefined;
}

interface OpenBinding {
  read(
    buffer: Buffer,
    offset: number,
    length: number,
  ): Promise<{ readonly buffer: Buffer; readonly bytesRead: number }>;
  write(buffer: Buffer): Promise<void>;
  set(lines: { readonly dtr: boolean; readonly rts: boolean }): Promise<void>;
  flush(): Promise<void>;
  close(): Promise<void>;
}

/** Octets of a read where the binding reads. */
const READ_SIZE = 65_536;

/** Makes the opener of this machine's serial ports. `locks` keeps other programs' lock files in respect. */
export function serialPortOpener(locks: PortLocks): OpenSerialPort {
  return async (path, settings) => {
    const lock = await locks.lock(path);
    try {
      return await openPort(path, settings, lock);
    } catch (error) {
      await lock.release();
      throw error;
    }
  };
}

/** Lists this machine's serial ports. */
export async function listSerialPorts(): Promise<readonly SerialPortFacts[]> {
  const binding = await loadBinding();
  const ports = await binding.list().catch((cause: unknown) => {
    // On Linux the binding asks udev's own program, which a small machine may lack.
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return linuxSerialPorts();
    throw new FaxError('LINE_UNAVAILABLE', { message: 'The serial ports cannot be listed.', cause });
  });
  return ports.map(({ path, manufacturer, vendorId, productId, serialNumber }) => ({
    path,
    manufacturer: manufacturer ?? null,
    vendorId: vendorId ?? null,
    productId: productId ?? null,
    serialNumber: serialNumber ?? null,
  }));
}

/** The native part is loaded only where a port is used: in a worker thread it ends the process (seen, 13.0.0). */
async function loadBinding(): Promise<Binding> {
  try {
    const { SerialPort } = await import('serialport');
    return SerialPort.binding;
  } catch (cause) {
    throw new FaxError('LINE_UNAVAILABLE', { message: 'Serial ports cannot be used on this machine.', cause });
  }
}

async function openPort(
  path: string,
  { baudRate, flowControl }: SerialPortSettings,
  lock: PortLock,
): Promise<SerialPort> {
  const binding = await loadBinding();
  const opened = await binding
    // XON and XOFF are heard and obeyed by the AT dialogue, and only while it sends: the system would also take octets
    // out of received pages.
    .open({ path, baudRate, rtscts: flowControl === 'rtscts', xon: false, xoff: false, hupcl: true })
    .catch((cause: unknown) => {
      throw notOpened(path, cause);
    });
  const fd = fdOf(opened);
  try {
    const channel = process.platform === 'linux' && fd !== null ? ttyOctets(fd) : bindingOctets(opened);
    return new NodePort(path, opened, channel, lock);
  } catch (cause) {
    await opened.close();
    throw notOpened(path, cause);
  }
}

function notOpened(path: string, cause: unknown): FaxError {
  const words = cause instanceof Error ? cause.message : '';
  if (/cannot lock|access denied|resource busy/i.test(words)) return new FaxError('PORT_LOCKED', { cause });
  if (/permission denied/i.test(words))
    return new FaxError('LINE_UNAVAILABLE', {
      message: `You may not use the serial port ${path}.`,
      next: 'Ask for the right to use serial ports (on Linux: the group dialout), and log in again.',
      cause,
    });
  if (/no such file|file not found|cannot find/i.test(words))
    return new FaxError('LINE_UNAVAILABLE', {
      message: `There is no serial port ${path}.`,
      next: 'Check that the modem is plugged in and switched on.',
      cause,
    });
  return new FaxError('LINE_UNAVAILABLE', { message: `The serial port ${path} cannot be opened.`, cause });
}

function fdOf(opened: OpenBinding): number | null {
  return 'fd' in opened && typeof opened.fd === 'number' ? opened.fd : null;
}

/** Octets to and from an open port. */
interface Octets {
  onData(listener: (octets: Uint8Array) => void): void;
  onEnd(listener: (cause: Error) => void): void;
  write(octets: Uint8Array): Promise<void>;
  close(): void;
}

/**
 * By the event loop itself. The binding reads and writes through the thread pool: image work that fills it would hold
 * our answers back for longer than the 55 ms that a modem waits. The system opens the terminal once more for it
 * (O_NOCTTY); its settings are those that the binding made.
 */
function ttyOctets(fd: number): Octets {
  const stream = new ReadStream(fd);
  const ended = Promise.withResolvers<Error>();
  stream.on('error', (cause: Error) => ended.resolve(cause));
  stream.on('end', () => ended.resolve(new Error('the serial port was hung up')));
  stream.on('close', () => ended.resolve(new Error('the serial port was closed')));
  return {
    onData: (listener) => {
      stream.on('data', (octets: Buffer) => listener(octets));
      stream.resume();
    },
    onEnd: (listener) => void ended.promise.then(listener),
    write: (octets) =>
      new Promise((resolve, reject) => {
        stream.write(octets, (error) => (error ? reject(error) : resolve()));
      }),
    close: () => stream.destroy(),
  };
}

/** By the binding, where the event loop has no way to a serial port (Windows). */
function bindingOctets(opened: OpenBinding): Octets {
  let closed = false;
  let writing: Promise<void> = Promise.resolve();
  const ended = Promise.withResolvers<Error>();
  return {
    onData: (listener) => {
      const read = async (): Promise<void> => {
        while (!closed) {
          const { buffer, bytesRead } = await opened.read(Buffer.allocUnsafe(READ_SIZE), 0, READ_SIZE);
          listener(buffer.subarray(0, bytesRead));
        }
      };
      read().catch((cause: unknown) => ended.resolve(cause instanceof Error ? cause : new Error(String(cause))));
    },
    onEnd: (listener) => void ended.promise.then(listener),
    write: (octets) => {
      const next = writing.then(() => opened.write(Buffer.from(octets)));
      writing = next.catch(() => undefined);
      return next;
    },
    close: () => {
      closed = true;
    },
  };
}

class NodePort implements SerialPort {
  readonly path: string;
  readonly warning: string | null;
  readonly #opened: OpenBinding;
  readonly #octets: Octets;
  readonly #lock: PortLock;
  #listener: ((octets: Uint8Array) => void) | null = null;
  #gone: FaxError | null = null;
  #goneListeners: ((cause: Error) => void)[] = [];
  #closed: Promise<void> | null = null;

  constructor(path: string, opened: OpenBinding, octets: Octets, lock: PortLock) {
    this.path = path;
    this.warning = lock.warning;
    this.#opened = opened;
    this.#octets = octets;
    this.#lock = lock;
    octets.onEnd((cause) => this.#lose(cause));
    octets.onData((piece) => this.#listener?.(piece));
  }

  onData(listener: (octets: Uint8Array) => void): void {
    this.#listener = listener;
  }

  onGone(listener: (cause: Error) => void): void {
    if (this.#gone) listener(this.#gone);
    else this.#goneListeners.push(listener);
  }

  async write(octets: Uint8Array): Promise<void> {
    if (this.#gone || this.#closed) throw this.#gone ?? new FaxError('MODEM_GONE');
    try {
      await this.#octets.write(octets);
    } catch (cause) {
      throw new FaxError('MODEM_GONE', { cause });
    }
  }

  async discard(): Promise<void> {
    if (this.#gone || this.#closed) return;
    // A port that cannot flush has nothing to drop, or has gone: then reading tells.
    await this.#opened.flush().catch(() => undefined);
  }

  async setDtr(on: boolean): Promise<boolean> {
    if (this.#gone || this.#closed) return false;
    return this.#opened.set({ dtr: on, rts: true }).then(
      () => true,
      // A pseudo-terminal has no modem lines (“Inappropriate ioctl”).
      () => false,
    );
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    this.#goneListeners = [];
    this.#octets.close();
    // One that went away by itself may be closed already.
    await this.#opened.close().catch(() => undefined);
    await this.#lock.release();
  }

  #lose(cause: Error): void {
    if (this.#gone || this.#closed) return;
    this.#gone = new FaxError('MODEM_GONE', { cause });
    for (const listener of this.#goneListeners.splice(0)) listener(this.#gone);
  }
}
