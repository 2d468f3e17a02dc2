import { type Block, blockBurst, cutIntoBlocks, encodePps } from './ecm-blocks.ts';
import type { PostMessage } from './frames.ts';

/** PPRs for one block after which the sender must say CTC or give up (T.30 A.4.3). */
const PPRS = 4;

/** What a PPR asks of the sender. */
export type AfterPpr =
  | 'resend'
  /** CTC at the same rate. */
  | 'continue'
  /** CTC at a lower rate, or at this one where there is none lower. */
  | 'continue-slower'
  /** Nothing was mended at this rate: CTC at a lower one, or the end. */
  | 'stuck';

/** A page on its way in error correction mode: which block is out, and which of its frames are still wanted. */
export class EcmPage {
  readonly #blocks: readonly Block[];
  readonly #pageCounter: number;
  #at = 0;
  #wanted: readonly number[];
  #pprs = 0;
  /** Frames wanted when PPRs were counted from 0 last. */
  #wantedBefore: number;

  /** `pageCounter`: pages of this call before this one. */
  constructor(data: Uint8Array, frameSize: number, pageCounter: number) {
    this.#blocks = cutIntoBlocks(data, frameSize);
    this.#pageCounter = pageCounter;
    this.#wanted = allOf(this.#block);
    this.#wantedBefore = this.#wanted.length;
  }

  get #block(): Block {
    return this.#blocks[this.#at] ?? [];
  }

  get blockLength(): number {
    return this.#block.length;
  }

  get lastBlock(): boolean {
    return this.#at + 1 >= this.#blocks.length;
  }

  /** Facts for the transcript: the block from 0, and what of it goes out now. */
  get facts(): { readonly block: number; readonly frames: number; readonly octets: number } {
    const octets = this.#wanted.reduce((sum, n) => sum + (this.#block[n]?.length ?? 0), 0);
    return { block: this.#at, frames: this.#wanted.length, octets };
  }

  /** The burst to send now: the frames still wanted, and RCP. */
  burst(): readonly Uint8Array[] {
    return blockBurst(this.#block, this.#wanted);
  }

  /** The FIF of the PPS behind it. Its frame count is that of the burst, as the field's senders have it. */
  pps(command: PostMessage, x: boolean): Uint8Array {
    return encodePps({ command, page: this.#pageCounter, block: this.#at, frames: this.#wanted.length }, x);
  }

  nextBlock(): void {
    this.#at += 1;
    this.#wanted = allOf(this.#block);
    this.#wantedBefore = this.#wanted.length;
    this.#pprs = 0;
  }

  /**
   * Takes the frames that a PPR asks for. After the fourth PPR correction goes on by CTC: at the same rate while at
   * least half of what was wrong has been mended since, else at a lower one. While anything is mended the call is
   * worth going on with: giving a block up would lose the rest of a T.6 page.
   */
  onPpr(wanted: readonly number[]): AfterPpr {
    // A map that asks for nothing is answered with the last frame alone, so that the PPS has a block to close.
    this.#wanted = wanted.length > 0 ? wanted : [this.blockLength - 1];
    this.#pprs += 1;
    if (this.#pprs < PPRS) return 'resend';
    this.#pprs = 0;
    const mended = this.#wantedBefore - wanted.length;
    const next = mended <= 0 ? 'stuck' : mended * 2 < this.#wantedBefore ? 'continue-slower' : 'continue';
    this.#wantedBefore = wanted.length;
    return next;
  }
}

function allOf(block: Block): readonly number[] {
  return block.map((_, n) => n);
}
