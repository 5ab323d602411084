import { mkdir } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expect, test } from '../e2e/sandbox.ts';
import { createCamera, type Shown, type View } from './camera.ts';
import { SKILL, storeOf } from './store.ts';

const APP = '/apps/customer-sync-for-brevo';
const WIDE: View[] = ['desktop', 'desktop-nl', 'phone-nl'];
/** Of the made-up store: an ordinary customer, the one with the longest name, one with no name and no address. */
const [BRAM, LONG, NOBODY] = ['7000000000003', '7000000000068', '7000000000030'];

/** One store after another: first empty, then connected, imported, and with what goes wrong. */
test('pictures of every screen and state', async ({ admin, sandbox, browser }, { project }) => {
  await mkdir('docs/screens', { recursive: true });
  const camera = createCamera(browser, sandbox, {
    folder: 'docs/screens',
    userAgent: String(project.use.userAgent),
    chosen: new RegExp(process.env.SCREENS ?? ''),
  });
  const { picture } = camera;
  const { api, admin: act, brevo, configure, run, ended, quiet, ...store } = storeOf(sandbox);
  const brevoAtEase = { switches: { importMs: 200 }, limits: 'off' };
  const app = (path = '') => `${APP}${path}`;
  /** The customer whose phone another contact holds. */
  let clashing = '';

  await admin.openApp();
  await brevo(brevoAtEase);

  await test.step('before Brevo is connected', async () => {
    await picture('home-first', app(), { views: WIDE });
    await picture('connection-first', app('/app/connection'));
    await picture('connection-wrong-key', app('/app/connection'), { act: wrongKey });
    await picture('activity-empty', app('/app/activity'));
    await picture('mapping-not-connected', app('/app/mapping'));
    await picture('imports-not-connected', app('/app/imports'));
    await picture('customers-not-connected', app('/app/customers'));
    await picture('problems-none', app('/app/problems'));
    await picture('sources', app('/app/sources'));
  });

  await api('PUT', '/connection', { apiKey: sandbox.brevoKey });
  await test.step('connected', async () => {
    await picture('connection', app('/app/connection'));
    await configure({ options: { listId: 2 } });
    await picture('home-setup', app());
    await picture('imports-empty', app('/app/imports'));
    const dry = await run('imports', { dryRun: true });
    await ended('imports', dry);
    await picture('import-dry-run', app(`/app/imports/${dry}`), { views: WIDE });
    await picture('imports-checked', app('/app/imports'));
  });

  await test.step('imported', async () => {
    await brevo({ ...brevoAtEase, latencyMs: 4_000 });
    const real = await run('imports');
    await picture('import-running', app('/app/imports'), { unsettled: true });
    await picture('home-running', app(), { unsettled: true });
    await api('POST', `${SKILL}/imports/${real}/pause`);
    await picture('import-paused', app('/app/imports'));
    await picture('import-paused-report', app(`/app/imports/${real}`));
    await brevo(brevoAtEase);
    await api('POST', `${SKILL}/imports/${real}/resume`);
    await ended('imports', real);
    await picture('import-done', app(`/app/imports/${real}`));
    await drift();
    const comparison = await run('reconciliations');
    await ended('reconciliations', comparison);
    await picture('comparison', app(`/app/imports/${comparison}`), { views: WIDE });
    await quiet();
    const again = await run('reconciliations');
    await ended('reconciliations', again);
    await picture('comparison-nothing', app(`/app/imports/${again}`));
    await picture('imports', app('/app/imports'));
  });

  await act('POST', 'burst', { count: 60 });
  await quiet();
  await test.step('in daily use', async () => {
    await picture('home', app(), { views: WIDE });
    await picture('home-table', app(), { act: (shown) => press(shown, 'Show as table', 'Als tabel tonen') });
    await picture('activity', app('/app/activity'), { views: WIDE });
    await picture('activity-none-match', app('/app/activity?outcome=failed'));
    await picture('customers', app('/app/customers'));
    await picture('customers-found', app('/app/customers?search=bakker'));
    await picture('customers-nobody', app('/app/customers?search=nobody@nowhere.example'));
    await picture('customer', app(`/app/customers/${BRAM}`), { views: WIDE });
    await picture('customer-long', app(`/app/customers/${LONG}`));
    await picture('customer-skipped', app(`/app/customers/${NOBODY}`));
    await picture('customer-unknown', app('/app/customers/999'));
    await picture('settings', app('/app/settings'), { views: WIDE });
    await picture('settings-faults', app('/app/settings'), { act: wrongSettings });
    await picture('settings-token', app('/app/settings'), { act: newToken });
    await picture('block-synced', `/customers/${BRAM}`, {
      only: 'customer-block',
      views: ['desktop', 'desktop-nl'],
    });
    await picture('block-page', `/customers/${BRAM}`, { views: ['desktop'] });
    await picture('block-skipped', `/customers/${NOBODY}`, {
      only: 'customer-block',
      views: ['desktop', 'desktop-nl'],
    });
  });

  await test.step('the mapping', async () => {
    await picture('mapping', app('/app/mapping'), { views: WIDE });
    await picture('mapping-editing', app('/app/mapping'), { act: editRule });
    await picture('mapping-new-field', app('/app/mapping'), { act: newField, views: WIDE });
    await picture('mapping-faults', app('/app/mapping'), { act: wrongRule });
    await picture('mapping-yaml', app('/app/mapping?view=yaml'));
    await picture('mapping-yaml-faults', app('/app/mapping?view=yaml'), { act: wrongYaml });
    await configure({ fieldMapping: { note: 'NOTE', 'metafield.custom.loyalty_points': 'LOYALTY' } });
    await picture('mapping-saved', app('/app/mapping'), { act: showBram });
    await picture('mapping-history', app('/app/mapping?view=history'));
  });

  await test.step('what was debugged', async () => {
    await configure({ debug: true });
    await act('PUT', `customers/${BRAM}`, { firstName: 'Bram', lastName: 'Koster-de Wit' });
    await quiet();
    const newest = async () => {
      const { entries } = await api('GET', `${SKILL}/log?customer=${BRAM}&limit=1`);
      return (entries as { id: string; event: string }[])[0];
    };
    await expect.poll(async () => (await newest())?.event).toBe('customer_updated');
    const entry = await newest();
    await picture('entry', app(`/app/activity/${entry?.id}`), { views: WIDE });
    await picture('entry-unknown', app('/app/activity/999999999'));
  });

  await test.step('what goes wrong', async () => {
    await store.act({ kind: 'unsubscribe', email: 'bram.koster.2@bloemenpost.example' });
    await admin.page.waitForTimeout(3_000);
    await quiet();
    await picture('customer-unsubscribed', app(`/app/customers/${BRAM}`));
    await picture('problems-incomplete', app('/app/problems'), { before: leaveOut, views: WIDE });
    await picture('customer-incomplete', app(`/app/customers/${clashing}`));
    await store.brevoCall('DELETE', '/contacts/lists/2');
    await act('POST', 'burst', { count: 40 });
    await quiet();
    await picture('problems', app('/app/problems'), { views: WIDE });
    await picture('problems-one-cause', app('/app/problems?cause=list_missing'));
    const { problems } = (await api('GET', `${SKILL}/problems?limit=1`)) as {
      problems: { customer: string }[];
    };
    await picture('customer-problem', app(`/app/customers/${problems[0]?.customer}`));
    const block = { only: 'customer-block', views: ['desktop', 'desktop-nl'] as View[] };
    await picture('block-problem', `/customers/${problems[0]?.customer}`, block);
    await picture('activity-failed', app('/app/activity?outcome=failed'));
    await picture('connection-list-gone', app('/app/connection'));
    await picture('home-problems', app());
  });

  await test.step('an outage, and a key that is refused', async () => {
    await brevo({ ...brevoAtEase, kinds: ['503'] });
    await act('POST', 'burst', { count: 20 });
    await expect.poll(async () => (await notices()).length, { timeout: 60_000 }).toBeGreaterThan(0);
    await picture('home-outage', app(), { views: WIDE });
    await picture('activity-retrying', app('/app/activity'));
    await picture('connection-outage', app('/app/connection'));
    await picture('mapping-outage', app('/app/mapping'));
    await picture('customer-outage', app(`/app/customers/${BRAM}`));
    await brevo({ ...brevoAtEase, kinds: ['disabledKey'] });
    await expect.poll(async () => (await notices()).join(), { timeout: 180_000 }).toContain('unauthorized');
    await picture('home-key-refused', app());
    await picture('connection-key-refused', app('/app/connection'));
    await brevo(brevoAtEase);
    await expect.poll(notices, { timeout: 180_000 }).toEqual([]);
    await api('POST', `${SKILL}/pause`);
    await picture('home-paused', app());
    await picture('settings-paused', app('/app/settings'));
  });

  await test.step('an app that is slow, and one that fails', async () => {
    await picture('loading', app(), { views: ['desktop'], unsettled: true, act: leaveSlowly });
    await picture('error', app(), {
      before: (page) => fail(page),
      act: leave,
      views: ['desktop', 'desktop-nl'],
    });
    await picture('not-found', app('/app/nowhere'));
  });

  await camera.close();
  expect(camera.failed).toEqual([]);

  async function notices(): Promise<string[]> {
    const { health, healthCause } = await api('GET', '/connection');
    return [health, healthCause].filter((each) => each !== 'ok' && each !== null).map(String);
  }

  /** A phone that another contact holds, and an attribute that is gone and may not be made. */
  async function leaveOut(): Promise<void> {
    if (clashing !== '') return;
    await store.brevoCall('POST', '/contacts', {
      email: 'reception@bloemenpost.example',
      attributes: { SMS: '31612349999' },
    });
    await configure({ options: { createAttributes: false } });
    await store.brevoCall('DELETE', '/contacts/attributes/normal/LOYALTY');
    const made = await act('POST', 'customers', {
      firstName: 'Femke',
      lastName: 'Brouwer',
      email: 'femke.brouwer@example.com',
      phone: '+31612349999',
    });
    clashing = String(made.id);
    await act('POST', 'burst', { count: 10 });
    await admin.page.waitForTimeout(2_000);
    await quiet();
  }

  /** What a comparison finds: somebody edited, took off the list and deleted by hand. */
  async function drift(): Promise<void> {
    const found = await fetch(`${sandbox.brevoUrl}/__sandbox/contacts?limit=40`);
    const { contacts } = (await found.json()) as { contacts: { id: number; listIds: number[] }[] };
    const listed = contacts.filter(({ listIds }) => listIds.length > 0);
    for (const { id } of contacts.slice(0, 7))
      await store.act({ kind: 'edit', id, attributes: { FIRSTNAME: 'Somebody' } });
    for (const { id, listIds } of listed.slice(7, 11))
      await store.act({ kind: 'takeOffList', id, listId: listIds[0] });
    for (const { id } of contacts.slice(20, 23)) await store.act({ kind: 'delete', id });
  }
});

const press = ({ app, say }: Shown, english: string, dutch: string) =>
  app
    .getByRole('button', { name: say(english, dutch), exact: true })
    .first()
    .click();

async function wrongKey(shown: Shown): Promise<void> {
  await shown.app.locator('input[type="password"], input[name="apiKey"]').first().fill('xkeysib-wrong');
  await press(shown, 'Connect', 'Koppelen');
  await shown.app
    .getByText(shown.say('Brevo does not know this key', 'Brevo kent deze sleutel niet'))
    .waitFor();
}

async function wrongSettings({ app, say, page }: Shown): Promise<void> {
  const days = app.getByLabel(say('Keep activity for', 'Activiteit bewaren'));
  await days.fill('3');
  await app.getByLabel(say('Address', 'Adres'), { exact: true }).fill('http://10.0.0.1/hooks');
  await days.blur();
  await page.getByTestId('save-bar').getByRole('button').last().click();
  await app.locator('[aria-invalid="true"]').first().waitFor();
}

async function newToken(shown: Shown): Promise<void> {
  await shown.app.getByLabel(shown.say('Name', 'Naam'), { exact: true }).fill('Warehouse');
  await press(shown, 'Create token', 'Token maken');
  await shown.app.getByTestId('new-token').waitFor();
}

async function editRule({ app, say }: Shown): Promise<void> {
  await app.getByRole('button', { name: say('Edit Last name', 'Achternaam bewerken') }).click();
}

async function newField({ app, say }: Shown): Promise<void> {
  await app.getByRole('button', { name: say('Add field', 'Veld toevoegen') }).click();
  await app.getByRole('combobox', { name: say('Field of your store', 'Veld van je winkel') }).fill('note');
  await app.getByRole('option', { name: say('Note', 'Notitie'), exact: true }).click();
}

async function wrongRule(shown: Shown): Promise<void> {
  await editRule(shown);
  const { app, say } = shown;
  const choice = app.getByLabel(say('What is done with the value', 'Wat er met de waarde gebeurt'));
  await choice.selectOption('constant');
}

async function showBram({ app, say }: Shown): Promise<void> {
  await app
    .getByRole('combobox', { name: say('Show the values of', 'Toon de waarden van') })
    .fill('bram.koster.2@');
  await app.getByRole('option', { name: 'Bram Koster' }).first().click();
}

async function wrongYaml({ app }: Shown): Promise<void> {
  const area = app.getByRole('textbox').first();
  const text = await area.inputValue();
  await area.fill(text.replace('lastName: LASTNAME', 'lastName: 1NAME').replace('realtime', 'sometimes'));
}

/** To another screen, by the admin's navigation. */
async function leave({ page }: Shown): Promise<void> {
  await page
    .getByRole('navigation', { name: /Main|Hoofd/ })
    .getByRole('link')
    .nth(3)
    .click();
}

async function leaveSlowly(shown: Shown): Promise<void> {
  await shown.page.route(/_data=/, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 20_000));
    await route.continue().catch(() => {});
  });
  await leave(shown);
  await shown.page.waitForTimeout(1_500);
}

async function fail(page: Page): Promise<void> {
  await page.route(/_data=/, (route) => route.fulfill({ status: 500, body: 'Unexpected Server Error' }));
}
