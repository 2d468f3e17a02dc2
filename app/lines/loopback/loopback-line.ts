import type { Clock } from '../../model/clock.ts';
import type { LineAddress } from '../../model/line-address.ts';
import { createCarrierLine, type DialResult, type IncomingCall, type LineTransport } from '../carrier-line.ts';
import type { FaxLine } from '../fax-line.ts';
import type { PracticeNetwork, PracticeSubscriber } from './practice-network.ts';

type LoopbackAddress = Extract<LineAddress, { kind: 'loopback' }>;

/** A practice line: real T.30 over a telephone network in memory. */
export function createLoopbackLine(address: LoopbackAddress, network: PracticeNetwork, clock: Clock): FaxLine {
  const transport = new LoopbackTransport(address, network, clock);
  return createCarrierLine({ address, number: address.number, practice: true, transport });
}

class LoopbackTransport implements LineTransport, PracticeSubscriber {
  readonly number: string;
  readonly faults: LoopbackAddress['faults'];
  readonly #network: PracticeNetwork;
  readonly #clock: Clock;
  readonly #listeners = new Set<(call: IncomingCall) => void>();
  #uses = 0;

  constructor(address: LoopbackAddress, network: PracticeNetwork, clock: Clock) {
    this.number = address.number;
    this.faults = address.faults;
    this.#network = network;
    this.#clock = clock;
  }

  get inUse(): boolean {
    return this.#uses > 0;
  }

  async open(): Promise<void> {
    this.#network.attach(this);
  }

  async close(): Promise<void> {
    this.#network.detach(this);
  }

  async dial(number: string, signal: AbortSignal): Promise<DialResult> {
    if (this.inUse) return { kind: 'failed', code: 'a-line-in-use', duration: 0 };
    return this.#network.dial(this, number, this.#clock, signal);
  }

  onIncoming(listener: (call: IncomingCall) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  occupy(): () => void {
    let occupied = true;
    this.#uses += 1;
    return () => {
      if (occupied) this.#uses -= 1;
      occupied = false;
    };
  }

  ring(call: IncomingCall): void {
    for (const listener of [...this.#listeners]) listener(call);
  }
}
