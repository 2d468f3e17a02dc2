import { type RefObject, useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { PageFacts } from '../../app/contract/requests.ts';
import {
  keepSpot,
  type PlacedPage,
  pageAt,
  pageGap,
  pagesInSight,
  placePages,
  type Rotation,
  type Size,
  type Zoom,
} from './geometry.ts';
import { useSize } from './use-size.ts';

/** A column of pages in a scrolling element: what is where, what is in sight, and how to get somewhere. */
export interface PageColumn {
  readonly column: Size;
  /** The pages to draw. */
  readonly sight: readonly PlacedPage[];
  /** The page one is reading, 1-based; 0 when there is none. */
  readonly current: number;
  /** The width of the view in CSS px. */
  readonly viewWidth: number;
  readonly goTo: (page: number) => void;
  readonly onScroll: () => void;
}

/** Keeps a column of pages in a scrolling element; the spot one is reading stays when zoom or window change. */
export function usePageColumn(
  desk: RefObject<HTMLElement | null>,
  pages: readonly PageFacts[],
  zoom: Zoom,
  rotation: Rotation,
): PageColumn {
  const size = useSize(desk);
  const [scrollTop, setScrollTop] = useState(0);
  /** A page that was gone to is the current one until something else is scrolled to: short last pages never reach the top. */
  const [gone, setGone] = useState<{ readonly page: number; readonly top: number } | null>(null);
  const layout = useMemo(() => {
    const room = {
      width: Math.max(40, (size?.width ?? 0) - 2 * pageGap),
      height: Math.max(40, (size?.height ?? 0) - 2 * pageGap),
    };
    return placePages(pages, zoom, rotation, room);
  }, [pages, zoom, rotation, size]);

  const before = useRef<readonly PlacedPage[]>(layout.pages);
  useLayoutEffect(() => {
    const node = desk.current;
    if (node && before.current !== layout.pages && before.current.length === layout.pages.length && size) {
      node.scrollTop = keepSpot(
        before.current,
        layout.pages,
        node.scrollTop,
        node.scrollTop < pageGap ? 0 : size.height / 3,
      );
      node.scrollLeft = (layout.column.width + 2 * pageGap - size.width) / 2;
      setScrollTop(node.scrollTop);
    }
    before.current = layout.pages;
  }, [desk, layout, size]);

  const goTo = useCallback(
    (page: number) => {
      const node = desk.current;
      const placed = layout.pages[Math.min(Math.max(page, 1), layout.pages.length) - 1];
      if (!node || !placed) return;
      node.scrollTop = placed.top - pageGap;
      setScrollTop(node.scrollTop);
      setGone({ page: placed.page, top: node.scrollTop });
    },
    [desk, layout],
  );

  const onScroll = useCallback(() => setScrollTop(desk.current?.scrollTop ?? 0), [desk]);
  const height = size?.height ?? 0;
  const wentThere = gone !== null && Math.abs(gone.top - scrollTop) < 1 && gone.page <= pages.length;
  return {
    column: layout.column,
    sight: size ? pagesInSight(layout.pages, scrollTop, height, height / 2) : [],
    current: wentThere ? gone.page : pageAt(layout.pages, scrollTop, height),
    viewWidth: size?.width ?? 0,
    goTo,
    onScroll,
  };
}
