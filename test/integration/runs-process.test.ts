import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DEFAULT_KEY } from '../../sandbox/brevo/world.ts';
import { type RunningApp, startApp, until } from '../support/app.ts';
import { freePort } from '../support/app-process.ts';

let app: RunningApp;

beforeAll(async () => {
  // On this machine, so that the emulated Brevo can tell that an import is over.
  const port = String(await freePort());
  app = await startApp({ PORT: port, SHOPIFY_APP_URL: `http://127.0.0.1:${port}` });
  await app.api('/connection', { method: 'PUT', json: { apiKey: DEFAULT_KEY } });
  await app.api('/skills/customer-sync', { method: 'PUT', json: { options: { listId: 2 } } });
  app.shopify.world.webhooks.switches.drop = true;
});
afterAll(() => app.stop());

interface View {
  status: string;
  phase: string;
  counts: Record<string, number>;
}

async function view(kind: string, id: string): Promise<View> {
  return (await (await app.api(`/skills/customer-sync/${kind}/${id}`)).json()) as View;
}

async function start(kind: string): Promise<string> {
  const response = await app.api(`/skills/customer-sync/${kind}`, { method: 'POST', json: {} });
  expect(response.status).toBe(202);
  return ((await response.json()) as { id: string }).id;
}

it('an import and a reconciliation survive kill -9 in each phase', async () => {
  const shop = app.shopify.world.shop();
  for (let i = 0; i < 600; i += 1)
    shop.createCustomer({ email: `run-${i}@example.com`, firstName: `Run ${i}`, emailState: 'SUBSCRIBED' });
  // While the store writes its file.
  app.shopify.world.bulk.delayMs = 3_000;
  const id = await start('imports');
  await until('the file is asked for', async () => (await view('imports', id)).status === 'running');
  await app.kill('SIGKILL');
  await app.restart();
  // While Brevo works on the import.
  app.brevo.world.switches.importMs = 4_000;
  const arrived = () => app.brevo.world.contacts().length;
  const sent = () => app.brevo.world.calls.filter((c) => c.path === '/contacts/import').length;
  await until('the import is on its way', () => sent() === 1, 60);
  await app.kill('SIGKILL');
  expect(arrived()).toBe(0);
  await app.restart();
  await until('the import is over', async () => (await view('imports', id)).status === 'completed', 120);
  expect(await view('imports', id)).toMatchObject({
    counts: { total: 600, read: 600, create: 600, succeeded: 600, failed: 0, remaining: 0 },
  });
  expect(arrived()).toBe(600);
  expect(sent()).toBe(1);
  // The temporary list was not needed, and nothing of what was prepared is left.
  expect(app.brevo.world.account().lists.length).toBe(1);
  for (const table of ['import_batches', 'import_loads', 'import_rows', 'import_contacts'])
    expect((await app.database.pool.query(`select 1 from ${table}`)).rows, table).toEqual([]);

  // While Brevo's contacts are read.
  app.shopify.world.bulk.delayMs = 50;
  for (let i = 0; i < 20; i += 1)
    app.brevo.world.act({
      kind: 'edit',
      email: `run-${i}@example.com`,
      attributes: { FIRSTNAME: 'Tampered' },
    });
  app.brevo.world.latencyMs = 5_000;
  const second = await start('reconciliations');
  await until('Brevo is read', async () => (await view('reconciliations', second)).phase === 'indexing');
  // The jobs of a dead worker are given back at the start when they were locked two seconds ago, else within a minute.
  await sleep(1_500);
  await app.kill('SIGKILL');
  app.brevo.world.latencyMs = 0;
  await app.restart();
  const over = async () => (await view('reconciliations', second)).status === 'completed';
  await until('the reconciliation is over', over, 60);
  expect(await view('reconciliations', second)).toMatchObject({ counts: { checked: 600, differed: 20 } });
  expect(
    app.brevo.world
      .contacts()
      .filter((c) => c.attributes.FIRSTNAME !== c.email?.replace('@example.com', '').replace('run-', 'Run ')),
  ).toEqual([]);
}, 240_000);
