import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { IconButton } from './button.tsx';
import { CloseIcon } from './icons/icons.tsx';

export interface SheetProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: string;
  /** Said to screen readers after the title. */
  readonly description?: string;
  /** Width in px; the window's edge limits it. */
  readonly width?: number;
  /** Height in px, where it must not follow the content. */
  readonly height?: number;
  /** What is unsettled at the left, then Cancel, then the primary button. */
  readonly footer?: ReactNode;
  /** Beside the title. */
  readonly headerExtra?: ReactNode;
  readonly bodyClass?: string;
  /** Escape and the close button ask this first; false keeps it open. */
  readonly mayClose?: () => boolean;
  readonly children: ReactNode;
}

/** A sheet over the window: labelled, focus kept inside and given back, Escape closes. */
export function Sheet(props: SheetProps): ReactNode {
  const { open, onClose, title, description, width, height, footer, headerExtra, bodyClass, mayClose, children } =
    props;
  const close = (next: boolean): void => {
    if (!next && (mayClose?.() ?? true)) onClose();
  };
  return (
    <Radix.Root open={open} onOpenChange={close}>
      <Radix.Portal>
        <Radix.Overlay className="scrim">
          <Radix.Content
            className="sheet form"
            style={{ width, height }}
            {...(description === undefined ? { 'aria-describedby': undefined } : {})}
            onOpenAutoFocus={focusFirst}
            onInteractOutside={(event) => event.preventDefault()}
          >
            <div className="sheet-head">
              <Radix.Title>{title}</Radix.Title>
              {description !== undefined && <Radix.Description className="sr">{description}</Radix.Description>}
              {headerExtra}
              <span className="fill" />
              <Radix.Close asChild>
                <IconButton icon={CloseIcon} label="Close" keys="Escape" />
              </Radix.Close>
            </div>
            <div className={bodyClass ?? 'sheet-body'}>{children}</div>
            {footer && <div className="sheet-foot">{footer}</div>}
          </Radix.Content>
        </Radix.Overlay>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** The first field has the focus; without one it is the sheet itself, never the close button. */
function focusFirst(event: Event): void {
  const sheet = event.currentTarget;
  if (!(sheet instanceof HTMLElement)) return;
  event.preventDefault();
  const first = sheet.querySelector<HTMLElement>('input:not(:disabled), textarea:not(:disabled)');
  (first ?? sheet).focus();
}
