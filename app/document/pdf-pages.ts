/** One page of a PDF made of fax pages: T.6 data as it is stored, with its size. */
export interface PdfPage {
  readonly width: number;
  readonly rows: number;
  /** Dots an inch. */
  readonly xDpi: number;
  readonly yDpi: number;
  /** T.6 bits, most significant first, 1 black. */
  readonly data: Uint8Array;
}

/**
 * A PDF of fax pages at their true size, written as it grows (PDF 32000-1): each page is one image whose data are the
 * T.6 bits themselves (CCITTFaxDecode, K -1). Octets go to `write` in order; nothing is kept but the objects' places.
 */
export class FaxPdfWriter {
  readonly #write: (octets: Uint8Array) => Promise<void>;
  /** Octet at which each object begins, by its number; 1 and 2 are the catalogue and the page tree, written last. */
  readonly #places: number[] = [0, 0, 0];
  readonly #pages: number[] = [];
  #length = 0;

  constructor(write: (octets: Uint8Array) => Promise<void>) {
    this.#write = write;
  }

  get pages(): number {
    return this.#pages.length;
  }

  async add(page: PdfPage): Promise<void> {
    if (this.#length === 0) await this.#text('%PDF-1.4\n%\xe2\xe3\xcf\xd3\n');
    const width = points(page.width, page.xDpi);
    const height = points(page.rows, page.yDpi);
    const image = this.#places.length;
    await this.#object(
      image,
      `<< /Type /XObject /Subtype /Image /Width ${page.width} /Height ${page.rows} /ColorSpace /DeviceGray ` +
        '/BitsPerComponent 1 /Filter /CCITTFaxDecode ' +
        `/DecodeParms << /K -1 /Columns ${page.width} /Rows ${page.rows} >> /Length ${page.data.length} >>`,
      page.data,
    );
    const drawing = Buffer.from(`q ${width} 0 0 ${height} 0 0 cm /Im Do Q`, 'latin1');
    await this.#object(image + 1, `<< /Length ${drawing.length} >>`, drawing);
    await this.#object(
      image + 2,
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${width} ${height}] ` +
        `/Resources << /XObject << /Im ${image} 0 R >> >> /Contents ${image + 1} 0 R >>`,
    );
    this.#pages.push(image + 2);
  }

  /** Writes the page tree, the catalogue and the cross-reference table. */
  async finish(): Promise<void> {
    const kids = this.#pages.map((page) => `${page} 0 R`).join(' ');
    await this.#object(2, `<< /Type /Pages /Count ${this.#pages.length} /Kids [${kids}] >>`);
    await this.#object(1, '<< /Type /Catalog /Pages 2 0 R >>');
    const at = this.#length;
    const entries = this.#places.slice(1).map((place) => `${String(place).padStart(10, '0')} 00000 n \n`);
    await this.#text(
      `xref\n0 ${this.#places.length}\n0000000000 65535 f \n${entries.join('')}` +
        `trailer\n<< /Size ${this.#places.length} /Root 1 0 R >>\nstartxref\n${at}\n%%EOF\n`,
    );
  }

  async #object(number: number, dictionary: string, stream?: Uint8Array): Promise<void> {
    this.#places[number] = this.#length;
    await this.#text(`${number} 0 obj\n${dictionary}\n`);
    if (stream) {
      await this.#text('stream\n');
      await this.#put(stream);
      await this.#text('\nendstream\n');
    }
    await this.#text('endobj\n');
  }

  #text(text: string): Promise<void> {
    return this.#put(Buffer.from(text, 'latin1'));
  }

  async #put(octets: Uint8Array): Promise<void> {
    this.#length += octets.length;
    await this.#write(octets);
  }
}

/** A length in points with the two decimals that matter. */
const points = (dots: number, dpi: number) => Number(((dots * 72) / dpi).toFixed(2));
