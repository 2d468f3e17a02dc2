import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { CoverFields } from '../../model/cover.ts';
import { FaxError } from '../../model/errors.ts';
import { writeError } from '../look-at-file.ts';
import { clampLines } from '../text-lines.ts';
import { type Fonts, loadFonts, papers, TypeSetter } from '../type-setter.ts';
import type { CoverBlock, CoverTemplate } from './cover-template.ts';
import { filled, settableFields } from './template-text.ts';

/** A note of the longest kind makes four; more than this is nobody's cover page. */
const maxPages = 20;
/** Lines by the size of their type. */
const leading = 1.32;
/** The lines of one value beside its label. */
const maxValueLines = 8;
/** Between columns side by side. */
const gutter = 24;

/**
 * Sets a cover page as PDF at `out`, a file that must not exist, and gives the number of its pages. Throws
 * `TEXT_NOT_SETTABLE`, `TOO_MANY_PAGES`, and what writing throws.
 */
export async function typesetCover(
  template: CoverTemplate,
  fields: CoverFields,
  out: string,
  resourcesDir: string,
): Promise<number> {
  const fonts = await loadFonts(resourcesDir);
  const page = new CoverPage(template, fields, fonts);
  const { document } = page.setter;
  const written = pipeline(document, createWriteStream(out, { flags: 'wx' })).catch((cause: unknown) =>
    Promise.reject(writeError(cause, 'cover page')),
  );
  try {
    for (const block of template.blocks) page.set(block);
    document.end();
    await written;
    return page.pages;
  } catch (error) {
    document.destroy();
    await Promise.allSettled([written]);
    throw error;
  }
}

/** The flow of a cover page: blocks from top to bottom, on to the next page where they do not fit. */
class CoverPage {
  readonly setter: TypeSetter;
  readonly #template: CoverTemplate;
  readonly #fields: CoverFields;
  readonly #width: number;
  readonly #bottom: number;
  #y = 0;
  pages = 0;

  constructor(template: CoverTemplate, fields: CoverFields, fonts: Fonts) {
    const { width, height } = papers[template.paper];
    this.#template = template;
    this.#fields = settableFields(fields, fonts.covers);
    this.#width = width - 2 * template.margin;
    this.#bottom = height - template.margin;
    this.setter = new TypeSetter(fonts, { size: [width, height] });
    this.#nextPage();
  }

  set(block: CoverBlock): void {
    switch (block.block) {
      case 'text':
        this.#text(block);
        break;
      case 'rule':
        this.#rule(block.weight);
        break;
      case 'space':
        this.#y += block.height;
        break;
      case 'table':
        this.#table(block);
        break;
    }
  }

  #text(block: Extract<CoverBlock, { block: 'text' }>): void {
    const text = filled(block.text, block.join, this.#fields);
    if (text === null) return;
    const { setter } = this;
    const font = block.bold ? 'sansBold' : 'sans';
    const height = block.size * leading;
    for (const line of setter.lines(text, this.#width, font, block.size)) {
      this.#room(height);
      const free = block.align === 'left' ? 0 : this.#width - setter.textWidth(line, font, block.size);
      const x = this.#template.margin + (block.align === 'center' ? free / 2 : free);
      setter.line(line, x, this.#y + block.size, font, block.size);
      this.#y += height;
    }
  }

  #rule(weight: number): void {
    this.#room(weight);
    this.setter.rule(this.#template.margin, this.#y, this.#width, weight);
    this.#y += weight;
  }

  #table({ columns, labelWidth }: Extract<CoverBlock, { block: 'table' }>): void {
    const width = (this.#width - gutter * (columns.length - 1)) / columns.length;
    const set = columns.map((rows) => rows.flatMap((row) => this.#row(row, width - labelWidth)));
    const heightOf = (rows: (typeof set)[number]) => rows.reduce((sum, row) => sum + row.height, 0);
    this.#room(Math.min(Math.max(...set.map(heightOf)), this.#bottom - this.#template.margin));
    const top = this.#y;
    set.forEach((rows, column) => {
      const x = this.#template.margin + column * (width + gutter);
      let y = top;
      for (const row of rows) {
        this.setter.line(row.label, x, y + row.size, 'sans', Math.min(row.size, labelSize));
        row.lines.forEach((line, index) => {
          this.setter.line(line, x + labelWidth, y + row.size + index * row.size * leading, row.font, row.size);
        });
        y += row.height;
      }
      this.#y = Math.max(this.#y, y);
    });
  }

  #row(row: Extract<CoverBlock, { block: 'table' }>['columns'][number][number], width: number) {
    const text = filled(row.text, row.join, this.#fields);
    if (text === null) return [];
    const font = row.bold ? ('sansBold' as const) : ('sans' as const);
    const lines = clampLines(this.setter.lines(text, width, font, row.size), maxValueLines);
    return [{ label: row.label, lines, font, size: row.size, height: lines.length * row.size * leading + rowGap }];
  }

  /** Goes to the next page where less than `height` is left on this one. */
  #room(height: number): void {
    if (this.#y + height > this.#bottom && this.#y > this.#top) this.#nextPage();
  }

  get #top(): number {
    return this.pages === 1 ? this.#template.margin : this.#template.margin + 2 * continuedSize * leading;
  }

  #nextPage(): void {
    const { margin } = this.#template;
    if (++this.pages > maxPages)
      throw new FaxError('TOO_MANY_PAGES', {
        message: `The note makes the cover page longer than ${maxPages} pages.`,
        next: 'Shorten it, or send it as a document.',
      });
    this.setter.document.addPage();
    this.#y = this.#top;
    if (this.pages === 1) return;
    const { recipientName, recipientFax, dateSent } = this.#fields;
    const to = recipientName || recipientFax;
    const [head] = this.setter.lines(
      [to === '' ? '' : `To ${to}`, dateSent, `Cover page ${this.pages}`].filter((part) => part !== '').join('  ·  '),
      this.#width,
      'sans',
      continuedSize,
    );
    this.setter.line(head ?? '', margin, margin + continuedSize, 'sans', continuedSize);
    this.setter.rule(margin, margin + continuedSize * leading + 2, this.#width, 1);
  }
}

const continuedSize = 10;
const labelSize = 10;
const rowGap = 2.5;
