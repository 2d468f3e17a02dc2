import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { buildIfStale } from './product-build.ts';
import { root } from './stages.ts';

/** Electron's program; its package fetches it the first time it is asked for. Undefined where it cannot be had. */
function electronProgram(): string | undefined {
  try {
    const path: unknown = createRequire(import.meta.url)('electron');
    return typeof path === 'string' ? path : undefined;
  } catch (error) {
    process.stderr.write(
      `Electron's program is not here and could not be fetched (${reason(error)}); "npm run start:chromium" opens the same app in a Chromium window.\n`,
    );
    return undefined;
  }
}

const reason = (error: unknown) => (error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : String(error));

const args = process.argv.slice(2);
const chromium = args[0] === '--chromium';
const program = chromium ? join(root, 'e2e/standin/dist/electron') : electronProgram();
if (program === undefined) process.exit(3);
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
  process.exitCode = exit ?? (signal === null ? 1 : 128 + constants.signals[signal]);
});
