import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const copy = mkdtempSync(path.join(tmpdir(), 'import-rules-'));
afterAll(() => rmSync(copy, { recursive: true }));

const config = JSON.parse(readFileSync(path.join(ROOT, 'biome.json'), 'utf8'));
writeFileSync(
  path.join(copy, 'biome.json'),
  JSON.stringify({ ...config, $schema: undefined, vcs: { enabled: false } }),
);

/** Lints a line as if it stood in that file of the repository; answers what the linter says. */
function lint(file: string, line: string): string {
  const target = path.join(copy, file);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, `${line}\n`);
  const { stdout, stderr } = spawnSync(path.join(ROOT, 'node_modules/.bin/biome'), ['lint', file], {
    cwd: copy,
    encoding: 'utf8',
  });
  rmSync(target);
  return stdout + stderr;
}

describe('the import rules of design section 4', () => {
  it.each([
    ['app/domain/x.ts', "import { openDatabase } from '../db.server.ts';"],
    ['app/domain/x.ts', "import { readFile } from 'node:fs';"],
    ['app/sources/shopify/x.ts', "import { deliver } from '../../sync/deliver.server.ts';"],
    ['app/sources/shopify/x.ts', "import { classify } from '../../brevo/answer.ts';"],
    ['app/brevo/x.ts', "import { toCustomer } from '../sources/shopify/customer.ts';"],
    ['app/sync/x.ts', "import { brevoContacts } from '../brevo/contacts.server.ts';"],
    ['app/sync/x.ts', "import { shopifySource } from '../sources/shopify/source.server.ts';"],
    ['app/routes/x.ts', "import { PrismaClient } from '@prisma/client';"],
    ['app/routes/x.ts', "import { receive } from '../sync/receive.server.ts';"],
    ['sandbox/brevo/x.ts', "import { classify } from '../../app/brevo/answer.ts';"],
  ])('%s may not contain %s', (file, line) => {
    expect(lint(file, line)).toContain('noRestrictedImports');
  });

  it.each([
    ['app/domain/x.ts', "import { readEmail } from './email.ts';"],
    ['app/sync/x.ts', "import type { Ports } from '../ports.ts';"],
    ['app/routes/x.ts', "import { FIELD_NAMES } from '../domain/fields.ts';"],
  ])('%s may contain %s', (file, line) => {
    expect(lint(file, line)).not.toContain('noRestrictedImports');
  });

  it('reads the environment in one place only', () => {
    expect(lint('app/sync/x.ts', 'export const port = process.env.PORT;')).toContain('noProcessEnv');
    expect(lint('app/env.server.ts', 'export const port = process.env.PORT;')).not.toContain('noProcessEnv');
  });
});
