import type { Endpoint } from '../model/line-address.ts';
import type { OpenSerialPort, SerialPortFacts } from './modem/serial-port.ts';

/** A UDP socket that is bound. */
export interface DatagramSocket {
  /** Where it is bound: the port is the real one, also where 0 was asked for. */
  readonly local: Endpoint;
  /** The numeric address of a host, of the family that this socket is of. Rejects where it has none. */
  resolve(host: string): Promise<string>;
  /** Hands a datagram to the system; one that cannot be sent is dropped, as the network would. */
  send(octets: Uint8Array, to: Endpoint): void;
  onDatagram(listener: (octets: Uint8Array, from: Endpoint) => void): void;
  /** The socket failed and is of no use any more. */
  onFailed(listener: (cause: Error) => void): void;
  close(): Promise<void>;
}

/** Binds a UDP socket. Rejects with `LINE_UNAVAILABLE`. */
export type BindDatagramSocket = (local: Endpoint) => Promise<DatagramSocket>;

/** What lines need of the machine, as arguments: serial ports and sockets. */
export interface LineSystem {
  readonly openSerialPort: OpenSerialPort;
  readonly listSerialPorts: () => Promise<readonly SerialPortFacts[]>;
  readonly bindDatagramSocket: BindDatagramSocket;
}
