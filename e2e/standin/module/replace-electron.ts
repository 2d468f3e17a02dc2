import { readFileSync } from 'node:fs';
import { createRequire, registerHooks } from 'node:module';
import { electron } from './electron-module.ts';
import { record } from './record.ts';

const names = new Set(['electron', 'electron/main', 'electron/common']);
const place = Symbol.for('electron-standin');

/** Gives the stand-in to every `import` and `require` of `electron`, and the versions that Electron would show. */
export function replaceElectron(): void {
  const require = createRequire(import.meta.url);
  const { version } = JSON.parse(readFileSync(require.resolve('electron/package.json'), 'utf8'));
  Object.defineProperty(process, 'versions', { value: { ...process.versions, electron: version, chrome: '0.0.0.0' } });
  Object.assign(globalThis, { [place]: electron, standinRecord: record });
  const get = "globalThis[Symbol.for('electron-standin')]";
  const members = Object.keys(electron).map((name) => `export const ${name} = e.${name};`);
  const sources = {
    'electron-standin:esm': { format: 'module', source: `const e = ${get}; export default e; ${members.join(' ')}` },
    'electron-standin:cjs': { format: 'commonjs', source: `module.exports = ${get}` },
  } as const;
  registerHooks({
    resolve: (specifier, context, next) => {
      if (!names.has(specifier)) return next(specifier, context);
      const kind = context.conditions.includes('import') ? 'esm' : 'cjs';
      return {
        url: `electron-standin:${kind}`,
        format: sources[`electron-standin:${kind}`].format,
        shortCircuit: true,
      };
    },
    load: (url, context, next) => {
      const own = url === 'electron-standin:esm' || url === 'electron-standin:cjs' ? sources[url] : undefined;
      return own ? { ...own, shortCircuit: true } : next(url, context);
    },
  });
}
