import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import en from './en.json' with { type: 'json' };
import nl from './nl.json' with { type: 'json' };

const APP = fileURLToPath(new URL('../..', import.meta.url));
const PLURAL = /_(zero|one|other)$/;

type Tree = { [name: string]: string | Tree };

function flatten(tree: Tree, prefix = ''): [string, string][] {
  return Object.entries(tree).flatMap(([name, value]) =>
    typeof value === 'string'
      ? [[prefix + name, value] as [string, string]]
      : flatten(value, `${prefix}${name}.`),
  );
}

const english = new Map(flatten(en));
const dutch = new Map(flatten(nl));
const names = new Set([...english.keys()].map((key) => key.replace(PLURAL, '')));

const sources = ['components', 'routes', '.']
  .flatMap((folder) =>
    readdirSync(path.join(APP, folder), { recursive: folder !== '.' }).map((file) =>
      path.join(APP, folder, String(file)),
    ),
  )
  .filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.test.ts') && !/api\.v1|\.server\.ts$/.test(file))
  .map((file) => readFileSync(file, 'utf8'));

/** Every quoted text that could be a key, and the fixed beginnings of the ones put together: `outcome.${...}`. */
const quoted = new Set(
  sources.flatMap((text) => [...text.matchAll(/['"]([a-z][\w.]*)['"]/g)].map((m) => m[1]!)),
);
const beginnings = new Set(
  sources.flatMap((text) => [...text.matchAll(/`([a-z][\w.]*[._])\$\{/g)].map((m) => m[1]!)),
);
const called = sources.flatMap((text) => [...text.matchAll(/\bt\(\s*'([^']+)'/g)].map((m) => m[1]!));

describe('the texts', () => {
  it('exist in both languages', () => {
    expect([...dutch.keys()].sort()).toEqual([...english.keys()].sort());
  });

  it('are nowhere empty', () => {
    expect([...english, ...dutch].filter(([, text]) => text.trim() === '')).toEqual([]);
  });

  it('fill the same places in both languages', () => {
    const places = (text: string) =>
      [...new Set(text.match(/\{\{\w+|<\w+\/>/g))].filter((place) => place !== '{{count').sort();
    for (const [key, text] of english)
      expect([key, places(dutch.get(key) ?? '')]).toEqual([key, places(text)]);
  });

  it('are there for every call', () => {
    expect(called.length).toBeGreaterThan(50);
    expect(called.filter((key) => !names.has(key))).toEqual([]);
  });

  it('are all used', () => {
    const used = (key: string) => quoted.has(key) || [...beginnings].some((start) => key.startsWith(start));
    expect([...names].filter((key) => !used(key))).toEqual([]);
  });
});
