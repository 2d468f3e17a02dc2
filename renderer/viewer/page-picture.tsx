import { type CSSProperties, type ReactNode, useState } from 'react';
import { pageUrl } from '../../app/contract/page-url.ts';
import type { PageFacts, StoredPagesRef } from '../../app/contract/requests.ts';
import { imageWidth, isEnlarged, type Rotation, type Size } from './geometry.ts';

export interface PagePictureProps {
  readonly source: StoredPagesRef;
  /** 1-based. */
  readonly page: number;
  readonly facts: PageFacts;
  /** The size on screen in CSS px, as turned. */
  readonly size: Size;
  readonly rotation?: Rotation;
  /** White on black: a view only. */
  readonly inverted?: boolean;
  readonly alt: string;
  readonly style?: CSSProperties;
  /** Too small for words and buttons. */
  readonly small?: boolean;
}

/** One fax page as paper: loaded no larger than it is shown, smoothed only when it is reduced, turned as asked. */
export function PagePicture(props: PagePictureProps): ReactNode {
  const { source, page, facts, size, rotation = 0, inverted, alt, style, small } = props;
  const [state, setState] = useState<{ readonly url: string; readonly is: 'shown' | 'failed' } | null>(null);
  const [tries, setTries] = useState(0);
  const ratio = typeof devicePixelRatio === 'number' ? devicePixelRatio : 1;
  const turned = rotation === 90 || rotation === 270;
  const across = turned ? size.height : size.width;
  const down = turned ? size.width : size.height;
  const url = pageUrl(source, page, imageWidth(facts, across, ratio));
  const failed = state?.url === url && state.is === 'failed';
  return (
    <div
      className={inverted ? 'paper page-picture inverted' : 'paper page-picture'}
      style={{ width: size.width, height: size.height, aspectRatio: 'auto', ...style }}
    >
      {failed ? (
        <FailedPage
          page={page}
          small={small ?? false}
          alt={alt}
          onRetry={() => {
            setTries(tries + 1);
            setState(null);
          }}
        />
      ) : (
        <>
          {state === null && !small && <span className="paper-words">Loading page {page}</span>}
          <img
            key={tries}
            src={url}
            alt={alt}
            draggable={false}
            decoding="async"
            style={{
              width: across,
              height: down,
              transform: `translate(-50%, -50%) rotate(${rotation}deg)`,
              imageRendering: isEnlarged(facts, across, ratio) ? 'pixelated' : 'auto',
            }}
            onLoad={() => setState({ url, is: 'shown' })}
            onError={() => setState({ url, is: 'failed' })}
          />
        </>
      )}
    </div>
  );
}

interface FailedPageProps {
  readonly page: number;
  readonly alt: string;
  readonly small: boolean;
  readonly onRetry: () => void;
}

function FailedPage({ page, alt, small, onRetry }: FailedPageProps): ReactNode {
  if (small)
    return (
      <span className="paper-words" role="img" aria-label={`${alt}: cannot be read`}>
        !
      </span>
    );
  return (
    <div className="paper-words" role="alert">
      <span>
        <b>Page {page} cannot be read.</b>
        <br />
        Its image did not come. The fax itself is stored.
        <br />
        <button type="button" className="paper-link" onClick={onRetry}>
          Read it again
        </button>
      </span>
    </div>
  );
}
