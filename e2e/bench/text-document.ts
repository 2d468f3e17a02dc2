import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import PDFDocument from 'pdfkit';

const fontPath = (name: string) => fileURLToPath(new URL(`../../resources/fonts/${name}.ttf`, import.meta.url));

const sentence =
  'Every page of this document holds as much text as a page of a letter does, so that the time it takes is that of a real one. ';

/** Writes a PDF of A4 pages full of text, each with a heading, seven paragraphs and a table; no two pages are the same. */
export async function writeTextDocument(path: string, pages: number): Promise<void> {
  const document = new PDFDocument({ size: 'A4', margin: 50, autoFirstPage: false });
  const written = pipeline(document, createWriteStream(path));
  document.registerFont('text', fontPath('LiberationSans-Regular'));
  document.registerFont('bold', fontPath('LiberationSans-Bold'));
  for (let page = 1; page <= pages; page++) {
    document.addPage();
    document.font('bold').fontSize(16).text(`Report, page ${page} of ${pages}`).moveDown(0.5);
    document.font('text').fontSize(10.5);
    for (let paragraph = 0; paragraph < 7; paragraph++)
      document.text(`${sentence.repeat(4)}${page}.${paragraph}`, { align: 'justify' }).moveDown(0.5);
    drawTable(document, page);
  }
  document.end();
  await written;
}

function drawTable(document: PDFKit.PDFDocument, page: number): void {
  for (let row = 0; row < 6; row++)
    for (let column = 0; column < 4; column++) {
      const [x, y] = [50 + column * 123, 610 + row * 24];
      document.rect(x, y, 123, 24).lineWidth(0.7).stroke();
      document.text(`${page * (row + 3)}.${column * 17 + page}`, x + 6, y + 7, { lineBreak: false });
    }
}
