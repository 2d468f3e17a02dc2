import type { FileHandle } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { FaxError } from '../model/errors.ts';
import type { Coding } from '../model/page-format.ts';
import { type PageOutput, pbmOutput, pdfOutput, tiffOutput } from './page-output.ts';
import type { Converted, ConvertOptions, RenderProgress } from './page-works.ts';
import { type RenderContext, type Rendered, renderDocument } from './render-document.ts';
import { writeWhole } from './safe-file.ts';

/** What is written, by the ending of the output's name. */
type OutputKind = 'tif' | 'pdf' | 'pbm';

/**
 * Renders files into a TIFF, PDF or PBM. `kind` is for names that do not say it. Throws the errors of {@link renderDocument} and of writing.
 */
export async function convertDocument(
  context: RenderContext,
  files: readonly string[],
  out: string,
  options: ConvertOptions,
  signal: AbortSignal,
  progress: (progress: RenderProgress) => void,
  kind: OutputKind = outputKind(out),
): Promise<Rendered> {
  const coding: Coding | 'none' = kind === 'pbm' ? 'none' : kind === 'pdf' ? 'mmr' : options.compression;
  const job = { files, options, coding, progress, signal };
  return writeWhole(out, (file) => renderDocument(context, job, (pages) => outputOf(kind, file, out, options, pages)));
}

async function outputOf(
  kind: OutputKind,
  file: FileHandle,
  out: string,
  options: ConvertOptions,
  pages: number,
): Promise<PageOutput> {
  const name = basename(out);
  switch (kind) {
    case 'tif':
      return tiffOutput(file, options.compression, pages);
    case 'pdf':
      return pdfOutput(file, name);
    case 'pbm':
      return pbmOutput(file, name);
  }
}

function outputKind(out: string): OutputKind {
  switch (extname(out).toLowerCase()) {
    case '.tif':
    case '.tiff':
      return 'tif';
    case '.pdf':
      return 'pdf';
    case '.pbm':
      return 'pbm';
    default:
      throw new FaxError('ARGUMENT_INVALID', {
        message: `“${basename(out)}” cannot be written: its ending is not one of .tif, .pdf and .pbm.`,
        next: 'Choose a name that ends in .tif, .pdf or .pbm.',
      });
  }
}

/** What the command prints of a conversion. */
export function convertedFacts(out: string, rendered: Rendered, milliseconds: number): Converted {
  const pages = rendered.pages.length;
  return {
    out,
    pages,
    msPerPage: Math.round((milliseconds / Math.max(1, pages)) * 100) / 100,
    renderer: rendered.renderers.join(', '),
  };
}
