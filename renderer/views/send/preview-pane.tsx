import './preview-pane.css';
import { memo, type ReactNode, useEffect, useRef, useState } from 'react';
import type { Resolution } from '../../../app/model/page-format.ts';
import { DocumentIcon, IconButton, ZoomInIcon, ZoomOutIcon } from '../../kit/index.ts';
import { pageGap, paperWords, type Zoom } from '../../viewer/geometry.ts';
import { PagePicture } from '../../viewer/page-picture.tsx';
import { Pager } from '../../viewer/pager.tsx';
import { usePageColumn } from '../../viewer/use-page-column.ts';
import { resolutionWords } from './more-fields.tsx';
import type { PreviewState } from './preview-keeper.ts';

export interface PreviewPaneProps {
  readonly preview: PreviewState;
  readonly resolution: Resolution;
  /** A page asked for from outside; `seq` grows with each asking. */
  readonly asked: { readonly page: number; readonly seq: number };
  /** A line with date and numbers is added above each page as it is sent. */
  readonly banner: boolean;
  /** A cover page goes in front, one of its own for each recipient. */
  readonly cover: boolean;
}

const noPages: NonNullable<PreviewState['shown']>['pages'] = [];
const fit: Zoom = { kind: 'fit-page' };
const close: Zoom = { kind: 'factor', factor: 1 };

/** The very pages that will be sent. */
export const PreviewPane = memo(function PreviewPane(props: PreviewPaneProps): ReactNode {
  const { preview, resolution, asked, banner, cover } = props;
  const desk = useRef<HTMLElement>(null);
  const [zoom, setZoom] = useState<Zoom>(fit);
  const pages = preview.shown?.pages ?? noPages;
  const column = usePageColumn(desk, pages, zoom, 0);
  const { goTo, current } = column;
  // biome-ignore lint/correctness/useExhaustiveDependencies: goes only when asked
  useEffect(() => {
    if (asked.seq > 0) goTo(asked.page);
  }, [asked]);
  const facts = pages[Math.max(current, 1) - 1];
  const near = zoom.kind === 'factor';
  return (
    <section className="pv desk" aria-label="As it will arrive" aria-busy={preview.status === 'making'}>
      <div className="pv-head">
        <h3 className="s12 m">As it will arrive</h3>
        <span className="fill" />
        <span className="s12 t2">
          {facts ? `${paperWords(facts)}, ${resolutionWords[resolution].word.toLowerCase()}, black and white` : ''}
        </span>
      </div>
      <div className="pv-room">
        <section
          ref={desk}
          className={preview.status === 'making' ? 'viewer-desk pv-stale' : 'viewer-desk'}
          tabIndex={pages.length > 0 ? 0 : undefined}
          aria-label="Pages"
          onScroll={column.onScroll}
        >
          <div
            className="viewer-column"
            style={{ height: column.column.height, minWidth: column.column.width + 2 * pageGap }}
          >
            {preview.shown &&
              column.sight.map((placed) => {
                const each = pages[placed.page - 1];
                return (
                  each && (
                    <PagePicture
                      key={placed.page}
                      source={{ kind: 'preview', id: preview.shown?.previewId ?? '' }}
                      page={placed.page}
                      facts={each}
                      size={placed}
                      alt={`Page ${placed.page} of ${pages.length}`}
                      style={{ position: 'absolute', top: placed.top, left: `calc(50% - ${placed.width / 2}px)` }}
                    />
                  )
                );
              })}
          </div>
        </section>
        <PreviewWords preview={preview} cover={cover} />
      </div>
      <div className="pv-foot">
        {pages.length > 0 && <Pager current={current} count={pages.length} onPage={goTo} />}
        {pages.length > 0 && (
          <IconButton
            icon={near ? ZoomOutIcon : ZoomInIcon}
            label={near ? 'Fit the page' : 'Paper’s own size'}
            onClick={() => setZoom(near ? fit : close)}
          />
        )}
      </div>
      {pages.length > 0 && (cover || banner) && (
        <p className="hint pv-banner">
          {cover && 'A cover page goes in front of these. '}
          {banner && 'A line with date and page number is added above each page.'}
        </p>
      )}
    </section>
  );
});

/** Over the desk: how far the pages are, or why there are none. */
function PreviewWords({ preview, cover }: Pick<PreviewPaneProps, 'preview' | 'cover'>): ReactNode {
  const { done, total } = preview.progress;
  switch (preview.status) {
    case 'ready':
      return null;
    case 'making':
      return (
        <div className="pv-words">
          <div className="pv-progress" role="status">
            <span className="s12 m">
              {total === null ? 'Making the pages' : `Making the pages: ${done} of ${total}`}
            </span>
            {total !== null && <progress aria-label="Pages made" max={total} value={done} />}
          </div>
        </div>
      );
    case 'empty':
      return (
        <div className="pv-words">
          <DocumentIcon size={28} className="t3" />
          <p className="b">{cover ? 'A cover page alone' : 'No pages yet'}</p>
          <p className="s12 t2">Choose, drop or paste a file: its pages are shown here as the far end gets them.</p>
        </div>
      );
    case 'failed':
      return (
        <div className="pv-words">
          <DocumentIcon size={28} className="t3" />
          <p className="b">No page can be shown</p>
          <p className="s12 t2">The reason is shown at the file.</p>
        </div>
      );
  }
}
