import { resolve } from 'node:path';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { workerEntries } from './app/model/worker-entries.ts';
import { noncePlaceholder } from './main/security/content-policy.ts';

const workers = Object.fromEntries(
  Object.entries(workerEntries).map(([name, source]) => [`workers/${name}`, resolve(source)]),
);

/**
 * The component kit makes style elements at run time; this gives them the page's nonce, which the content policy asks
 * for. The kit takes it from the package `get-nonce`, whose module is replaced by one that reads the page's own.
 */
const kitStylesWithNonce = {
  name: 'kit-styles-with-nonce',
  transform(_code: string, id: string) {
    if (!/node_modules\/get-nonce\/.*\.js$/.test(id)) return null;
    return `const nonce = document.querySelector('meta[property="csp-nonce"]')?.nonce;
export const getNonce = () => nonce;
export const setNonce = () => undefined;`;
  },
};

export default defineConfig({
  // The packages of `dependencies` stay outside the bundle and are packaged beside it: some carry WASM or a binary.
  main: {
    build: {
      sourcemap: true,
      rollupOptions: {
        input: { index: resolve('main/main.ts'), ...workers },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  // A sandboxed preload script is CommonJS in one file.
  preload: {
    build: {
      sourcemap: false,
      rollupOptions: {
        input: { index: resolve('preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'renderer',
    plugins: [react(), tailwindcss(), kitStylesWithNonce],
    html: { cspNonce: noncePlaceholder },
    build: {
      outDir: resolve('out/renderer'),
      sourcemap: 'hidden',
      minify: true,
      // Everything is a file of the app's own origin: the content policy knows no `data:` for scripts, styles, fonts.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rollupOptions: { input: { index: resolve('renderer/index.html') } },
    },
  },
});
