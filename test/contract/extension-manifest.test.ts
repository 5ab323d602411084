import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { parse } from 'smol-toml';
import { build } from 'vite';
import { expect, test } from 'vitest';

// What `shopify app build` refuses or Shopify does at the upload, without its CLI: facts/shopify.md section 7.
const BLOCK = fileURLToPath(new URL('../../extensions/customer-block/', import.meta.url));
const TARGETS = fileURLToPath(
  new URL(
    '../../node_modules/@shopify/ui-extensions/build/ts/surfaces/admin/extension-targets.d.ts',
    import.meta.url,
  ),
);
/** Shopify's limit of a UI extension, compressed. */
const MOST_BYTES = 64 * 1024;

interface Manifest {
  api_version: string;
  extensions: {
    name: string;
    description: string;
    handle: string;
    type: string;
    uid: string;
    targeting: { target: string; module: string }[];
  }[];
}

const manifest = parse(readFileSync(`${BLOCK}shopify.extension.toml`, 'utf8')) as unknown as Manifest;

test('the manifest names a version, a target and a module that exist, and its words are in every language', () => {
  const { version } = JSON.parse(
    readFileSync(new URL('../../node_modules/@shopify/ui-extensions/package.json', import.meta.url), 'utf8'),
  ) as { version: string };
  const [year, month] = version.split('.');
  expect(manifest.api_version).toBe(`${year}-${month?.padStart(2, '0')}`);
  expect(manifest.extensions).toHaveLength(1);
  for (const { handle, type, uid, name, description, targeting } of manifest.extensions) {
    expect(type).toBe('ui_extension');
    expect(handle).toMatch(/^[a-z0-9-]{1,30}$/);
    expect(uid).toMatch(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    for (const { target, module } of targeting) {
      expect(readFileSync(TARGETS, 'utf8')).toContain(`'${target}'`);
      expect(existsSync(path.join(BLOCK, module))).toBe(true);
    }
    for (const file of ['en.default.json', 'nl.json']) {
      const words = JSON.parse(readFileSync(`${BLOCK}locales/${file}`, 'utf8')) as Record<string, unknown>;
      for (const text of [name, description])
        expect([file, words[text.replace(/^t:/, '')]]).toEqual([file, expect.any(String)]);
    }
  }
});

test('the bundle with its words is well below what Shopify takes', async () => {
  const outDir = await mkdtemp(path.join(tmpdir(), 'customer-block-'));
  await build({
    configFile: fileURLToPath(new URL('../../extensions/vite.config.ts', import.meta.url)),
    logLevel: 'silent',
    build: { outDir },
  });
  const sizes = await Promise.all(
    ['customer-block.js', 'customer-block.words.json'].map(async (file) => {
      const text = await readFile(path.join(outDir, file));
      expect(text.length).toBeGreaterThan(1_000);
      return gzipSync(text).length;
    }),
  );
  await rm(outDir, { recursive: true });
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(MOST_BYTES / 2);
});
