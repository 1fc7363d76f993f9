// Builds the page into a folder the node serves: relative addresses, so it works behind any path prefix.
import { defineConfig } from 'vite';
import { countries } from './countries.ts';

export default defineConfig({
  base: './',
  plugins: [countries()],
  build: {
    outDir: 'dist',
    // Nothing inlined as data: addresses, no injected script: the page runs under default-src 'self'.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
    target: 'es2022',
    // The map is most of the work, and known to be.
    rolldownOptions: { checks: { bundlerTimings: false } },
  },
});
