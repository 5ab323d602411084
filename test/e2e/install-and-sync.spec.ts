import type { Page } from '@playwright/test';
import { brevoContact, brevoState, expect, test } from './sandbox.ts';

const EMAIL = 'anna.devries@zonnebloem.example';

test.use({ world: 'install-and-sync' });
test.describe.configure({ mode: 'serial' });

test('a wrong Brevo key is refused in words', async ({ admin }) => {
  await admin.openApp();
  await expect(admin.app.getByRole('heading', { name: 'Set up your sync' })).toBeVisible();
  await admin.app.getByRole('link', { name: 'Connect Brevo' }).click();
  await admin.connectBrevo('xkeysib-this-key-was-never-made');
  await expect(admin.app.getByText('Brevo does not know this key')).toBeVisible();
  await expect(admin.app.getByLabel('Brevo API key')).toBeVisible();
});

test('the right key connects, and a list is made and used', async ({ admin, sandbox }) => {
  await admin.openApp('/app/connection');
  await admin.connectBrevo();
  await expect(admin.app.getByText('Working')).toBeVisible();
  await admin.app.getByLabel('Name of a new list').fill('Shopify customers');
  await admin.app.getByRole('button', { name: 'Create and use' }).click();
  await expect(admin.toast('List created')).toBeVisible();
  const { lists } = await brevoState(sandbox);
  const made = lists.find((list) => list.name === 'Shopify customers');
  await expect(admin.app.getByLabel('List in Brevo')).toHaveValue(String(made?.id));
});

test('each state of a customer is found in Brevo with all mapped attributes', async ({ admin, sandbox }) => {
  const { page } = admin;
  const inBrevo = () => brevoContact(sandbox, EMAIL);
  const list = (await brevoState(sandbox)).lists.find(({ name }) => name === 'Shopify customers');

  await test.step('created', async () => {
    await page.goto(sandbox.adminUrl);
    await page.getByRole('link', { name: 'Add customer' }).click();
    await page.getByLabel('First name').fill('Anna');
    await page.getByLabel('Last name').fill('de Vries');
    await page.getByLabel('E-mail', { exact: true }).fill(EMAIL);
    await page.getByLabel('Phone').fill('+31612345678');
    await page.getByLabel('Country').selectOption('NL');
    await page.getByLabel('Customer tier').fill('gold');
    await page.getByLabel('Customer agreed to receive marketing e-mails').check();
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Anna de Vries' })).toBeVisible();
    await expect.poll(inBrevo).toMatchObject({
      emailBlacklisted: false,
      listIds: [list?.id],
      attributes: {
        FIRSTNAME: 'Anna',
        LASTNAME: 'de Vries',
        SMS: '31612345678',
        TOTAL_ORDERS: 0,
        TOTAL_SPENT: 0,
        CUSTOMER_TIER: 'gold',
      },
    });
  });

  await test.step("and on Brevo's own page", async () => {
    const brevo = await page.context().newPage();
    await brevo.goto(sandbox.brevoUrl);
    await brevo.getByLabel('Search contacts').fill(EMAIL);
    await expect(brevo.getByTestId('contacts').getByText(EMAIL)).toBeVisible();
    await brevo.close();
  });

  await test.step('edited', async () => {
    await page.getByLabel('Last name').fill('Jansen');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Anna Jansen' })).toBeVisible();
    await expect.poll(inBrevo).toMatchObject({ attributes: { FIRSTNAME: 'Anna', LASTNAME: 'Jansen' } });
  });

  await test.step('tagged', async () => {
    await page.getByLabel('Add tag').fill('vip, tuin');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await expect.poll(inBrevo).toMatchObject({ attributes: { TAGS: 'tuin,vip' } });
    await page.getByRole('button', { name: 'Remove tag tuin' }).click();
    await expect.poll(inBrevo).toMatchObject({ attributes: { TAGS: 'vip' } });
  });

  await test.step('ordered', async () => {
    await page.getByLabel('Order total').fill('49.95');
    await page.getByRole('button', { name: 'Place order' }).click();
    await expect(page.getByTestId('order-figures')).toHaveText('1 order, €49.95 spent');
    await expect.poll(inBrevo).toMatchObject({
      attributes: { TOTAL_ORDERS: 1, TOTAL_SPENT: 49.95, LAST_ORDER_DATE: todayInAmsterdam() },
    });
  });

  await test.step('unsubscribed: blocked', async () => {
    await page.getByRole('button', { name: 'Unsubscribe from e-mail' }).click();
    await expect(page.getByTestId('email-state')).toHaveText('E-mail: unsubscribed');
    await expect.poll(inBrevo).toMatchObject({ emailBlacklisted: true });
  });

  await test.step('the app shows what it did', async () => {
    await admin.openApp('/app/activity');
    const entries = admin.app.getByRole('list', { name: 'Entries' });
    await expect(entries.getByRole('listitem').first()).toContainText('Succeeded');
    await expect(entries).not.toContainText('Failed');
  });

  await test.step('deleted: off the list, and kept', async () => {
    await openCustomer(page, sandbox.adminUrl);
    await page.getByRole('button', { name: 'Delete customer' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Customers' })).toBeVisible();
    await expect.poll(inBrevo).toMatchObject({ listIds: [] });
  });
});

async function openCustomer(page: Page, adminUrl: string): Promise<void> {
  await page.goto(`${adminUrl}/customers?search=${encodeURIComponent(EMAIL)}`);
  await page.getByRole('link', { name: 'Anna Jansen' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Anna Jansen' })).toBeVisible();
}

/** The store's time zone. */
function todayInAmsterdam(): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Amsterdam' }).format(new Date());
}
