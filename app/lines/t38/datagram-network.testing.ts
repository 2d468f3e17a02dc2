import type { Clock } from '../../model/clock.ts';
import type { Endpoint } from '../../model/line-address.ts';
import type { DatagramSocket } from '../line-system.ts';
import { seededRandom } from '../loopback/noise.ts';

/** What a network does to datagrams: probabilities 0 to 1, delays in ms. */
export interface NetworkFaults {
  readonly loss: number;
  readonly dup: number;
  /** A datagram that is overtaken; the others keep their order. */
  readonly swap: number;
  /** An octet is changed, or the end is cut off. */
  readonly corrupt: number;
  /** From so long to so long on the way. */
  readonly delay: readonly [least: number, most: number];
  readonly seed: number;
}

const perfect: NetworkFaults = { loss: 0, dup: 0, swap: 0, corrupt: 0, delay: [1, 1], seed: 1 };
/** How much later a swapped datagram is, ms. */
const OVERTAKEN = 40;

/** A datagram network in memory, on a clock, with faults from a seed. Hosts are taken as they are written. */
export class DatagramNetwork {
  readonly #clock: Clock;
  readonly #faults: NetworkFaults;
  readonly #random: () => number;
  readonly #sockets = new Map<string, { listener: (octets: Uint8Array, from: Endpoint) => void }>();
  #nextPort = 50_000;
  /** When the last datagram from a port arrives. */
  readonly #lastArrival = new Map<number, number>();
  /** Every datagram that was sent. */
  readonly sent: { readonly at: number; readonly octets: Uint8Array; readonly from: number; readonly to: number }[] =
    [];

  constructor(clock: Clock, faults: Partial<NetworkFaults> = {}) {
    this.#clock = clock;
    this.#faults = { ...perfect, ...faults };
    this.#random = seededRandom(this.#faults.seed);
  }

  readonly bindDatagramSocket = async ({ host, port: wanted }: Endpoint): Promise<DatagramSocket> => {
    const port = wanted === 0 ? this.#nextPort++ : wanted;
    const key = `${host}:${port}`;
    if (this.#sockets.has(key)) throw new Error(`${key} is bound already`);
    const place = { listener: (_octets: Uint8Array, _from: Endpoint): void => undefined };
    this.#sockets.set(key, place);
    let fail: (cause: Error) => void = () => undefined;
    this.failures.set(key, (cause) => fail(cause));
    return {
      local: { host, port },
      resolve: async (name) => (name === 'localhost' ? '127.0.0.1' : name),
      send: (octets, to) => this.#send(octets, { host, port }, to),
      onDatagram: (listener) => {
        place.listener = listener;
      },
      onFailed: (listener) => {
        fail = listener;
      },
      close: async () => {
        this.#sockets.delete(key);
      },
    };
  };

  /** Ports whose datagrams go nowhere from now on. */
  readonly cutOff = new Set<number>();

  /** Makes a socket fail, by HOST:PORT. */
  readonly failures = new Map<string, (cause: Error) => void>();

  /** Sends as if from any place. */
  inject(octets: Uint8Array, from: Endpoint, to: Endpoint): void {
    this.#deliver(Uint8Array.from(octets), from, to, 0);
  }

  #send(octets: Uint8Array, from: Endpoint, to: Endpoint): void {
    const copy = Uint8Array.from(octets);
    this.sent.push({ at: this.#clock.monotonic(), octets: copy, from: from.port, to: to.port });
    const { loss, dup, swap, corrupt, delay } = this.#faults;
    if (this.#random() < loss || this.cutOff.has(from.port)) return;
    const times = this.#random() < dup ? 2 : 1;
    const late = this.#random() < swap ? OVERTAKEN : 0;
    const arriving = this.#random() < corrupt ? this.#corrupted(copy) : copy;
    const now = this.#clock.monotonic();
    for (let n = 0; n < times; n++) {
      const drawn = now + delay[0] + this.#random() * (delay[1] - delay[0]);
      const arrival = Math.max(drawn, this.#lastArrival.get(from.port) ?? 0);
      this.#lastArrival.set(from.port, arrival);
      this.#deliver(arriving, from, to, arrival + late - now);
    }
  }

  #corrupted(octets: Uint8Array): Uint8Array {
    const at = Math.floor(this.#random() * octets.length);
    if (this.#random() < 0.3) return octets.subarray(0, at);
    return octets.with(at, Math.floor(this.#random() * 256));
  }

  #deliver(octets: Uint8Array, from: Endpoint, to: Endpoint, wait: number): void {
    this.#clock.after(wait, () => this.#sockets.get(`${to.host}:${to.port}`)?.listener(octets, from));
  }
}
