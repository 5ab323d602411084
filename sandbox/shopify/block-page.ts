import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const BUNDLES = fileURLToPath(new URL('../../build/extensions/', import.meta.url));
const OWN = fileURLToPath(new URL('./', import.meta.url));

/** The page in which the admin's customer page frames the app's block. */
export function blockPage(settings: { appUrl: string; shop: string }): string {
  const json = JSON.stringify(settings).replaceAll('<', '\\u003c');
  return `<!doctype html><html><head><meta charset="utf-8"><title>Customer block</title>
<style>body{margin:0;padding:16px;background:#fff}</style>
<script type="application/json" id="settings">${json}</script>
<script src="/__sandbox/extensions/block-elements.js"></script>
<script type="module" src="/__sandbox/extensions/block-host.js"></script></head><body></body></html>`;
}

/** What that page loads: the bundle that `npm run build` made, its words, and the host's own two files. */
export async function blockFile(name: string): Promise<Buffer | undefined> {
  if (/^block-(host|elements)\.js$/.test(name)) return readFile(OWN + name);
  if (/^customer-block\.(js|words\.json)$/.test(name)) return readFile(BUNDLES + name).catch(() => undefined);
  return undefined;
}
