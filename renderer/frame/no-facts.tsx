import type { ReactNode } from 'react';
import { useFacts } from '../console.tsx';
import { EmptyState } from '../kit/empty-state.tsx';
import { SearchIcon, ServerIcon } from '../kit/icons/icons.tsx';
import { ErrorCode } from '../kit/note.tsx';
import { frameWords } from './words.ts';

/** In place of a view's content as long as nothing is known: that it is asked for, or why it cannot be had. */
export function NoFacts(): ReactNode {
  const error = useFacts((facts) => facts.error);
  if (error === null) return <EmptyState icon={SearchIcon} title={frameWords.loading} words="" />;
  return <EmptyState icon={ServerIcon} title={error.message} words={error.next} act={<ErrorCode error={error} />} />;
}
