/**
 * Makes the sample document, `sample.pdf`: three pages with text, a table, line art and a picture, as a first fax to try
 * things out with. `node resources/samples/make-sample.ts`
 */
import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import PDFDocument from 'pdfkit';
import sharp from 'sharp';

const fonts = new URL('../fonts/', import.meta.url);
const left = 62;
const right = 533;
const width = right - left;
const ink = '#111111';
const soft = '#555555';

type Page = PDFKit.PDFDocument;

function heading(page: Page, title: string, subtitle: string): void {
  page.font('bold').fontSize(24).fillColor(ink).text(title, left, 66);
  page.font('plain').fontSize(11).fillColor(soft).text(subtitle, left, 98);
  page.moveTo(left, 120).lineTo(right, 120).lineWidth(1.2).strokeColor(ink).stroke();
  page.fillColor(ink).fontSize(11);
  page.x = left;
  page.y = 138;
}

function footer(page: Page, number: number): void {
  page.font('plain').fontSize(9).fillColor(soft);
  page.text('Fax Console sample document', left, 786, { lineBreak: false });
  page.text(`${number} / 3`, left, 786, { width, align: 'right', lineBreak: false });
}

function paragraph(page: Page, text: string): void {
  page.font('plain').fontSize(11).fillColor(ink).text(text, { width, lineGap: 3, align: 'left' });
  page.moveDown(0.7);
}

function table(page: Page, columns: readonly number[], rows: readonly (readonly string[])[]): void {
  const rowHeight = 24;
  let y = page.y;
  for (const [index, row] of rows.entries()) {
    if (index === 0) page.rect(left, y, width, rowHeight).fillColor('#dddddd').fill();
    let x = left;
    for (const [column, cell] of row.entries()) {
      page.font(index === 0 ? 'bold' : 'plain').fontSize(10).fillColor(ink);
      page.text(cell, x + 8, y + 7, { lineBreak: false });
      x += columns[column] ?? 0;
    }
    page.moveTo(left, y + rowHeight).lineTo(right, y + rowHeight).lineWidth(0.6).strokeColor(ink).stroke();
    y += rowHeight;
  }
  page.rect(left, page.y > y ? y : y - rowHeight * rows.length, width, rowHeight * rows.length).lineWidth(0.9).stroke();
  page.x = left;
  page.y = y + 20;
}

/** Hills in the evening: soft tones, a light, and edges, as a photograph has them. */
async function picture(): Promise<Buffer> {
  const [across, down] = [940, 560];
  const grey = Buffer.alloc(across * down);
  const ridge = (x: number, layer: number) =>
    down * (0.42 + layer * 0.14) + Math.sin(x / (70 + layer * 35) + layer * 2.1) * (34 - layer * 4) + Math.sin(x / 23 + layer) * 6;
  for (let y = 0; y < down; y++)
    for (let x = 0; x < across; x++) {
      const sun = Math.hypot(x - across * 0.7, y - down * 0.27);
      let tone = 150 + (y / down) * 80 + Math.max(0, 110 - sun) * 0.9;
      if (sun < 46) tone = 250;
      for (let layer = 0; layer < 4; layer++)
        if (y > ridge(x, layer)) tone = 168 - layer * 42 + ((y - ridge(x, layer)) / down) * 60;
      grey[y * across + x] = Math.max(0, Math.min(255, tone));
    }
  return sharp(grey, { raw: { width: across, height: down, channels: 1 } }).jpeg({ quality: 86 }).toBuffer();
}

function letter(page: Page): void {
  page.addPage();
  heading(page, 'Your first fax', 'A sample document to send over a practice line');
  paragraph(page, 'Hello,');
  paragraph(
    page,
    'this letter is here to be faxed. Drop it on the window, or send it from the command line, and watch it go: it is ' +
      'turned into fax pages, waits in the queue, is called out on a practice line, and arrives in the inbox of the ' +
      'same console a moment later. Nothing leaves this computer.',
  );
  paragraph(
    page,
    'A fax page is made of black and white dots and nothing else: 1728 of them in each line, and 98, 196 or 391 lines ' +
      'to the inch. Letters and rules are drawn with sharp edges. Pictures are turned into a fine pattern of dots, ' +
      'dense where they are dark. Both stand on the pages that follow, so that you can see how they come out.',
  );
  page.font('bold').fontSize(13).text('What to look at');
  page.moveDown(0.5);
  for (const item of [
    'The line above each received page: date, sender, recipient, and page number.',
    'The details of the job: every step of the call, as the two machines spoke.',
    'The state in words. Nothing is called delivered before the other end said so.',
  ])
    paragraph(page, `\u2022  ${item}`);
  paragraph(page, 'Small print stays readable at fine resolution. These lines are set smaller and smaller:');
  for (const size of [10, 9, 8, 7, 6])
    page.font('plain').fontSize(size).text(`${size} point: the quick brown fox jumps over the lazy dog, 0123456789.`, { lineGap: 2 });
  page.moveDown(1.2);
  paragraph(page, 'Good faxing!');
  footer(page, 1);
}

function figures(page: Page): void {
  page.addPage();
  heading(page, 'Facts and figures', 'A table, as offices send them');
  paragraph(page, 'How many lines a page has at each resolution, and how many dots that makes:');
  table(page, [120, 115, 118, 118], [
    ['Resolution', 'Lines an inch', 'Lines on A4', 'Dots on A4'],
    ['Standard', '98', '1,146', '2.0 million'],
    ['Fine', '196', '2,292', '4.0 million'],
    ['Superfine', '391', '4,572', '7.9 million'],
  ]);
  paragraph(page, 'Paper that a fax machine may have, and the dots in each of its lines:');
  table(page, [157, 157, 157], [
    ['Paper', 'Width', 'Dots in a line'],
    ['A4, Letter, Legal', '215 mm', '1,728'],
    ['B4', '255 mm', '2,048'],
    ['A3', '303 mm', '2,432'],
  ]);
  paragraph(page, 'Rules from a hair to a bar, and squares from white to black:');
  let y = page.y + 4;
  for (const weight of [0.25, 0.5, 1, 2, 4]) {
    page.moveTo(left, y).lineTo(right, y).lineWidth(weight).strokeColor(ink).stroke();
    y += 11;
  }
  page.lineWidth(0.7);
  for (let step = 0; step <= 10; step++) {
    const level = Math.round(255 - step * 25.5).toString(16).padStart(2, '0');
    page.rect(left + step * 42.8, y + 8, 42.8, 46).fillAndStroke(`#${level}${level}${level}`, ink);
  }
  for (let ray = 0; ray <= 18; ray++) {
    const angle = (ray * Math.PI) / 18;
    page.moveTo(left + width / 2, y + 215).lineTo(left + width / 2 + Math.cos(angle) * 140, y + 215 - Math.sin(angle) * 140);
  }
  page.lineWidth(0.7).stroke();
  footer(page, 2);
}

function photograph(page: Page, image: Buffer): void {
  page.addPage();
  heading(page, 'A picture', 'Soft tones on a black and white line');
  page.image(image, left, 142, { width });
  page.x = left;
  page.y = 142 + (width * 560) / 940 + 18;
  paragraph(
    page,
    'The picture above has every grey there is, and the fax has none. Each dot is black or white, and what is lost or ' +
      'gained by that is shared out among the dots beside it, so that from a little way off the tones are there again. ' +
      'The text around it is not touched by this: it is drawn with plain edges.',
  );
  paragraph(page, 'If you can read this on the received page, everything works.');
  footer(page, 3);
}

const document = new PDFDocument({
  size: 'A4',
  margin: 0,
  autoFirstPage: false,
  info: { Title: 'Fax Console sample document', CreationDate: new Date(Date.UTC(2026, 0, 1)) },
});
const written = pipeline(document, createWriteStream(new URL('sample.pdf', import.meta.url)));
document.registerFont('plain', await readFile(new URL('LiberationSans-Regular.ttf', fonts)));
document.registerFont('bold', await readFile(new URL('LiberationSans-Bold.ttf', fonts)));
letter(document);
figures(document);
photograph(document, await picture());
document.end();
await written;
