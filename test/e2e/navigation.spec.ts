import { expect, test } from './sandbox.ts';

test.use({ world: 'navigation' });

test('a click in the navigation counts although the app is still loading its code', async ({ admin }) => {
  await admin.page.route(/\/assets\/.*\.js/, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 600));
    await route.continue();
  });
  await admin.openApp();
  await admin.goTo('Settings');
  await expect(admin.app.getByLabel('Keep activity for')).toBeVisible();
});

test('a form that is submitted while the app is still loading its code is not lost', async ({ admin }) => {
  await admin.openApp();
  await admin.page.route(/\/assets\/.*\.js/, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    await route.continue();
  });
  await admin.page.goto(`${admin.sandbox.adminUrl}/apps/customer-sync-for-brevo/app/connection`);
  const key = admin.app.getByLabel('Brevo API key');
  await key.fill('xkeysib-not-a-key');
  await admin.app.getByRole('button', { name: 'Connect', exact: true }).click();
  await expect(admin.app.getByText('Brevo does not know this key')).toBeVisible();
});
