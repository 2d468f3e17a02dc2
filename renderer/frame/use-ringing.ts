import { useEffect } from 'react';
import { useConsole } from '../console.tsx';

/** Tells once of each call that waits to be answered by hand. The status bar and the line's card say it as well. */
export function useRinging(): void {
  const { facts, office, toasts } = useConsole();
  useEffect(
    () =>
      facts.subscribe(({ snapshot }, before) => {
        if (snapshot?.ports === before.snapshot?.ports) return;
        for (const port of snapshot?.ports ?? []) {
          const was = before.snapshot?.ports.find((each) => each.id === port.id);
          if (port.state !== 'ringing' || port.receive !== 'manual' || was?.state === 'ringing') continue;
          const { name } = port;
          toasts.show({
            title: `${name} rings`,
            words: 'This line is answered by hand',
            act: { label: 'Answer now', run: () => void office.answerPort(name) },
          });
        }
      }),
    [facts, office, toasts],
  );
}
