import { useEffect } from 'react';
import { useConsole } from '../console.tsx';
import { openSend } from '../stores/view.ts';

/** What the desktop asks of the window: files to send, a view or a fax to show. Commands are run by their keys' hook. */
export function useShellEvents(): void {
  const { api, view } = useConsole();
  useEffect(
    () =>
      api.onShell((event) => {
        switch (event.type) {
          case 'newFax':
            openSend(view, event.files);
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
    [api, view],
  );
}
