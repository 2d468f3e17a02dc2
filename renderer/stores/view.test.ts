import { expect, test } from 'vitest';
import { createViewStore, defaultPreferences, openSend, readPreferences } from './view.ts';

function memory(text: string | null = null) {
  const kept = { text, writes: 0 };
  return {
    kept,
    getItem: () => kept.text,
    setItem: (_: string, value: string) => {
      kept.text = value;
      kept.writes += 1;
    },
  };
}

test('preferences are kept and read again; what is only for now is not', () => {
  const storage = memory();
  const store = createViewStore(storage);
  store.setState({ jobSearch: 'desk', overlay: { kind: 'palette' } });
  expect(storage.kept.writes).toBe(0);
  store.setState({ density: 'compact', columnWidths: { 'jobs:who': 300 } });
  expect(storage.kept.writes).toBe(1);
  const again = createViewStore(storage).getState();
  expect([again.density, again.columnWidths, again.jobSearch]).toEqual(['compact', { 'jobs:who': 300 }, '']);
});

test('preferences of another version, or damaged ones, are the defaults', () => {
  for (const text of [null, '', '{', '[]', '{"version":2}', '{"version":1,"view":"nowhere"}'])
    expect(readPreferences(text)).toEqual(defaultPreferences);
  expect(readPreferences('{"version":1,"density":"roomy"}').density).toBe('roomy');
});

test('opening the send sheet again adds files to the open one', () => {
  const store = createViewStore(null);
  openSend(store, ['a.pdf']);
  openSend(store, ['b.pdf']);
  expect(store.getState().overlay).toEqual({ kind: 'send', files: ['b.pdf'], seq: 2 });
});
