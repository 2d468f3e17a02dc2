import type { ReactNode } from 'react';
import { useConsole } from '../console.tsx';
import { ConfirmDialog } from '../kit/confirm-dialog.tsx';
import { ArrowUpIcon, PauseIcon } from '../kit/icons/icons.tsx';

/** Asks before sending is paused or goes on again. */
export function PauseDialog({ pause }: { readonly pause: boolean }): ReactNode {
  const { view, office, toasts } = useConsole();
  const close = (): void => view.setState({ overlay: null });
  const act = async (): Promise<void> => {
    close();
    const outcome = await office.setSettings({ pauseServerQueue: pause });
    if (!outcome.ok) toasts.showError(outcome.error);
    else toasts.show({ title: pause ? 'Sending is paused' : 'Faxes go out again' });
  };
  return (
    <ConfirmDialog
      open
      danger={false}
      icon={pause ? PauseIcon : ArrowUpIcon}
      title={pause ? 'Pause sending?' : 'Let faxes go out again?'}
      words={
        pause
          ? 'New faxes are accepted and wait. Calls in progress finish. Faxes still come in.'
          : 'Faxes that wait are sent as soon as a line is free.'
      }
      act={pause ? 'Pause sending' : 'Send again'}
      keep={pause ? 'Keep sending' : 'Stay paused'}
      onKeep={close}
      onAct={() => void act()}
    />
  );
}
