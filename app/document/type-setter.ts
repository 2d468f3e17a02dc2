import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import PDFDocument from 'pdfkit';
import { fontCoverage } from './font-coverage.ts';
import { textFontFiles } from './resources.ts';
import { breakLines, type CharacterWidth } from './text-lines.ts';

/** The embedded fonts: Liberation Sans, its bold, and Liberation Mono. */
export type FontName = 'sans' | 'sansBold' | 'mono';
const fontNames = ['sans', 'sansBold', 'mono'] as const satisfies readonly FontName[];

export interface Fonts {
  readonly files: Readonly<Record<FontName, Buffer>>;
  /** True for a character that the sans has: its bold has the same. */
  readonly covers: (codePoint: number) => boolean;
}

export async function loadFonts(resourcesDir: string): Promise<Fonts> {
  const files = await Promise.all(fontNames.map((name) => readFile(join(resourcesDir, textFontFiles[name]))));
  const [sans, sansBold, mono] = files as [Buffer, Buffer, Buffer];
  return { files: { sans, sansBold, mono }, covers: fontCoverage(sans) };
}

/** Paper sizes in points. */
export const papers = { a4: { width: 595.28, height: 841.89 }, letter: { width: 612, height: 792 } } as const;

/** One PDF that is being set with the embedded fonts; lengths in points, from the top left. */
export class TypeSetter {
  readonly document: PDFKit.PDFDocument;
  readonly #widths = new Map<string, Map<string, number>>();

  constructor(fonts: Fonts, options: PDFKit.PDFDocumentOptions) {
    this.document = new PDFDocument({ ...options, margin: 0, autoFirstPage: false });
    for (const name of fontNames) this.document.registerFont(name, fonts.files[name]);
  }

  /** The width of each character, kept: a long note has few different ones. */
  widthOf(font: FontName, size: number): CharacterWidth {
    const key = `${font} ${size}`;
    const widths = this.#widths.get(key) ?? new Map<string, number>();
    this.#widths.set(key, widths);
    return (character) => {
      let width = widths.get(character);
      if (width === undefined) {
        width = this.document.font(font).fontSize(size).widthOfString(character);
        widths.set(character, width);
      }
      return width;
    };
  }

  textWidth(text: string, font: FontName, size: number): number {
    const widthOf = this.widthOf(font, size);
    return [...text].reduce((sum, character) => sum + widthOf(character), 0);
  }

  lines(text: string, width: number, font: FontName, size: number): readonly string[] {
    return breakLines(text, width, this.widthOf(font, size));
  }

  /** One line of text whose baseline stands at `y`. */
  line(text: string, x: number, y: number, font: FontName, size: number): void {
    if (text === '') return;
    this.document.font(font).fontSize(size).text(text, x, y, { lineBreak: false, baseline: 'alphabetic' });
  }

  rule(x: number, y: number, width: number, weight: number): void {
    this.document.rect(x, y, width, weight).fill();
  }
}
