import { endsWithFcs } from './fcs.ts';

/** Longer frames are rubbish: an ECM frame has 262 octets with its FCS. */
const LONGEST = 300;
/** Address, control, one more, and FCS. */
const SHORTEST = 5;

/** States of the bit level: 0 to 5 ones in a row, six (a flag or more ones), more than six (idle). */
const SIX = 6;
const IDLE = 7;

/**
 * By state (0 to 5 ones before) and octet: the bits that are data (bits 0 to 7), how many (bits 8 to 11), the state behind
 * them (bits 12 to 14); bit 15 where six ones turn up and the octet is read bit by bit.
 */
const steps = Uint16Array.from({ length: 6 * 256 }, (_, index) => {
  let ones = index >> 8;
  let bits = 0;
  let count = 0;
  for (let bit = 0; bit < 8; bit++) {
    const one = (index >> bit) & 1;
    if (one === 1) {
      ones += 1;
      if (ones === SIX) return 0x8000;
      bits |= 1 << count++;
    } else {
      if (ones < 5) count += 1;
      ones = 0;
    }
  }
  return bits | (count << 8) | (ones << 12);
});

/**
 * Finds HDLC frames in a bit stream that comes in pieces of any size; octets low bit first. An octet inside a frame
 * costs one look into a table.
 */
export class HdlcDeframer {
  readonly #told: (octets: Uint8Array, fcsOk: boolean) => void;
  readonly #frame = new Uint8Array(LONGEST + 8);
  #length = 0;
  #bits = 0;
  #count = 0;
  #state = IDLE;
  /** A flag has opened a frame, and nothing has spoilt it. */
  #open = false;

  /** `told` hears each frame from the address octet on, without its FCS where that is good, in an array of its own. */
  constructor(told: (octets: Uint8Array, fcsOk: boolean) => void) {
    this.#told = told;
  }

  take(octets: Uint8Array): void {
    for (let at = 0; at < octets.length; at++) {
      const octet = octets[at]!;
      const step = this.#state < SIX ? steps[(this.#state << 8) | octet]! : 0x8000;
      if (step & 0x8000) this.#takeBits(octet);
      else {
        this.#state = (step >> 12) & 7;
        if (this.#open) this.#append(step & 0xff, (step >> 8) & 0xf);
      }
    }
  }

  #append(bits: number, count: number): void {
    this.#bits |= bits << this.#count;
    this.#count += count;
    if (this.#count < 8) return;
    this.#frame[this.#length++] = this.#bits & 0xff;
    this.#bits >>>= 8;
    this.#count -= 8;
    if (this.#length > LONGEST) this.#open = false;
  }

  #takeBits(octet: number): void {
    for (let bit = 0; bit < 8; bit++) {
      if ((octet >> bit) & 1) {
        if (this.#state === SIX) this.#open = false;
        if (this.#state < IDLE) this.#state += 1;
        if (this.#open && this.#state <= 5) this.#append(1, 1);
      } else {
        if (this.#state === SIX) this.#flag();
        else if (this.#state < 5 && this.#open) this.#append(0, 1);
        this.#state = 0;
      }
    }
  }

  /** A flag ends a frame and opens the next. Of the flag itself a zero and five ones stand in the frame's last octet. */
  #flag(): void {
    if (this.#open && this.#count === 6 && this.#length >= SHORTEST) {
      const octets = this.#frame.slice(0, this.#length);
      const fcsOk = endsWithFcs(octets);
      this.#told(fcsOk ? octets.slice(0, -2) : octets, fcsOk);
    }
    this.#open = true;
    this.#length = 0;
    this.#bits = 0;
    this.#count = 0;
  }
}
