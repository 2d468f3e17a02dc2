import { type ReactNode, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { Toasts, ToastTone } from '../stores/toasts.ts';
import { Button, IconButton } from './button.tsx';
import type { IconComponent } from './icons/icon.tsx';
import { CloseIcon, InfoIcon, WarningIcon } from './icons/icons.tsx';
import { StateDoneIcon, StateFailedIcon } from './icons/state-icons.tsx';

const shownFor = 6000;

const looks: Readonly<Record<ToastTone, { readonly icon: IconComponent; readonly look: string }>> = {
  good: { icon: StateDoneIcon, look: 'st st-done' },
  bad: { icon: StateFailedIcon, look: 'st st-failed' },
  warn: { icon: WarningIcon, look: 'st st-retrying' },
  plain: { icon: InfoIcon, look: 'st t2' },
};

/** One toast at a time, six seconds; it stays while the pointer or the focus is on it. */
export function Toaster({ toasts }: { readonly toasts: Toasts }): ReactNode {
  const toast = useStore(toasts.store, (state) => state.toast);
  const [held, setHeld] = useState(false);
  const id = toast?.id ?? null;
  useEffect(() => {
    if (id === null || held) return undefined;
    const timer = setTimeout(() => toasts.dismiss(id), shownFor);
    return () => clearTimeout(timer);
  }, [id, held, toasts]);
  if (toast === null) return null;
  const { icon: Icon, look } = looks[toast.tone];
  return (
    <aside
      className="toaster"
      aria-label="Notice"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <div className="toast" key={toast.id}>
        <span className={look}>
          <Icon />
        </span>
        <div className="fill">
          <p className="m">{toast.title}</p>
          {toast.words && <p className="s12 t2">{toast.words}</p>}
        </div>
        {toast.act && (
          <Button
            kind="quiet"
            onClick={() => {
              toast.act?.run();
              toasts.dismiss(toast.id);
            }}
          >
            {toast.act.label}
          </Button>
        )}
        <IconButton icon={CloseIcon} label="Dismiss" onClick={() => toasts.dismiss(toast.id)} />
      </div>
    </aside>
  );
}
