import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { FaxFacts, FaxTiffModel, PageFacts, PageWorks } from '../../../document/page-works.ts';
import { FaxError } from '../../../model/errors.ts';
import { linesPerInch } from '../../../model/page-format.ts';

/** Where the works of a simulation keep their files; each writing is durable when it resolves. */
export interface WorkFiles {
  /** The text of a file, or null where there is none. */
  read(path: string): Promise<string | null>;
  /** Puts a file in its place whole, or not at all. Throws what the disk throws. */
  replace(path: string, text: string): Promise<void>;
  /** Adds to the end of a file, which may be new. */
  append(path: string, text: string): Promise<void>;
}

/** Files of this machine, as good as its disk is. */
export const machineFiles: WorkFiles = {
  read: async (path) => (existsSync(path) ? readFileSync(path, 'utf8') : null),
  replace: async (path, text) => {
    writeFileSync(`${path}.part`, text);
    renameSync(`${path}.part`, path);
  },
  append: async (path, text) => writeFileSync(path, text, { flag: 'a' }),
};

/** The pages of a stored text: each is one line; one that was cut off is none. */
export const pagesOfText = (text: string): string[] => text.split('\n').slice(0, -1);

const textOf = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');

const factsOf = (lines: readonly string[]): PageFacts[] =>
  lines.map((line) => ({
    width: 1728,
    rows: 2292,
    xDpi: 204,
    yDpi: linesPerInch.fine,
    badLines: Number(/bad=(\d+)/.exec(line)?.[1] ?? 0),
  }));

/** What a page says, as octets on the simulated line. */
export const pageText = (data: Uint8Array): string => new TextDecoder().decode(data);

const noFacts: FaxFacts = {
  csid: null,
  tsid: null,
  callerId: null,
  receiveTime: null,
  recipientName: null,
  recipientNumber: null,
  senderName: null,
  routing: null,
};

const noModel: FaxTiffModel = {
  csid: '',
  tsid: '',
  callerId: '',
  recipientName: '',
  recipientNumber: '',
  senderName: '',
  routing: '',
  receiveTime: '',
  receiveTimeUtc: null,
  rawReceiveTime: null,
};

const unused = async (): Promise<never> => {
  throw new Error('The simulation does not do this.');
};

/**
 * Page works without pages: a file named `3-letter.pdf` has 3 pages, one named `bad.pdf` is damaged, and each page is a
 * line of text. What is sent and received can be compared by reading it.
 */
export function fakeWorks(files: WorkFiles = machineFiles): PageWorks {
  const linesOf = async (path: string): Promise<string[]> => {
    const text = await files.read(path);
    if (text === null) throw new FaxError('FILE_NOT_FOUND');
    return pagesOfText(text);
  };
  const lineOf = async (path: string, index: number): Promise<string> => {
    const line = (await linesOf(path))[index];
    if (line === undefined) throw new FaxError('PAGE_NOT_FOUND');
    return line;
  };
  /** The facts in the tags of each file. */
  const facts = new Map<string, FaxFacts>();
  return {
    render: async (sources, _options, out, progress, signal) => {
      const lines: string[] = [];
      const rendered = sources.map((path) => {
        if (basename(path).startsWith('bad')) throw new FaxError('FILE_DAMAGED');
        const pages = Number.parseInt(basename(path), 10) || 1;
        for (let page = 1; page <= pages; page += 1) lines.push(`${basename(path)} ${page}`);
        progress({ file: path, pagesDone: pages, pages });
        return { path, pages, note: null };
      });
      await Promise.resolve();
      if (signal.aborted) throw new FaxError('CANCELLED');
      await files.replace(out, textOf(lines));
      return { pages: factsOf(lines), files: rendered };
    },
    describe: async (tiff) => factsOf(await linesOf(tiff)),
    faxFacts: async (tiff, { placeholder = 'Unavailable' } = {}) => {
      const pages = factsOf(await linesOf(tiff)).map((page) => ({ ...page, compression: 'g4' }));
      const { receiveTime: _, ...told } = facts.get(tiff) ?? noFacts;
      const texts = Object.entries(told).map(([name, text]) => [name, text ?? placeholder] as const);
      const model = { ...noModel, ...Object.fromEntries(texts) };
      return { pages, model, tags: {}, fingerprint: null };
    },
    codePage: async (tiff, index, format, banner) => {
      const line = await lineOf(tiff, index);
      const top =
        banner === null ? '' : `[${banner.at} From ${banner.from} To ${banner.to} ${banner.page}/${banner.pages}] `;
      return { format, rows: 2292, data: new TextEncoder().encode(`${top}${line}`) };
    },
    appendReceived: async (out, page, told, keep) => {
      facts.set(out, told);
      const badRows = Number(/bad=(\d+)/.exec(pageText(page.data))?.[1] ?? 0);
      const stored = { rows: 2292, badRows, longestBadRun: badRows };
      if (keep?.(stored) ?? true) await files.append(out, `${pageText(page.data)}\n`);
      return stored;
    },
    finishReceived: async (out) => {
      const lines = await linesOf(out);
      // As the product's works do it: what a cut left at the end goes, and the tags are written.
      await files.replace(out, textOf(lines));
      return factsOf(lines);
    },
    image: async (tiff, index) => new TextEncoder().encode(await lineOf(tiff, index)),
    saveAs: async (tiff, out) => {
      const lines = await linesOf(tiff);
      await files.replace(out, textOf(lines));
      return { pages: lines.length };
    },
    join: async (tiffs, out) => {
      const lines = (await Promise.all(tiffs.map(linesOf))).flat();
      if (lines.length === 0) throw new FaxError('NO_PAGES');
      await files.replace(out, textOf(lines));
      return factsOf(lines);
    },
    drawCover: async (_cover, _fields, out) => {
      await files.replace(out, textOf(['cover']));
      return 1;
    },
    writeProof: async (_facts, tiff, out) => {
      const lines = tiff === null ? [] : await linesOf(tiff);
      await files.replace(out, textOf(['proof', ...lines]));
      return 1 + lines.length;
    },
    convert: unused,
    close: async () => undefined,
  };
}
