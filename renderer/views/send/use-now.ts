import { useEffect, useState } from 'react';

/** How often words that depend on the clock are looked at again, in ms. */
const tick = 15_000;

/** The time, near enough for words in minutes. */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), tick);
    return () => clearInterval(timer);
  }, []);
  return now;
}
