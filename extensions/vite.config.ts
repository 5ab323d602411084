import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

// The bundle of the customer block as the sandbox's admin loads it: one module, everything inside, its words beside it.
// `shopify app deploy` makes Shopify's own from the same sources.
const block = fileURLToPath(new URL('./customer-block/', import.meta.url));
const words = (file: string) => JSON.parse(readFileSync(`${block}locales/${file}`, 'utf8')) as object;

export default defineConfig({
  root: block,
  configFile: false,
  esbuild: { jsx: 'automatic', jsxImportSource: 'preact', target: 'es2022' },
  plugins: [
    {
      name: 'words',
      generateBundle() {
        const source = JSON.stringify({ en: words('en.default.json'), nl: words('nl.json') });
        this.emitFile({ type: 'asset', fileName: 'customer-block.words.json', source });
      },
    },
  ],
  build: {
    outDir: fileURLToPath(new URL('../build/extensions', import.meta.url)),
    emptyOutDir: true,
    lib: { entry: `${block}src/block.tsx`, formats: ['es'], fileName: () => 'customer-block.js' },
  },
});
