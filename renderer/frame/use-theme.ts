import { useEffect } from 'react';
import { outcomeOf } from '../actions/outcome.ts';
import { useConsole, useView } from '../console.tsx';
import type { Theme } from '../stores/view.ts';

/**
 * Shows the theme that the desktop keeps, and tells the desktop of a choice. The desktop is the one store: it draws the
 * window's frame before there is a page.
 */
export function useTheme(): void {
  const { api, office, view } = useConsole();
  const theme = useView((state) => state.theme);
  useEffect(() => {
    const { dataset } = document.documentElement;
    if (theme === 'system') delete dataset.theme;
    else dataset.theme = theme;
  }, [theme]);

  useEffect(() => {
    let kept: Theme | null = null;
    const stop = view.subscribe((state, before) => {
      if (state.theme === before.theme || state.theme === kept) return;
      kept = state.theme;
      void office.setTheme(state.theme);
    });
    void outcomeOf(() => api.shell('info', {})).then((outcome) => {
      // A choice made meanwhile stands.
      if (!outcome.ok || kept !== null) return;
      kept = outcome.value.theme;
      view.setState({ theme: kept });
    });
    return stop;
  }, [api, office, view]);
}
