import type { ReactNode } from 'react';
import { useConsole } from '../../console.tsx';
import { ConfirmDialog } from '../../kit/confirm-dialog.tsx';
import { TrashIcon } from '../../kit/icons/icons.tsx';

/** Asks before a line is removed; it names the line. */
export function RemovePortDialog({ name }: { readonly name: string }): ReactNode {
  const { office, view } = useConsole();
  const close = (): void => view.setState({ overlay: null });
  return (
    <ConfirmDialog
      open
      icon={TrashIcon}
      title={`Remove the line ${name}?`}
      words="It sends and answers no more. Faxes in the queue go out on the other lines; what was sent and received stays."
      act="Remove this line"
      keep="Keep it"
      onKeep={close}
      onAct={() => {
        close();
        void office.removePort(name);
      }}
    />
  );
}
