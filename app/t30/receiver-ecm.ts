import type { Coding } from '../model/page-format.ts';
import { BlockAssembly, concat, encodePpr, type PartialPageSignal } from './ecm-blocks.ts';

/** What a PPS means for the page. */
export type PpsVerdict =
  /** Said again: our answer to it was not heard. */
  | 'repeated'
  /** Frames are missing: PPR. */
  | 'missing'
  /** The block is whole, the page goes on. */
  | 'block'
  /** The block is whole and is the page's last. */
  | 'page';

/** A page on its way in, in error correction mode. */
export class EcmReception {
  #block = new BlockAssembly();
  #done: Uint8Array[] = [];
  #answered: PartialPageSignal | null = null;
  #missing: readonly number[] = [];
  /** Data behind a gap is of no use to T.6: it is dropped. */
  #closed = false;
  #heard = 0;

  add(fif: Uint8Array): void {
    this.#block.add(fif);
  }

  /** True when no frame has come since the last block was closed. */
  get empty(): boolean {
    return this.#block.heard === 0;
  }

  /** Facts for the transcript. */
  get facts(): { readonly frames: number; readonly missing: number } {
    return { frames: this.#heard, missing: this.#missing.length };
  }

  /** Takes the sender's word that a block has been sent. */
  close(signal: PartialPageSignal): PpsVerdict {
    if (this.empty && this.#answered !== null && sameSignal(this.#answered, signal)) return 'repeated';
    this.#block.announce(signal.frames);
    this.#missing = this.#block.missing();
    this.#heard = this.#block.heard;
    if (this.#missing.length > 0) return 'missing';
    this.#answered = signal;
    this.#keep(this.#block.dataToFirstGap().data);
    this.#block = new BlockAssembly();
    return signal.command === 'NULL' ? 'block' : 'page';
  }

  ppr(): Uint8Array {
    return encodePpr(this.#missing);
  }

  /** The sender will not repeat the missing frames: what came is kept as far as the coding can use it. */
  giveUpBlock(coding: Coding): void {
    const { data, whole } = this.#block.dataToFirstGap();
    this.#keep(data);
    if (!whole && coding === 'mmr') this.#closed = true;
    this.#block = new BlockAssembly();
  }

  /** The data of a page whose blocks are all closed. */
  takePage(): Uint8Array {
    const data = concat(this.#done);
    this.#done = [];
    this.#closed = false;
    return data;
  }

  /** What there is of a page that broke off. */
  takeRest(): Uint8Array {
    this.#keep(this.#block.dataToFirstGap().data);
    this.#block = new BlockAssembly();
    return this.takePage();
  }

  /** Starts a new page; the last answer is remembered, for it may be asked for again. */
  forgetPage(): void {
    this.#block = new BlockAssembly();
    this.#done = [];
    this.#closed = false;
  }

  #keep(data: Uint8Array): void {
    if (!this.#closed) this.#done.push(data);
  }
}

function sameSignal(a: PartialPageSignal, b: PartialPageSignal): boolean {
  return a.command === b.command && a.page === b.page && a.block === b.block;
}
