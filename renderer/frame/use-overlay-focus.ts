import { useEffect } from 'react';
import { useConsole } from '../console.tsx';
import { firstStop } from './regions.ts';

/** Gives the focus back to where it was when what stood over the window is closed; a row is found again by its id. */
export function useOverlayFocus(): void {
  const { view } = useConsole();
  useEffect(() => {
    let origin: Element | null = null;
    const giveBack = (): void => {
      if (view.getState().overlay !== null || origin === null) return;
      const from = origin;
      origin = null;
      const active = document.activeElement;
      if (active !== null && active !== document.body) return;
      placeAgain(from)?.focus();
    };
    return view.subscribe((state, before) => {
      if (state.overlay !== null && before.overlay === null) origin ??= document.activeElement;
      // Later: one dialog may close to open the next, and the dialog itself lets go of the focus first.
      if (state.overlay === null && before.overlay !== null) setTimeout(giveBack, 20);
    });
  }, [view]);
}

function placeAgain(from: Element): HTMLElement | null {
  if (from instanceof HTMLElement && from.isConnected && from !== document.body) return from;
  const id = from.getAttribute('data-id');
  const row = id === null ? null : document.querySelector<HTMLElement>(`.list-row[data-id="${id}"]`);
  return row ?? firstStop(document.querySelector<HTMLElement>('[data-region="main"]') ?? undefined);
}
