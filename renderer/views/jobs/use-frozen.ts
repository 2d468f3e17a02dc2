import { useCallback, useEffect, useRef, useState } from 'react';

/** How long after a key the rows still keep their places, in ms. */
const rest = 1500;

/** Whether rows must keep their places: a menu is open, or keys were used a moment ago. */
export function useFrozen(): {
  readonly frozen: boolean;
  readonly menuOpen: boolean;
  readonly setMenuOpen: (open: boolean) => void;
  /** A key moved through the rows. */
  readonly hold: () => void;
} {
  const [menuOpen, setMenuOpen] = useState(false);
  const [held, setHeld] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const hold = useCallback(() => {
    setHeld(true);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setHeld(false), rest);
  }, []);
  useEffect(() => () => clearTimeout(timer.current), []);
  return { frozen: menuOpen || held, menuOpen, setMenuOpen, hold };
}
