import { useEffect } from 'react';
import { useConsole } from '../console.tsx';
import { moveRegion } from '../frame/regions.ts';
import { keyOf } from './keys.ts';
import { commandOf, commandOfKey, runCommand } from './registry.ts';

const over = '[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"][data-state="open"]';

/** Runs commands by their keys and by the application menu. One listener for the window. */
export function useShortcuts(): void {
  const console = useConsole();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing || document.querySelector(over)) return;
      const keys = keyOf(event);
      if (keys === 'F6' || keys === 'Shift+F6') {
        event.preventDefault();
        moveRegion(keys === 'F6' ? 1 : -1);
        return;
      }
      const target = event.target instanceof Element ? event.target : null;
      const command = commandOfKey(keys, {
        inList: target?.closest('[data-list]') != null,
        inText: target?.closest('input, textarea, [contenteditable="true"]') != null,
        singleKeys: console.view.getState().singleKeys,
      });
      if (command && runCommand(console, command)) event.preventDefault();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [console]);

  useEffect(
    () =>
      console.api.onShell((event) => {
        if (event.type !== 'command') return;
        const command = commandOf(event.id);
        if (command) runCommand(console, command);
      }),
    [console],
  );
}
