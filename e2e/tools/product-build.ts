import { spawn } from 'node:child_process';
import { glob, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from './stages.ts';

const built = 'out/main/index.js';
const sources = ['{app,main,preload,renderer,resources}/**/*', 'package.json', 'electron.vite.config.ts'];

/** Builds main, preload and renderer into `out/`; resolves with the builder's exit code. */
export function build(): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(join(root, 'node_modules/.bin/electron-vite'), ['build', '--logLevel', 'error'], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}

/** Builds when a source is newer than what was built; resolves with 0 when `out/` is fit to run. */
export async function buildIfStale(): Promise<number> {
  const builtAt = await stat(join(root, built)).then(
    (found) => found.mtimeMs,
    () => 0,
  );
  for await (const path of glob(sources, { cwd: root })) {
    if ((await stat(join(root, path))).mtimeMs > builtAt) return build();
  }
  return 0;
}
