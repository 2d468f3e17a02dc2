import type { ReactNode } from 'react';
import { icon } from '../kit/icons/icon.tsx';
import {
  ArrowDownIcon,
  Button,
  CloseIcon,
  DownloadIcon,
  FitIcon,
  IconButton,
  Menu,
  type MenuEntry,
  MoreIcon,
  PrintIcon,
  RotateBackIcon,
  RotateIcon,
  ZoomInIcon,
  ZoomOutIcon,
} from '../kit/index.ts';
import type { Zoom } from './geometry.ts';

/** What the toolbar can do to the view and the fax. */
export interface ViewerVerbs {
  readonly zoomIn: () => void;
  readonly zoomOut: () => void;
  readonly setZoom: (zoom: Zoom) => void;
  readonly turnRight: () => void;
  readonly turnLeft: () => void;
  readonly invert: () => void;
  readonly toggleThumbnails: () => void;
  readonly print: () => void;
  /** Undefined where the pages are no stored fax, as in a preview. */
  readonly save: ((format: 'pdf' | 'tif') => void) | undefined;
  readonly close: (() => void) | undefined;
}

export interface ViewerToolbarProps {
  readonly zoom: Zoom;
  /** The factor in effect, as fitted. */
  readonly factor: number;
  readonly inverted: boolean;
  readonly thumbnails: boolean;
  readonly busy: boolean;
  readonly verbs: ViewerVerbs;
  /** The view's own verbs, first. */
  readonly leading?: ReactNode;
}

const FitWidthIcon = icon('FitWidth', <path d="M2 3v10M14 3v10M4.5 8h7M6.4 6 4.4 8l2 2M9.6 6l2 2-2 2" />);

/** Verbs left, view right, close last. */
export function ViewerToolbar(props: ViewerToolbarProps): ReactNode {
  const { zoom, factor, inverted, thumbnails, busy, verbs, leading } = props;
  const { save, close } = verbs;
  return (
    <div className="viewer-bar">
      {leading}
      {save && (
        <Button icon={ArrowDownIcon} keys="Ctrl+S" aria-label="Save PDF" disabled={busy} onClick={() => save('pdf')}>
          <span className="not-narrow">Save PDF</span>
        </Button>
      )}
      <IconOrWords icon={PrintIcon} label="Print" keys="Ctrl+P" disabled={busy} onClick={verbs.print} />
      <span className="fill" />
      <IconButton className="not-narrow" icon={RotateIcon} label="Turn right" keys="." onClick={verbs.turnRight} />
      <IconButton icon={ZoomOutIcon} label="Zoom out" keys="-" onClick={verbs.zoomOut} />
      <span className="viewer-factor s12 tn t2">{Math.round(factor * 100)} %</span>
      <IconButton icon={ZoomInIcon} label="Zoom in" keys="+" onClick={verbs.zoomIn} />
      <IconButton
        icon={FitIcon}
        label="Fit the page"
        keys="0"
        aria-pressed={zoom.kind === 'fit-page'}
        onClick={() => verbs.setZoom({ kind: 'fit-page' })}
      />
      <IconButton
        icon={FitWidthIcon}
        label="Fit the width"
        keys="9"
        className="wide-only"
        aria-pressed={zoom.kind === 'fit-width'}
        onClick={() => verbs.setZoom({ kind: 'fit-width' })}
      />
      <Menu entries={moreEntries({ zoom, inverted, thumbnails, verbs })}>
        <button type="button" className="btn quiet ico" aria-label="More for this fax">
          <MoreIcon />
        </button>
      </Menu>
      {close && <IconButton className="viewer-close" icon={CloseIcon} label="Close" keys="Escape" onClick={close} />}
    </div>
  );
}

/** A button whose words go where there is no room for them. */
function IconOrWords(props: {
  readonly icon: typeof PrintIcon;
  readonly label: string;
  readonly keys: string;
  readonly disabled: boolean;
  readonly onClick: () => void;
}): ReactNode {
  const { icon: Icon, label, disabled, onClick } = props;
  return (
    <button type="button" className="btn quiet not-narrow" aria-label={label} disabled={disabled} onClick={onClick}>
      <Icon />
      <span className="wide-only">{label}</span>
    </button>
  );
}

function moreEntries(
  props: Pick<ViewerToolbarProps, 'zoom' | 'inverted' | 'thumbnails' | 'verbs'>,
): readonly MenuEntry[] {
  const { zoom, inverted, thumbnails, verbs } = props;
  const { save } = verbs;
  const saving: readonly MenuEntry[] = save
    ? [
        { kind: 'item', id: 'tif', label: 'Save as TIFF', icon: DownloadIcon, onSelect: () => save('tif') },
        { kind: 'rule', id: 'after-save' },
      ]
    : [];
  return [
    ...saving,
    { kind: 'item', id: 'print', label: 'Print', icon: PrintIcon, keys: 'Ctrl+P', onSelect: verbs.print },
    { kind: 'item', id: 'right', label: 'Turn right', icon: RotateIcon, keys: '.', onSelect: verbs.turnRight },
    { kind: 'item', id: 'left', label: 'Turn left', icon: RotateBackIcon, keys: ',', onSelect: verbs.turnLeft },
    {
      kind: 'item',
      id: 'actual',
      label: 'Paper’s own size',
      keys: '1',
      checked: zoom.kind === 'factor' && zoom.factor === 1,
      onSelect: () => verbs.setZoom({ kind: 'factor', factor: 1 }),
    },
    {
      kind: 'item',
      id: 'width',
      label: 'Fit the width',
      keys: '9',
      checked: zoom.kind === 'fit-width',
      onSelect: () => verbs.setZoom({ kind: 'fit-width' }),
    },
    { kind: 'item', id: 'invert', label: 'White on black', checked: inverted, onSelect: verbs.invert },
    { kind: 'item', id: 'thumbnails', label: 'Small pages', checked: thumbnails, onSelect: verbs.toggleThumbnails },
  ];
}
