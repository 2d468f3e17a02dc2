import type { ReactNode } from 'react';
import type { IconComponent } from './icons/icon.tsx';
import { CloseIcon } from './icons/icons.tsx';

export interface ChipProps {
  readonly children: ReactNode;
  readonly icon?: IconComponent;
  readonly tone?: 'plain' | 'bad' | 'warn';
  /** Present: the chip can be removed; the words name what is removed. */
  readonly removeLabel?: string;
  readonly onRemove?: () => void;
}

/** A filter or a recipient; removable by its own button. */
export function Chip({ children, icon: Icon, tone = 'plain', removeLabel, onRemove }: ChipProps): ReactNode {
  return (
    <span className={`chip ${tone === 'plain' ? '' : tone} ${onRemove ? 'removable' : ''}`}>
      {Icon && <Icon size={14} />}
      <span className="cut">{children}</span>
      {onRemove && (
        <button type="button" className="x" aria-label={removeLabel ?? 'Remove'} onClick={onRemove}>
          <CloseIcon />
        </button>
      )}
    </span>
  );
}

export interface PillProps {
  readonly tone: 'info' | 'warn' | 'bad' | 'good' | 'cool' | 'mute';
  readonly icon?: IconComponent;
  readonly children: ReactNode;
}

/** A summary in a word or two, never in a row. */
export function Pill({ tone, icon: Icon, children }: PillProps): ReactNode {
  return (
    <span className={`pill ${tone} ${Icon ? '' : 'plain'}`}>
      {Icon && <Icon />}
      {children}
    </span>
  );
}
