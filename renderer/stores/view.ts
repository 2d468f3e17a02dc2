import { z } from 'zod';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { emptySelection, type Selection } from './selection.ts';

export const viewNames = ['jobs', 'inbox', 'ports', 'covers', 'settings'] as const;
export type ViewName = (typeof viewNames)[number];

export const jobFilters = ['all', 'active', 'waiting', 'scheduled', 'failed', 'delivered'] as const;
/** Which jobs the table shows; the rail's entries under Jobs. */
export type JobFilter = (typeof jobFilters)[number];

const preferencesSchema = z.object({
  version: z.literal(1),
  view: z.enum(viewNames),
  jobFilter: z.enum(jobFilters),
  /** Columns the jobs are sorted by, first first. */
  sort: z
    .array(z.object({ id: z.string(), desc: z.boolean() }))
    .max(3)
    .readonly(),
  /** Widths of columns in px that were moved from their own, by `list:column`. */
  columnWidths: z.record(z.string(), z.number().min(32).max(2000)),
  detailsHeight: z.number().min(100).max(4000),
  density: z.enum(['compact', 'normal', 'roomy']),
  /** Letters alone run commands while a list has the focus. */
  singleKeys: z.boolean(),
});
/** What is kept from one start to the next. */
export type Preferences = Readonly<z.infer<typeof preferencesSchema>>;

export type Theme = 'system' | 'light' | 'dark';

export const defaultPreferences: Preferences = {
  version: 1,
  view: 'jobs',
  jobFilter: 'all',
  sort: [{ id: 'next', desc: false }],
  columnWidths: {},
  detailsHeight: 252,
  density: 'normal',
  singleKeys: true,
};

/** What stands over the window; one at a time. */
export type Overlay =
  | { readonly kind: 'palette' }
  | { readonly kind: 'shortcuts' }
  | { readonly kind: 'cancelJobs'; readonly ids: readonly number[] }
  | { readonly kind: 'changeJob'; readonly id: number }
  | { readonly kind: 'addPort' }
  | { readonly kind: 'removePort'; readonly name: string }
  | { readonly kind: 'pauseSending'; readonly pause: boolean }
  /** The send sheet, with files to add to the draft; `seq` grows with each opening. */
  | { readonly kind: 'send'; readonly files: readonly string[]; readonly seq: number };

/** What the person chose to look at: never the server's facts. */
export interface ViewState extends Preferences {
  /** As the desktop keeps it: the window's frame must know it before the page is there. */
  readonly theme: Theme;
  readonly jobs: Selection;
  readonly inbox: Selection;
  /** The details pane under the jobs is open. */
  readonly detailsOpen: boolean;
  readonly detailsTab: 'progress' | 'pages';
  readonly jobSearch: string;
  /** The jobs in the table, in their shown order. */
  readonly jobOrder: readonly number[];
  readonly overlay: Overlay | null;
  /** A port's name while its card is being edited. */
  readonly editingPort: string | null;
}

/** Opens the send sheet, adding files to the draft; on an open sheet it only adds them. */
export function openSend(store: StoreApi<ViewState>, files: readonly string[] = []): void {
  const { overlay } = store.getState();
  const seq = (overlay?.kind === 'send' ? overlay.seq : 0) + 1;
  store.setState({ overlay: { kind: 'send', files, seq } });
}

const storageKey = 'fax-console.view';

/** The preferences kept in a storage; the defaults when there are none, or when they are not understood. */
export function readPreferences(text: string | null): Preferences {
  if (text === null) return defaultPreferences;
  try {
    const parsed = preferencesSchema.safeParse({ ...defaultPreferences, ...JSON.parse(text) });
    return parsed.success ? parsed.data : defaultPreferences;
  } catch {
    return defaultPreferences;
  }
}

const preferencesOf = (state: ViewState): Preferences => {
  const { version, view, jobFilter, sort, columnWidths, detailsHeight, density, singleKeys } = state;
  return { version, view, jobFilter, sort, columnWidths, detailsHeight, density, singleKeys };
};

/** The view store, kept in the given storage. */
export function createViewStore(storage: Pick<Storage, 'getItem' | 'setItem'> | null): StoreApi<ViewState> {
  const store = createStore<ViewState>(() => ({
    ...readPreferences(storage?.getItem(storageKey) ?? null),
    theme: 'system',
    jobs: emptySelection,
    inbox: emptySelection,
    detailsOpen: true,
    detailsTab: 'progress',
    jobSearch: '',
    jobOrder: [],
    overlay: null,
    editingPort: null,
  }));
  let written = JSON.stringify(preferencesOf(store.getState()));
  store.subscribe((state) => {
    const text = JSON.stringify(preferencesOf(state));
    if (text === written) return;
    written = text;
    storage?.setItem(storageKey, text);
  });
  return store;
}
