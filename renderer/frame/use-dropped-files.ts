import { type DragEvent, useRef, useState } from 'react';
import { useConsole } from '../console.tsx';
import { openSend } from '../stores/view.ts';

interface DropHandlers {
  readonly onDragEnter: (event: DragEvent) => void;
  readonly onDragOver: (event: DragEvent) => void;
  readonly onDragLeave: (event: DragEvent) => void;
  readonly onDrop: (event: DragEvent) => void;
}

/** Files dropped anywhere in the window become a new fax, or join the one being written. */
export function useDroppedFiles(): { readonly dropping: boolean; readonly handlers: DropHandlers } {
  const { api, view, toasts } = useConsole();
  const [dropping, setDropping] = useState(false);
  const depth = useRef(0);
  const hasFiles = (event: DragEvent): boolean => event.dataTransfer.types.includes('Files');
  const reset = (): void => {
    depth.current = 0;
    setDropping(false);
  };
  return {
    dropping,
    handlers: {
      onDragEnter: (event) => {
        if (!hasFiles(event)) return;
        depth.current += 1;
        setDropping(true);
      },
      onDragOver: (event) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = 'copy';
      },
      onDragLeave: () => {
        depth.current = Math.max(0, depth.current - 1);
        if (depth.current === 0) setDropping(false);
      },
      onDrop: (event) => {
        if (!hasFiles(event)) return;
        reset();
        if (event.defaultPrevented) return;
        event.preventDefault();
        const files = api.pathsOf([...event.dataTransfer.files]);
        if (files.length > 0) openSend(view, files);
        else
          toasts.show({
            tone: 'warn',
            title: 'That cannot be faxed',
            words: 'Drop files from the disk, or paste a picture.',
          });
      },
    },
  };
}
