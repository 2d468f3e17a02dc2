import './viewer.css';
import { type KeyboardEvent, type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import type { PageFacts, StoredPagesRef } from '../../app/contract/requests.ts';
import type { FaxErrorData } from '../../app/model/errors.ts';
import type { Outcome } from '../actions/outcome.ts';
import { keyOf } from '../commands/keys.ts';
import { useConsole } from '../console.tsx';
import { EmptyState, ErrorNote, PictureIcon } from '../kit/index.ts';
import { factorOf, pageGap, paperSize, type Rotation, stepFactor, turn, wheelFactor, type Zoom } from './geometry.ts';
import { PagePicture } from './page-picture.tsx';
import { Pager } from './pager.tsx';
import { Thumbnails } from './thumbnails.tsx';
import { usePageColumn } from './use-page-column.ts';
import { useSize } from './use-size.ts';
import { printPages, savePages } from './viewer-actions.ts';
import { ViewerToolbar, type ViewerVerbs } from './viewer-toolbar.tsx';

export interface PageViewerProps {
  readonly source: StoredPagesRef;
  readonly pages: readonly PageFacts[];
  /** What the fax is, for screen readers and as the name proposed when it is saved. */
  readonly title: string;
  /** Present: a close button, and Escape. */
  readonly onClose?: () => void;
  /** The view's own verbs, first in the toolbar. */
  readonly leading?: ReactNode;
  /** The pages are not known yet: an empty desk, which keeps the focus. */
  readonly loading?: boolean;
  /** Words above the pages: what is to be known before reading. */
  readonly notice?: ReactNode;
}

/** The pages of a fax, as the far end has them: true aspect, zoom, turn, small pages, print and save. */
export function PageViewer(props: PageViewerProps): ReactNode {
  const { source, pages, title, onClose, leading, notice, loading = false } = props;
  const desk = useRef<HTMLElement>(null);
  const [zoom, setZoom] = useState<Zoom>({ kind: 'auto' });
  const [rotation, setRotation] = useState<Rotation>(0);
  const [inverted, setInverted] = useState(false);
  const [thumbnails, setThumbnails] = useState(true);
  const column = usePageColumn(desk, pages, zoom, rotation);
  const { current, goTo } = column;
  const factor = useShownFactor(desk, pages, Math.max(current, 1), zoom, rotation);
  const act = usePageActs(source, title);

  // Another fax begins at its first page; zoom and turn belong to the fax that was looked at.
  const shown = `${source.kind} ${source.id}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another fax resets the view
  useEffect(() => {
    setRotation(0);
    desk.current?.scrollTo(0, 0);
  }, [shown]);

  const zoomTo = useCallback((next: number) => setZoom({ kind: 'factor', factor: next }), []);
  useWheelZoom(desk, factor, zoomTo);
  const verbs: ViewerVerbs = {
    zoomIn: () => zoomTo(stepFactor(factor, 1)),
    zoomOut: () => zoomTo(stepFactor(factor, -1)),
    setZoom,
    turnRight: () => setRotation(turn(rotation, true)),
    turnLeft: () => setRotation(turn(rotation, false)),
    invert: () => setInverted(!inverted),
    toggleThumbnails: () => setThumbnails(!thumbnails),
    print: act.print,
    save: act.save,
    close: onClose,
  };

  return (
    <section
      className="viewer"
      aria-label={title}
      onKeyDown={(event) => onViewerKey(event, verbs, current, pages.length, goTo)}
    >
      <ViewerToolbar {...{ zoom, factor, inverted, thumbnails, verbs, leading, busy: act.busy }} />
      {act.error && (
        <div className="viewer-notice">
          <ErrorNote error={act.error} />
        </div>
      )}
      <div className="viewer-notice">{notice}</div>
      <div className="viewer-main">
        {thumbnails && pages.length > 1 && (
          <Thumbnails source={source} pages={pages} rotation={rotation} current={current} onPage={goTo} />
        )}
        <div className="viewer-room">
          <Desk {...{ desk, column, source, pages, title, rotation, inverted, loading }} />
          {pages.length > 0 && <Pager current={current} count={pages.length} onPage={goTo} />}
          {pages.length === 0 && !loading && (
            <div className="viewer-empty">
              <EmptyState
                icon={PictureIcon}
                title="No page arrived"
                words="The call ended before the first page was complete."
              />
            </div>
          )}
        </div>
      </div>
    </section>
  );
}

interface DeskProps extends Pick<PageViewerProps, 'source' | 'pages' | 'title'> {
  readonly desk: React.RefObject<HTMLElement | null>;
  readonly column: ReturnType<typeof usePageColumn>;
  readonly rotation: Rotation;
  readonly inverted: boolean;
  readonly loading: boolean;
}

/** What the pages lie on: it scrolls, and draws only the pages in sight. */
function Desk({ desk, column, source, pages, title, rotation, inverted, loading }: DeskProps): ReactNode {
  return (
    <section
      ref={desk}
      className="viewer-desk desk"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
      tabIndex={0}
      aria-label={`Pages of ${title}`}
      aria-busy={loading}
      onScroll={column.onScroll}
    >
      <div
        className="viewer-column"
        style={{ height: column.column.height, minWidth: column.column.width + 2 * pageGap }}
      >
        {column.sight.map((placed) => {
          const facts = pages[placed.page - 1];
          return (
            facts && (
              <PagePicture
                key={placed.page}
                source={source}
                page={placed.page}
                facts={facts}
                size={placed}
                rotation={rotation}
                inverted={inverted}
                alt={`Page ${placed.page} of ${pages.length}`}
                style={{ position: 'absolute', top: placed.top, left: `calc(50% - ${placed.width / 2}px)` }}
              />
            )
          );
        })}
      </div>
    </section>
  );
}

/** The factor at which the current page is shown. */
function useShownFactor(
  desk: React.RefObject<HTMLElement | null>,
  pages: readonly PageFacts[],
  current: number,
  zoom: Zoom,
  rotation: Rotation,
): number {
  const size = useSize(desk);
  const facts = pages[current - 1];
  if (!facts || !size) return 1;
  const room = { width: size.width - 2 * pageGap, height: size.height - 2 * pageGap };
  return factorOf(zoom, paperSize(facts, rotation), room);
}

/** Ctrl and the wheel (or a pinch, which comes as the same) zoom; the page's own zooming must not happen as well. */
function useWheelZoom(
  desk: React.RefObject<HTMLElement | null>,
  factor: number,
  zoomTo: (factor: number) => void,
): void {
  useEffect(() => {
    const node = desk.current;
    if (!node) return;
    const onWheel = (event: WheelEvent) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      zoomTo(wheelFactor(factor, event.deltaY));
    };
    // React's own wheel listener is passive and could not prevent anything.
    node.addEventListener('wheel', onWheel, { passive: false });
    return () => node.removeEventListener('wheel', onWheel);
  }, [desk, factor, zoomTo]);
}

/** Print and save, with what went wrong. */
function usePageActs(source: StoredPagesRef, title: string) {
  const { api, toasts } = useConsole();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<FaxErrorData | null>(null);
  const run = async <T,>(act: Promise<Outcome<T>>, done: (value: T) => void): Promise<void> => {
    setBusy(true);
    setError(null);
    const outcome = await act;
    setBusy(false);
    if (outcome.ok) done(outcome.value);
    else setError(outcome.error);
  };
  const saved = (path: string | null): void => {
    if (path === null) return;
    toasts.show({
      tone: 'good',
      title: 'Saved',
      words: path,
      act: { label: 'Show', run: () => void api.shell('showInFolder', { path }) },
    });
  };
  const print = (): void => void run(printPages(api, source), () => undefined);
  const save =
    source.kind === 'preview'
      ? undefined
      : (format: 'pdf' | 'tif'): void => void run(savePages(api, source.id, format, title), saved);
  return { busy, error, print, save };
}

function onViewerKey(
  event: KeyboardEvent,
  verbs: ViewerVerbs,
  current: number,
  count: number,
  goTo: (page: number) => void,
): void {
  // In the page field these keys type.
  if (event.defaultPrevented || event.target instanceof HTMLInputElement) return;
  const act = keyActs(verbs, current, count, goTo)[keyOf(event.nativeEvent)];
  if (!act) return;
  event.preventDefault();
  event.stopPropagation();
  act();
}

function keyActs(
  verbs: ViewerVerbs,
  current: number,
  count: number,
  goTo: (page: number) => void,
): Readonly<Record<string, (() => void) | undefined>> {
  const { save } = verbs;
  return {
    '[': () => goTo(current - 1),
    ']': () => goTo(current + 1),
    PageUp: () => goTo(current - 1),
    PageDown: () => goTo(current + 1),
    Home: () => goTo(1),
    End: () => goTo(count),
    '+': verbs.zoomIn,
    '=': verbs.zoomIn,
    '-': verbs.zoomOut,
    'Ctrl++': verbs.zoomIn,
    'Ctrl+=': verbs.zoomIn,
    'Ctrl+-': verbs.zoomOut,
    'Ctrl+0': () => verbs.setZoom({ kind: 'fit-page' }),
    '0': () => verbs.setZoom({ kind: 'fit-page' }),
    '9': () => verbs.setZoom({ kind: 'fit-width' }),
    '1': () => verbs.setZoom({ kind: 'factor', factor: 1 }),
    '.': verbs.turnRight,
    ',': verbs.turnLeft,
    'Ctrl+P': verbs.print,
    'Ctrl+S': save && (() => save('pdf')),
    Escape: verbs.close,
  };
}
