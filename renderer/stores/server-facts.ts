import { createStore, type StoreApi } from 'zustand/vanilla';
import type { FaxEvent } from '../../app/contract/events.ts';
import { applyChanges, type Snapshot } from '../../app/contract/snapshot.ts';
import type { FaxErrorData } from '../../app/model/errors.ts';
import { toShownError } from '../actions/outcome.ts';
import type { PageApi } from '../door.ts';

export type Patch = Extract<FaxEvent, { type: 'patch' }>;

/** What the server said, and how fresh it is. */
export interface ServerFacts {
  /** The last known facts; null until the first snapshot came. They stay when the server is gone. */
  readonly snapshot: Snapshot | null;
  /** `lost`: the owner of the data folder does not answer; the snapshot is as of {@link asOf}. */
  readonly link: 'loading' | 'live' | 'lost';
  /** When the facts were last known to be true, in ms. */
  readonly asOf: number;
  /** Why the link is lost, or null. */
  readonly error: FaxErrorData | null;
}

/** True when acts would reach the server now. */
export const isLive = (facts: ServerFacts): boolean =>
  facts.link === 'live' && facts.snapshot?.server.state === 'connected';

/** What became of some patches: the snapshot with those that follow it, and whether one is missing before the rest. */
export interface TakenPatches {
  readonly snapshot: Snapshot;
  readonly gap: boolean;
}

/**
 * Takes patches in order of version. What the snapshot already holds is skipped; at the first missing version it stops
 * and reports the gap. Pure.
 */
export function takePatches(snapshot: Snapshot, patches: readonly Patch[]): TakenPatches {
  let current = snapshot;
  for (const patch of patches.toSorted((a, b) => a.version - b.version)) {
    if (patch.version <= current.version) continue;
    if (patch.version !== current.version + 1) return { snapshot: current, gap: true };
    current = applyChanges(current, patch.version, patch.changes);
  }
  return { snapshot: current, gap: false };
}

/** What keeping the facts needs from outside. */
export interface FactsEdges {
  readonly api: Pick<PageApi, 'request' | 'subscribe'>;
  readonly now: () => number;
  /** Calls back once before the next frame: events between two frames become one update. */
  readonly nextFrame: (callback: () => void) => void;
  /** Calls back once after so many milliseconds. */
  readonly after: (milliseconds: number, callback: () => void) => void;
}

const retryDelay = 2000;

export interface KeptFacts {
  readonly store: StoreApi<ServerFacts>;
  /** Asks for a new snapshot: something suggests that the facts are not fresh. */
  readonly refresh: () => void;
  readonly stop: () => void;
}

/** A store of what the server said, kept fresh by snapshots and patches. */
export function keepServerFacts(edges: FactsEdges): KeptFacts {
  const store = createStore<ServerFacts>(() => ({ snapshot: null, link: 'loading', asOf: edges.now(), error: null }));
  let pending: Patch[] = [];
  let asking = false;
  let flushing = false;
  let stopped = false;

  const ask = async (): Promise<void> => {
    if (asking || stopped) return;
    asking = true;
    // The snapshot holds what was told before it was asked for. An owner that has just taken over counts anew, so that
    // a patch of the one before would never fit again.
    pending = [];
    try {
      const snapshot = await edges.api.request('snapshot', {});
      asking = false;
      if (!stopped) take(snapshot);
    } catch (thrown) {
      asking = false;
      if (stopped) return;
      store.setState({ link: 'lost', error: toShownError(thrown) });
      edges.after(retryDelay, () => void ask());
    }
  };

  const take = (start: Snapshot): void => {
    const { snapshot, gap } = takePatches(start, pending);
    pending = [];
    if (gap) {
      store.setState({ snapshot });
      void ask();
      return;
    }
    store.setState({ snapshot, link: 'live', asOf: freshness(snapshot, store.getState(), edges.now()), error: null });
  };

  const flush = (): void => {
    flushing = false;
    const { snapshot } = store.getState();
    if (stopped || !snapshot || asking || pending.length === 0) return;
    // A version that was passed long ago: another owner has begun to count anew. Only a snapshot tells where it is.
    if (pending.some((patch) => patch.version <= snapshot.version)) void ask();
    else take(snapshot);
  };

  const stopListening = edges.api.subscribe((event) => {
    if (event.type !== 'patch') return;
    pending.push(event);
    if (flushing) return;
    flushing = true;
    edges.nextFrame(flush);
  });
  void ask();
  return {
    store,
    refresh: () => void ask(),
    stop: () => {
      stopped = true;
      stopListening();
    },
  };
}

/** Facts of a server that is not connected are as old as the last moment it was. */
function freshness(next: Snapshot, before: ServerFacts, now: number): number {
  return next.server.state === 'connected' ? now : before.asOf;
}
