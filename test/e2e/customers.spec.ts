import { axe, brevoContact, expect, test } from './sandbox.ts';

test.use({ world: 'customers' });
test.describe.configure({ mode: 'serial' });

const EMAIL = 'bram.koster.2@bloemenpost.example';
const PAGE = '/app/customers/7000000000003';

test('who was never sent is found, explained, synced now, and explained again', async ({
  admin,
  sandbox,
}) => {
  const { app } = admin;
  await admin.openApp('/app/connection');
  await admin.connectBrevo();
  await app.getByLabel('Name of a new list').fill('Shopify customers');
  await app.getByRole('button', { name: 'Create and use' }).click();
  await expect(admin.toast('List created')).toBeVisible();

  await admin.goTo('Customers');
  await app.getByLabel('Search', { exact: true }).fill(EMAIL);
  await app.getByLabel('Search', { exact: true }).press('Enter');
  await app.getByRole('link', { name: EMAIL }).click();
  await expect(app.getByText('This customer was never sent to Brevo.')).toBeVisible();
  await expect(app.getByText('There is no contact in Brevo.')).toBeVisible();
  await expect(app.getByRole('heading', { level: 1, name: 'Bram Koster' })).toBeVisible();

  await app.getByRole('button', { name: 'Sync now' }).click();
  await expect(
    app.getByText('The contact is in Brevo, is on the list and has the data of the store.'),
  ).toBeVisible({
    timeout: 60_000,
  });
  await expect(app.getByRole('list', { name: 'Entries' })).toContainText('Create contact');
  expect(await brevoContact(sandbox, EMAIL)).toMatchObject({ attributes: { FIRSTNAME: 'Bram' } });
});

test('an unsubscribe in Brevo is seen with where and when it was said', async ({ admin, sandbox }) => {
  await fetch(`${sandbox.brevoUrl}/__sandbox/act`, {
    method: 'POST',
    body: JSON.stringify({ kind: 'unsubscribe', email: EMAIL }),
  });
  await expect(async () => {
    await admin.openApp(PAGE);
    await expect(admin.app.getByText(/^In Brevo, (now|\d+ \w+ ago)/)).toBeVisible({ timeout: 5_000 });
    await expect(admin.app.getByText(/^No, /).first()).toBeVisible({ timeout: 5_000 });
  }).toPass({ timeout: 60_000 });
  await expect(admin.app.getByText('Is kept unsubscribed').first()).toBeVisible();
});

test('nobody is found in words', async ({ admin }) => {
  await admin.openApp('/app/customers?search=nobody@nowhere.example');
  await expect(admin.app.getByText('Nobody found')).toBeVisible();
  await admin.openApp('/app/customers/999');
  await expect(
    admin.app.getByText('Neither the store nor the app knows a customer with the ID 999.'),
  ).toBeVisible();
});

for (const language of ['en', 'nl'] as const) {
  test(`everybody can use the customer screens (${language})`, async ({ admin }) => {
    await admin.speak(language);
    await admin.openApp('/app/customers');
    expect(await axe(admin)).toEqual([]);
    await admin.openApp(PAGE);
    await expect(admin.app.getByRole('list').last()).toBeVisible();
    expect(await axe(admin)).toEqual([]);
  });
}
