import { brevoContact, expect, test } from './sandbox.ts';

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
