import type { App } from 'electron';

/** How the program ends, asked for from anywhere. */
export interface Quit {
  /** True from the moment that somebody asked for the end: windows then close instead of hiding. */
  readonly asked: boolean;
  now(): void;
}

/**
 * Lets the program end in order: when Electron would leave, each step is taken after the other, each whatever became of
 * the one before, and only then the process goes. Signals ask for the same. Steps must have a limit of their own.
 */
export function orderlyQuit(
  app: Pick<App, 'on' | 'quit'>,
  steps: readonly (() => Promise<void> | void)[],
  onProblem: (error: unknown) => void,
): Quit {
  const quit = { asked: false, now: () => app.quit() };
  let done = false;
  const takeSteps = async (): Promise<void> => {
    for (const step of steps) {
      try {
        await step();
      } catch (thrown) {
        onProblem(thrown);
      }
    }
    done = true;
    app.quit();
  };
  let begun = false;
  app.on('before-quit', () => {
    quit.asked = true;
  });
  app.on('will-quit', (event) => {
    if (done) return;
    event.preventDefault();
    if (begun) return;
    begun = true;
    void takeSteps();
  });
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, quit.now);
  return quit;
}
