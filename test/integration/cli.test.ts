import { execFile, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { DEFAULT_KEY } from '../../sandbox/brevo/world.ts';
import { apiToken } from '../support/api-token.ts';
import { type RunningApp, startApp, until } from '../support/app.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The file of the design, with a list that the emulated account has. */
const DESIGN = `skills:
  customer-sync:
    enabled: true
    source: shopify
    field_mapping:
      email: email
      firstName: FIRSTNAME
      totalSpent: TOTAL_SPENT
    options:
      sync_mode: realtime
      delete_behavior: soft
      list_id: 2
      update_enabled: true
    notifications:
      webhook_url: https://example.com/hooks
      events: [sync_completed, sync_failed, batch_completed]
    debug: false
    log_level: info
`;

let app: RunningApp;
let folder: string;
let env: NodeJS.ProcessEnv;

beforeAll(async () => {
  app = await startApp();
  await app.api('/connection', { method: 'PUT', json: { apiKey: DEFAULT_KEY } });
  folder = await mkdtemp(path.join(tmpdir(), 'customer-sync-cli-'));
  env = {
    NODE_ENV: 'test',
    PATH: process.env.PATH,
    CUSTOMER_SYNC_URL: app.url,
    CUSTOMER_SYNC_TOKEN: await apiToken(app),
  };
});
afterAll(async () => {
  await app.stop();
  await rm(folder, { recursive: true });
});

interface Ended {
  code: number;
  out: string;
  err: string;
}

function sync(args: string[], change: Record<string, string> = {}): Promise<Ended> {
  return new Promise((resolve) => {
    const options = { cwd: ROOT, env: { ...env, ...change } };
    execFile(process.execPath, ['cli/main.ts', ...args], options, (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    );
  });
}

async function file(name: string, text: string): Promise<string> {
  const where = path.join(folder, name);
  await writeFile(where, text);
  return where;
}

describe('the configuration as code', () => {
  it('the file of the design is applied, and comes out again equal', async () => {
    const design = await file('config.yaml', DESIGN);
    const shown = await sync(['diff', design]);
    expect(shown).toMatchObject({ code: 1, err: '' });
    expect(shown.out).toContain('~ options.listId: null -> 2');
    const applied = await sync(['apply', design]);
    expect(applied).toMatchObject({ code: 0, err: '' });
    expect(applied.out).toContain('~ notifications.webhookUrl: null -> "https://example.com/hooks"');
    expect(applied.out).toMatch(/- fieldMapping\.lastName: "LASTNAME"/);
    expect(applied.out).toMatch(/Applied: \d+ changes\.\n$/);

    const exported = path.join(folder, 'exported.yaml');
    expect(await sync(['export', '--output', exported])).toMatchObject({ code: 0 });
    const skill = (text: string) => parse(text).skills['customer-sync'];
    const [wanted, stored] = [skill(DESIGN), skill(await readFile(exported, 'utf8'))];
    // What the file says is in the export as it was said; what it left out stands there with its default.
    expect(stored).toMatchObject(wanted);
    expect(Object.keys(stored.field_mapping)).toEqual(Object.keys(wanted.field_mapping));
    for (const same of [design, exported]) {
      expect(await sync(['diff', same])).toEqual({ code: 0, out: 'Nothing changes.\n', err: '' });
      expect(await sync(['apply', same])).toEqual({ code: 0, out: 'Nothing changes.\n', err: '' });
    }
    const again = await sync(['export']);
    expect(again.out).toBe(await readFile(exported, 'utf8'));
    // Applying what is there saves nothing.
    expect((await app.database.prisma.settings.findFirstOrThrow()).version).toBe(1);
  });

  it('a file with faults: each with its place, nothing stored, exit code 3', async () => {
    const bad = await file(
      'bad.yaml',
      'skills:\n  customer-sync:\n    sources: shopify\n    options:\n      list_id: 77\n',
    );
    for (const command of ['apply', 'diff']) {
      const ended = await sync([command, bad]);
      expect(ended).toMatchObject({ code: 3, out: '' });
      expect(ended.err).toBe(
        '3:5 skills.customer-sync.sources: Not a known key\n5:7 skills.customer-sync.options.list_id: The Brevo account has no list 77\n',
      );
    }
    expect((await app.database.prisma.settings.findFirstOrThrow()).version).toBe(1);
  });
});

describe('events and the state', () => {
  it('an event is sent, and seen in status and log', async () => {
    const data = JSON.stringify({ id: 'cli-1', email: 'cli@example.com', firstName: 'Cli' });
    const sent = await sync(['trigger', 'customer_created', '--data', data]);
    expect(sent).toMatchObject({ code: 0, err: '' });
    expect(sent.out).toMatch(/^Accepted: [0-9a-f-]{36}\n$/);
    await until('the contact came to Brevo', () =>
      app.brevo.world.contacts().some(({ email }) => email === 'cli@example.com'),
    );
    await until('it is in the log', async () => {
      const { out } = await sync(['tail', '--once', '--customer', 'cli-1']);
      return /cli-1 {2}customer_created {2}create succeeded {2}\d+ ms/.test(out);
    });
    expect((await sync(['status'])).out).toMatch(/^Sync: {6}on\nWaiting: {3}\d+\n/);
    expect(JSON.parse((await sync(['status', '--json'])).out)).toMatchObject({ enabled: true });
    const refused = await sync(['trigger', 'customer_created', '--data', '{"id":"x"}']);
    expect(refused).toMatchObject({ code: 3, out: '' });
    expect(refused.err).toMatch(/^data\.email: /);
  });

  it('the tail shows what comes, once', async () => {
    const child = spawn(process.execPath, ['cli/main.ts', 'tail', '--json'], { cwd: ROOT, env });
    let out = '';
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
    });
    try {
      await until('the entry from before is shown', () => out.includes('cli-1'));
      const data = JSON.stringify({ id: 'cli-2', email: 'cli2@example.com' });
      await sync(['trigger', 'customer_created', '--data', data]);
      await until('the new entry is shown', () => out.includes('"cli-2"'));
      const ids = out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).id as string);
      expect(new Set(ids).size).toBe(ids.length);
    } finally {
      child.kill();
    }
  });

  it('wrong usage ends with 2, a closed door with 4', async () => {
    for (const args of [[], ['boom'], ['apply'], ['apply', '/no/such/file'], ['status', '--no-such-option']])
      expect([args, (await sync(args)).code]).toEqual([args, 2]);
    expect((await sync(['trigger', 'customer_created', '--data', '{'])).code).toBe(2);
    expect((await sync(['status'], { CUSTOMER_SYNC_TOKEN: '' })).code).toBe(2);
    expect((await sync(['status'], { CUSTOMER_SYNC_TOKEN: 'csb_unknown' })).code).toBe(4);
    expect((await sync(['status'], { CUSTOMER_SYNC_URL: 'http://127.0.0.1:9' })).code).toBe(4);
    expect(await sync(['--help'])).toMatchObject({ code: 0, out: expect.stringContaining('apply <file>') });
  });
});
