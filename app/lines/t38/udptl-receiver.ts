import { ParityPeeler } from './fec.ts';
import { decodeIfp, type IfpVersion } from './ifp.ts';
import { type Delivered, decodeDatagram, type UdptlCounts, type UdptlDatagram } from './udptl.ts';

/** Packets that are remembered to undo parity with, and how far back a number counts as a repeat. */
const HISTORY = 128;
/** A number further ahead than this is no loss: the far end began anew. */
const FAR_JUMP = 2000;
/** A first number below this means that the ones before it were sent and are owed. */
const START = 64;
/** How near to the first of two datagrams the second must be to show that the far end began anew. */
const NEAR = 16;

export interface UdptlReceiverOptions {
  /** Decides where a packet recovered from parity ends. */
  readonly version: IfpVersion;
  /**
   * Packets that may wait behind a missing one before it is given up: a swapped datagram is then no loss, and a parity
   * that needs two more can do its work. 0: never wait.
   */
  readonly hold?: number;
}

/** The hold that makes good a swap, and a burst of two under a single parity. */
export const DEFAULT_HOLD = 2;

/**
 * Puts packets back in order: takes any kind of recovery, whatever was agreed. Datagrams go in by {@link receive};
 * packets come out in order, each once. While {@link missing} is a number something is held back behind that packet:
 * the owner sets a timer (60 to 100 ms of line time do) for each number and calls {@link flush} when it is due.
 */
export class UdptlReceiver {
  readonly #version: IfpVersion;
  readonly #hold: number;
  /** Packets by their number, delivered ones too: parity needs them. */
  readonly #packets = new Map<number, { readonly octets: Uint8Array; readonly recovered: boolean }>();
  readonly #parity = new ParityPeeler();
  /** Numbers from `#next` on that are there and wait. */
  #held = 0;
  /** The number owed next; null before the first datagram. */
  #next: number | null = null;
  #newest = 0;
  /** A datagram far from all others: the far end began anew, or it is none of ours. */
  #stranger: UdptlDatagram | null = null;
  #lostSinceDelivery = 0;
  #counts = { received: 0, delivered: 0, recovered: 0, lost: 0, repeated: 0, malformed: 0 };

  constructor({ version, hold = DEFAULT_HOLD }: UdptlReceiverOptions) {
    this.#version = version;
    this.#hold = hold;
  }

  get counts(): UdptlCounts {
    return { ...this.#counts };
  }

  /**
   * The number that is waited for, or null. A timer belongs to one number: when this changes the old timer is taken
   * back, else a second gap is given up by the timer of the first.
   */
  get missing(): number | null {
    return this.#held > 0 ? this.#next : null;
  }

  /** Takes a datagram; gives what can be delivered now. Never throws: a malformed one is counted and dropped. */
  receive(octets: Uint8Array): readonly Delivered[] {
    this.#counts.received += 1;
    const datagram = decodeDatagram(octets);
    if (datagram === null) {
      this.#counts.malformed += 1;
      return [];
    }
    return this.#next === null ? this.#start(datagram, 0) : this.#place(datagram, this.#next);
  }

  /** Gives up what is missing and delivers what waits. */
  flush(): readonly Delivered[] {
    return this.#deliver(0);
  }

  #start(datagram: UdptlDatagram, owed: number): readonly Delivered[] {
    const older = datagram.recovery.kind === 'secondaries' ? datagram.recovery.packets.length : 0;
    this.#next = datagram.seq < START ? owed : datagram.seq - older;
    this.#newest = datagram.seq;
    return this.#take(datagram, datagram.seq);
  }

  #place(datagram: UdptlDatagram, next: number): readonly Delivered[] {
    // The wire's 16 bits as a number near the one owed: half of the circle lies ahead, half behind.
    const seq = next + (((datagram.seq - next) << 16) >> 16);
    if (seq <= next + FAR_JUMP && seq >= this.#newest - HISTORY) {
      this.#stranger = null;
      return this.#take(datagram, seq);
    }
    return this.#farAway(datagram);
  }

  /** One datagram out of nowhere says nothing; a second one near it says that the far end began anew. */
  #farAway(datagram: UdptlDatagram): readonly Delivered[] {
    const first = this.#stranger;
    this.#stranger = datagram;
    this.#counts.repeated += 1;
    if (first === null || ((datagram.seq - first.seq) & 0xffff) > NEAR) return [];
    const held = this.flush();
    this.#stranger = null;
    this.#counts.repeated -= 2;
    this.#packets.clear();
    this.#parity.clear();
    this.#lostSinceDelivery += 1;
    return [...held, ...this.#start(first, first.seq), ...this.#place(datagram, first.seq + 1)];
  }

  #take({ primary, recovery }: UdptlDatagram, seq: number): readonly Delivered[] {
    this.#newest = Math.max(this.#newest, seq);
    if (!this.#keep(seq, primary, false)) this.#counts.repeated += 1;
    if (recovery.kind === 'parity') this.#parity.add(seq, recovery.span, recovery.sets);
    else
      recovery.packets.forEach((packet, back) => {
        if (packet.length > 0) this.#keep(seq - back - 1, packet, true);
      });
    this.#parity.peel(
      (number) => this.#packets.get(number)?.octets,
      (number, octets) => this.#keepRecovered(number, octets),
      this.#newest - HISTORY,
    );
    this.#forget();
    return this.#deliver(this.#hold);
  }

  /** Keeps a packet; false where it is of no use any more, or there already. One given up still helps with parity. */
  #keep(seq: number, octets: Uint8Array, recovered: boolean): boolean {
    if (this.#packets.has(seq)) return false;
    const owed = seq >= (this.#next ?? 0);
    if (!owed && seq < this.#newest - HISTORY) return false;
    this.#packets.set(seq, { octets: Uint8Array.from(octets), recovered });
    if (owed) this.#held += 1;
    return owed;
  }

  /** Cuts the zeros off that parity leaves; what then is no packet came of a parity that lies, and is dropped. */
  #keepRecovered(seq: number, octets: Uint8Array): void {
    const length = decodeIfp(octets, this.#version)?.length;
    if (length !== undefined) this.#keep(seq, octets.subarray(0, length), true);
  }

  #forget(): void {
    const oldest = Math.min(this.#newest - HISTORY, this.#next ?? 0);
    if (this.#packets.size <= HISTORY) return;
    for (const seq of this.#packets.keys()) if (seq < oldest) this.#packets.delete(seq);
  }

  /** Delivers what is in order, and gives up missing ones while more than `hold` packets wait behind them. */
  #deliver(hold: number): readonly Delivered[] {
    const out: Delivered[] = [];
    for (let next = this.#next ?? 0; this.#held > 0; next += 1) {
      const packet = this.#packets.get(next);
      if (packet === undefined) {
        if (this.#held <= hold) break;
        this.#lostSinceDelivery += 1;
        this.#counts.lost += 1;
      } else {
        out.push({ seq: next, ...packet, lostBefore: this.#lostSinceDelivery });
        this.#lostSinceDelivery = 0;
        this.#held -= 1;
        this.#counts.delivered += 1;
        if (packet.recovered) this.#counts.recovered += 1;
      }
      this.#next = next + 1;
    }
    return out;
  }
}
