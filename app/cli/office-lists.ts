import type { OfficeList } from '../contract/requests.ts';
import { FaxError } from '../model/errors.ts';
import type { OfficeListName, OfficeLists } from '../model/office-lists.ts';
import type { Office } from '../office/office.ts';

/** Times that a change is made anew because somebody else changed the list meanwhile. */
const TRIES = 3;

/** The items of one of the office's lists. */
export async function readList<N extends OfficeListName>(office: Office, name: N): Promise<OfficeLists[N]> {
  return itemsOf(name, await office.request('lists.get', { name }));
}

/**
 * Changes one of the office's lists on top of what it is now; the answer is what it is then. Throws what `lists.put`
 * throws, `LIST_CHANGED` where others change it again and again.
 */
export async function changeList<N extends OfficeListName>(
  office: Office,
  name: N,
  change: (items: OfficeLists[N]) => OfficeLists[N],
): Promise<OfficeLists[N]> {
  for (let attempt = 1; ; attempt += 1) {
    const list = await office.request('lists.get', { name });
    const items = change(itemsOf(name, list));
    try {
      return itemsOf(name, await office.request('lists.put', { ...list, items } as OfficeList));
    } catch (error) {
      if (!(error instanceof FaxError) || error.code !== 'LIST_CHANGED' || attempt === TRIES) throw error;
    }
  }
}

function itemsOf<N extends OfficeListName>(name: N, list: OfficeList): OfficeLists[N] {
  if (list.name !== name) throw new FaxError('PROTOCOL_ERROR');
  return list.items as OfficeLists[N];
}
