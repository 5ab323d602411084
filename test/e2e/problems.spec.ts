import { axe, brevoContact, brevoState, expect, test } from './sandbox.ts';

test.use({ world: 'problems' });
test.describe.configure({ mode: 'serial' });

test('a list that is gone is a cause with its customers, its fix and its replay', async ({
  admin,
  sandbox,
}) => {
  const { app, page } = admin;
  await admin.openApp('/app/connection');
  await admin.connectBrevo();
  await app.getByLabel('Name of a new list').fill('For a while');
  await app.getByRole('button', { name: 'Create and use' }).click();
  await expect(admin.toast('List created')).toBeVisible();
  const list = (await brevoState(sandbox)).lists.find(({ name }) => name === 'For a while');
  // Somebody deletes it in Brevo.
  await fetch(`${sandbox.brevoUrl}/v3/contacts/lists/${list?.id}`, {
    method: 'DELETE',
    headers: { 'api-key': sandbox.brevoKey },
  });

  await page.goto(`${sandbox.adminUrl}/customers/new`);
  await page.getByLabel('First name').fill('Tess');
  await page.getByLabel('E-mail', { exact: true }).fill('tess@example.com');
  await page.getByLabel('Customer agreed to receive marketing e-mails').check();
  await page.getByRole('button', { name: 'Save' }).click();

  await admin.openApp('/app/problems');
  await expect(app.getByText('The list no longer exists in Brevo.').first()).toBeVisible();
  await expect(app.getByText('1 customer', { exact: true })).toBeVisible();
  expect(await axe(admin)).toEqual([]);

  await admin.openApp('/app/connection');
  await app.getByLabel('List in Brevo').selectOption({ index: 1 });
  await app.getByRole('button', { name: 'Use this list' }).click();
  await expect(admin.toast('List saved')).toBeVisible();
  await admin.openApp('/app/problems');
  await app.getByRole('button', { name: 'Retry this cause' }).click();
  // It is seen to go through without a reload.
  await expect(app.getByText('Nothing needs you')).toBeVisible();
  await expect
    .poll(() => brevoContact(sandbox, 'tess@example.com'))
    .toMatchObject({ emailBlacklisted: false });
});

test('everybody can use the problems (nl)', async ({ admin }) => {
  await admin.speak('nl');
  await admin.openApp('/app/problems');
  await expect(admin.app.getByRole('button', { name: /opnieuw/ })).toHaveCount(0);
  expect(await axe(admin)).toEqual([]);
});
