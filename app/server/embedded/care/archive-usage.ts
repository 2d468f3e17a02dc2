import type { ServerCore } from '../server-core.ts';

/** The settings' megabyte, octets. */
export const MEGABYTE = 1_048_576;

/** How large the archive is, and the warning between its water marks (object model 3.5). */
export class ArchiveUsage {
  readonly #core: ServerCore;
  #bytes = 0;
  /** The warning was shown, and the archive has not been below the low mark since. */
  #warned = false;

  constructor(core: ServerCore) {
    this.#core = core;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Reads the size from the store. */
  async read(): Promise<void> {
    this.#bytes = (await this.#core.store.archiveFacts()).bytes;
    this.tell();
  }

  /** A fax was filed, or erased: less than nothing. */
  add(bytes: number): void {
    this.#bytes = Math.max(0, this.#bytes + bytes);
    this.tell();
  }

  /** Shows the warning or takes it back, by the settings as they are. */
  tell(): void {
    const { sizeQuotaWarning, highQuotaWaterMark, lowQuotaWaterMark } = this.#core.settings;
    // Below nothing it never is: where no low mark is set, the high one is both.
    const low = lowQuotaWaterMark === 0 ? highQuotaWaterMark : lowQuotaWaterMark;
    if (!sizeQuotaWarning || this.#bytes < low * MEGABYTE) this.#warned = false;
    if (sizeQuotaWarning && this.#bytes > highQuotaWaterMark * MEGABYTE) this.#warned = true;
    this.#core.warn(
      'archive-quota',
      this.#warned
        ? {
            words: `The archive has grown beyond ${highQuotaWaterMark} MB.`,
            next: 'Erase old faxes, or set a limit of age or size for the archive.',
          }
        : null,
    );
  }
}
