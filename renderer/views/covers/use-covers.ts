import { useEffect, useState } from 'react';
import type { Cover } from '../../../app/model/cover.ts';
import type { FaxErrorData } from '../../../app/model/errors.ts';
import { outcomeOf } from '../../actions/outcome.ts';
import { useConsole, useFacts } from '../../console.tsx';
import { isLive } from '../../stores/server-facts.ts';

/** The server's common cover pages: `known` is null while they are not known, with the reason where asking failed. */
export interface CoverList {
  readonly known: readonly Cover[] | null;
  readonly error: FaxErrorData | null;
}

/** Asks for the common cover pages, and again when the server is back. */
export function useCovers(): CoverList {
  const { api } = useConsole();
  const live = useFacts(isLive);
  const [covers, setCovers] = useState<CoverList>({ known: null, error: null });
  useEffect(() => {
    if (!live) return;
    let current = true;
    void outcomeOf(() => api.request('covers.list', {})).then((found) => {
      if (!current) return;
      setCovers(found.ok ? { known: found.value.covers, error: null } : { known: null, error: found.error });
    });
    return () => {
      current = false;
    };
  }, [api, live]);
  return covers;
}
