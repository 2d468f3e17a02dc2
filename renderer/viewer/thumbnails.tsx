import { type KeyboardEvent, type ReactNode, useEffect, useId, useMemo, useRef, useState } from 'react';
import type { PageFacts, StoredPagesRef } from '../../app/contract/requests.ts';
import { type PlacedPage, pagesInSight, placePages, type Rotation } from './geometry.ts';
import { PagePicture } from './page-picture.tsx';
import { useSize } from './use-size.ts';

export interface ThumbnailsProps {
  readonly source: StoredPagesRef;
  readonly pages: readonly PageFacts[];
  readonly rotation: Rotation;
  /** 1-based. */
  readonly current: number;
  readonly onPage: (page: number) => void;
}

const room = { width: 52, height: 110 };
/** Room below each sheet for its number, and to the next. */
const gap = 34;
const top = 14;
/** The column begins with a gap; here it begins with less. */
const shift = top - gap;

/** The pages as small sheets. One tab stop; the arrows go from page to page. Only those in sight are there. */
export function Thumbnails({ source, pages, rotation, current, onPage }: ThumbnailsProps): ReactNode {
  const list = useRef<HTMLDivElement>(null);
  const [scrollTop, setScrollTop] = useState(0);
  const size = useSize(list);
  const id = useId();
  const placed = useMemo(() => placePages(pages, { kind: 'fit-page' }, rotation, room, gap).pages, [pages, rotation]);
  const height = size?.height ?? 0;
  const sight = withPage(pagesInSight(placed, scrollTop - shift, height, 400), placed[current - 1]);

  useEffect(() => {
    const node = list.current;
    const sheet = placed[current - 1];
    if (!node || !sheet) return;
    const [from, to] = [sheet.top + shift - top, sheet.top + shift + sheet.height + gap];
    if (from < node.scrollTop) node.scrollTop = from;
    else if (to > node.scrollTop + node.clientHeight) node.scrollTop = to - node.clientHeight;
  }, [placed, current]);

  const onKeyDown = (event: KeyboardEvent): void => {
    const target = { ArrowDown: current + 1, ArrowUp: current - 1, Home: 1, End: pages.length }[event.key];
    if (target === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    onPage(Math.min(Math.max(target, 1), pages.length));
  };

  return (
    <div
      ref={list}
      className="thumbnails desk"
      role="listbox"
      tabIndex={0}
      aria-label="Pages"
      aria-activedescendant={`${id}-${current}`}
      onScroll={(event) => setScrollTop(event.currentTarget.scrollTop)}
      onKeyDown={onKeyDown}
    >
      <div
        role="presentation"
        style={{ position: 'relative', height: (placed.at(-1)?.top ?? 0) + (placed.at(-1)?.height ?? 0) + gap + shift }}
      >
        {sight.map((sheet) => (
          // biome-ignore lint/a11y/useFocusableInteractive: the listbox has the focus and names its active option
          // biome-ignore lint/a11y/useKeyWithClickEvents: the listbox takes the keys
          <div
            key={sheet.page}
            id={`${id}-${sheet.page}`}
            role="option"
            aria-selected={sheet.page === current}
            aria-label={`Page ${sheet.page} of ${pages.length}`}
            aria-posinset={sheet.page}
            aria-setsize={pages.length}
            className="thumbnail"
            style={{ top: sheet.top + shift - 6, height: sheet.height + 28 }}
            onClick={() => onPage(sheet.page)}
          >
            {pages[sheet.page - 1] && (
              <PagePicture
                source={source}
                page={sheet.page}
                facts={pages[sheet.page - 1]!}
                size={sheet}
                rotation={rotation}
                alt=""
                small
              />
            )}
            <span className="s11 tn">{sheet.page}</span>
          </div>
        ))}
      </div>
    </div>
  );
}

/** The sheets in sight and the current one: what is named as active must be there. */
function withPage(sight: readonly PlacedPage[], page: PlacedPage | undefined): readonly PlacedPage[] {
  return !page || sight.includes(page) ? sight : [...sight, page];
}
