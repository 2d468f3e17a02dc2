/** Appends codes to a growing octet string, first bit in the most significant place. */
export class CodeWriter {
  #words: Int32Array;
  #at = 0;
  /** The bits not yet in a word, in the low places; what stands above them is of no meaning. */
  #pending = 0;
  /** Bits still free in the pending word, 1 to 32. */
  #room = 32;
  readonly #one = new Int32Array(1);

  constructor(expectedOctets: number) {
    this.#words = new Int32Array((expectedOctets >>> 2) + 64);
  }

  /** Bits written so far. */
  get bits(): number {
    return this.#at * 32 + 32 - this.#room;
  }

  /** Appends the first `count` codes of the list; each is packed as by `packedCode`. */
  append(codes: Int32Array, count: number): void {
    // A code has at most 27 bits, so it fills at most one word.
    if (this.#at + count + 2 > this.#words.length) this.#grow(count + 2);
    const words = this.#words;
    let at = this.#at;
    let pending = this.#pending;
    let room = this.#room;
    for (let k = 0; k < count; k++) {
      const packed = codes[k] as number;
      const length = packed & 31;
      const code = packed >>> 5;
      if (length < room) {
        pending = (pending << length) | code;
        room -= length;
      } else {
        const over = length - room;
        words[at++] = (pending << room) | (code >>> over);
        pending = code;
        room = 32 - over;
      }
    }
    this.#at = at;
    this.#pending = pending;
    this.#room = room;
  }

  /** Appends one packed code. */
  appendOne(code: number): void {
    this.#one[0] = code;
    this.append(this.#one, 1);
  }

  /** Appends so many zeros. */
  appendZeros(count: number): void {
    for (let left = count; left > 0; left -= 24) this.appendOne(Math.min(left, 24));
  }

  /** The octets; zeros fill the last. */
  finish(): Uint8Array {
    const length = Math.ceil(this.bits / 8);
    if (this.#room < 32) this.#words[this.#at] = this.#pending << this.#room;
    const octets = new Uint8Array(((length + 3) >>> 2) * 4);
    const view = new DataView(octets.buffer);
    for (let at = 0; at * 4 < length; at++) view.setInt32(at * 4, this.#words[at] as number);
    return octets.subarray(0, length);
  }

  #grow(words: number): void {
    const grown = new Int32Array(Math.max(this.#words.length * 2, this.#at + words + 64));
    grown.set(this.#words);
    this.#words = grown;
  }
}
