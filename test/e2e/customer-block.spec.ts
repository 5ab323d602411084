import { brevoContact, expect, test } from './sandbox.ts';

test.use({ world: 'customer-block' });
test.describe.configure({ mode: 'serial' });

test('the block on the customer page shows what is wrong, and turns to synced once it is mended', async ({
  admin,
}) => {
  await admin.openApp('/app/connection');
  await admin.connectBrevo();
  await expect(admin.app.getByText('Working')).toBeVisible();

  const { page, sandbox } = admin;
  await page.goto(`${sandbox.adminUrl}/customers/new`);
  await page.getByLabel('First name').fill('Femke');
  await page.getByLabel('Last name').fill('Brouwer');
  await page.getByLabel('E-mail', { exact: true }).fill('femke@brouwer');
  await page.getByRole('button', { name: 'Save' }).click();
  const block = page.frameLocator('[data-testid="customer-block"]');
  await expect(block.getByText('Not in Brevo')).toBeVisible();
  await expect(block.getByText(/e-mail address is not valid|nor a usable/)).toBeVisible();

  await page.getByLabel('E-mail', { exact: true }).fill('femke@example.com');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect.poll(() => brevoContact(sandbox, 'femke@example.com')).toBeTruthy();
  await block.getByRole('button', { name: 'Sync now' }).click();
  await expect(block.getByText('In Brevo', { exact: true })).toBeVisible();
  await expect(block.getByText(/E-mail marketing: never asked here/)).toBeVisible();

  await block.getByRole('link', { name: 'Open in the app' }).click();
  await expect(page).toHaveURL(/\/apps\/customer-sync-for-brevo\/app\/customers\/\d+/);
});

test('a customer who failed is seen as that, and turns to synced once the cause is gone', async ({
  admin,
}) => {
  const { app, page, sandbox } = admin;
  await admin.openApp('/app/connection');
  await admin.loseList();
  await page.goto(`${sandbox.adminUrl}/customers/new`);
  await page.getByLabel('First name').fill('Guus');
  await page.getByLabel('E-mail', { exact: true }).fill('guus@example.com');
  await page.getByLabel('Customer agreed to receive marketing e-mails').check();
  await page.getByRole('button', { name: 'Save' }).click();
  const block = page.frameLocator('[data-testid="customer-block"]');
  await expect(page.getByRole('heading', { level: 1, name: 'Guus' })).toBeVisible();
  await expect(async () => {
    await page.reload();
    await expect(block.getByText('Problem', { exact: true })).toBeVisible({ timeout: 3_000 });
  }).toPass({ timeout: 60_000 });
  await expect(block.getByText('Choose another list.')).toBeVisible();
  const address = page.url();

  await admin.openApp('/app/connection');
  await app.getByLabel('List in Brevo').selectOption({ index: 1 });
  await app.getByRole('button', { name: 'Use this list' }).click();
  await expect(admin.toast('List saved')).toBeVisible();
  await page.goto(address);
  await block.getByRole('button', { name: 'Try again' }).press('Enter');
  await expect(block.getByText('In Brevo', { exact: true })).toBeVisible();
  await expect.poll(() => brevoContact(sandbox, 'guus@example.com')).toBeTruthy();
});
