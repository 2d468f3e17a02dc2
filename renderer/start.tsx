import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import './theme/index.css';
import { App } from './app.tsx';
import { ConsoleProvider, createConsole } from './console.tsx';
import type { PageApi } from './door.ts';

/** Draws the console on a door into an element of the page. */
export function startConsole(api: PageApi, root: HTMLElement | null): void {
  if (root === null) throw new Error('The page has no #root');
  const { console } = createConsole(api, window.localStorage);
  createRoot(root).render(
    <StrictMode>
      <ConsoleProvider value={console}>
        <App />
      </ConsoleProvider>
    </StrictMode>,
  );
}
