import { axe, expect, test } from './sandbox.ts';

test.use({ world: 'home' });
test.describe.configure({ mode: 'serial' });

test('home leads through the setup, and then tells how the sync does over the time that is chosen', async ({
  admin,
}) => {
  const { app } = admin;
  await admin.openApp();
  await app.getByRole('link', { name: 'Connect Brevo' }).click();
  await admin.connectBrevo();
  await app.getByLabel('Name of a new list').fill('Shopify customers');
  await app.getByRole('button', { name: 'Create and use' }).click();
  await expect(admin.toast('List created')).toBeVisible();
  await admin.openApp('/app/customers/7000000000003');
  await app.getByRole('button', { name: 'Sync now' }).click();
  await expect(app.getByRole('list', { name: 'Entries' })).toContainText('Create contact', {
    timeout: 60_000,
  });

  await admin.openApp();
  await expect(app.getByRole('figure', { name: 'Customers by outcome' })).toBeVisible();
  await expect(app.getByRole('figure', { name: 'Time to sync' })).toBeVisible();
  await expect(app.getByText('100%')).toBeVisible();
  await app.getByRole('button', { name: 'Last 30 days' }).click();
  await expect(app.getByRole('button', { name: 'Last 30 days' })).toHaveAttribute('aria-pressed', 'true');
  await app.getByRole('button', { name: 'Show as table' }).click();
  const table = app.getByRole('table', { name: 'Customers by outcome' });
  await expect(table.getByRole('row')).toHaveCount(2);
  await expect(table.getByRole('cell').nth(1)).toHaveText('1');
  // The choice stands in the address, so that a reload keeps it.
  expect(admin.page.url()).toContain('window=30d');
});

test('the figures are refreshed without a reload', async ({ admin, context }) => {
  await admin.openApp();
  const latest = admin.app.getByRole('list', { name: 'Entries' });
  await expect(latest.getByRole('listitem')).toHaveCount(1);
  const other = await context.newPage();
  const elsewhere = other.frameLocator('[data-testid="app-frame"]');
  await other.goto(`${admin.sandbox.adminUrl}/apps/customer-sync-for-brevo/app/customers/7000000000005`);
  await elsewhere.getByRole('button', { name: 'Sync now' }).click();
  // The first screen is looked at again, and was never loaded anew.
  await admin.page.bringToFront();
  await expect(latest.getByRole('listitem')).toHaveCount(2, { timeout: 60_000 });
  await other.close();
});

for (const language of ['en', 'nl'] as const) {
  test(`everybody can use home (${language})`, async ({ admin }) => {
    await admin.speak(language);
    await admin.openApp();
    await expect(admin.app.getByRole('figure').last()).toBeVisible();
    expect(await axe(admin)).toEqual([]);
  });
}
