import type { ReactNode } from 'react';
import { useConsole } from '../console.tsx';
import { SearchIcon } from '../kit/icons/icons.tsx';
import { Kbd } from '../kit/kbd.tsx';
import { frameWords } from './words.ts';

/** Brand, finder, and room for the window's own buttons. The bar drags the window. */
export function TitleBar(): ReactNode {
  const { view } = useConsole();
  return (
    <header className="titlebar">
      <div className="brand">
        <svg
          width="18"
          height="18"
          viewBox="0 0 18 18"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.7"
          strokeLinejoin="round"
          aria-hidden="true"
        >
          <path d="M5 7V1.9h8V7" />
          <path d="M3.4 7h11.2A1.4 1.4 0 0 1 16 8.4v5.2H2V8.4A1.4 1.4 0 0 1 3.4 7z" />
          <path d="M5 11h8v5.1H5z" fill="currentColor" stroke="none" />
        </svg>
        <span>{frameWords.product}</span>
      </div>
      <button type="button" className="finder" onClick={() => view.setState({ overlay: { kind: 'palette' } })}>
        <SearchIcon />
        <span className="fill cut">{frameWords.finder}</span>
        <Kbd keys="Ctrl+K" />
      </button>
    </header>
  );
}
