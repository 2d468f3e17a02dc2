import { type ReactNode, useEffect } from 'react';
import { useShortcuts } from './commands/use-shortcuts.ts';
import { useConsole, useView } from './console.tsx';
import { Overlays } from './frame/overlays.tsx';
import { Rail } from './frame/rail.tsx';
import { StatusBar } from './frame/status-bar.tsx';
import { TitleBar } from './frame/title-bar.tsx';
import { useDroppedFiles } from './frame/use-dropped-files.ts';
import { useNotices } from './frame/use-notices.ts';
import { useOverlayFocus } from './frame/use-overlay-focus.ts';
import { useRinging } from './frame/use-ringing.ts';
import { useShellEvents } from './frame/use-shell-events.ts';
import { useTheme } from './frame/use-theme.ts';
import { Warnings } from './frame/warnings.tsx';
import { LiveRegion } from './kit/live-region.tsx';
import { Toaster } from './kit/toast.tsx';
import { TooltipProvider } from './kit/tooltip.tsx';
import type { ViewName } from './stores/view.ts';
import { CoversView } from './views/covers/covers-view.tsx';
import { InboxView } from './views/inbox/inbox-view.tsx';
import { JobsView } from './views/jobs/jobs-view.tsx';
import { PortsView } from './views/ports/ports-view.tsx';
import { DropTarget } from './views/send/send-intake.tsx';
import { SettingsView } from './views/settings/settings-view.tsx';

const views: Readonly<Record<ViewName, () => ReactNode>> = {
  jobs: JobsView,
  inbox: InboxView,
  ports: PortsView,
  covers: CoversView,
  settings: SettingsView,
};

/** The window: title bar, rail, the chosen view, status bar, and what stands over them. */
export function App(): ReactNode {
  const { toasts } = useConsole();
  const name = useView((view) => view.view);
  const { dropping, handlers } = useDroppedFiles();
  useTheme();
  useShortcuts();
  useShellEvents();
  useNotices();
  useRinging();
  useOverlayFocus();
  const View = views[name];
  useEffect(() => {
    const stop = (event: Event): void => event.preventDefault();
    // A file dropped where nobody takes it must not replace the page.
    window.addEventListener('dragover', stop);
    window.addEventListener('drop', stop);
    return () => {
      window.removeEventListener('dragover', stop);
      window.removeEventListener('drop', stop);
    };
  }, []);
  return (
    <TooltipProvider>
      <div className={dropping ? 'win dropping' : 'win'} {...handlers}>
        <TitleBar />
        <Rail />
        <main className="main" data-region="main">
          <Warnings />
          <View key={name} />
        </main>
        <StatusBar />
      </div>
      {dropping && <DropTarget />}
      <Overlays />
      <Toaster toasts={toasts} />
      <LiveRegion toasts={toasts} />
    </TooltipProvider>
  );
}
