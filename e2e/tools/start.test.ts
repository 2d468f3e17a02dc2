import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from './stages.ts';

test('without Electron’s program a start is one sentence that names the other way, and ends with 3', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'e2e/tools/run.mjs'), 'start'], {
    env: { ...process.env, ELECTRON_OVERRIDE_DIST_PATH: '/no/such/folder' },
    encoding: 'utf8',
    timeout: 20_000,
  });
  expect({ status, stdout }).toEqual({ status: 3, stdout: '' });
  expect(stderr).toMatch(/^Electron’s program is not here[^\n]*“npm run start:chromium”[^\n]*\.\n$/);
});
