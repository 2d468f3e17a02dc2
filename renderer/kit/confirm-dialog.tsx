import { AlertDialog } from 'radix-ui';
import { type ReactNode, useRef } from 'react';
import { Button } from './button.tsx';
import type { IconComponent } from './icons/icon.tsx';
import { CloseIcon } from './icons/icons.tsx';

export interface ConfirmProps {
  readonly open: boolean;
  /** The question; it names the thing: `Cancel the fax to Records office?` */
  readonly title: string;
  /** What will be lost and what stays. */
  readonly words: string;
  /** The act's own words, never "OK". */
  readonly act: string;
  /** The safe way out; it has the focus. */
  readonly keep: string;
  readonly icon?: IconComponent;
  readonly danger?: boolean;
  readonly onAct: () => void;
  readonly onKeep: () => void;
}

/** Asks before what cannot be undone. Enter takes the focused button, at first the safe one; Escape keeps. */
export function ConfirmDialog(props: ConfirmProps): ReactNode {
  const { open, title, words, act, keep, icon = CloseIcon, danger = true, onAct, onKeep } = props;
  const safe = useRef<HTMLButtonElement>(null);
  return (
    <AlertDialog.Root open={open} onOpenChange={(next) => !next && onKeep()}>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className="scrim">
          <AlertDialog.Content
            className="sheet confirm"
            onOpenAutoFocus={(event) => {
              event.preventDefault();
              safe.current?.focus();
            }}
          >
            <div className="sheet-body">
              <AlertDialog.Title className="s15">{title}</AlertDialog.Title>
              <AlertDialog.Description className="t2" style={{ marginTop: 6 }}>
                {words}
              </AlertDialog.Description>
            </div>
            <div className="sheet-foot">
              <span className="fill" />
              <Button kind={danger ? 'danger' : 'plain'} icon={icon} onClick={onAct}>
                {act}
              </Button>
              <Button ref={safe} onClick={onKeep}>
                {keep}
              </Button>
            </div>
          </AlertDialog.Content>
        </AlertDialog.Overlay>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
