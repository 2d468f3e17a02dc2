import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, posix } from 'node:path';
import { build as bundle } from 'vite';
import { workerEntries } from '../../app/model/worker-entries.ts';
import packageFacts from '../../package.json' with { type: 'json' };
import { root } from './stages.ts';

/** What `fax-console/faxcom` is published from. */
export const faxcomBuilt = 'out/faxcom/index.js';

const folder = join(root, 'out/faxcom');

/**
 * Builds `app/faxcom` into `out/faxcom`: JavaScript, since Node.js strips no types below `node_modules`, the worker
 * threads beside it, and the declarations. Resolves with an exit code.
 */
export async function buildFaxcom(): Promise<number> {
  await rm(folder, { recursive: true, force: true });
  await bundleCode();
  return declare();
}

/** The packages of `dependencies` stay outside: some carry WASM or a binary. */
async function bundleCode(): Promise<void> {
  const outside = Object.keys(packageFacts.dependencies);
  const workers = Object.entries(workerEntries).map(([name, source]) => [`workers/${name}`, join(root, source)]);
  await bundle({
    configFile: false,
    root,
    logLevel: 'error',
    build: {
      ssr: true,
      target: 'node24',
      outDir: folder,
      minify: false,
      rollupOptions: {
        input: { index: join(root, 'app/faxcom/index.ts'), ...Object.fromEntries(workers) },
        external: (id) => outside.some((name) => id === name || id.startsWith(`${name}/`)),
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  });
}

/** Options of its own: what a consumer's compiler reads must not depend on this project's settings. */
const declarationOptions = [
  // The code is checked by `npm run types`; here it is only written down.
  ['--ignoreConfig', '--noCheck', '--declaration', '--emitDeclarationOnly', '--stripInternal'],
  ['--target', 'esnext', '--module', 'esnext', '--moduleResolution', 'bundler', '--types', 'node'],
  ['--verbatimModuleSyntax', '--allowImportingTsExtensions', '--resolveJsonModule', '--skipLibCheck'],
].flat();

/** One tree of declarations, as deep as the façade's own types reach, with a door beside `index.js`. */
async function declare(): Promise<number> {
  const temporary = await mkdtemp(join(tmpdir(), 'faxcom-types-'));
  try {
    const code = await run('tsc', [
      ...declarationOptions,
      '--rootDir',
      'app',
      '--outDir',
      temporary,
      'app/faxcom/index.ts',
    ]);
    if (code !== 0) return code;
    await take(temporary, 'faxcom/index.d.ts', new Set());
    await writeFile(join(folder, 'index.d.ts'), "export * from './types/faxcom/index.js';\n");
    return 0;
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

/** Copies a declaration and what it refers to; a module is called by its JavaScript's name, as consumers do. */
async function take(from: string, file: string, taken: Set<string>): Promise<void> {
  if (taken.has(file)) return;
  taken.add(file);
  const text = await readFile(join(from, file), 'utf8');
  const references = [...text.matchAll(/(?<=from '|import\(['"])\.{1,2}\/[\w./-]+(?=\.ts['"])/g)];
  const to = join(folder, 'types', file);
  await mkdir(dirname(to), { recursive: true });
  await writeFile(to, text.replaceAll(/(?<=(?:from |import\()['"]\.{1,2}\/[\w./-]+)\.ts(?=['"])/g, '.js'));
  for (const [name] of references) await take(from, `${posix.join(posix.dirname(file), name)}.d.ts`, taken);
}

function run(name: string, args: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(join(root, 'node_modules/.bin', name), args, {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}
