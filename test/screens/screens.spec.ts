import { mkdir } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expect, test } from '../e2e/sandbox.ts';

const FOLDER = 'docs/screens';
const VIEWS = [
  { name: 'desktop', width: 1280, height: 900, language: 'en' },
  { name: 'phone-nl', width: 390, height: 844, language: 'nl' },
] as const;

/** One store after another: first empty, then connected, imported, and with what goes wrong. */
test('pictures of every screen and state', async ({ admin, sandbox, browser }) => {
  await mkdir(FOLDER, { recursive: true });

  /** In each width and language; the frame is made as high as what is in it, so that all of it is on the picture. */
  async function picture(name: string, path: string, prepare?: (page: Page) => Promise<void>): Promise<void> {
    for (const view of VIEWS) {
      const context = await browser.newContext({
        viewport: view,
        userAgent: (await admin.page.evaluate(() => navigator.userAgent)).replace('Headless', ''),
      });
      await context.addInitScript(
        (language) => localStorage.setItem('sandbox-language', language),
        view.language,
      );
      const page = await context.newPage();
      await page.goto(`${sandbox.adminUrl}${path}`);
      await page.waitForLoadState('networkidle');
      const inApp = path.startsWith('/apps/');
      if (inApp)
        await page.frameLocator('[data-testid="app-frame"]').getByRole('heading', { level: 1 }).waitFor();
      await page.waitForTimeout(1_500);
      await prepare?.(page);
      if (inApp) {
        const frame = page.frames().find((each) => each.name() === 'app');
        const height = await frame?.evaluate(() => document.documentElement.scrollHeight);
        await page.setViewportSize({ width: view.width, height: Math.min((height ?? 0) + 120, 3_200) });
        await page.waitForTimeout(500);
      }
      await page.screenshot({ path: `${FOLDER}/${name}-${view.name}.png` });
      await context.close();
    }
  }
  const app = (path = '') => `/apps/customer-sync-for-brevo${path}`;
  const api = async (method: string, path: string, body?: unknown) => {
    const shop = `${new URL(sandbox.adminUrl).pathname.split('/').at(-1)}.myshopify.com`;
    const token = await (await fetch(`${sandbox.shopifyUrl}/__sandbox/id-token?shop=${shop}`)).text();
    const answer = await fetch(`${sandbox.appUrl}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${token.trim()}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return (await answer.json()) as Record<string, unknown>;
  };
  const skill = '/skills/customer-sync';

  await admin.openApp();
  await picture('home-first', app());
  await picture('connection-first', app('/app/connection'));
  await picture('activity-empty', app('/app/activity'));
  await picture('mapping-not-connected', app('/app/mapping'));
  await picture('connection-wrong-key', app('/app/connection'), async (page) => {
    const frame = page.frameLocator('[data-testid="app-frame"]');
    await frame.locator('input[type="password"], input[name="apiKey"]').first().fill('xkeysib-wrong');
    await frame
      .locator('form button[type="submit"], button:has-text("Connect"), button:has-text("Koppelen")')
      .first()
      .click();
    await page.waitForTimeout(2_000);
  });

  await api('PUT', '/connection', { apiKey: sandbox.brevoKey });
  const configuration = await api('GET', skill);
  await api('PUT', skill, { ...configuration, options: { ...(configuration.options as object), listId: 2 } });
  await picture('connection', app('/app/connection'));
  await picture('mapping', app('/app/mapping'));
  await picture('settings', app('/app/settings'));
  await picture('imports-empty', app('/app/imports'));
  const dry = await api('POST', `${skill}/imports`, { dryRun: true });
  await ended(`${skill}/imports/${dry.id}`);
  await picture('import-dry-run', app(`/app/imports/${dry.id}`));
  const real = await api('POST', `${skill}/imports`, {});
  await picture('import-running', app(`/app/imports/${real.id}`));
  await ended(`${skill}/imports/${real.id}`);
  await picture('import-done', app(`/app/imports/${real.id}`));
  const comparison = await api('POST', `${skill}/reconciliations`, {});
  await ended(`${skill}/reconciliations/${comparison.id}`);
  await picture('comparison', app(`/app/imports/${comparison.id}`));
  await picture('imports', app('/app/imports'));
  await picture('home', app());
  await picture('activity', app('/app/activity'));
  await picture('problems-none', app('/app/problems'));
  await picture('customers', app('/app/customers'));
  await picture('sources', app('/app/sources'));

  const log = (await api('GET', `${skill}/log?limit=1`)) as { entries?: { customer: string }[] };
  const customer = log.entries?.[0]?.customer;
  await picture('customer', app(`/app/customers/${customer}`));
  await picture('customer-block', `/customers/${customer}`, (page) =>
    page.getByTestId('customer-block').scrollIntoViewIfNeeded(),
  );

  await fetch(`${sandbox.brevoUrl}/__sandbox/faults`, {
    method: 'POST',
    body: JSON.stringify({ kinds: ['503'] }),
  });
  await fetch(
    `${sandbox.shopifyUrl}/__sandbox/admin/${new URL(sandbox.adminUrl).pathname.split('/').at(-1)}/burst`,
    {
      method: 'POST',
      body: JSON.stringify({ count: 20 }),
    },
  );
  await admin.page.waitForTimeout(8_000);
  await picture('home-outage', app());
  await picture('activity-retrying', app('/app/activity'));

  async function ended(path: string): Promise<void> {
    await expect
      .poll(async () => (await api('GET', path)).status as string, { timeout: 300_000 })
      .toMatch(/completed|failed/);
  }
});
