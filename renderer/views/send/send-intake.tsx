import './send.css';
import { type ReactNode, useEffect, useState } from 'react';
import { createPortal } from 'react-dom';
import { useConsole } from '../../console.tsx';
import type { PageApi } from '../../door.ts';
import { DownloadIcon } from '../../kit/index.ts';
import { useDrafts } from '../../stores/drafts.ts';
import { pasteFiles } from './send-actions.ts';

/** Told in words why something could not be taken, and null when something was. */
type Refuse = (words: string | null) => void;

/** Ways into the open sheet that are not a button: files dropped anywhere on the window, and what is pasted. */
export function SendIntake({ onRefuse }: { readonly onRefuse: Refuse }): ReactNode {
  const { api } = useConsole();
  const dropping = useFileDrop(api, onRefuse);
  usePasteInSheet(api, onRefuse);
  // Out of the sheet's own box, which would clip it.
  return dropping ? createPortal(<DropTarget title="Drop to add to this fax" />, document.body) : null;
}

/** The whole window as the place to drop, with words. */
export function DropTarget({ title = 'Drop to fax' }: { readonly title?: string }): ReactNode {
  return (
    <div className="drop-target" aria-hidden="true">
      <div className="drop-words">
        <DownloadIcon size={28} />
        <p className="s20 b">{title}</p>
        <p className="t2">PDF, pictures, text and office documents. They go in the order you drop them.</p>
      </div>
    </div>
  );
}

const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;

/** True while files from outside are over the window; a drop opens the sheet with them. */
function useFileDrop(api: PageApi, onRefuse: Refuse): boolean {
  const [dropping, setDropping] = useState(false);
  useEffect(() => {
    /** Entering a child comes before leaving its parent, so the depth is counted. */
    let depth = 0;
    const end = (): void => {
      depth = 0;
      setDropping(false);
    };
    const onEnter = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      depth += 1;
      setDropping(true);
    };
    const onLeave = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      depth -= 1;
      if (depth <= 0) end();
    };
    const onOver = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy';
    };
    const onDrop = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      // Without this the window would leave the console for the file.
      event.preventDefault();
      end();
      takeFiles(api, onRefuse, [...(event.dataTransfer?.files ?? [])]);
    };
    addEventListener('dragenter', onEnter);
    addEventListener('dragleave', onLeave);
    addEventListener('dragover', onOver);
    addEventListener('drop', onDrop);
    return () => {
      removeEventListener('dragenter', onEnter);
      removeEventListener('dragleave', onLeave);
      removeEventListener('dragover', onOver);
      removeEventListener('drop', onDrop);
    };
  }, [api, onRefuse]);
  return dropping;
}

function takeFiles(api: PageApi, onRefuse: Refuse, files: readonly File[]): void {
  const paths = api.pathsOf(files);
  if (paths.length > 0) useDrafts.getState().dispatch({ type: 'filesAdded', paths });
  const whole = files.length > 0 && paths.length === files.length;
  onRefuse(whole ? null : 'Not everything dropped is a file. Save it as a file first, then drop or choose that.');
}

/** While the sheet is open the window's own keys rest: what is pasted outside its fields is added to the fax. */
function usePasteInSheet(api: PageApi, onRefuse: Refuse): void {
  useEffect(() => {
    const onPaste = (event: ClipboardEvent): void => {
      const files = event.clipboardData?.types.includes('Files') ?? false;
      const inField = event.target instanceof Element && event.target.closest('input, textarea') !== null;
      // Text goes where the cursor is; a file in a field can only be meant for the fax.
      if (inField && !files) return;
      event.preventDefault();
      void paste(api, onRefuse);
    };
    addEventListener('paste', onPaste);
    return () => removeEventListener('paste', onPaste);
  }, [api, onRefuse]);
}

async function paste(api: PageApi, onRefuse: Refuse): Promise<void> {
  const outcome = await pasteFiles(api);
  if (!outcome.ok) onRefuse(`${outcome.error.message} ${outcome.error.next}`);
  else if (outcome.value.length === 0)
    onRefuse('There is no file to fax on the clipboard. Copy a file or a picture first.');
  else {
    useDrafts.getState().dispatch({ type: 'filesAdded', paths: outcome.value });
    onRefuse(null);
  }
}
