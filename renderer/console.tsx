import { createContext, type ReactNode, useContext, useSyncExternalStore } from 'react';
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import { createJobActions, type JobActions } from './actions/job-actions.ts';
import { createOfficeActions, type OfficeActions } from './actions/office-actions.ts';
import { toShownError } from './actions/outcome.ts';
import type { PageApi } from './door.ts';
import { keepServerFacts, type ServerFacts } from './stores/server-facts.ts';
import { createTicker, type Ticker } from './stores/ticker.ts';
import { createToasts, type Toasts } from './stores/toasts.ts';
import { createViewStore, type ViewState } from './stores/view.ts';

/** What every view has at hand: the door, the three stores, and the acts. */
export interface Console {
  readonly api: PageApi;
  readonly facts: StoreApi<ServerFacts>;
  readonly view: StoreApi<ViewState>;
  readonly toasts: Toasts;
  readonly jobs: JobActions;
  readonly office: OfficeActions;
  readonly ticker: Ticker;
}

/** Puts the console together around a door; the returned function takes it apart. */
export function createConsole(door: PageApi, storage: Storage | null): { console: Console; stop: () => void } {
  const toasts = createToasts();
  const {
    store: facts,
    refresh,
    stop,
  } = keepServerFacts({
    api: door,
    now: () => Date.now(),
    nextFrame: (callback) => void requestAnimationFrame(callback),
    after: (milliseconds, callback) => void setTimeout(callback, milliseconds),
  });
  // An act that could not reach the owner tells at once what the next snapshot would.
  const api = watchReach(door, refresh);
  return {
    console: {
      api,
      facts,
      toasts,
      view: createViewStore(storage),
      jobs: createJobActions(api, toasts),
      office: createOfficeActions(api, toasts),
      ticker: createTicker(() => Date.now()),
    },
    stop,
  };
}

/** The same door; a request that did not reach the owner of the data folder is told. */
function watchReach(door: PageApi, onLost: () => void): PageApi {
  return {
    shell: (name, input) => door.shell(name, input),
    subscribe: (listener) => door.subscribe(listener),
    onShell: (listener) => door.onShell(listener),
    pathsOf: (files) => door.pathsOf(files),
    request: async (name, input) => {
      try {
        return await door.request(name, input);
      } catch (thrown) {
        if (toShownError(thrown).code.startsWith('SERVER_')) onLost();
        throw thrown;
      }
    },
  };
}

const ConsoleContext = createContext<Console | null>(null);

export function ConsoleProvider(props: { readonly value: Console; readonly children: ReactNode }): ReactNode {
  return <ConsoleContext.Provider value={props.value}>{props.children}</ConsoleContext.Provider>;
}

/** The console of this window. */
export function useConsole(): Console {
  const value = useContext(ConsoleContext);
  if (value === null) throw new Error('useConsole needs a ConsoleProvider above it');
  return value;
}

/** A part of what the server said; the view is drawn again when that part changes. */
export function useFacts<T>(select: (facts: ServerFacts) => T): T {
  return useStore(useConsole().facts, select);
}

/** A part of what the person chose to look at. */
export function useView<T>(select: (view: ViewState) => T): T {
  return useStore(useConsole().view, select);
}

/** A text or figure that follows the clock; the view is drawn again only when it changes. */
export function useTicking<T extends string | number | boolean | null>(read: (now: number) => T): T {
  const { ticker } = useConsole();
  return useSyncExternalStore(
    ticker.subscribe,
    () => read(ticker.now()),
    () => read(ticker.now()),
  );
}
