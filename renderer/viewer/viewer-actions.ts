import type { StoredPagesRef } from '../../app/contract/requests.ts';
import { type Outcome, outcomeOf } from '../actions/outcome.ts';
import type { PageApi } from '../door.ts';

type Shell = Pick<PageApi, 'shell'>;

/** The longest name that is proposed for a file. */
const nameLength = 120;

/** Asks where and saves; the path, or null when the dialog was cancelled. */
export const savePages = (
  api: Shell,
  id: number,
  format: 'pdf' | 'tif',
  title: string,
): Promise<Outcome<string | null>> =>
  outcomeOf(async () => (await api.shell('saveAs', { id, format, name: fileNameOf(title) })).path);

/** Prints; false when the dialog was cancelled. */
export const printPages = (api: Shell, source: StoredPagesRef): Promise<Outcome<boolean>> =>
  outcomeOf(async () => (await api.shell('print', { source })).printed);

/** A title as a file's name on any system: signs that no file system takes become spaces. */
export function fileNameOf(title: string): string {
  const name = title
    .replace(/[\p{Cc}<>:"/\\|?*]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^[. ]+|[. ]+$/g, '');
  return name === '' ? 'Fax' : name.slice(0, nameLength).trim();
}
