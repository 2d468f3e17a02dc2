import { randomUUID } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { convertDocument } from '../convert-document.ts';
import type { RenderOptions } from '../page-works.ts';
import type { RenderContext } from '../render-document.ts';
import { writeWholeBy } from '../safe-file.ts';

/**
 * Draws a cover page that `typeset` sets as a PDF, a file that must not exist, for a cover of so many pages: as that
 * PDF, or as fax pages by the one way from PDF to dots. Where what it says depends on the number of its own pages, it
 * is set again until that is right.
 */
export async function drawCover(
  context: RenderContext,
  typeset: (pdf: string, pages: number) => Promise<number>,
  depends: boolean,
  out: string,
  options: RenderOptions | null,
  signal: AbortSignal,
): Promise<number> {
  const workDir = join(context.tempDir, `cover-${randomUUID()}`);
  try {
    if (options === null) return await writeWholeBy(out, (temporary) => settle(typeset, depends, temporary));
    await mkdir(workDir, { recursive: true, mode: 0o700 });
    const pdf = join(workDir, 'cover.pdf');
    const pages = await settle(typeset, depends, pdf);
    await convertDocument(context, [pdf], out, { ...options, compression: 'mmr' }, signal, () => undefined, 'tif');
    return pages;
  } finally {
    await rm(workDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  }
}

/** One page at first; what a second setting changes is a number of a few digits. */
async function settle(
  typeset: (pdf: string, pages: number) => Promise<number>,
  depends: boolean,
  pdf: string,
): Promise<number> {
  const pages = await typeset(pdf, 1);
  if (pages === 1 || !depends) return pages;
  await rm(pdf);
  return typeset(pdf, pages);
}
