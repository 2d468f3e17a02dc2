/** How a serial port is opened. */
export interface SerialPortSettings {
  /** Bits a second; pseudo-terminals and most USB modems ignore it. */
  readonly baudRate: number;
  /** How each side holds the other back. Pseudo-terminals do `xonxoff` only where it is set. */
  readonly flowControl: 'rtscts' | 'xonxoff' | 'none';
}

/**
 * An open serial port: octets both ways, nothing between. What comes is told in the same turn of the event loop: a
 * Class 1 modem wants its next command within 55 ms.
 */
export interface SerialPort {
  readonly path: string;
  /** Why other programs cannot see that the port is ours, in words; null or absent where they can. */
  readonly warning?: string | null;
  /** Hears what comes. One listener: a new one replaces the old. */
  onData(listener: (octets: Uint8Array) => void): void;
  /** Hears once that the port is gone: unplugged, or hung up by the system. */
  onGone(listener: (cause: Error) => void): void;
  /**
   * Hands octets over and resolves when the system has taken them: with flow control that is back-pressure, but says
   * nothing of what the modem has sent on. Rejects with `MODEM_GONE`.
   */
  write(octets: Uint8Array): Promise<void>;
  /** Drops what the system still holds for writing. */
  discard(): Promise<void>;
  /** Sets DTR; false where the port has no such line (a pseudo-terminal). */
  setDtr(on: boolean): Promise<boolean>;
  /** Idempotent. */
  close(): Promise<void>;
}

/**
 * Opens a serial port for ourselves alone: lock files in the system's convention are respected and kept
 * (`LCK..ttyS0`, FHS 5.9). Rejects with `LINE_UNAVAILABLE`, or `PORT_LOCKED` where another program has it.
 */
export type OpenSerialPort = (path: string, settings: SerialPortSettings) => Promise<SerialPort>;

/** A serial port as the system lists it; what it does not know is null. */
export interface SerialPortFacts {
  readonly path: string;
  readonly manufacturer: string | null;
  readonly vendorId: string | null;
  readonly productId: string | null;
  readonly serialNumber: string | null;
}
