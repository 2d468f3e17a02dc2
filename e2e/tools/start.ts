import { spawn } from 'node:child_process';
import { access, constants, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { constants as system } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { buildIfStale } from './product-build.ts';
import { root } from './stages.ts';

const require = createRequire(import.meta.url);

/** Electron's program where it is: in the folder that a variable names, or unpacked in its package. */
async function installedElectron(): Promise<string | undefined> {
  const folder = dirname(require.resolve('electron/package.json'));
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  const name = await readFile(join(folder, 'path.txt'), 'utf8').catch(() => 'electron');
  const path = join(override ?? join(folder, 'dist'), name);
  return (await access(path, constants.X_OK).then(
    () => true,
    () => false,
  ))
    ? path
    : undefined;
}

/** The same, fetched by its package the first time. What that package prints is for its makers, so it is left out. */
async function electronProgram(): Promise<string | undefined> {
  const found = await installedElectron();
  if (found !== undefined || process.env.ELECTRON_OVERRIDE_DIST_PATH) return found;
  const slow = setTimeout(() => process.stderr.write('Fetching Electron’s program, about 110 MB …\n'), 3_000);
  await new Promise<void>((resolve) => {
    const child = spawn(process.execPath, [require.resolve('electron/install.js')], { stdio: 'ignore' });
    child.once('error', () => resolve());
    child.once('close', () => resolve());
  });
  clearTimeout(slow);
  return installedElectron();
}

const args = process.argv.slice(2);
const chromium = args[0] === '--chromium';
const program = chromium ? join(root, 'e2e/standin/dist/electron') : await electronProgram();
if (program === undefined) {
  process.stderr.write(
    'Electron’s program is not here and could not be fetched; “npm run start:chromium” opens the same app in a Chromium window.\n',
  );
  process.exit(3);
}
const code = await buildIfStale();
if (code !== 0) process.exit(code);

// As root Chromium refuses its own sandbox; elsewhere it stays on.
const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
// A window in a browser has no tray to hide in: closing it ends the app.
const own = chromium ? ['--tray=off', ...args.slice(1)] : args;
const child = spawn(program, [...asRoot, root, ...own], {
  stdio: 'inherit',
  env: chromium ? { ...process.env, STANDIN_HEADED: process.env.STANDIN_HEADED ?? '1' } : process.env,
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
child.once('error', (error) => {
  process.stderr.write(`${program} cannot be started: ${error.message}\n`);
  process.exitCode = 3;
});
child.once('close', (exit, signal) => {
  process.exitCode = exit ?? (signal === null ? 1 : 128 + system.signals[signal]);
});
