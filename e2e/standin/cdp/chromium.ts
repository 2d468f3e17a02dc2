import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { CdpConnection } from './connection.ts';

const flags = [
  '--no-sandbox',
  '--no-first-run',
  '--no-default-browser-check',
  '--password-store=basic',
  '--force-color-profile=srgb',
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-extensions',
  '--disable-breakpad',
  '--disable-default-apps',
  '--disable-popup-blocking',
  '--disable-renderer-backgrounding',
  '--disable-backgrounding-occluded-windows',
  '--disable-features=Translate,MediaRouter,OptimizationHints,HttpsUpgrades,HttpsFirstBalancedModeAutoEnable,PaintHolding',
];

/** What a headed browser's own first window shows until the app's first page takes it over. */
export const headedStartUrl = 'data:text/html,<title>Fax Console</title>';

/** A browser that was started, with the pipe to it. */
export interface Chromium {
  readonly cdp: CdpConnection;
  readonly pid: number;
  /** A window on the screen instead of none. */
  readonly headed: boolean;
}

interface ChromiumOptions {
  readonly headed: boolean;
  /** Where the profile lies; a temporary place that is removed when it is null. */
  readonly profile: string | null;
  /** For whoever drives the pages (Playwright); null for none. */
  readonly debuggingPort: string | null;
  readonly onExit: () => void;
}

/** The headless shell is nearer to Electron (no browser around the page); a window needs the full browser. */
function findChromium(headed: boolean): string {
  const usual = headed ? ['/usr/bin/chromium'] : ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'];
  const path = [process.env.CHROMIUM_PATH, ...usual].find((each) => each !== undefined && existsSync(each));
  if (path !== undefined) return path;
  throw new Error(`there is no Chromium at ${usual.join(' or ')}; install it or set CHROMIUM_PATH`);
}

/** Starts Chromium. It ends by itself when the pipe closes, so a host that dies leaves no browser behind. */
export function startChromium({ headed, profile, debuggingPort, onExit }: ChromiumOptions): Chromium {
  const folder = profile ?? mkdtempSync(join(tmpdir(), 'electron-standin-'));
  // As an app a window has no tabs and no address bar; the test type keeps warnings about flags out of it.
  const shown = headed ? [`--app=${headedStartUrl}`, '--test-type'] : ['--headless=new', '--no-startup-window'];
  const port = debuggingPort === null ? [] : [`--remote-debugging-port=${debuggingPort}`];
  const child = spawn(
    findChromium(headed),
    [...flags, ...shown, ...port, '--remote-debugging-pipe', `--user-data-dir=${folder}`],
    { stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'] },
  );
  child.stderr?.on('data', (chunk: Buffer) => {
    // Playwright waits for this line of Electron's.
    const line = /DevTools listening on ws:\S+/.exec(chunk.toString());
    if (line) process.stderr.write(`${line[0]}\n`);
    else if (process.env.STANDIN_DEBUG) process.stderr.write(chunk);
  });
  const cdp = new CdpConnection(child.stdio[3] as Writable, child.stdio[4] as Readable);
  let ended = false;
  const end = (): void => {
    if (ended) return;
    ended = true;
    cdp.end();
    onExit();
  };
  child.on('exit', end);
  // It is no program, or may not be run.
  child.on('error', end);
  process.on('exit', () => {
    child.kill('SIGKILL');
    if (profile === null) rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 30 });
  });
  return { cdp, pid: child.pid ?? 0, headed };
}
