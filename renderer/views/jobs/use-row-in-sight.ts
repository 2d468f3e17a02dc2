import { type RefObject, useEffect, useRef } from 'react';

export interface RowInSight {
  readonly list: RefObject<HTMLElement | null>;
  /** Height of the list, px. */
  readonly height: number;
  readonly headHeight: number;
  readonly rowHeight: number;
  /** Place of the row, from 0; negative: none. */
  readonly place: number;
  readonly scrollTo: (place: number) => void;
}

/** Keeps a row in sight that was in sight before the list became lower: the details open below it. */
export function useRowInSight({ list, height, headHeight, rowHeight, place, scrollTo }: RowInSight): void {
  const before = useRef(height);
  useEffect(() => {
    const scrolled = list.current?.scrollTop ?? 0;
    const top = place * rowHeight - scrolled;
    const wasInSight = top >= 0 && top + headHeight < before.current;
    if (height < before.current && place >= 0 && wasInSight) scrollTo(place);
    before.current = height;
  }, [list, height, headHeight, rowHeight, place, scrollTo]);
}
