import { FaxError } from '../../../model/errors.ts';
import type { LineSystem } from '../../line-system.ts';
import type { SerialPort, SerialPortFacts } from '../serial-port.ts';

/** Answers to AT commands by their text behind `AT`: information lines, `ERROR`, or null for silence. */
export type Answers = Readonly<Record<string, readonly string[] | 'ERROR' | null>>;

/** A modem for detection: answers questions from a table, everything else with ERROR. */
export class AskedModem implements SerialPort {
  readonly path: string;
  readonly warning: string | null;
  readonly asked: string[] = [];
  closed = false;
  readonly #answers: Answers;
  #listener: (octets: Uint8Array) => void = () => undefined;
  #echo = true;
  #line = '';

  constructor(path: string, answers: Answers, warning: string | null = null) {
    this.path = path;
    this.warning = warning;
    this.#answers = answers;
  }

  onData(listener: (octets: Uint8Array) => void): void {
    this.#listener = listener;
  }

  onGone(): void {
    // This one is never unplugged.
  }

  async write(octets: Uint8Array): Promise<void> {
    for (const octet of octets) {
      if (octet !== 0x0d) {
        this.#line += String.fromCharCode(octet);
        continue;
      }
      const command = this.#line.replace(/^[^A]*AT/, '');
      this.#line = '';
      this.asked.push(command);
      queueMicrotask(() => this.#answer(command));
    }
  }

  #answer(command: string): void {
    const known = this.#answers[command] ?? this.#builtIn(command);
    if (known === null || this.#answers[command] === null) return;
    const lines = known === 'ERROR' ? ['ERROR'] : [...known, 'OK'];
    const echo = this.#echo ? `AT${command}\r` : '';
    if (command.startsWith('E0')) this.#echo = false;
    this.#listener(new TextEncoder().encode(echo + lines.map((line) => `\r\n${line}\r\n`).join('')));
  }

  #builtIn(command: string): readonly string[] | 'ERROR' | null {
    // A port on which nothing listens says nothing at all.
    if (this.#answers[''] === null) return null;
    return command === '' || command.startsWith('E0') || command === '+FCLASS=0' ? [] : 'ERROR';
  }

  async discard(): Promise<void> {
    this.#line = '';
  }

  async setDtr(): Promise<boolean> {
    return false;
  }

  async close(): Promise<void> {
    this.closed = true;
  }
}

/** What is on a port: a modem, or what opening it fails with; what its lock warns of. */
interface AskedPort extends Partial<SerialPortFacts> {
  readonly answers?: Answers;
  readonly error?: FaxError;
  readonly warning?: string;
}

/** A machine with these modems on its ports; a port with an error cannot be opened. */
export function systemOf(
  ports: Readonly<Record<string, AskedPort>>,
): LineSystem & { readonly opened: readonly AskedModem[] } {
  const opened: AskedModem[] = [];
  return {
    opened,
    openSerialPort: async (path) => {
      const { answers = {}, error, warning } = ports[path] ?? {};
      if (error) throw error;
      const modem = new AskedModem(path, answers, warning);
      opened.push(modem);
      return modem;
    },
    listSerialPorts: async () =>
      Object.entries(ports).map(([path, { answers: _, error: __, warning: ___, ...facts }]) => ({
        path,
        manufacturer: null,
        vendorId: null,
        productId: null,
        serialNumber: null,
        ...facts,
      })),
    bindDatagramSocket: () => Promise.reject(new FaxError('LINE_UNAVAILABLE')),
  };
}

/** What a Class 1 modem on a chip of the V.34 time says. */
export const courier: Answers = {
  '+FCLASS=?': ['0,1,2.0'],
  '+FCLASS=1': [],
  '+FCLASS=2.0': [],
  I0: ['5601'],
  I3: ['U.S. Robotics 56K FAX EXT V4.11.2'],
  '+FMI?': ['U.S. Robotics'],
  '+FMM?': ['56K FAX'],
  '+FMR?': ['"V4.11.2"'],
  '+FLO=?': ['(0-2)'],
  '+FTM=?': ['24,48,72,73,74,96,97,98,121,122,145,146'],
  '+FRM=?': ['24,48,72,73,74,96,97,98,121,122,145,146'],
  '+FCC=?': ['(0,1),(0-5),(0-2),(0-2),(0,1),(0),(0),(0-7)'],
  '+FAE=?': ['(0,1)'],
  '#CID=?': ['(0-2)'],
};

/** What a Class 2 modem of the Rockwell family says: error correction, the octets turned round. */
export const rockwell: Answers = {
  '+FCLASS=?': ['+FCLASS: (0,2,8)'],
  '+FCLASS=2': [],
  I3: ['V1.100K-V34_DS'],
  '+FMFR?': ['+FMFR: ROCKWELL'],
  '+FMDL?': ['AC/V34'],
  '+FREV?': ['V1.100'],
  '+FDCC=?': ['(0,1),(0-5),(0-2),(0-2),(0,1,3),(0-2),(0),(0-7)'],
  '+FAA=?': ['(0,1)'],
  '+VCID=?': ['(0,1,2)'],
  '+VDR=?': ['(0,1),(0-255)'],
};
