import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import PDFDocument from 'pdfkit';
import { FaxError } from '../model/errors.ts';
import { fontCoverage } from './font-coverage.ts';
import { writeError } from './look-at-file.ts';
import { columns, decodeText, settableRow, textPages } from './plain-text.ts';
import { textFontFiles } from './resources.ts';

const fontSize = 10;
const lineHeight = 12.4;
/** Liberation Mono is 0.6 em wide: 80 columns of 10-point type are 480 points, centred on A4's 595. */
const left = (595.28 - columns * fontSize * 0.6) / 2;
const top = 49;
/** No text that large makes few enough pages. */
const maxTextSize = 32_000_000;

/**
 * Sets a text file as a PDF with an embedded font, so that text takes the same way to dots as everything else.
 * Throws `TEXT_NOT_SETTABLE`, `TOO_MANY_PAGES`, `FILE_TOO_LARGE` and what writing throws.
 */
export async function typesetText(
  path: string,
  out: string,
  resourcesDir: string,
  maxPages: number,
): Promise<{ readonly note: string | null }> {
  const name = basename(path);
  const octets = await readFile(path);
  if (octets.length > maxTextSize) throw new FaxError('FILE_TOO_LARGE', { message: `“${name}” is too long a text.` });
  const { text, note } = decodeText(octets);
  const font = await readFile(join(resourcesDir, textFontFiles.mono));
  const document = new PDFDocument({ size: 'A4', margin: 0, autoFirstPage: false, compress: true });
  const written = pipeline(document, createWriteStream(out, { flags: 'wx' })).catch((cause: unknown) =>
    Promise.reject(writeError(cause, name)),
  );
  try {
    const replaced = setPages(document, text, font, name, maxPages);
    document.end();
    await written;
    return { note: [note, replacedNote(replaced)].filter((words) => words !== null).join(' ') || null };
  } catch (error) {
    document.destroy();
    await Promise.allSettled([written]);
    throw error;
  }
}

function setPages(
  document: PDFKit.PDFDocument,
  text: string,
  font: Uint8Array,
  name: string,
  maxPages: number,
): number {
  const covers = fontCoverage(font);
  document.registerFont('text', Buffer.from(font));
  let replaced = 0;
  let pages = 0;
  for (const rows of textPages(text)) {
    if (++pages > maxPages)
      throw new FaxError('TOO_MANY_PAGES', {
        message: `“${name}” makes more than ${maxPages} pages, the most one fax takes.`,
      });
    document.addPage().font('text').fontSize(fontSize);
    rows.forEach((row, index) => {
      const settable = settableRow(row, covers, name);
      replaced += settable.replaced;
      if (settable.row !== '')
        document.text(settable.row, left, top + index * lineHeight, { lineBreak: false, features: [] });
    });
  }
  return replaced;
}

function replacedNote(replaced: number): string | null {
  if (replaced === 0) return null;
  return replaced === 1
    ? 'One sign that the font lacks became a question mark.'
    : `${replaced} signs that the font lacks became question marks.`;
}
