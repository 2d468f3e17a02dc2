import { useCallback, useEffect, useRef, useState } from 'react';
import { useConsole } from '../../console.tsx';
import { keepPreview, noPreview, type PreviewKeeper, type PreviewState, type PreviewWanted } from './preview-keeper.ts';

/** How long the draft must stay as it is before pages are made of it, in ms: reordering comes in bursts. */
const settleDelay = 120;

/** The pages of the draft as they will be sent, made anew on each change, and let go with the sheet. */
export function usePreview(wanted: PreviewWanted): { readonly preview: PreviewState; readonly retry: () => void } {
  const { files, resolution } = wanted;
  const { api } = useConsole();
  const [state, setState] = useState(noPreview);
  const keeper = useRef<PreviewKeeper | null>(null);
  useEffect(() => {
    const kept = keepPreview(api, () => `preview-${crypto.randomUUID()}`, setState);
    keeper.current = kept;
    return () => {
      kept.stop();
      keeper.current = null;
    };
  }, [api]);
  useEffect(() => {
    // Between a change and its pages the old ones must not pass for the new.
    if (files.length > 0) setState((before) => (before.status === 'ready' ? { ...before, status: 'making' } : before));
    const timer = setTimeout(() => keeper.current?.want({ files, resolution }), settleDelay);
    return () => clearTimeout(timer);
  }, [files, resolution]);
  const retry = useCallback(() => keeper.current?.retry(), []);
  return { preview: state, retry };
}
