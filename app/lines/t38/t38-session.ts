import type { T38Options } from '../../model/line-address.ts';
import { decodeIfp, encodeIfp, type Ifp } from './ifp.ts';
import type { Delivered, UdptlCounts } from './udptl.ts';
import { DEFAULT_HOLD, UdptlReceiver } from './udptl-receiver.ts';
import { DEFAULT_MAX_DATAGRAM, UdptlSender } from './udptl-sender.ts';

/** A datagram that is longer is none of T.38's: no terminal sends one. */
const MAX_DATAGRAM = 4096;

/** Packets that may wait for a missing one where many are on the way at once. */
const UNPACED_HOLD = 8;

/** A packet that came, in the order it was sent. */
export interface ReceivedIfp {
  readonly ifp: Ifp;
  /** Packets right before it that were lost. */
  readonly lost: number;
}

/** What a media session has seen. */
export interface T38Counts extends UdptlCounts {
  readonly sentPackets: number;
  readonly sentDatagrams: number;
  /** UDPTL packets that hold no IFP packet, and datagrams of impossible size. */
  readonly malformedPackets: number;
}

/** What a media session runs over, and by which terms. */
export interface T38Media {
  readonly options: T38Options;
  /** Octets of a datagram that the far end takes (T38FaxMaxDatagram). */
  readonly maxDatagram?: number;
  /** Hands a datagram to the far end of this session. */
  readonly send: (datagram: Uint8Array) => void;
}

/**
 * One media session: IFP packets over UDPTL, both ways, with one far end. It knows no socket and no call set-up:
 * whoever has agreed on the terms (an address today, SIP tomorrow) makes it and feeds it the far end's datagrams.
 */
export class T38Session {
  readonly options: T38Options;
  readonly #media: T38Media;
  readonly #sender: UdptlSender;
  readonly #receiver: UdptlReceiver;
  #sentPackets = 0;
  #sentDatagrams = 0;
  #malformedPackets = 0;
  /** Packets lost behind the last one that was given. */
  #lost = 0;

  constructor(media: T38Media) {
    const { options, maxDatagram = DEFAULT_MAX_DATAGRAM } = media;
    this.options = options;
    this.#media = media;
    this.#sender = new UdptlSender(options.recovery, maxDatagram);
    this.#receiver = new UdptlReceiver({ version: options.version, hold: options.pace ? DEFAULT_HOLD : UNPACED_HOLD });
  }

  get counts(): T38Counts {
    return {
      ...this.#receiver.counts,
      sentPackets: this.#sentPackets,
      sentDatagrams: this.#sentDatagrams,
      malformedPackets: this.#malformedPackets,
    };
  }

  /** Sends a packet so many times, under one number. */
  send(ifp: Ifp, copies: number): void {
    const datagram = this.#sender.datagram(encodeIfp(ifp, this.options.version));
    this.#sentPackets += 1;
    for (let copy = 0; copy < copies; copy++) {
      this.#sentDatagrams += 1;
      this.#media.send(datagram);
    }
  }

  /** Takes a datagram; gives the packets that can be had now, in order. Never throws. */
  receive(datagram: Uint8Array): readonly ReceivedIfp[] {
    if (datagram.length > MAX_DATAGRAM) {
      this.#malformedPackets += 1;
      return [];
    }
    return this.#decode(this.#receiver.receive(datagram));
  }

  /** The packet that others wait for, or null: {@link flush} is to be called when it has had its time. */
  get missing(): number | null {
    return this.#receiver.missing;
  }

  /** Gives up what is missing, and gives what waited behind it. */
  flush(): readonly ReceivedIfp[] {
    return this.#decode(this.#receiver.flush());
  }

  #decode(delivered: readonly Delivered[]): readonly ReceivedIfp[] {
    const packets: ReceivedIfp[] = [];
    for (const { octets, lostBefore } of delivered) {
      this.#lost += lostBefore;
      const ifp = decodeIfp(octets, this.options.version)?.ifp ?? null;
      if (ifp === null) this.#malformedPackets += 1;
      // What cannot be read may have been a piece of a frame: as good as lost.
      if (ifp === null || ifp.kind === 'unknown') {
        this.#lost += 1;
        continue;
      }
      packets.push({ ifp, lost: this.#lost });
      this.#lost = 0;
    }
    return packets;
  }
}
