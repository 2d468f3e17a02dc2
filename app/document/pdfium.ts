import { createRequire } from 'node:module';
import { init, type WrappedPdfiumModule } from '@embedpdf/pdfium';
import type { PageMemory } from '../image/wasm/page-memory.ts';
import { FaxError } from '../model/errors.ts';
import type { Placement } from './page-layout.ts';

/** PDFium's error numbers that have a sentence of their own (fpdfview.h, FPDF_GetLastError). */
const needsPassword = 4;
const unsupportedSecurity = 5;
/** FPDFBitmap_Gray: one octet a dot. */
const greyFormat = 1;
/** FPDF_ANNOT and FPDF_PRINTING: annotations are drawn, as a printer would. */
const renderFlags = 0x001 | 0x800;
/** A page whose size the file does not give, or gives as nonsense, is Letter (PDF 32000-1, 7.7.3.3 asks for one). */
const letterPoints = { width: 612, height: 792 };
/** Above this the instance is thrown away after the document: WebAssembly memory never shrinks by itself. */
const memoryToKeep = 384 * 1024 * 1024;

/** Where PDFium's WebAssembly lies: read from the installed package, never fetched. */
export const pdfiumWasmPath = (): string => createRequire(import.meta.url).resolve('@embedpdf/pdfium/pdfium.wasm');

/** A page's size in points. */
export interface PointSize {
  readonly width: number;
  readonly height: number;
}

/** One open PDF. */
export interface PdfDocument {
  readonly pages: number;
  size(index: number): PointSize;
  /**
   * Draws a page in grey over white, scaled to its placement (dots need not be square). The result lies in PDFium's own
   * memory and is valid until the next call.
   */
  draw(index: number, placement: Placement): Uint8Array;
  close(): void;
}

/** One PDFium instance. One document at a time is enough for a worker. */
export interface Pdfium {
  /** Opens a PDF held in memory. Throws `PDF_ENCRYPTED` or `FILE_DAMAGED`; `name` is the file's, for the sentence. */
  open(data: Uint8Array, name: string): PdfDocument;
  /** Its memory, for whoever works on the pages where they lie. */
  readonly room: PageMemory;
  /** True when it holds so much memory that it should be replaced. */
  readonly swollen: boolean;
}

/** Makes a PDFium instance of a compiled module, which all workers share with its optimised code. */
export async function startPdfium(module: WebAssembly.Module): Promise<Pdfium> {
  let memory: WebAssembly.Memory | null = null;
  // PDFium's own start would wait for ever for an instance that cannot be made.
  const { promise: failed, reject } = Promise.withResolvers<never>();
  const starting = init({
    instantiateWasm: (
      imports: Record<string, Record<string, never>>,
      done: (instance: WebAssembly.Instance) => void,
    ) => {
      WebAssembly.instantiate(module, imports)
        .then((instance) => {
          memory = memoryOf(instance);
          done(instance);
        })
        .catch((cause: unknown) =>
          reject(new FaxError('INTERNAL', { message: 'PDFium could not be started.', cause })),
        );
      return {};
    },
  });
  const library = await Promise.race([starting, failed]);
  library.PDFiumExt_Init();
  if (memory === null) throw new TypeError('This build of PDFium does not show its memory.');
  const { free } = library.pdfium.wasmExports;
  // For the sentence when there is no room for its pages.
  let opened = '';
  return {
    room: { memory, allocate: (octets) => allocate(library, octets, opened), free },
    open(data, name) {
      opened = name;
      return openPdf(library, data, name);
    },
    get swollen() {
      return heapOf(library).length > memoryToKeep;
    },
  };
}

function memoryOf({ exports }: WebAssembly.Instance): WebAssembly.Memory | null {
  for (const each of Object.values(exports)) if (each instanceof WebAssembly.Memory) return each;
  return null;
}

/** PDFium's memory as octets; another array each time that it has grown. */
function heapOf({ pdfium }: { readonly pdfium: object }): Uint8Array {
  if ('HEAPU8' in pdfium && pdfium.HEAPU8 instanceof Uint8Array) return pdfium.HEAPU8;
  throw new TypeError('This build of PDFium does not show its memory.');
}

function openPdf(library: WrappedPdfiumModule, data: Uint8Array, name: string): PdfDocument {
  const { free } = library.pdfium.wasmExports;
  const held = allocate(library, data.length, name);
  heapOf(library).set(data, held);
  const document = library.FPDF_LoadMemDocument(held, data.length, '');
  if (document === 0) {
    const error = library.FPDF_GetLastError();
    free(held);
    throw error === needsPassword || error === unsupportedSecurity
      ? new FaxError('PDF_ENCRYPTED', { message: `“${name}” is protected with a password.` })
      : new FaxError('FILE_DAMAGED', { message: `“${name}” is damaged or is not a whole PDF.` });
  }
  const form = openForm(library, document);
  const sizeAt = allocate(library, 8, name);
  let grey = { at: 0, length: 0 };
  const reserve = (length: number) => {
    if (grey.length >= length) return;
    if (grey.at !== 0) free(grey.at);
    // Nothing is held until there is a new one: what is freed must not be freed again by `close`.
    grey = { at: 0, length: 0 };
    grey = { at: allocate(library, length, name), length };
  };
  return {
    pages: library.FPDF_GetPageCount(document),
    size(index) {
      if (!library.FPDF_GetPageSizeByIndexF(document, index, sizeAt)) return letterPoints;
      const width = library.pdfium.getValue(sizeAt, 'float');
      const height = library.pdfium.getValue(sizeAt + 4, 'float');
      return plausible(width) && plausible(height) ? { width, height } : letterPoints;
    },
    draw(index, placement) {
      const length = placement.pageWidth * placement.pageRows;
      reserve(length);
      heapOf(library).fill(255, grey.at, grey.at + length);
      drawPage(library, { document, form: form.handle, name }, index, placement, grey.at);
      return heapOf(library).subarray(grey.at, grey.at + length);
    },
    close() {
      form.close();
      library.FPDF_CloseDocument(document);
      for (const at of [held, sizeAt, grey.at]) if (at !== 0) free(at);
    },
  };
}

/** The fields of a form are drawn by a part of PDFium of their own; its scripts are never run. */
function openForm(
  library: WrappedPdfiumModule,
  document: number,
): { readonly handle: number; readonly close: () => void } {
  if (library.FPDF_GetFormType(document) === 0) return { handle: 0, close: () => undefined };
  const info = library.PDFiumExt_OpenFormFillInfo();
  const handle = library.PDFiumExt_InitFormFillEnvironment(document, info);
  // A screen shows fields in colour; paper does not.
  if (handle !== 0) library.FPDF_SetFormFieldHighlightAlpha(handle, 0);
  return {
    handle,
    close() {
      if (handle !== 0) library.PDFiumExt_ExitFormFillEnvironment(handle);
      library.PDFiumExt_CloseFormFillInfo(info);
    },
  };
}

interface OpenDocument {
  readonly document: number;
  /** 0 for a document without a form. */
  readonly form: number;
  readonly name: string;
}

function drawPage(
  library: WrappedPdfiumModule,
  { document, form, name }: OpenDocument,
  index: number,
  placement: Placement,
  grey: number,
): void {
  const page = library.FPDF_LoadPage(document, index);
  if (page === 0) throw new FaxError('FILE_DAMAGED', { message: `Page ${index + 1} of “${name}” is damaged.` });
  const { pageWidth, pageRows, left, width, height, turned } = placement;
  const quarter = turned ? 1 : 0;
  const bitmap = library.FPDFBitmap_CreateEx(pageWidth, pageRows, greyFormat, grey, pageWidth);
  if (bitmap === 0) {
    library.FPDF_ClosePage(page);
    throw new FaxError('FILE_TOO_LARGE', {
      message: `Page ${index + 1} of “${name}” needs more memory than there is.`,
    });
  }
  library.FPDF_RenderPageBitmap(bitmap, page, left, 0, width, height, quarter, renderFlags);
  if (form !== 0) {
    library.FORM_OnAfterLoadPage(page, form);
    library.FPDF_FFLDraw(form, bitmap, page, left, 0, width, height, quarter, renderFlags);
    library.FORM_OnBeforeClosePage(page, form);
  }
  library.FPDFBitmap_Destroy(bitmap);
  library.FPDF_ClosePage(page);
}

function allocate(library: WrappedPdfiumModule, length: number, name: string): number {
  const at = library.pdfium.wasmExports.malloc(Math.max(length, 1));
  if (at === 0) throw new FaxError('FILE_TOO_LARGE', { message: `“${name}” needs more memory than there is for it.` });
  return at;
}

const plausible = (points: number) => Number.isFinite(points) && points >= 1 && points <= 200_000;
