import { type ReactNode, useEffect, useState } from 'react';
import { ChevronLeftIcon, ChevronRightIcon } from '../kit/index.ts';

export interface PagerProps {
  /** 1-based. */
  readonly current: number;
  readonly count: number;
  readonly onPage: (page: number) => void;
}

/** `Page 2 of 5` with a step back and on; the number can be typed over. */
export function Pager({ current, count, onPage }: PagerProps): ReactNode {
  const [typed, setTyped] = useState(String(current));
  useEffect(() => setTyped(String(current)), [current]);
  const go = (): void => {
    const page = Number.parseInt(typed, 10);
    if (Number.isNaN(page)) setTyped(String(current));
    else onPage(Math.min(Math.max(page, 1), count));
  };
  return (
    <form
      className="pager"
      onSubmit={(event) => {
        event.preventDefault();
        go();
      }}
    >
      <button type="button" aria-label="Previous page" disabled={current <= 1} onClick={() => onPage(current - 1)}>
        <ChevronLeftIcon />
      </button>
      <span className="row s12 tn" style={{ gap: 4 }}>
        Page
        <input
          className="tn"
          aria-label={`Page, of ${count}`}
          inputMode="numeric"
          value={typed}
          style={{ width: `${Math.max(2, String(count).length) + 1.4}ch` }}
          onChange={(event) => setTyped(event.target.value.replace(/\D/g, ''))}
          onFocus={(event) => event.target.select()}
          onBlur={() => setTyped(String(current))}
        />
        of {count}
      </span>
      <button type="button" aria-label="Next page" disabled={current >= count} onClick={() => onPage(current + 1)}>
        <ChevronRightIcon />
      </button>
      <span className="sr" aria-live="polite">
        Page {current} of {count}
      </span>
    </form>
  );
}
