/**
 * Draws the banner's bitmap font (`banner-glyphs.ts`) from the embedded Liberation Mono Bold (OFL 1.1), once for each
 * resolution: `node app/document/make-banner-font.ts`, when the font or its size changes.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import PDFDocument from 'pdfkit';
import { bannerRows, type Resolution, resolutionSchema } from '../model/page-format.ts';
import { blackBelow } from './halftone-kernel.ts';
import { type Pdfium, pdfiumWasmPath, startPdfium } from './pdfium.ts';
import { defaultResourcesDir } from './resources.ts';

const first = 0x20;
const last = 0x7e;
const cellWidth = 16;
/** Dots an inch and 0.6 em to a cell make the type 9.4 points. */
const fontSize = ((cellWidth / 0.6) * 72) / 204;
/** The strip of 16 standard rows in points, and where its baseline stands. */
const cellHeight = (16 * 72) / 98;
const baseline = cellHeight * 0.76;

/** Every character in its cell, side by side, as one page. */
async function sheet(font: Uint8Array): Promise<Uint8Array> {
  const advance = (cellWidth * 72) / 204;
  const document = new PDFDocument({ size: [(last - first + 1) * advance, cellHeight], margin: 0 });
  document.registerFont('banner', Buffer.from(font)).font('banner').fontSize(fontSize);
  for (let code = first; code <= last; code++)
    document.text(String.fromCharCode(code), (code - first) * advance, baseline, {
      lineBreak: false,
      baseline: 'alphabetic',
    });
  document.end();
  return buffer(document);
}

function glyphs(pdfium: Pdfium, pdf: Uint8Array, resolution: Resolution): string {
  const document = pdfium.open(pdf, 'banner');
  const pageRows = bannerRows[resolution];
  const pageWidth = (last - first + 1) * cellWidth;
  const grey = document.draw(0, { turned: false, left: 0, width: pageWidth, height: pageRows, pageWidth, pageRows });
  const bytes = new Uint8Array((last - first + 1) * pageRows * 2);
  for (let glyph = 0, at = 0; glyph <= last - first; glyph++)
    for (let row = 0; row < pageRows; row++, at += 2)
      for (let dot = 0; dot < cellWidth; dot++)
        if (grey[row * pageWidth + glyph * cellWidth + dot]! < blackBelow)
          bytes[at + (dot >> 3)] = bytes[at + (dot >> 3)]! | (0x80 >> (dot & 7));
  document.close();
  return Buffer.from(bytes).toString('base64');
}

const pdf = await sheet(await readFile(join(defaultResourcesDir(), 'fonts/LiberationMono-Bold.ttf')));
const pdfium = await startPdfium(await WebAssembly.compile(await readFile(pdfiumWasmPath())));
const lines = resolutionSchema.options.map((resolution) => {
  const rows = glyphs(pdfium, pdf, resolution).match(/.{1,112}/g) ?? [];
  return `  ${resolution}:\n${rows.map((row) => `    '${row}'`).join(' +\n')},\n`;
});
await writeFile(
  new URL('banner-glyphs.ts', import.meta.url),
  `/**
 * The banner's font, made by make-banner-font.ts from Liberation Mono Bold, and like it under the SIL Open Font License
 * 1.1 (resources/fonts/LICENSE): the characters from space to tilde, each 16 dots wide and 16, 32 or 64 rows high, two
 * octets a row, in base64.
 */
import type { Resolution } from '../model/page-format.ts';

export const bannerGlyphs: Readonly<Record<Resolution, string>> = {
${lines.join('')}};
`,
);
