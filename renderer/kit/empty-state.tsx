import type { ReactNode } from 'react';
import type { IconComponent } from './icons/icon.tsx';

export interface EmptyStateProps {
  readonly icon: IconComponent;
  /** One bold sentence. */
  readonly title: string;
  /** One grey sentence. */
  readonly words: string;
  /** One act, at most two. */
  readonly act?: ReactNode;
}

/** What a view says when it has nothing to show. */
export function EmptyState({ icon: Icon, title, words, act }: EmptyStateProps): ReactNode {
  return (
    <div className="empty fill">
      <span className="empty-icon">
        <Icon size={28} />
      </span>
      <p className="b">{title}</p>
      <p className="t2 s12">{words}</p>
      {act && <div className="empty-act">{act}</div>}
    </div>
  );
}
