import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { RequestOutput, RequestParsed } from '../../contract/requests.ts';
import type { RenderedDocument } from '../../document/page-works.ts';
import { FaxError } from '../../model/errors.ts';
import type { ServerCore } from './server-core.ts';

/** Open previews at most; the oldest goes when another comes. */
const MOST = 16;

interface Preview {
  readonly file: string;
  readonly abort: AbortController;
  readonly rendered: Promise<RenderedDocument>;
}

/** Documents rendered to be looked at before they are sent. They live until they are closed or the server stops. */
export class Previews {
  readonly #core: ServerCore;
  readonly #open = new Map<string, Preview>();
  #count = 0;

  constructor(core: ServerCore) {
    this.#core = core;
  }

  /** Renders; the same id again replaces the preview, whose own rendering ends with `CANCELLED`. */
  async open({ previewId, files, options }: RequestParsed<'preview.open'>): Promise<RequestOutput<'preview.open'>> {
    // While one is being closed another request may open it again: only the last stays open.
    while (this.#open.has(previewId)) await this.close(previewId);
    const abort = new AbortController();
    this.#count += 1;
    const file = join(this.#core.folders.previews, `${this.#count}.tif`);
    const rendered = this.#core.works.render(
      files,
      options,
      file,
      (progress) => this.#core.publisher.tell({ type: 'preview', previewId, ...progress }),
      abort.signal,
    );
    const preview: Preview = { file, abort, rendered };
    this.#open.set(previewId, preview);
    await this.#closeOldest();
    try {
      const { pages, files: rendering } = await rendered;
      return { pages, files: rendering };
    } catch (error) {
      if (this.#open.get(previewId) === preview) this.#open.delete(previewId);
      throw error;
    }
  }

  async #closeOldest(): Promise<void> {
    const [oldest] = this.#open.keys();
    if (this.#open.size > MOST && oldest !== undefined) await this.close(oldest);
  }

  /** The finished file of a preview; waits while it is being rendered. Throws `PREVIEW_NOT_FOUND`. */
  async fileOf(previewId: string): Promise<{ readonly file: string; readonly document: RenderedDocument }> {
    const preview = this.#open.get(previewId);
    if (!preview) throw new FaxError('PREVIEW_NOT_FOUND');
    return { file: preview.file, document: await preview.rendered };
  }

  /** Ends a preview and removes its pages. Idempotent. */
  async close(previewId: string): Promise<void> {
    const preview = this.#open.get(previewId);
    if (!preview) return;
    this.#open.delete(previewId);
    preview.abort.abort();
    await Promise.allSettled([preview.rendered]);
    await rm(preview.file, { force: true });
  }

  async closeAll(): Promise<void> {
    await Promise.all([...this.#open.keys()].map((id) => this.close(id)));
  }
}
