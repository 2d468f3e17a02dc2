import { access, readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { CoverFields } from '../model/cover.ts';
import { dotsPerInch, linesPerInch } from '../model/page-dots.ts';
import type { CodedPage, PageFormat, Resolution } from '../model/page-format.ts';
import { convertDocument, convertedFacts } from './convert-document.ts';
import type { CoverTemplate } from './cover/cover-template.ts';
import { drawCover } from './cover/draw-cover.ts';
import { fileError } from './look-at-file.ts';
import { findOnPath } from './office-converter.ts';
import type {
  BannerText,
  Converted,
  ConvertOptions,
  FaxFacts,
  FaxTiffFacts,
  FaxTiffReading,
  PageFacts,
  PageWorks,
  PageWorksOptions,
  ReceivedPageData,
  RenderedDocument,
  RenderOptions,
  RenderProgress,
  StoredPage,
  WorkLimits,
} from './page-works.ts';
import { FaxPdfWriter } from './pdf-pages.ts';
import { pdfiumWasmPath } from './pdfium.ts';
import type { ProofFacts } from './proof/proof-facts.ts';
import { ReceivedFile, rewriteWithFacts } from './received-file.ts';
import type { RenderContext } from './render-document.ts';
import { defaultResourcesDir } from './resources.ts';
import { appendOctets, writeWhole, writeWholeBy } from './safe-file.ts';
import type { TaskInput, TaskName, TaskOutput, WorkerSetup } from './work-messages.ts';
import { createWorkerPool, type WorkerPool } from './worker-pool.ts';

const defaultLimits: WorkLimits = { pages: 2000, fileSize: 256_000_000, taskTime: 60_000, officeTime: 120_000 };

/** Starts the page works; threads start with the first task. */
export function createPageWorks(options: PageWorksOptions): PageWorks {
  return new Works(options);
}

class Works implements PageWorks {
  readonly #context: RenderContext;
  readonly #pool: WorkerPool;
  /** Faxes being received, by path. */
  readonly #receiving = new Map<string, ReceivedFile>();
  /** Aborted by `close`. */
  readonly #closing = new AbortController();

  constructor(options: PageWorksOptions) {
    const limits = { ...defaultLimits, ...options.limits };
    const resourcesDir = options.resourcesDir ?? defaultResourcesDir();
    this.#pool = createWorkerPool({
      startWorker: options.startWorker,
      threads: options.threads,
      taskTime: limits.taskTime,
      setup: () => compilePdfium(resourcesDir),
    });
    this.#context = {
      pool: this.#pool,
      tempDir: options.tempDir,
      findProgram: options.findProgram ?? findOnPath,
      limits,
    };
  }

  async render(
    files: readonly string[],
    options: RenderOptions,
    out: string,
    progress: (progress: RenderProgress) => void,
    signal: AbortSignal,
  ): Promise<RenderedDocument> {
    const rendered = await convertDocument(
      this.#context,
      files,
      out,
      { ...options, compression: 'mmr' },
      AbortSignal.any([signal, this.#closing.signal]),
      progress,
      'tif',
    );
    const facts = { ...dpiOf(options.resolution), badLines: 0 };
    return { files: rendered.files, pages: rendered.pages.map((page) => ({ ...page, ...facts })) };
  }

  async convert(
    files: readonly string[],
    out: string,
    options: ConvertOptions,
    signal: AbortSignal = this.#closing.signal,
  ): Promise<Converted> {
    const began = performance.now();
    const either = AbortSignal.any([signal, this.#closing.signal]);
    const rendered = await convertDocument(this.#context, files, out, options, either, () => undefined);
    return convertedFacts(out, rendered, performance.now() - began);
  }

  describe(tiff: string): Promise<readonly PageFacts[]> {
    return this.#short('describe', { tiff }, tiff);
  }

  faxFacts(tiff: string, options: FaxTiffReading = {}): Promise<FaxTiffFacts> {
    return this.#short('faxFacts', { tiff, options }, tiff);
  }

  codePage(tiff: string, index: number, format: PageFormat, banner: BannerText | null): Promise<CodedPage> {
    return this.#short('codePage', { tiff, index, format, banner }, tiff, true);
  }

  image(tiff: string, index: number, width: number | null): Promise<Uint8Array> {
    return this.#short('image', { tiff, index, width }, tiff);
  }

  async appendReceived(
    out: string,
    page: ReceivedPageData,
    facts: FaxFacts,
    keep: (page: StoredPage) => boolean = () => true,
  ): Promise<StoredPage> {
    const decoded = await this.#short('decodeReceived', page, out, true);
    const { rows, badRows, longestBadRun, width, data } = decoded;
    if (!keep({ rows, badRows, longestBadRun })) return { rows, badRows, longestBadRun };
    let file = this.#receiving.get(out);
    if (file === undefined) {
      file = await ReceivedFile.create(out, facts);
      this.#receiving.set(out, file);
    }
    await file.append({ strip: data, coding: 'mmr', width, rows, badRows, longestBadRun, ...dpiOf(page.resolution) });
    return { rows, badRows, longestBadRun };
  }

  async finishReceived(out: string, facts: FaxFacts): Promise<readonly PageFacts[]> {
    const file = this.#receiving.get(out);
    this.#receiving.delete(out);
    if (file) await file.finish(facts);
    else if (!(await exists(out))) return [];
    else await this.#rewrite(out, facts);
    return this.describe(out);
  }

  async saveAs(
    tiff: string,
    out: string,
    format: 'pdf' | 'tif',
    tags: FaxFacts | null = null,
  ): Promise<{ readonly pages: number }> {
    if (format === 'tif' && tags !== null) {
      await writeWholeBy(out, (temporary) => this.#bulk('join', { tiffs: [tiff], facts: tags, out: temporary }, out));
      return { pages: (await this.describe(out)).length };
    }
    const facts = await this.describe(tiff);
    const name = basename(out);
    await writeWhole(out, async (file) => {
      if (format === 'tif') {
        const stored = await readFile(tiff).catch((cause: unknown) => Promise.reject(fileError(cause, basename(tiff))));
        return appendOctets(file, stored, name);
      }
      const pdf = new FaxPdfWriter((octets) => appendOctets(file, octets, name));
      for (const index of facts.keys()) await pdf.add(await this.#short('recode', { tiff, index }, tiff));
      return pdf.finish();
    });
    return { pages: facts.length };
  }

  async join(tiffs: readonly string[], out: string): Promise<readonly PageFacts[]> {
    await writeWholeBy(out, (temporary) => this.#bulk('join', { tiffs, facts: null, out: temporary }, out));
    return this.describe(out);
  }

  drawCover(
    cover: CoverTemplate,
    fields: CoverFields | ((coverPages: number) => CoverFields),
    out: string,
    options: RenderOptions | null,
    signal: AbortSignal = this.#closing.signal,
  ): Promise<number> {
    const typeset = async (pdf: string, pages: number) => {
      const known = typeof fields === 'function' ? fields(pages) : fields;
      return (await this.#bulk('typesetCover', { cover, fields: known, out: pdf }, out, signal)).pages;
    };
    return drawCover(this.#context, typeset, typeof fields === 'function', out, options, signal);
  }

  async writeProof(facts: ProofFacts, tiff: string | null, out: string): Promise<number> {
    const { pages } = await writeWholeBy(out, (temporary) =>
      this.#bulk('typesetProof', { facts, tiff, out: temporary }, out),
    );
    return pages;
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#pool.close();
    const open = [...this.#receiving.values()];
    this.#receiving.clear();
    await Promise.all(open.map((file) => file.close()));
  }

  async #rewrite(out: string, facts: FaxFacts): Promise<void> {
    const pages = await this.describe(out);
    await rewriteWithFacts(
      out,
      facts,
      pages.map((_, index) => async () => {
        const recoded = await this.#short('recode', { tiff: out, index }, out);
        const { data: strip, badLines: badRows, longestBadRun, width, rows, xDpi, yDpi } = recoded;
        return { strip, coding: 'mmr', width, rows, xDpi, yDpi, badRows, longestBadRun };
      }),
    );
  }

  /** A task that may take as long as a document of many pages does. */
  #bulk<N extends TaskName>(name: N, input: TaskInput<N>, file: string, signal?: AbortSignal): Promise<TaskOutput<N>> {
    const { officeTime } = this.#context.limits;
    const options = {
      lane: 'bulk',
      about: basename(file),
      urgent: true,
      taskTime: officeTime,
      mostThreads: 1,
    } as const;
    return this.#pool.run(name, input, signal ? { ...options, signal } : options);
  }

  #short<N extends TaskName>(name: N, input: TaskInput<N>, file: string, urgent = false): Promise<TaskOutput<N>> {
    return this.#pool.run(name, input, { lane: 'short', about: basename(file), urgent });
  }
}

const dpiOf = (resolution: Resolution) => ({ xDpi: dotsPerInch, yDpi: linesPerInch[resolution] });

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** PDFium compiled once; the workers share its code. */
async function compilePdfium(resourcesDir: string): Promise<WorkerSetup> {
  return { pdfium: await WebAssembly.compile(await readFile(pdfiumWasmPath())), resourcesDir };
}
