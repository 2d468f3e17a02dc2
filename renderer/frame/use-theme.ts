import { useEffect } from 'react';
import { useConsole, useView } from '../console.tsx';

/** Follows the chosen theme: the page by its attribute, the window's own parts by the desktop. */
export function useTheme(): void {
  const { office } = useConsole();
  const theme = useView((view) => view.theme);
  useEffect(() => {
    const root = document.documentElement;
    if (theme === 'system') delete root.dataset['theme'];
    else root.dataset['theme'] = theme;
    void office.setTheme(theme);
  }, [office, theme]);
}
