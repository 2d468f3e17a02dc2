import { type ReactNode, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { Toasts } from '../stores/toasts.ts';
import { sentences } from '../words/sentences.ts';

/** How long texts are gathered before they are said, and how long they stay. */
const gather = 400;
const stay = 3000;

/**
 * The two live regions of the window (WCAG 4.1.3): polite for what happened, assertive for failures that need a person.
 * What comes within a moment is said together, so that a broadcast does not speak 400 times.
 */
export function LiveRegion({ toasts }: { readonly toasts: Toasts }): ReactNode {
  const polite = useStore(toasts.store, (state) => state.polite);
  const urgent = useStore(toasts.store, (state) => state.urgent);
  const [words, setWords] = useState({ polite: '', urgent: '' });
  useEffect(() => {
    if (polite.length === 0 && urgent.length === 0) return undefined;
    const timer = setTimeout(() => {
      setWords({ polite: sentences(...polite), urgent: sentences(...urgent) });
      toasts.said();
    }, gather);
    return () => clearTimeout(timer);
  }, [polite, urgent, toasts]);
  useEffect(() => {
    if (words.polite === '' && words.urgent === '') return undefined;
    const timer = setTimeout(() => setWords({ polite: '', urgent: '' }), stay);
    return () => clearTimeout(timer);
  }, [words]);
  return (
    <div className="sr">
      <div role="status" aria-live="polite">
        {words.polite}
      </div>
      <div role="alert" aria-live="assertive">
        {words.urgent}
      </div>
    </div>
  );
}
