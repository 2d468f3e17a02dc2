import { basename, extname } from 'node:path';
import { FaxError } from '../model/errors.ts';

/** What a file is, by its content first and its ending second. */
export type SourceKind = 'pdf' | 'image' | 'tiff' | 'text' | 'office' | 'html';

/** So many octets from the start of a file are enough to tell. */
export const headLength = 8192;

const officeEndings = new Set(
  (
    '.doc .docx .docm .dot .dotx .odt .ott .fodt .rtf .wps .wpd .xls .xlsx .xlsm .xlsb .ods .ots .fods .ppt .pptx .pps ' +
    '.ppsx .odp .otp .fodp .odg .htm .html .xhtml .pages'
  ).split(' '),
);
const textEndings = new Set(['.txt', '.text', '.log', '.md', '.csv', '.tsv', '.asc', '.ini', '.json', '.eml', '.nfo']);
/** Endings that promise a format whose mark must then be there. */
const promised: Readonly<Record<string, string>> = {
  '.pdf': 'PDF',
  '.png': 'PNG picture',
  '.jpg': 'JPEG picture',
  '.jpeg': 'JPEG picture',
  '.webp': 'WebP picture',
  '.gif': 'GIF picture',
  '.tif': 'TIFF picture',
  '.tiff': 'TIFF picture',
};

/** Tells what a file is from its first octets. Throws `FILE_TYPE_UNKNOWN`, or `FILE_DAMAGED` where the ending lies. */
export function sourceKind(head: Uint8Array, path: string): SourceKind {
  const ending = extname(path).toLowerCase();
  const text = Buffer.from(head.buffer, head.byteOffset, head.length).toString('latin1');
  const found = kindByMark(text, ending);
  if (found !== undefined) return found;
  const promise = promised[ending];
  if (promise !== undefined)
    throw new FaxError('FILE_DAMAGED', {
      message: `“${basename(path)}” is damaged: its name says ${promise}, but it is not one.`,
    });
  if (ending === '.svg' || /^\s*(<\?xml[^>]*>\s*)?(<!--[\s\S]*?-->\s*)*<svg\b/.test(text) || text.startsWith('%!'))
    throw unknownType(path);
  if (looksLikeText(head, text) || textEndings.has(ending)) return 'text';
  throw unknownType(path);
}

function kindByMark(text: string, ending: string): SourceKind | undefined {
  // Readers take a PDF whose mark stands anywhere in the first 1024 octets (PDF 32000-1, Annex H.3.4.1).
  if (text.slice(0, 1024).includes('%PDF-')) return 'pdf';
  if (text.startsWith('\x89PNG\r\n\x1a\n') || text.startsWith('\xff\xd8\xff') || /^GIF8[79]a/.test(text))
    return 'image';
  if (text.startsWith('RIFF') && text.slice(8, 12) === 'WEBP') return 'image';
  if (/^(II\x2a\0|MM\0\x2a|II\x2b\0|MM\0\x2b)/.test(text)) return 'tiff';
  if (text.startsWith('{\\rtf')) return 'office';
  if (text.startsWith('PK\x03\x04')) return officeEndings.has(ending) || isOfficeZip(text) ? 'office' : undefined;
  if (text.startsWith('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1')) return ending === '.msi' ? undefined : 'office';
  if (/^(\xef\xbb\xbf)?\s*(<!--[\s\S]*?-->\s*)*<(!doctype\s+html|html|head|body)\b/i.test(text)) return 'html';
  if (/<office:document\b/.test(text)) return 'office';
  if ((ending === '.htm' || ending === '.html' || ending === '.xhtml') && !text.includes('\0')) return 'html';
  return undefined;
}

/** OpenDocument names its kind first; Office Open XML has `[Content_Types].xml` or its folders among its first entries. */
function isOfficeZip(text: string): boolean {
  return /mimetypeapplication\/vnd\.oasis\.opendocument|\[Content_Types\]\.xml|word\/|xl\/|ppt\//.test(text);
}

/** UTF-16 with its mark, or nothing but characters that text is made of. */
function looksLikeText(head: Uint8Array, text: string): boolean {
  if (text.startsWith('\xff\xfe') || text.startsWith('\xfe\xff')) return true;
  let odd = 0;
  for (const octet of head) {
    if (octet === 0) return false;
    if (octet < 32 && octet !== 9 && octet !== 10 && octet !== 12 && octet !== 13 && octet !== 27) odd++;
  }
  return odd * 50 <= head.length;
}

const unknownType = (path: string) =>
  new FaxError('FILE_TYPE_UNKNOWN', { message: `“${basename(path)}” is of a kind that cannot be faxed.` });
