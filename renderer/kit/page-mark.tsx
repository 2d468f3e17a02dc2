import type { ReactNode } from 'react';
import type { StateLook } from '../words/job-state.ts';

export interface PageMarkProps {
  readonly pages: number;
  readonly confirmed: number;
  /** The page on the line now, 1-based, or null. */
  readonly current: number | null;
  readonly look: StateLook;
  /** Across the whole width, as on a port's card. */
  readonly wide?: boolean;
}

const mostSegments = 12;

/** One segment a page up to 12, then a bar. Decorative: the figures stand beside it. */
export function PageMark({ pages, confirmed, current, look, wide }: PageMarkProps): ReactNode {
  if (pages === 0) return null;
  const size = wide ? 'wide' : '';
  if (pages > mostSegments) {
    return (
      <span className={`pp bar st-${look} ${size}`} aria-hidden="true">
        <i className="d" style={{ width: `${(100 * confirmed) / pages}%` }} />
      </span>
    );
  }
  const width = wide ? undefined : Math.min(64, Math.max(14, pages * 8));
  return (
    <span className={`pp st-${look} ${size}`} style={{ width }} aria-hidden="true">
      {Array.from({ length: pages }, (_, index) => index + 1).map((page) => (
        <i key={page} className={page <= confirmed ? 'd' : page === current ? 'c' : ''} />
      ))}
    </span>
  );
}
