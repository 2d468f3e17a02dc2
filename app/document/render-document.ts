import { randomUUID } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { FaxError } from '../model/errors.ts';
import type { Coding, Resolution } from '../model/page-format.ts';
import { convertOfficeDocument } from './office-converter.ts';
import { narrowestWidth, type Placement, placePage, type SourceSize } from './page-layout.ts';
import type { PageOutput } from './page-output.ts';
import type { ConvertOptions, RenderedFile, RenderProgress, WorkLimits } from './page-works.ts';
import { placementNote } from './placement-note.ts';
import { tooManyPages } from './too-many-pages.ts';
import type { DrawableSource, DrawnPage } from './work-tasks.ts';
import type { WorkerPool } from './worker-pool.ts';

/** A thread that starts late is worth its start, and the processors that it takes from the compiler, for so many pages. */
const pagesPerThread = 16;

/** What a render works with. */
export interface RenderContext {
  readonly pool: WorkerPool;
  readonly tempDir: string;
  readonly findProgram: (name: string) => Promise<string | null>;
  readonly limits: WorkLimits;
}

export interface RenderJob {
  readonly files: readonly string[];
  readonly options: Omit<ConvertOptions, 'compression'>;
  /** How pages are coded for the output; `none` gives rows of whole octets. */
  readonly coding: Coding | 'none';
  readonly progress: (progress: RenderProgress) => void;
  readonly signal: AbortSignal;
}

export interface Rendered {
  readonly files: readonly RenderedFile[];
  readonly pages: readonly { readonly width: number; readonly rows: number }[];
  readonly renderers: readonly string[];
}

interface MeasuredFile {
  readonly path: string;
  readonly source: DrawableSource;
  readonly sizes: readonly SourceSize[];
  readonly renderer: string;
  readonly note: string | null;
}

interface PlannedPage {
  readonly file: MeasuredFile;
  readonly index: number;
  readonly resolution: Resolution;
  readonly placement: Placement;
}

/**
 * Renders files, in order, into an output: looks at every file first (so that a bad one is told of before work is done),
 * then draws pages on all threads and hands them over in order. Intermediate files are removed whatever happens. Throws
 * the `FaxError` of the first bad file, `NO_PAGES`, `TOO_MANY_PAGES`, `CANCELLED`.
 */
export async function renderDocument(
  context: RenderContext,
  job: RenderJob,
  output: (pages: number) => Promise<PageOutput>,
): Promise<Rendered> {
  const workDir = join(context.tempDir, `render-${randomUUID()}`);
  // One signal for everything that is under way: the user's, and our own when a page fails.
  const failure = new AbortController();
  const signal = AbortSignal.any([job.signal, failure.signal]);
  try {
    const measuring = measureFiles(context, { ...job, signal }, workDir);
    context.pool.warmUp();
    const files = await measuring;
    const pages = planPages(files, job.options);
    const target = await output(pages.length);
    const drawn = await drawPages(context.pool, { ...job, signal }, pages, target);
    await target.finish();
    return {
      files: files.map((file) => ({ path: file.path, pages: file.sizes.length, note: noteOf(file, pages) })),
      pages: drawn,
      renderers: [...new Set(files.map(({ renderer }) => renderer))],
    };
  } catch (error) {
    throw job.signal.aborted ? new FaxError('CANCELLED') : error;
  } finally {
    failure.abort();
    // A LibreOffice that was just ended may still be leaving its folder.
    await rm(workDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  }
}

/** What reading the file had to tell, and what placing its pages had. */
function noteOf(file: MeasuredFile, pages: readonly PlannedPage[]): string | null {
  const own = pages.filter((page) => page.file === file).map(({ placement }) => placement);
  const notes = [file.note, placementNote(file.sizes, own)].filter((note) => note !== null);
  return notes.length === 0 ? null : notes.join(' ');
}

/** Looks at one file after the other, so that the first bad one is told of and the pages left are known for each. */
async function measureFiles(context: RenderContext, job: RenderJob, workDir: string): Promise<readonly MeasuredFile[]> {
  if (job.files.length === 0) throw new FaxError('NO_PAGES');
  const measured: MeasuredFile[] = [];
  let pages = 0;
  for (const [index, path] of job.files.entries()) {
    const left = context.limits.pages - pages;
    const file = await measureFile(context, job, path, join(workDir, String(index)), left);
    pages += file.sizes.length;
    measured.push(file);
    job.progress({ file: path, pagesDone: 0, pages: file.sizes.length });
  }
  return measured;
}

async function measureFile(
  context: RenderContext,
  job: RenderJob,
  path: string,
  workDir: string,
  maxPages: number,
): Promise<MeasuredFile> {
  const { pool, limits } = context;
  const name = basename(path);
  const options = { lane: 'bulk', urgent: true, about: name, signal: job.signal } as const;
  const { kind } = await pool.run('look', { path, maxSize: limits.fileSize }, options);
  /** The thread knows how many pages are left for this file, not how many a fax takes. */
  const counting = <T>(work: Promise<T>): Promise<T> =>
    work.catch((error: unknown) => {
      const many = error instanceof FaxError && error.code === 'TOO_MANY_PAGES' && maxPages < limits.pages;
      throw many ? tooManyPages(limits.pages, name, true) : error;
    });
  const key = randomUUID();
  let source: DrawableSource = { kind: 'pdf', path, key, name };
  let note: string | null = null;
  let by = '';
  if (kind === 'text') {
    const out = join(workDir, 'text.pdf');
    await mkdir(workDir, { recursive: true, mode: 0o700 });
    ({ note } = await counting(pool.run('typeset', { path, out, maxPages }, options)));
    source = { kind: 'pdf', path: out, key, name };
  } else if (kind === 'office' || kind === 'html') {
    await mkdir(workDir, { recursive: true, mode: 0o700 });
    const { findProgram } = context;
    const made = await convertOfficeDocument({
      path,
      kind,
      workDir,
      findProgram,
      timeLimit: limits.officeTime,
      signal: job.signal,
    });
    source = { kind: 'pdf', path: made, key, name };
    by = 'libreoffice+';
  } else source = { kind, path, key, name };
  const measured = await counting(pool.run('measure', { source, maxPages }, options));
  const { sizes, renderer, note: measureNote } = measured;
  return { path, source, sizes, renderer: by + renderer, note: note ?? measureNote };
}

function planPages(files: readonly MeasuredFile[], options: RenderJob['options']): readonly PlannedPage[] {
  const sizes = files.flatMap((file) => file.sizes);
  if (sizes.length === 0) throw new FaxError('NO_PAGES');
  const paper = options.width ?? narrowestWidth(sizes);
  return files.flatMap((file) =>
    file.sizes.map((size, index) => {
      const resolution = options.resolution ?? size.resolution ?? 'fine';
      return { file, index, resolution, placement: placePage(size, paper, resolution) };
    }),
  );
}

/**
 * Draws pages on all threads, a few ahead of the one that is written next: memory stays flat however many there are.
 */
async function drawPages(
  pool: WorkerPool,
  job: RenderJob,
  pages: readonly PlannedPage[],
  output: PageOutput,
): Promise<Rendered['pages']> {
  const mostThreads = Math.max(1, Math.min(pool.threads, Math.ceil(pages.length / pagesPerThread)));
  const ahead = mostThreads * 3;
  const drawing: Promise<DrawnPage>[] = [];
  const written: { width: number; rows: number }[] = [];
  const doneInFile = new Map<MeasuredFile, number>();
  for (let next = 0; written.length < pages.length; ) {
    while (next < pages.length && next < written.length + ahead) {
      const page = drawPage(pool, job, pages[next]!, mostThreads);
      // Awaited in order below; a failure further ahead must not count as unhandled until then.
      page.catch(() => undefined);
      drawing[next++] = page;
    }
    const index = written.length;
    const page = await drawing[index]!;
    delete drawing[index];
    job.signal.throwIfAborted();
    await output.add(page, pages[index]!.resolution);
    written.push({ width: page.width, rows: page.rows });
    letGo(page);
    const { file } = pages[index]!;
    const pagesDone = (doneInFile.get(file) ?? 0) + 1;
    doneInFile.set(file, pagesDone);
    job.progress({ file: file.path, pagesDone, pages: file.sizes.length });
  }
  return written;
}

function drawPage(pool: WorkerPool, job: RenderJob, page: PlannedPage, mostThreads: number): Promise<DrawnPage> {
  const { file, index, placement, resolution } = page;
  const { dither } = job.options;
  return pool.run(
    'draw',
    { source: file.source, index, placement, resolution, dither, coding: job.coding },
    { lane: 'bulk', urgent: true, about: file.source.name, signal: job.signal, mostThreads },
  );
}

/** Gives a written page's octets back now: this thread makes so little garbage that the collector would let them pile up. */
function letGo({ data: { buffer } }: DrawnPage): void {
  if (buffer instanceof ArrayBuffer) buffer.transfer(0);
}
