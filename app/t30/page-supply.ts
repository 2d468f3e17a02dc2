import type { CodedPage, PageFormat } from '../model/page-format.ts';

/** Pages coded ahead of their turn: the one on the line and the next, each asked for once in each format. */
export class PageSupply {
  readonly #entries = new Map<number, { readonly format: PageFormat; page: CodedPage | null }>();

  /** Notes that a page is wanted in a format; true when it must be asked for now. */
  want(index: number, format: PageFormat): boolean {
    const entry = this.#entries.get(index);
    if (entry && sameFormat(entry.format, format)) return false;
    this.#entries.set(index, { format, page: null });
    return true;
  }

  /** Takes a page that was coded; one that is no longer wanted in this format is dropped. */
  put(index: number, page: CodedPage): void {
    const entry = this.#entries.get(index);
    if (entry && sameFormat(entry.format, page.format)) entry.page = page;
  }

  /** The page in the format wanted last, or null while it is being coded. */
  get(index: number): CodedPage | null {
    return this.#entries.get(index)?.page ?? null;
  }

  /** The page is done with. */
  drop(index: number): void {
    this.#entries.delete(index);
  }
}

function sameFormat(a: PageFormat, b: PageFormat): boolean {
  return (
    a.coding === b.coding && a.resolution === b.resolution && a.width === b.width && a.minLineBits === b.minLineBits
  );
}
