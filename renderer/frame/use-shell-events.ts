import { useEffect } from 'react';
import { useConsole } from '../console.tsx';
import { useDrafts } from '../stores/drafts.ts';
import { openSend } from '../stores/view.ts';
import { readRecipients } from '../views/send/recipients.ts';

/** What the desktop asks of the window: files to send, a view or a fax to show. Commands are run by their keys' hook. */
export function useShellEvents(): void {
  const { api, toasts, view } = useConsole();
  useEffect(
    () =>
      api.onShell((event) => {
        switch (event.type) {
          case 'newFax':
            if (event.number != null) addNumber(event.number);
            if (event.files.length > 0 || event.missing === undefined) openSend(view, event.files);
            if (event.missing) toasts.show({ tone: 'bad', ...missingFiles(event.missing) });
            break;
          case 'problem':
            toasts.show({ tone: 'bad', title: event.message });
            break;
          case 'show': {
            const chosen =
              event.id === null ? null : { selected: new Set([event.id]), focused: event.id, anchor: event.id };
            view.setState({
              view: event.view,
              overlay: null,
              ...(event.view === 'jobs' && chosen
                ? { jobFilter: 'all', jobSearch: '', detailsOpen: true, jobs: chosen }
                : {}),
              ...(event.view === 'inbox' && chosen ? { inbox: chosen } : {}),
            });
            break;
          }
          case 'command':
            break;
        }
      }),
    [api, toasts, view],
  );
}

/** The number of a `fax:` link joins the draft, unless it is in it already. */
function addNumber(number: string): void {
  const { draft, dispatch } = useDrafts.getState();
  const recipients = readRecipients(number).filter((read) =>
    draft.recipients.every((each) => each.number !== read.number),
  );
  if (recipients.length > 0) dispatch({ type: 'recipientsAdded', recipients });
}

/** Files that were asked for and are not there, by name; of many the first few. */
function missingFiles(names: readonly string[]): { readonly title: string; readonly words: string } {
  const shown = names.slice(0, 3).join(', ');
  const more = names.length > 3 ? ` and ${names.length - 3} more` : '';
  return {
    title: names.length === 1 ? 'This file is not there' : 'These files are not there',
    words: `${shown}${more}. Check the name and the folder.`,
  };
}
