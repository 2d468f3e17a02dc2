import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The console in a browser, on the fake door: `vite -c renderer/testing/dev.vite.config.ts --port 51731`. */
export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  cacheDir: process.env.VITE_CACHE ?? '../node_modules/.vite-dev',
  plugins: [react(), tailwindcss()],
  server: { host: '127.0.0.1', strictPort: true, fs: { allow: ['../..', '..'] } },
});
