import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_KEY } from '../../sandbox/brevo/world.ts';
import type { Shop } from '../../sandbox/shopify/shop.ts';
import { type RunningApp, startApp, until } from '../support/app.ts';
import { appEnv } from '../support/app-process.ts';

let app: RunningApp;

beforeAll(async () => {
  app = await startApp();
  await app.api('/connection', { method: 'PUT', json: { apiKey: DEFAULT_KEY } });
  const stored = await app.api('/skills/customer-sync', { method: 'PUT', json: { options: { listId: 2 } } });
  expect(await stored.json()).toMatchObject({ options: { listId: 2 } });
});
afterAll(() => app.stop());

/** Makes customers named by a wave; the webhooks go out at once. */
function wave(shop: Shop, name: string, count: number): void {
  for (let i = 0; i < count; i += 1) {
    shop.createCustomer({
      email: `${name}-${i}@example.com`,
      firstName: `${name} ${i}`,
      emailState: 'SUBSCRIBED',
    });
  }
}

function arrived(name: string): number {
  return app.brevo.world.contacts().filter((c) => c.email?.startsWith(`${name}-`)).length;
}

/** Calls that wrote to one contact at the same time. */
function overlaps(): string[] {
  const found: string[] = [];
  const open = new Map<string, number>();
  for (const call of app.brevo.world.calls) {
    const body = call.body as { email?: string } | null;
    const subject =
      call.method === 'POST' && call.path === '/contacts'
        ? body?.email
        : call.method === 'PUT'
          ? call.path
          : undefined;
    if (!subject) continue;
    if ((open.get(subject) ?? 0) > call.startedAt) found.push(subject);
    open.set(subject, call.endedAt ?? call.startedAt);
  }
  return found;
}

describe('nothing is lost', () => {
  it('when the app is killed in the middle of a burst of 500 changes', async () => {
    app.brevo.world.latencyMs = 20;
    wave(app.shopify.world.shop(), 'killed', 500);
    await until('some have arrived', () => arrived('killed') > 20);
    await app.kill('SIGKILL');
    expect(arrived('killed')).toBeLessThan(500);
    await app.restart();
    await app.shopify.world.webhooks.settled();
    await until('all have arrived', () => arrived('killed') === 500, 120);
    for (const contact of app.brevo.world.contacts()) {
      expect(contact).toMatchObject({
        emailBlacklisted: false,
        listIds: [2],
        attributes: { FIRSTNAME: contact.email?.replace('@example.com', '').replace('-', ' ') },
      });
    }
  }, 180_000);

  it('when two processes share the work, and none delivers what the other delivers', async () => {
    app.brevo.world.calls = [];
    const other = await app.startAnother();
    wave(app.shopify.world.shop(), 'shared', 150);
    app.shopify.world.webhooks.appUrl = other;
    wave(app.shopify.world.shop(), 'second', 150);
    await until('all have arrived', () => arrived('shared') + arrived('second') === 300, 120);
    expect(overlaps()).toEqual([]);
    const creations = app.brevo.world.calls.filter((c) => c.method === 'POST' && c.path === '/contacts');
    expect(creations.length).toBe(300);
  }, 180_000);

  it('when it is told to stop: it ends with 0 and goes on where it was', async () => {
    app.shopify.world.webhooks.appUrl = app.url;
    wave(app.shopify.world.shop(), 'stopped', 200);
    await until('some have arrived', () => arrived('stopped') > 10);
    expect(await app.kill('SIGTERM')).toBe(0);
    await app.restart();
    await app.shopify.world.webhooks.settled();
    await until('all have arrived', () => arrived('stopped') === 200, 120);
  }, 180_000);

  it('while Brevo is down: changes wait, the status says so, and they arrive when it is back', async () => {
    app.brevo.world.latencyMs = 0;
    app.brevo.world.faults.add({ kind: '503' });
    wave(app.shopify.world.shop(), 'outage', 20);
    await until('the connection says so', async () => {
      const view = (await (await app.api('/connection')).json()) as { health: string };
      return view.health === 'unreachable';
    });
    const status = (await (await app.api('/skills/customer-sync/status')).json()) as { queueDepth: number };
    expect(status.queueDepth).toBe(20);
    app.brevo.world.faults.clear();
    await until('all have arrived', () => arrived('outage') === 20, 60);
  }, 120_000);
});

describe('what must not be seen', () => {
  it('keeps keys and tokens out of the database and addresses out of the log', async () => {
    await sleep(200);
    const tables = await app.database.pool.query(
      `select table_name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
    );
    let dump = '';
    for (const { table_name: name } of tables.rows) {
      const { rows } = await app.database.pool.query(`select t::text as line from "${name}" t`);
      dump += rows.map((row) => row.line).join('\n');
    }
    expect(dump).not.toContain(DEFAULT_KEY);
    expect(dump).not.toMatch(/shp(at|rt)_/);
    expect(app.output()).not.toContain('@example.com');
    expect(app.output()).not.toContain(DEFAULT_KEY);
    expect(app.output()).not.toMatch(/shp(at|rt|ss)_/);
  });
});

describe('the start', () => {
  it('is refused with every fault of the environment named', async () => {
    const child = spawn(process.execPath, ['app/server.ts'], {
      env: {
        ...appEnv('mysql://nowhere'),
        SHOPIFY_API_SECRET: 'secret',
        ENCRYPTION_KEY: 'short',
        SHOPIFY_APP_URL: '',
        PORT: 'x',
      } as unknown as NodeJS.ProcessEnv,
    });
    let text = '';
    child.stderr.on('data', (chunk) => {
      text += chunk;
    });
    const code = await new Promise((resolve) => child.on('exit', resolve));
    expect(code).toBe(1);
    for (const name of ['SHOPIFY_API_SECRET', 'ENCRYPTION_KEY', 'SHOPIFY_APP_URL', 'DATABASE_URL', 'PORT'])
      expect(text).toContain(name);
  });
});
