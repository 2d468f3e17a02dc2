import { type RefObject, useLayoutEffect, useState } from 'react';

/** The inner size of a list in px, kept up to date. Before the first measuring a usual window is assumed. */
export function useListSize(list: RefObject<HTMLElement | null>): { readonly width: number; readonly height: number } {
  const [size, setSize] = useState({ width: 1068, height: 600 });
  useLayoutEffect(() => {
    const element = list.current;
    if (!element) return undefined;
    const measure = (): void => setSize({ width: element.clientWidth, height: element.clientHeight });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [list]);
  return size;
}
