import type { FileHandle } from 'node:fs/promises';
import { createTiffAppender } from '../image/tiff-writer.ts';
import { dotsPerInch, linesPerInch } from '../model/page-dots.ts';
import type { Coding, Resolution } from '../model/page-format.ts';
import { FaxPdfWriter } from './pdf-pages.ts';
import { appendOctets } from './safe-file.ts';
import type { DrawnPage } from './work-tasks.ts';

/** Where drawn pages go, in order. */
export interface PageOutput {
  add(page: DrawnPage, resolution: Resolution): Promise<void>;
  /** Writes what stands at the end; the file is synced by whoever opened it. */
  finish(): Promise<void>;
}

/** Pages as TIFF-F, coded as they come: T.4 without RTC, T.6 with EOFB. */
export async function tiffOutput(file: FileHandle, coding: Coding, pageCount: number): Promise<PageOutput> {
  const appender = await createTiffAppender(file, { durable: false, pageCount });
  return {
    add: ({ width, rows, data }, resolution) =>
      appender.append({ strip: data, coding, width, rows, ...densityOf(resolution) }),
    finish: () => appender.finish(),
  };
}

const densityOf = (resolution: Resolution) => ({ xDpi: dotsPerInch, yDpi: linesPerInch[resolution] });

/** Pages as PDF at true size; they must be coded as MMR. */
export function pdfOutput(file: FileHandle, name: string): PageOutput {
  const writer = new FaxPdfWriter((octets) => appendOctets(file, octets, name));
  return {
    add: ({ width, rows, data }, resolution) => writer.add({ width, rows, data, ...densityOf(resolution) }),
    finish: () => writer.finish(),
  };
}

/** Pages as raw PBM pictures (P4), one after the other; they must not be coded. */
export function pbmOutput(file: FileHandle, name: string): PageOutput {
  return {
    async add({ width, rows, data }) {
      await appendOctets(file, Buffer.from(`P4\n${width} ${rows}\n`, 'latin1'), name);
      await appendOctets(file, data, name);
    },
    finish: async () => undefined,
  };
}
