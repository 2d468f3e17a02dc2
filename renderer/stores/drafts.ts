import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import {
  type Draft,
  type DraftAction,
  emptyDraft,
  isEmptyDraft,
  readStoredDraft,
  reduceDraft,
} from '../views/send/draft.ts';

/** Where the draft lies between two starts of the window. Nobody else reads it. */
const storageKey = 'fax-console.send-draft';
/** How long typing may run on before it is written down, in ms. */
const writeDelay = 250;

/** The one fax being written. It outlives the sheet, a reload and a crash. */
export interface DraftsState {
  readonly draft: Draft;
  /** True while the draft is what was left over from before, until it is changed. */
  readonly broughtBack: boolean;
  /** False when the storage refused the draft: it will not survive the window. */
  readonly kept: boolean;
  /** The sheet was put away with the draft in it. */
  putAway(): void;
  dispatch(action: DraftAction): void;
  /** Throws the draft away and returns it, so that it can be brought back. */
  discard(): Draft;
  /** Brings a discarded draft back, unless another has been begun. */
  restore(draft: Draft): void;
  /** A key that no send has had. */
  newKey(): string;
  /** Writes down what is still unwritten: before the window goes. */
  writeDown(): void;
}

/** What drafts need from outside. */
export interface DraftsEdges {
  readonly storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> | null;
  readonly newKey: () => string;
  /** Calls back once after so many milliseconds. */
  readonly after: (milliseconds: number, callback: () => void) => void;
}

/** Makes the store of the draft, with what was kept of it. */
export function createDrafts({ storage, newKey, after }: DraftsEdges): StoreApi<DraftsState> {
  const stored = readStoredDraft(storage?.getItem(storageKey) ?? null);
  let unwritten = false;
  const writeDown = (): void => {
    unwritten = false;
    const { draft } = store.getState();
    try {
      if (isEmptyDraft(draft)) storage?.removeItem(storageKey);
      else storage?.setItem(storageKey, JSON.stringify(draft));
      store.setState({ kept: true });
    } catch {
      // Full or forbidden: the draft is fine as long as the window is; the sheet says so.
      store.setState({ kept: false });
    }
  };
  const store = createStore<DraftsState>((set, get) => ({
    draft: stored ?? emptyDraft(newKey()),
    broughtBack: stored !== null && !isEmptyDraft(stored),
    kept: true,
    putAway: () => set({ broughtBack: !isEmptyDraft(get().draft) }),
    dispatch: (action) => set({ draft: reduceDraft(get().draft, action), broughtBack: false }),
    discard: () => {
      const discarded = get().draft;
      set({ draft: emptyDraft(newKey(), discarded.sender), broughtBack: false });
      return discarded;
    },
    restore: (draft) => {
      if (isEmptyDraft(get().draft)) set({ draft, broughtBack: false });
    },
    newKey,
    writeDown,
  }));
  store.subscribe((state, before) => {
    if (state.draft === before.draft) return;
    // A submission key must never be lost: a draft that is handed in is written down at once.
    if (state.draft.handedIn !== before.draft.handedIn) writeDown();
    else if (!unwritten) {
      unwritten = true;
      after(writeDelay, () => unwritten && writeDown());
    }
  });
  return store;
}

const inPage = typeof window !== 'undefined';
const store = createDrafts({
  storage: inPage ? window.localStorage : null,
  newKey: () => `send-${crypto.randomUUID()}`,
  after: (milliseconds, callback) => void setTimeout(callback, milliseconds),
});
if (inPage) window.addEventListener('pagehide', () => store.getState().writeDown());

function useDraftsState<T>(select: (state: DraftsState) => T): T {
  return useStore(store, select);
}

/** The draft of this window: as a hook with a selector, or `useDrafts.getState()` outside of views. */
export const useDrafts = Object.assign(useDraftsState, store);
