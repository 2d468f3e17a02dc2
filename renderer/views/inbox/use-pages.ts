import { useEffect, useState } from 'react';
import type { PageFacts } from '../../../app/contract/requests.ts';
import type { FaxErrorData } from '../../../app/model/errors.ts';
import { useConsole } from '../../console.tsx';
import { listPages } from './inbox-actions.ts';

/** How long a fax must stay chosen before its pages are asked for, in ms: arrows run through many. */
const settleDelay = 60;

export type MessagePages =
  | { readonly status: 'loading' }
  | { readonly status: 'ready'; readonly pages: readonly PageFacts[] }
  | { readonly status: 'failed'; readonly error: FaxErrorData };

/** The pages of a received fax. */
export function useMessagePages(id: number): MessagePages & { readonly retry: () => void } {
  const { api } = useConsole();
  const [tries, setTries] = useState(0);
  const [known, setKnown] = useState<{ readonly id: number; readonly state: MessagePages } | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another try asks again
  useEffect(() => {
    let stale = false;
    const timer = setTimeout(async () => {
      const outcome = await listPages(api, { kind: 'message', id });
      if (stale) return;
      setKnown({
        id,
        state: outcome.ok ? { status: 'ready', pages: outcome.value } : { status: 'failed', error: outcome.error },
      });
    }, settleDelay);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [api, id, tries]);
  const state: MessagePages = known?.id === id ? known.state : { status: 'loading' };
  return { ...state, retry: () => setTries(tries + 1) };
}
