import { type CSSProperties, type ReactNode, useState } from 'react';
import { pageUrl } from '../../app/contract/page-url.ts';
import type { PageFacts, StoredPagesRef } from '../../app/contract/requests.ts';

export interface PaperProps {
  readonly source: StoredPagesRef;
  /** 1-based. */
  readonly page: number;
  /** Width of the image asked for, in px; left out: the page's own dots. */
  readonly width?: number;
  /** Gives the true aspect; without it the sheet is A4. */
  readonly facts?: PageFacts | undefined;
  readonly alt: string;
  readonly style?: CSSProperties;
  readonly className?: string;
  /** Load at once instead of when it comes into sight. */
  readonly eager?: boolean;
}

/** Width over height of a page in inches: fax dots are not square. */
export function pageAspect(facts: PageFacts): number {
  return facts.rows === 0 ? 215 / 297 : facts.width / facts.xDpi / (facts.rows / facts.yDpi);
}

/** One fax page as paper, in its true aspect; says so when its image cannot be shown. */
export function Paper({ source, page, width, facts, alt, style, className, eager }: PaperProps): ReactNode {
  const url = pageUrl(source, page, width);
  const [failed, setFailed] = useState<string | null>(null);
  const aspect = facts ? { aspectRatio: pageAspect(facts) } : {};
  return (
    <span className={`paper ${className ?? ''}`} style={{ ...aspect, ...style }}>
      {failed === url ? (
        <span className="paper-words" role="img" aria-label={alt}>
          No image
        </span>
      ) : (
        <img
          src={url}
          alt={alt}
          draggable={false}
          loading={eager ? 'eager' : 'lazy'}
          decoding="async"
          onError={() => setFailed(url)}
        />
      )}
    </span>
  );
}
