import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { PageFacts, PageWorks } from '../../../document/page-works.ts';
import { FaxError } from '../../../model/errors.ts';
import { linesPerInch } from '../../../model/page-format.ts';

/** A stored fax of the simulation: a text file with one line for each page. */
const linesOf = (path: string): string[] => {
  if (!existsSync(path)) throw new FaxError('FILE_NOT_FOUND');
  return readFileSync(path, 'utf8').split('\n').slice(0, -1);
};

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

const unused = async (): Promise<never> => {
  throw new Error('The simulation does not do this.');
};

/**
 * Page works without pages: a file named `3-letter.pdf` has 3 pages, one named `bad.pdf` is damaged, and each page is a
 * line of text. What is sent and received can be compared by reading it.
 */
export function fakeWorks(): PageWorks {
  return {
    render: async (files, _options, out, progress, signal) => {
      const lines: string[] = [];
      const rendered = files.map((path) => {
        if (basename(path).startsWith('bad')) throw new FaxError('FILE_DAMAGED');
        const pages = Number.parseInt(basename(path), 10) || 1;
        for (let page = 1; page <= pages; page += 1) lines.push(`${basename(path)} ${page}`);
        progress({ file: path, pagesDone: pages, pages });
        return { path, pages, note: null };
      });
      await Promise.resolve();
      if (signal.aborted) throw new FaxError('CANCELLED');
      writeFileSync(out, lines.map((line) => `${line}\n`).join(''));
      return { pages: factsOf(lines), files: rendered };
    },
    describe: async (tiff) => factsOf(linesOf(tiff)),
    faxFacts: unused,
    codePage: async (tiff, index, format, banner) => {
      const line = linesOf(tiff)[index];
      if (line === undefined) throw new FaxError('PAGE_NOT_FOUND');
      const top =
        banner === null ? '' : `[${banner.at} From ${banner.from} To ${banner.to} ${banner.page}/${banner.pages}] `;
      return { format, rows: 2292, data: new TextEncoder().encode(`${top}${line}`) };
    },
    appendReceived: async (out, page, _facts, keep) => {
      const badRows = Number(/bad=(\d+)/.exec(pageText(page.data))?.[1] ?? 0);
      const stored = { rows: 2292, badRows, longestBadRun: badRows };
      if (keep?.(stored) ?? true) writeFileSync(out, `${pageText(page.data)}\n`, { flag: 'a' });
      return stored;
    },
    finishReceived: async (out) => factsOf(linesOf(out)),
    image: async (tiff, index) => {
      const line = linesOf(tiff)[index];
      if (line === undefined) throw new FaxError('PAGE_NOT_FOUND');
      return new TextEncoder().encode(line);
    },
    saveAs: async (tiff, out) => {
      const lines = linesOf(tiff);
      rmSync(out, { force: true });
      writeFileSync(out, lines.join('\n'));
      return { pages: lines.length };
    },
    convert: unused,
    close: async () => undefined,
  };
}
