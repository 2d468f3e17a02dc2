import { useCallback, useEffect, useRef } from 'react';

/**
 * Runs an act once the pointer is up again; at once when it is up. For what a field does when it loses the focus: if
 * the layout moved between press and release, the click would miss what was pressed.
 */
export function useAfterPointer(): (act: () => void) => void {
  const isDown = useRef(false);
  useEffect(() => {
    const down = (): void => {
      isDown.current = true;
    };
    const up = (): void => {
      isDown.current = false;
    };
    window.addEventListener('pointerdown', down, true);
    window.addEventListener('pointerup', up, true);
    window.addEventListener('pointercancel', up, true);
    return () => {
      window.removeEventListener('pointerdown', down, true);
      window.removeEventListener('pointerup', up, true);
      window.removeEventListener('pointercancel', up, true);
    };
  }, []);
  return useCallback((act) => {
    if (!isDown.current) {
      act();
      return;
    }
    // A task later: the click belongs to the task of the release.
    const stopped = new AbortController();
    const later = (): void => {
      stopped.abort();
      setTimeout(act, 0);
    };
    for (const type of ['pointerup', 'pointercancel'] as const)
      window.addEventListener(type, later, { capture: true, signal: stopped.signal });
  }, []);
}
