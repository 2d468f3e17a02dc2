import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The checkout: what Electron is started with as its app. */
export const root = join(import.meta.dirname, '..');

/** What the built app runs on: Electron's own binary, or the stand-in on Chromium. */
export type Host = 'electron' | 'standin';

const standinDist = join(root, 'e2e/standin/dist');

/**
 * Electron where its binary is found (unpacked in the npm package, or `ELECTRON_OVERRIDE_DIST_PATH` names a folder),
 * else the stand-in: the same variable then names the stand-in's folder, so that Playwright starts it unchanged.
 */
export function pickHost(): Host {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (override && override !== standinDist) return 'electron';
  const folder = dirname(createRequire(import.meta.url).resolve('electron/package.json'));
  const pointer = join(folder, 'path.txt');
  if (existsSync(pointer) && existsSync(join(folder, 'dist', readFileSync(pointer, 'utf8')))) return 'electron';
  process.env.ELECTRON_OVERRIDE_DIST_PATH = standinDist;
  return 'standin';
}

/** The program that starts an app on this host. */
export function hostProgram(host: Host): string {
  return host === 'standin' ? join(standinDist, 'electron') : String(createRequire(import.meta.url)('electron'));
}

/** The Chromium that the stand-in uses: `CHROMIUM_PATH`, else the headless shell, else the full browser. */
export function chromiumPath(): string | undefined {
  const known = [process.env.CHROMIUM_PATH, '/usr/bin/chromium-headless-shell', '/usr/bin/chromium'];
  return known.find((path) => path !== undefined && existsSync(path));
}

/** One line that says what a run proves: host and versions. */
export function describeHost(host: Host): string {
  const electron = JSON.parse(readFileSync(join(root, 'node_modules/electron/package.json'), 'utf8')).version;
  if (host === 'electron') return `Electron ${electron}`;
  const chromium = chromiumPath();
  const version = chromium ? execFileSync(chromium, ['--version'], { encoding: 'utf8' }).trim() : 'no Chromium found';
  return `the stand-in for Electron ${electron}, on ${version}, Node ${process.versions.node}`;
}

/** The window's origin as the page sees it: the stand-in shows the app's scheme as an alias. */
export function appOrigin(host: Host): string {
  return host === 'electron' ? 'app://console' : 'http://console.app.localhost';
}
