import { spawn } from 'node:child_process';
import { glob, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { buildFaxcom, faxcomBuilt } from './faxcom-build.ts';
import { root } from './stages.ts';

const built = ['out/main/index.js', faxcomBuilt];
const sources = ['{app,main,preload,renderer,resources}/**/*', 'package.json', 'electron.vite.config.ts'];

/** Builds main, preload, renderer and `fax-console/faxcom` into `out/`; resolves with the builder's exit code. */
export async function build(): Promise<number> {
  return (await buildConsole()) || (await buildFaxcom());
}

function buildConsole(): Promise<number> {
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
  const times = await Promise.all(built.map((path) => timeOf(join(root, path))));
  const builtAt = Math.min(...times);
  for await (const path of glob(sources, { cwd: root })) {
    if ((await stat(join(root, path))).mtimeMs > builtAt) return build();
  }
  return 0;
}

/** When a file was written; 0 where it is not there. */
const timeOf = (path: string): Promise<number> =>
  stat(path).then(
    (found) => found.mtimeMs,
    () => 0,
  );
