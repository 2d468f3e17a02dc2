import { readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { type Chromium, startChromium } from './cdp/chromium.ts';
import { app } from './module/app.ts';
import { commandLine } from './module/command-line.ts';
import { replaceElectron } from './module/replace-electron.ts';

/*
 * What Electron's binary does, in its order: reads its own switches, gives `electron` to whoever asks for it, runs the
 * `-r` modules and the app's main bundle, starts the browser, and tells that the app is ready.
 */

interface HostArguments {
  readonly preloads: readonly string[];
  readonly switches: ReadonlyMap<string, string>;
  /** The app's folder or main file. */
  readonly target: string;
}

/** `[-r module]... [--switches]... APP [the app's own arguments]`; switches after the app reach Chromium as well. */
function readArguments(args: readonly string[]): HostArguments {
  const preloads: string[] = [];
  const switches = new Map<string, string>();
  let target: string | undefined;
  for (let i = 0; i < args.length; i++) {
    const each = args[i] ?? '';
    if (target === undefined && (each === '-r' || each === '--require')) preloads.push(args[++i] ?? '');
    else if (each.startsWith('--')) {
      const [name = '', value = ''] = each.slice(2).split(/=(.*)/s);
      switches.set(name, value);
    } else target ??= each;
  }
  if (target === undefined) fail('no app was given');
  return { preloads, switches, target };
}

function fail(words: string): never {
  process.stderr.write(`electron stand-in: ${words}\n`);
  process.exit(3);
}

const packageSchema = z.object({
  main: z.string(),
  version: z.string().default('0.0.0'),
  name: z.string(),
  productName: z.string().optional(),
});

/** The folder with the app's `package.json`, from the folder itself or a file below it. */
function appFolder(target: string): string {
  let folder = resolve(target);
  if (!statSync(folder, { throwIfNoEntry: false })) fail(`there is no app at ${target}`);
  while (!statSync(join(folder, 'package.json'), { throwIfNoEntry: false })) {
    if (dirname(folder) === folder) fail(`there is no package.json at or above ${target}`);
    folder = dirname(folder);
  }
  return folder;
}

const args = process.argv.slice(2);
const { preloads, switches, target } = readArguments(args);
for (const [name, value] of switches) commandLine.appendSwitch(name, value);

const program = join(import.meta.dirname, 'dist/electron');
process.argv = [program, ...args];
process.execPath = program;
Object.assign(process, {
  type: 'browser',
  defaultApp: true,
  resourcesPath: join(import.meta.dirname, 'dist/resources'),
});
replaceElectron();

const require = createRequire(join(process.cwd(), 'preload.js'));
for (const each of preloads) require(resolve(each));

const folder = appFolder(target);
const described = packageSchema.parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')));
app.describe(folder, { name: described.productName ?? described.name, version: described.version });
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
  process.once(signal, () => {
    // The app's own listeners, where it has any, end the process in their way.
    if (process.listenerCount(signal) === 0) process.exit(128);
  });
}
await import(pathToFileURL(resolve(folder, described.main)).href);

const headed = process.env.STANDIN_HEADED === '1';
const unstarted = headed
  ? 'Chromium did not start: a window needs the package chromium and a display (STANDIN_DEBUG=1 shows its own words)'
  : 'Chromium did not start (STANDIN_DEBUG=1 shows its own words)';
let running = false;

/** A user who closes the last window ends the browser: the app still quits in its own order. */
function browserEnded(): void {
  if (!running) fail(unstarted);
  if (headed) app.quit();
  else process.exit(process.exitCode ?? 1);
}

function launch(): Chromium {
  try {
    return startChromium({
      headed,
      // Below the app's own place, as in Electron: what a page stores is there again at the next start.
      profile: join(app.getPath('userData'), 'standin-chromium'),
      debuggingPort: switches.get('remote-debugging-port') ?? null,
      onExit: browserEnded,
    });
  } catch (thrown) {
    fail(thrown instanceof Error ? thrown.message : String(thrown));
  }
}

const chromium = launch();
await chromium.cdp.send('Target.setDiscoverTargets', { discover: true }).catch(() => fail(unstarted));
running = true;
app.launched(chromium);
