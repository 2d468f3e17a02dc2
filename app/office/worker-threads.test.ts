import { expect, test } from 'vitest';
import { workerUrl } from './worker-threads.ts';

test.each([
  ['source', 'file:///a/fax/app/office/worker-threads.ts', 'file:///a/fax/app/store/store-worker.ts'],
  ['the bundle', 'file:///a/fax/out/main/index.js', 'file:///a/fax/out/main/workers/store.js'],
  [
    'the bundle for scripts',
    'file:///a/fax/out/faxcom/chunks/office-1.js',
    'file:///a/fax/out/faxcom/workers/store.js',
  ],
  ['a chunk of it', 'file:///a/fax/out/main/chunks/office-C1x.js', 'file:///a/fax/out/main/workers/store.js'],
  [
    'an archive below a folder of the same name',
    'file:///out/main/x/resources/app.asar/out/main/index.js',
    'file:///out/main/x/resources/app.asar/out/main/workers/store.js',
  ],
])('finds the store’s worker beside %s', (_, module, expected) => {
  expect(workerUrl('store', module).href).toBe(expected);
});

test('says so where no workers are', () => {
  expect(() => workerUrl('store', 'file:///elsewhere/index.js')).toThrow(/No workers/);
});
