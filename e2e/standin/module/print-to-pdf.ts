import type { Protocol } from '../cdp/protocol.ts';

/** Paper sizes by name, in inches. */
const papers: Readonly<Record<string, readonly [number, number]>> = {
  A3: [11.7, 16.54],
  A4: [8.27, 11.7],
  A5: [5.83, 8.27],
  Letter: [8.5, 11],
  Legal: [8.5, 14],
  Tabloid: [11, 17],
};

/** Electron's options for `printToPDF` as Chromium takes them. */
export function pdfParameters(options: Electron.PrintToPDFOptions): Protocol.Page.printToPDFParameters {
  const { pageSize = 'Letter', margins, landscape, printBackground, scale, pageRanges, preferCSSPageSize } = options;
  const named = typeof pageSize === 'string' ? papers[pageSize] : ([pageSize.width, pageSize.height] as const);
  if (named === undefined) throw new Error(`electron stand-in: paper size ${JSON.stringify(pageSize)} is not provided`);
  const [paperWidth, paperHeight] = named;
  return {
    landscape,
    printBackground,
    scale,
    pageRanges,
    preferCSSPageSize,
    paperWidth,
    paperHeight,
    marginTop: margins?.top,
    marginBottom: margins?.bottom,
    marginLeft: margins?.left,
    marginRight: margins?.right,
  };
}
