import { FaxError } from '../model/errors.ts';

/** A file with more pages than one fax takes; `together`: it has them only with the files before it. */
export function tooManyPages(most: number, name: string, together = false): FaxError {
  const message = together
    ? `With “${name}” the document has more than ${most} pages, the most one fax takes.`
    : `“${name}” has more than ${most} pages, the most one fax takes.`;
  return new FaxError('TOO_MANY_PAGES', { message });
}
