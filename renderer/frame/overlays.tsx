import type { ReactNode } from 'react';
import { Palette } from '../commands/palette.tsx';
import { ShortcutSheet } from '../commands/shortcut-sheet.tsx';
import { useView } from '../console.tsx';
import { CancelDialog } from '../views/jobs/cancel-dialog.tsx';
import { ChangeDialog } from '../views/jobs/change-dialog.tsx';
import { AddPortSheet } from '../views/ports/add-port-sheet.tsx';
import { RemovePortDialog } from '../views/ports/remove-port-dialog.tsx';
import { SendSheet } from '../views/send/send-sheet.tsx';
import { PauseDialog } from './pause-dialog.tsx';

/** What stands over the window; one at a time, so that no dialog opens over another. */
export function Overlays(): ReactNode {
  const overlay = useView((view) => view.overlay);
  switch (overlay?.kind) {
    case undefined:
      return null;
    case 'palette':
      return <Palette />;
    case 'shortcuts':
      return <ShortcutSheet />;
    case 'cancelJobs':
      return <CancelDialog ids={overlay.ids} />;
    case 'changeJob':
      return <ChangeDialog id={overlay.id} />;
    case 'addPort':
      return <AddPortSheet />;
    case 'removePort':
      return <RemovePortDialog name={overlay.name} />;
    case 'pauseSending':
      return <PauseDialog pause={overlay.pause} />;
    case 'send':
      return <SendSheet />;
  }
}
