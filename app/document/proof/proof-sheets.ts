import type { StripPage } from '../join-faxes.ts';
import { clampLines } from '../text-lines.ts';
import { type FontName, type Fonts, papers, TypeSetter } from '../type-setter.ts';
import type { ProofAttempt, ProofFacts, ProofFrame, ProofGroup } from './proof-facts.ts';

const { width: sheetWidth, height: sheetHeight } = papers.a4;
const margin = 52;
const inner = sheetWidth - 2 * margin;
/** The foot's line stands below this. */
const bottom = sheetHeight - 62;
const gutter = 28;

/** Ink that stays apart when it is printed or faxed in black and white. */
const ink = { text: '#16181d', quiet: '#5b6270', line: '#d5d9e0', band: '#f3f5f8' } as const;
const tones = {
  good: { ink: '#12693a', band: '#e8f5ed' },
  bad: { ink: '#a3241d', band: '#fcedec' },
  unsure: { ink: '#8a5a00', band: '#fdf4e1' },
} as const;

/** The sheets of a proof, set one after the other. Lengths in points. */
export class ProofSheets {
  readonly setter: TypeSetter;
  readonly #facts: ProofFacts;
  readonly #covers: Fonts['covers'];
  #y = 0;
  count = 0;

  constructor(facts: ProofFacts, fonts: Fonts) {
    this.#facts = facts;
    this.#covers = fonts.covers;
    this.setter = new TypeSetter(fonts, {
      size: [sheetWidth, sheetHeight],
      info: { Title: this.#settable(`${facts.title}: ${facts.outcome}`), Creator: 'Fax Console' },
    });
  }

  /** What happened: outcome, facts, calls, transcript. */
  setReport(fingerprint: string | null): void {
    const { groups, attempts, attemptsNote, frames, framesNote, framesTitle } = this.#facts;
    this.#nextSheet();
    this.#setVerdict();
    this.#setSubject();
    const half = Math.ceil(groups.length / 2);
    const top = this.#y;
    const left = this.#setGroups(groups.slice(0, half), margin, top);
    const right = this.#setGroups(groups.slice(half), margin + (inner + gutter) / 2, top);
    this.#y = Math.max(left, right);
    if (fingerprint !== null) this.#setFingerprint(fingerprint);
    this.#setHeading(attempts.length > 1 ? 'Calls' : 'Call');
    if (attempts.length > 0) this.#setTable(attemptColumns, attempts);
    if (attemptsNote !== null) this.#setNote(attemptsNote);
    const [first, last] = frames;
    if (first.length === 0) return;
    this.#setHeading(framesTitle);
    this.#setTable(frameColumns, first);
    if (framesNote !== null) this.#setNote(framesNote);
    if (last.length > 0) this.#setTable(frameColumns, last);
  }

  /** One page of the document on a sheet of its own, as large as fits, in true aspect. */
  setPage(index: number, pages: number, page: StripPage): void {
    const { confirmedPages, pageWords, pagesNote } = this.#facts;
    this.#nextSheet();
    const words = index < confirmedPages ? pageWords.confirmed : pageWords.unconfirmed;
    this.#line(`Page ${index + 1} of ${pages}`, margin, margin, 'sansBold', 10);
    const at = margin + this.setter.textWidth(`Page ${index + 1} of ${pages}`, 'sansBold', 10);
    this.#line(`  ·  ${words}`, at, margin, 'sans', 10);
    if (index === 0) this.#line(pagesNote, margin, margin + 13, 'sans', 8, ink.quiet);
    const top = margin + 22;
    const [across, down] = [page.width / page.xDpi, page.rows / page.yDpi];
    const scale = Math.min(inner / across, (bottom - top) / down);
    const [width, height] = [across * scale, down * scale];
    const left = margin + (inner - width) / 2;
    this.#image(page, left, top, width, height);
    this.setter.document.lineWidth(0.5).strokeColor(ink.line).rect(left, top, width, height).stroke();
  }

  finish(): void {
    this.setter.document.end();
  }

  #setVerdict(): void {
    const { title, outcome, sentence, practice, tone } = this.#facts;
    this.#line(title.toUpperCase(), margin, margin + 8, 'sansBold', 9, ink.quiet);
    const lines = this.setter.lines(this.#settable(sentence), inner - 36, 'sans', 11);
    const shown = clampLines(lines, 6);
    const top = margin + 20;
    const height = 54 + shown.length * 15;
    const { document } = this.setter;
    document.fillColor(tones[tone].band).rect(margin, top, inner, height).fill();
    document.fillColor(tones[tone].ink).rect(margin, top, 5, height).fill();
    this.#line(outcome, margin + 22, top + 34, 'sansBold', 25, tones[tone].ink);
    shown.forEach((line, index) => {
      this.#line(line, margin + 22, top + 55 + index * 15, 'sans', 11);
    });
    this.#y = top + height + 12;
    if (practice !== null) {
      document.lineWidth(1).strokeColor(ink.text).rect(margin, this.#y, inner, 24).stroke();
      this.#line(practice, margin + 22, this.#y + 16, 'sansBold', 11);
      this.#y += 36;
    }
    this.#y += 6;
  }

  #setSubject(): void {
    const { subject } = this.#facts;
    if (subject === null) return;
    const lines = clampLines(this.setter.lines(this.#settable(subject), inner - labelWidth, 'sansBold', 11), 5);
    this.#line('Subject', margin, this.#y + 11, 'sans', 9, ink.quiet);
    lines.forEach((line, index) => {
      this.#line(line, margin + labelWidth, this.#y + 11 + index * 14, 'sansBold', 11);
    });
    this.#y += lines.length * 14 + 10;
  }

  #setGroups(groups: readonly ProofGroup[], x: number, top: number): number {
    const width = (inner - gutter) / 2;
    let y = top;
    for (const { title, facts } of groups) {
      this.#line(title, x, y + 9, 'sansBold', 10);
      this.#rule(x, y + 14, width);
      y += 18;
      for (const [label, value] of facts) {
        const lines = clampLines(this.setter.lines(this.#settable(value), width - labelWidth, 'sans', 10), 4);
        this.#line(label, x, y + 10, 'sans', 9, ink.quiet);
        lines.forEach((line, index) => {
          this.#line(line, x + labelWidth, y + 10 + index * 13, 'sans', 10);
        });
        y += lines.length * 13 + 2;
      }
      y += 12;
    }
    return y;
  }

  #setFingerprint(fingerprint: string): void {
    if (this.#y + 46 > bottom) this.#nextSheet();
    this.#line(
      'Fingerprint of the pages (SHA-256; “fax tiff” tells it of a file)',
      margin,
      this.#y + 9,
      'sansBold',
      10,
    );
    this.#rule(margin, this.#y + 14, inner);
    const groups = fingerprint.match(/.{1,8}/g) ?? [];
    this.#line(groups.join(' '), margin, this.#y + 29, 'mono', 9.4);
    this.#y += 46;
  }

  #setHeading(words: string): void {
    // A heading is not left alone at the foot of a sheet.
    if (this.#y + 70 > bottom) this.#nextSheet();
    this.#line(words, margin, this.#y + 9, 'sansBold', 10);
    this.#y += 18;
  }

  #setNote(words: string): void {
    if (this.#y + 18 > bottom) this.#nextSheet();
    this.#line(words, margin, this.#y + 11, 'sans', 9, ink.quiet);
    this.#y += 22;
  }

  #setTable<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): void {
    this.#setTitles(columns);
    for (const row of rows) {
      const cells = columns.map((column) => {
        const lines = this.setter.lines(this.#settable(column.of(row)), column.width - 8, 'sans', cellSize);
        return { column, lines: clampLines(lines, 5) };
      });
      const height = Math.max(...cells.map(({ lines }) => lines.length)) * cellLeading + 4;
      if (this.#y + height > bottom) {
        this.#nextSheet();
        this.#setTitles(columns);
      }
      let x = margin;
      for (const { column, lines } of cells) {
        lines.forEach((line, index) => {
          const free = column.right ? column.width - 8 - this.setter.textWidth(line, 'sans', cellSize) : 0;
          this.#line(line, x + free, this.#y + 10 + index * cellLeading, 'sans', cellSize);
        });
        x += column.width;
      }
      this.#y += height;
      this.#rule(margin, this.#y, inner);
    }
    this.#y += 12;
  }

  #setTitles<Row>(columns: readonly Column<Row>[]): void {
    this.setter.document.fillColor(ink.band).rect(margin, this.#y, inner, 15).fill();
    let x = margin;
    for (const { title, width, right } of columns) {
      const free = right ? width - 8 - this.setter.textWidth(title, 'sansBold', 8) : 0;
      this.#line(title, x + free, this.#y + 10.5, 'sansBold', 8, ink.quiet);
      x += width;
    }
    this.#y += 15;
  }

  #nextSheet(): void {
    this.setter.document.addPage();
    this.count++;
    this.#y = margin;
    this.#rule(margin, sheetHeight - 48, inner);
    this.#line(this.#facts.foot, margin, sheetHeight - 36, 'sans', 8, ink.quiet);
    const number = `Sheet ${this.count}`;
    const width = this.setter.textWidth(number, 'sans', 8);
    this.#line(number, sheetWidth - margin - width, sheetHeight - 36, 'sans', 8, ink.quiet);
  }

  /** The page's own T.6 octets as an image (PDF 32000-1, 7.4.6): nothing is drawn anew. */
  #image(page: StripPage, left: number, top: number, width: number, height: number): void {
    const { document } = this.setter;
    const image = document.ref({
      Type: 'XObject',
      Subtype: 'Image',
      Width: page.width,
      Height: page.rows,
      ColorSpace: 'DeviceGray',
      BitsPerComponent: 1,
      Filter: 'CCITTFaxDecode',
      DecodeParms: { K: -1, Columns: page.width, Rows: page.rows },
    });
    image.end(Buffer.from(page.strip.buffer, page.strip.byteOffset, page.strip.byteLength));
    document.page.xobjects.Im = image;
    // PDFKit turns the page so that y grows downward; an image stands upright when it is turned back.
    document.save().transform(width, 0, 0, -height, left, top + height);
    document.addContent('/Im Do');
    document.restore();
  }

  #rule(x: number, y: number, width: number): void {
    this.setter.document.fillColor(ink.line);
    this.setter.rule(x, y, width, 0.75);
  }

  #line(text: string, x: number, y: number, font: FontName, size: number, colour: string = ink.text): void {
    this.setter.document.fillColor(colour);
    this.setter.line(this.#settable(text), x, y, font, size);
  }

  /** A proof is never refused for a name: what the fonts lack becomes a question mark. */
  #settable(text: string): string {
    return [...text.normalize('NFC').replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ')]
      .map((character) => (this.#covers(character.codePointAt(0) ?? 0) ? character : '?'))
      .join('');
  }
}

const labelWidth = 88;
const cellSize = 8.5;
const cellLeading = 11;

interface Column<Row> {
  readonly title: string;
  readonly width: number;
  readonly of: (row: Row) => string;
  readonly right?: boolean;
}

const attemptColumns: readonly Column<ProofAttempt>[] = [
  { title: 'No.', width: 28, of: ({ n }) => n, right: true },
  { title: 'Began', width: 126, of: ({ started }) => started },
  { title: 'Line', width: 74, of: ({ port }) => port },
  { title: 'Length', width: 56, of: ({ duration }) => duration },
  { title: 'Pages', width: 36, of: ({ pages }) => pages, right: true },
  { title: 'Result', width: inner - 320, of: ({ result }) => result },
];

const frameColumns: readonly Column<ProofFrame>[] = [
  { title: 'Seconds', width: 50, of: ({ time }) => time, right: true },
  { title: '', width: 42, of: ({ direction }) => direction },
  { title: 'Frame', width: 62, of: ({ type }) => type },
  { title: 'What it says', width: inner - 154, of: ({ words }) => words },
];
