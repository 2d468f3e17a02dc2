import { buildFrame, fcf2Of, type PostMessage, parseFcf2 } from './frames.ts';
import { reverseBits } from './octets.ts';

/** Error correction mode: pages cut into blocks of numbered frames, and put together again (T.30 Annex A, T.4 Annex A). */

/** Frames of a block at most. */
const BLOCK_FRAMES = 256;
/** RCP frames that end a block. */
const RCP_FRAMES = 3;

/** One block of a page on the sending side: the data of its frames, the last one padded with zeros. */
export type Block = readonly Uint8Array[];

/** Cuts a coded page into blocks. A page without octets is one block of one frame of zeros. */
export function cutIntoBlocks(data: Uint8Array, frameSize: number): readonly Block[] {
  const frames: Uint8Array[] = [];
  for (let at = 0; at === 0 || at < data.length; at += frameSize) {
    const frame = new Uint8Array(frameSize);
    frame.set(data.subarray(at, at + frameSize));
    frames.push(frame);
  }
  const blocks: Block[] = [];
  for (let at = 0; at < frames.length; at += BLOCK_FRAMES) blocks.push(frames.slice(at, at + BLOCK_FRAMES));
  return blocks;
}

/** The FCD frames with these numbers, and the three RCP behind them: one burst at the image rate. */
export function blockBurst(block: Block, numbers: readonly number[]): readonly Uint8Array[] {
  const frames = numbers.map((n) => {
    const fif = new Uint8Array(1 + block[n]!.length);
    fif[0] = reverseBits(n);
    fif.set(block[n]!, 1);
    return buildFrame('FCD', { x: false, final: false, fif });
  });
  const rcp = buildFrame('RCP', { x: false, final: false });
  return [...frames, ...Array.from({ length: RCP_FRAMES }, () => rcp)];
}

/** What PPS says: which command, and which block of which page how many frames were sent for. */
export interface PartialPageSignal {
  readonly command: PostMessage;
  /** Pages of the call before this one, modulo 256. */
  readonly page: number;
  /** Blocks of the page before this one, modulo 256. */
  readonly block: number;
  /** Frames sent since the last carrier: 1 to 256. */
  readonly frames: number;
}

export function encodePps(signal: PartialPageSignal, x: boolean): Uint8Array {
  return Uint8Array.of(
    fcf2Of(signal.command, x),
    reverseBits(signal.page),
    reverseBits(signal.block),
    reverseBits(Math.max(signal.frames - 1, 0)),
  );
}

/** Reads the FIF of a PPS; null where it is none. */
export function decodePps(fif: Uint8Array): PartialPageSignal | null {
  const command = parseFcf2(fif[0]);
  if (command === null || fif.length < 4) return null;
  return { command, page: reverseBits(fif[1]!), block: reverseBits(fif[2]!), frames: reverseBits(fif[3]!) + 1 };
}

/** The map of a PPR: frames that are wanted again, the first transmitted bit for frame 0. */
export function encodePpr(missing: readonly number[]): Uint8Array {
  const map = new Uint8Array(BLOCK_FRAMES / 8);
  for (const n of missing) map[n >> 3]! |= 0x80 >> (n & 7);
  return map;
}

/** Frames of a block that a PPR asks for; bits beyond the block are ignored. */
export function decodePpr(fif: Uint8Array, blockLength: number): readonly number[] {
  const wanted: number[] = [];
  for (let n = 0; n < blockLength; n++) if (((fif[n >> 3] ?? 0) & (0x80 >> (n & 7))) !== 0) wanted.push(n);
  return wanted;
}

/** One block on the receiving side: collects frames until none is missing. */
export class BlockAssembly {
  readonly #frames = new Map<number, Uint8Array>();
  /** Frames of the block as the first PPS told; frames heard may be fewer. */
  #length = 0;

  /** Takes the FIF of an FCD frame: its number and up to 256 octets. Repeats are welcome; nonsense is dropped. */
  add(fif: Uint8Array): void {
    const [number] = fif;
    if (number === undefined || fif.length < 2 || fif.length > 257) return;
    this.#frames.set(reverseBits(number), fif.slice(1));
  }

  get heard(): number {
    return this.#frames.size;
  }

  /**
   * Takes the frame count of a PPS. On repetitions some senders tell how many frames were repeated, so the count
   * never makes the block shorter than what has been heard of it or told before.
   */
  announce(frames: number): void {
    this.#length = Math.max(this.#length, frames, ...[...this.#frames.keys()].map((n) => n + 1));
  }

  /** Numbers of the frames still wanted. */
  missing(): readonly number[] {
    return Array.from({ length: this.#length }, (_, n) => n).filter((n) => !this.#frames.has(n));
  }

  /** The data of the block as far as the first missing frame. */
  dataToFirstGap(): { readonly data: Uint8Array; readonly whole: boolean } {
    const parts: Uint8Array[] = [];
    for (let n = 0; this.#frames.has(n); n++) parts.push(this.#frames.get(n)!);
    return { data: concat(parts), whole: parts.length >= this.#length };
  }
}

/** Several pieces as one. */
export function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
