import { describe, expect, test } from 'vitest';
import { readRecipients } from '../views/send/recipients.ts';
import { createDrafts } from './drafts.ts';

function rig(stored = new Map<string, string>(), full = false) {
  let serial = 0;
  const waiting: (() => void)[] = [];
  const store = createDrafts({
    storage: {
      getItem: (key) => stored.get(key) ?? null,
      setItem: (key, value) => {
        if (full) throw new Error('full');
        stored.set(key, value);
      },
      removeItem: (key) => void stored.delete(key),
    },
    newKey: () => `key-0000000${++serial}`,
    after: (_, callback) => void waiting.push(callback),
  });
  return { store, drafts: store.getState(), stored, waiting, draft: () => store.getState().draft };
}

describe('the kept draft', () => {
  test('comes back after a crash, with its key', () => {
    const first = rig();
    first.drafts.dispatch({ type: 'recipientsAdded', recipients: readRecipients('5550101') });
    first.drafts.dispatch({ type: 'filesAdded', paths: ['/a.pdf'] });
    expect(first.waiting).toHaveLength(1);
    first.waiting[0]?.();
    const second = rig(first.stored);
    expect(second.draft()).toEqual(first.draft());
    expect(second.store.getState().broughtBack).toBe(true);
    second.drafts.dispatch({ type: 'subjectSet', subject: 'x' });
    expect(second.store.getState().broughtBack).toBe(false);
  });

  test('is written down at once when it is handed in', () => {
    const { drafts, stored } = rig();
    drafts.dispatch({ type: 'filesAdded', paths: ['/a.pdf'] });
    drafts.dispatch({ type: 'handedIn' });
    expect([...stored.values()][0]).toContain('"handedIn":"unanswered"');
  });

  test('leaves nothing behind when discarded, and can be brought back until another is begun', () => {
    const { drafts, stored, draft } = rig();
    drafts.dispatch({ type: 'filesAdded', paths: ['/a.pdf'] });
    drafts.writeDown();
    const discarded = drafts.discard();
    drafts.writeDown();
    expect(stored.size).toBe(0);
    expect(draft().key).not.toBe(discarded.key);
    drafts.restore(discarded);
    expect(draft()).toEqual(discarded);
    drafts.discard();
    drafts.dispatch({ type: 'noteSet', note: 'new' });
    drafts.restore(discarded);
    expect(draft().note).toBe('new');
  });

  test('is greeted when it comes back after it was put away', () => {
    const { store, drafts } = rig();
    drafts.putAway();
    expect(store.getState().broughtBack).toBe(false);
    drafts.dispatch({ type: 'filesAdded', paths: ['/a.pdf'] });
    drafts.putAway();
    expect(store.getState().broughtBack).toBe(true);
  });

  test('says so when it cannot be kept', () => {
    const { store, drafts } = rig(new Map(), true);
    drafts.dispatch({ type: 'noteSet', note: 'n' });
    drafts.writeDown();
    expect(store.getState().kept).toBe(false);
  });
});
