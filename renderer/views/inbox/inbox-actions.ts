import type { PageFacts, StoredPagesRef } from '../../../app/contract/requests.ts';
import { type Outcome, outcomeOf } from '../../actions/outcome.ts';
import type { PageApi } from '../../door.ts';

type Api = Pick<PageApi, 'request' | 'shell'>;

/** Marks received faxes as read or unread. */
export const markMessages = (api: Api, ids: readonly number[], read: boolean): Promise<Outcome> =>
  outcomeOf(async () => void (await api.request('messages.mark', { ids, read })));

/** The facts of a fax's pages. */
export const listPages = (api: Api, source: StoredPagesRef): Promise<Outcome<readonly PageFacts[]>> =>
  outcomeOf(async () => (await api.request('pages.list', { source })).pages);

/** Hands a drag over to the desktop, which goes on with it as a PDF file. */
export const dragOut = (api: Api, id: number): Promise<Outcome> =>
  outcomeOf(async () => void (await api.shell('dragOut', { id })));
