import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef } from 'react';

export interface SplitPaneProps {
  /** Above; takes what is left. */
  readonly top: ReactNode;
  /** Below, of a set height; null when closed. */
  readonly bottom: ReactNode | null;
  readonly bottomLabel: string;
  /** Height of the lower part in px. */
  readonly height: number;
  readonly onHeight: (height: number) => void;
  readonly least?: number;
}

const step = 24;

/** Two panes, one over the other; the lower one's top edge moves by pointer and by the arrow keys. */
export function SplitPane({ top, bottom, bottomLabel, height, onHeight, least = 140 }: SplitPaneProps): ReactNode {
  const frame = useRef<HTMLDivElement>(null);
  const most = (): number => Math.max(least, (frame.current?.clientHeight ?? 800) - 132);
  const set = (next: number): void => onHeight(Math.round(Math.min(Math.max(next, least), most())));

  const onPointerDown = (event: PointerEvent<HTMLDivElement>): void => {
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const onPointerMove = (event: PointerEvent<HTMLDivElement>): void => {
    const bounds = frame.current?.getBoundingClientRect();
    if (bounds && event.currentTarget.hasPointerCapture(event.pointerId)) set(bounds.bottom - event.clientY);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const moves: Readonly<Record<string, number>> = {
      ArrowUp: height + step,
      ArrowDown: height - step,
      Home: least,
      End: most(),
    };
    const next = moves[event.key];
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    set(next);
  };

  return (
    <div ref={frame} className="fill flex flex-col">
      {top}
      {bottom !== null && (
        <section className="pane" aria-label={bottomLabel} style={{ height, maxHeight: 'calc(100% - 132px)' }}>
          {/* biome-ignore lint/a11y/useSemanticElements: a rule cannot be moved; this is the window splitter pattern */}
          <div
            className="split-handle"
            role="separator"
            tabIndex={0}
            aria-orientation="horizontal"
            aria-label={`Height of ${bottomLabel}`}
            aria-valuenow={height}
            aria-valuemin={least}
            aria-valuemax={1200}
            onPointerDown={onPointerDown}
            onPointerMove={onPointerMove}
            onKeyDown={onKeyDown}
          />
          {bottom}
        </section>
      )}
    </div>
  );
}
