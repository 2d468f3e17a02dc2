import './files-field.css';
import { type DragEvent, type KeyboardEvent, memo, type ReactNode, useEffect, useRef, useState } from 'react';
import { limits } from '../../../app/contract/requests.ts';
import type { FaxErrorData } from '../../../app/model/errors.ts';
import { ErrorNote, GripIcon, IconButton, Kbd, Note, PlusIcon, StateFailedIcon, TrashIcon } from '../../kit/index.ts';
import { paperSize, paperWords } from '../../viewer/geometry.ts';
import { PagePicture } from '../../viewer/page-picture.tsx';
import { formatPages } from '../../words/time.ts';
import { type DraftAction, type DraftFile, fileName } from './draft.ts';
import type { PreviewState } from './preview-keeper.ts';

export interface FilesFieldProps {
  readonly files: readonly DraftFile[];
  readonly preview: PreviewState;
  readonly dispatch: (action: DraftAction) => void;
  readonly refusal: FaxErrorData | null;
  /** Why something chosen, dropped or pasted could not be taken, in words, or null. */
  readonly refused: string | null;
  readonly onChoose: () => Promise<void>;
  readonly onRetry: () => void;
  /** Says something to screen readers. */
  readonly say: (words: string) => void;
  /** Shows a page of the preview, 1-based. */
  readonly onShowPage: (page: number) => void;
}

/** Marks a drag of a row: files from outside are another thing. */
const rowType = 'application/x-fax-console-file';

/** The files in the order of their pages: added, moved by pointer or Alt and arrows, taken out. */
export const FilesField = memo(function FilesField(props: FilesFieldProps): ReactNode {
  const { files, preview, dispatch, refusal, refused, onChoose, onRetry, say, onShowPage } = props;
  const [dragged, setDragged] = useState<string | null>(null);
  const [over, setOver] = useState<number | null>(null);

  const move = (file: DraftFile, to: number): void => {
    const place = Math.min(Math.max(to, 0), files.length - 1);
    if (files[place]?.id === file.id) return;
    dispatch({ type: 'fileMoved', id: file.id, to: place });
    say(`${fileName(file.path)} is now ${place + 1} of ${files.length}`);
    // Moving the row in the page takes the focus from it.
    requestAnimationFrame(() => document.getElementById(`grip-${file.id}`)?.focus());
  };
  const remove = (file: DraftFile, index: number): void => {
    dispatch({ type: 'fileRemoved', id: file.id });
    say(`${fileName(file.path)} taken out`);
    const next = files[index + 1] ?? files[index - 1];
    requestAnimationFrame(() => document.getElementById(next ? `grip-${next.id}` : 'send-choose')?.focus());
  };
  const drop = (event: DragEvent): void => {
    const file = files.find((each) => each.id === dragged);
    if (file && over !== null) {
      event.preventDefault();
      move(file, over);
    }
    setDragged(null);
    setOver(null);
  };

  return (
    <div className="send-group">
      {refusal && <ErrorNote error={refusal} />}
      {refused !== null && (
        <div role="alert">
          <Note tone="warn">{refused}</Note>
        </div>
      )}
      {preview.error && (
        <>
          <ErrorNote error={preview.error} />
          <button type="button" className="link s12 self-start" onClick={onRetry}>
            Make the pages again
          </button>
        </>
      )}
      {files.length >= limits.files && (
        <Note tone="warn">One fax takes at most {limits.files} files. More were left out.</Note>
      )}
      <div className="fls">
        <ul
          className="fl-list"
          aria-label="Files, in the order of their pages"
          onDragOver={(event) => dragged !== null && event.preventDefault()}
          onDrop={drop}
        >
          {files.map((file, index) => (
            <FileRow
              key={file.id}
              file={file}
              index={index}
              count={files.length}
              preview={preview}
              dropMark={dragged !== null && dragged !== file.id && over === index}
              onDragStart={(event) => {
                event.dataTransfer.setData(rowType, file.id);
                event.dataTransfer.effectAllowed = 'move';
                setDragged(file.id);
              }}
              onDragOver={() => dragged !== null && setOver(index)}
              onDragEnd={() => setDragged(null)}
              onMove={(by) => move(file, index + by)}
              onRemove={() => remove(file, index)}
              onRetry={onRetry}
              onShowPage={onShowPage}
            />
          ))}
        </ul>
        <div className={files.length === 0 ? 'fl-add none' : 'fl-add'}>
          <PlusIcon />
          <button id="send-choose" type="button" className="link s12" onClick={() => void onChoose()}>
            Choose files
          </button>
          <span className="cut">or drop them anywhere, or paste with</span>
          <Kbd keys="Ctrl+V" />
        </div>
      </div>
    </div>
  );
});

interface FileRowProps {
  readonly file: DraftFile;
  readonly index: number;
  readonly count: number;
  readonly preview: PreviewState;
  readonly dropMark: boolean;
  readonly onDragStart: (event: DragEvent) => void;
  readonly onDragOver: () => void;
  readonly onDragEnd: () => void;
  readonly onMove: (by: number) => void;
  readonly onRemove: () => void;
  readonly onRetry: () => void;
  readonly onShowPage: (page: number) => void;
}

function FileRow(props: FileRowProps): ReactNode {
  const { file, index, count, preview, dropMark, onMove, onRemove, onRetry, onShowPage } = props;
  const name = fileName(file.path);
  const problem = preview.problems.get(file.id);
  const made = problem ? undefined : preview.shown?.files.find((each) => each.id === file.id);
  const onKeyDown = (event: KeyboardEvent): void => {
    const acts: Readonly<Record<string, () => void>> = {
      'Alt+ArrowUp': () => onMove(-1),
      'Alt+ArrowDown': () => onMove(1),
      Delete: onRemove,
    };
    const act = acts[event.altKey ? `Alt+${event.key}` : event.key];
    if (!act) return;
    event.preventDefault();
    act();
  };
  const row = useRef<HTMLLIElement>(null);
  const isFaulty = problem !== undefined;
  useEffect(() => {
    // Among many files the one that holds the fax up must be in sight.
    if (isFaulty) row.current?.scrollIntoView({ block: 'nearest' });
  }, [isFaulty]);
  return (
    <li
      ref={row}
      className={`fl ${problem ? 'bad' : ''} ${dropMark ? 'drop-mark' : ''}`}
      draggable
      onDragStart={props.onDragStart}
      onDragOver={props.onDragOver}
      onDragEnd={props.onDragEnd}
      onKeyDown={onKeyDown}
    >
      <button
        id={`grip-${file.id}`}
        type="button"
        className="grip"
        aria-label={`${name}, ${index + 1} of ${count}`}
        aria-description="Alt with the arrows moves it, Delete takes it out"
        title="Drag, or Alt with the arrow keys"
      >
        <GripIcon />
      </button>
      {problem ? (
        <span className="fl-mark">
          <StateFailedIcon />
        </span>
      ) : (
        <FirstPage preview={preview} firstPage={made?.firstPage ?? null} name={name} onShowPage={onShowPage} />
      )}
      <span className="fill">
        <span className="m cut fl-name" title={file.path}>
          {name}
        </span>
        {problem ? (
          <span className="s12 fl-problem" role="alert">
            <b>{problem.message}</b> {problem.next}{' '}
            <button type="button" className="link s12" onClick={onRetry}>
              Try again
            </button>
          </span>
        ) : (
          <span className="s12 t3 cut fl-note">{noteOf(preview, made)}</span>
        )}
      </span>
      {made && <span className="s12 t2 tn nowrap">{formatPages(made.pages)}</span>}
      <IconButton icon={TrashIcon} label={`Take out ${name}`} keys="Delete" onClick={onRemove} />
    </li>
  );
}

type Made = NonNullable<PreviewState['shown']>['files'][number] | undefined;

function noteOf(preview: PreviewState, made: Made): string {
  if (made?.note) return made.note;
  const first = made && preview.shown?.pages[made.firstPage - 1];
  if (first) return paperWords(first);
  return preview.status === 'making' ? 'Making its pages' : '';
}

function FirstPage(props: {
  readonly preview: PreviewState;
  readonly firstPage: number | null;
  readonly name: string;
  readonly onShowPage: (page: number) => void;
}): ReactNode {
  const { preview, firstPage, name, onShowPage } = props;
  const facts = firstPage === null ? undefined : preview.shown?.pages[firstPage - 1];
  if (!preview.shown || firstPage === null || !facts) return <span className="paper fl-blank" aria-hidden="true" />;
  const { width, height } = paperSize(facts, 0);
  const scale = Math.min(24 / width, 34 / height);
  return (
    <button
      type="button"
      className="fl-thumb"
      aria-label={`Show ${name}, page ${firstPage}`}
      tabIndex={-1}
      onClick={() => onShowPage(firstPage)}
    >
      <PagePicture
        source={{ kind: 'preview', id: preview.shown.previewId }}
        page={firstPage}
        facts={facts}
        size={{ width: width * scale, height: height * scale }}
        alt=""
        small
      />
    </button>
  );
}
