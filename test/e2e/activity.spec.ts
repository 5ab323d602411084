import { readFile } from 'node:fs/promises';
import { axe, expect, test } from './sandbox.ts';

test.use({ world: 'activity' });
test.describe.configure({ mode: 'serial' });

const BRAM = '7000000000003';
const EMAIL = 'bram.koster.2@bloemenpost.example';

test('entries come in while one looks, are filtered, searched by e-mail, opened and exported', async ({
  admin,
  context,
}) => {
  const { app, page } = admin;
  await admin.openApp('/app/connection');
  await admin.connectBrevo();
  await app.getByLabel('Name of a new list').fill('Shopify customers');
  await app.getByRole('button', { name: 'Create and use' }).click();
  await expect(admin.toast('List created')).toBeVisible();

  await admin.openApp('/app/activity');
  await expect(app.getByText('No activity yet')).toBeVisible();
  const other = await context.newPage();
  for (const customer of [BRAM, '7000000000005']) {
    await other.goto(`${admin.sandbox.adminUrl}/apps/customer-sync-for-brevo/app/customers/${customer}`);
    await other.frameLocator('[data-testid="app-frame"]').getByRole('button', { name: 'Sync now' }).click();
    await expect(other.getByTestId('toast').filter({ hasText: 'Sync requested' })).toBeVisible();
  }
  await page.bringToFront();
  const entries = app.getByRole('list', { name: 'Entries' }).getByRole('listitem');
  await expect(entries).toHaveCount(2, { timeout: 60_000 });
  await other.close();

  await app.getByLabel('Action').selectOption('delete');
  await expect(app.getByText('No entries match')).toBeVisible();
  await app.getByLabel('Action').selectOption('create');
  await expect(entries).toHaveCount(2);
  await app.getByLabel('Event').selectOption('sync_requested');
  await app.getByLabel('Time', { exact: true }).selectOption('1h');
  await expect(entries).toHaveCount(2);
  await app.getByLabel('Customer', { exact: true }).fill(EMAIL);
  await app.getByLabel('Customer', { exact: true }).press('Enter');
  await expect(entries).toHaveCount(1);
  await expect(entries).toContainText(BRAM);

  const download = page.waitForEvent('download');
  await app.getByRole('button', { name: 'Export CSV' }).click();
  const lines = (await readFile(await (await download).path(), 'utf8')).trim().split('\r\n');
  expect(lines).toHaveLength(2);
  expect(lines[0]).toMatch(/^at,customer,/);
  expect(lines[1]).toContain(`,${BRAM},shopify,sync_requested,create,succeeded,1,`);

  await app.getByRole('link', { name: `Details of the entry of customer ${BRAM}` }).click();
  await expect(app.getByRole('heading', { level: 1, name: 'Create contact' })).toBeVisible();
  await expect(app.getByText('Request ID')).toBeVisible();
  await expect(app.getByText('Only kept while debug logging is on.')).toBeVisible();
});

test('a long log is paged forth and back', async ({ admin }) => {
  const { app } = admin;
  await admin.openApp('/app/imports');
  await app.getByRole('button', { name: 'Import without checking' }).click();
  // A page that is left takes what it was about to send with it.
  await expect(app.getByRole('button', { name: 'Cancel', exact: true })).toBeVisible();
  await admin.openApp('/app/activity');
  const entries = app.getByRole('list', { name: 'Entries' }).getByRole('listitem');
  await expect(entries).toHaveCount(25, { timeout: 60_000 });
  await app.getByLabel('Show new activity as it happens').press('Space');
  await app.getByRole('button', { name: 'Older' }).click();
  await expect(admin.page).toHaveURL(/cursor=/);
  await expect(app.getByLabel('Show new activity as it happens')).toBeDisabled();
  await expect(entries.first()).toBeVisible();
  const older = await entries.first().textContent();
  await app.getByRole('button', { name: 'Newer' }).click();
  await expect(admin.page).not.toHaveURL(/cursor=/);
  await expect(entries.first()).not.toHaveText(older ?? '');
});

for (const language of ['en', 'nl'] as const) {
  test(`everybody can use the activity and its entries (${language})`, async ({ admin }) => {
    await admin.speak(language);
    await admin.openApp('/app/activity?customer=7000000000003');
    expect(await axe(admin)).toEqual([]);
    await admin.app.getByRole('link', { name: 'Details' }).first().click();
    await expect(admin.app.locator('dl')).toBeVisible();
    expect(await axe(admin)).toEqual([]);
  });
}
