import { randomUUID } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { type Admin, axe, brevoContact, expect, test } from './sandbox.ts';

test.use({ world: 'sources' });

test('a system of one’s own is connected, its signed events reach Brevo, and the secret can be replaced', async ({
  admin,
}) => {
  await admin.openApp('/app/connection');
  await admin.connectBrevo();
  await admin.app
    .getByRole('button', { name: 'Other sources' })
    .or(admin.app.getByRole('link', { name: 'Other sources' }))
    .click();
  await expect(admin.app.getByRole('heading', { level: 1, name: 'Other sources' })).toBeVisible();

  await admin.app.getByRole('button', { name: 'Connect Your own system' }).click();
  const secret = (await admin.app.getByTestId('custom-secret').textContent()) ?? '';
  const url = (await admin.app.getByTestId('custom-ingest').textContent()) ?? '';
  expect(secret).toMatch(/^whsec_/);
  const body = JSON.stringify({
    event: 'customer_created',
    data: { id: 'own-1', email: 'own@example.com', firstName: 'Owen' },
  });
  const send = (key: string) => {
    const [id, at] = [randomUUID(), new Date()];
    const headers = {
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
      'webhook-signature': new Webhook(key).sign(id, at, body),
    };
    return fetch(url, { method: 'POST', headers, body });
  };
  expect((await send(secret)).status).toBe(202);

  await admin.app.getByRole('button', { name: 'New secret' }).click();
  await admin.app.getByRole('button', { name: 'Make a new secret' }).click();
  await expect(admin.app.getByTestId('custom-secret')).not.toHaveText(secret);
  expect((await send(secret)).status).toBe(401);

  await admin.goTo('Activity');
  await expect(admin.app.getByText('own-1').first()).toBeVisible();
});

test('a WooCommerce shop that is not one is refused in words, in the field or as a whole', async ({
  admin,
}) => {
  await admin.openApp('/app/connection');
  await admin.app
    .getByRole('button', { name: 'Other sources' })
    .or(admin.app.getByRole('link', { name: 'Other sources' }))
    .click();
  const url = admin.app.getByLabel('Address of the shop').first();
  await url.fill('https://192.168.0.1');
  await admin.app.getByLabel('Consumer key').first().fill('ck_1');
  await admin.app.getByLabel('Consumer secret').first().fill('cs_1');
  await admin.app.getByRole('button', { name: 'Connect WooCommerce' }).click();
  await expect(admin.app.getByText('Enter the public https address of the shop')).toBeVisible();
  await url.fill('https://shop.invalid');
  await admin.app.getByRole('button', { name: 'Connect WooCommerce' }).click();
  await expect(admin.app.getByText('The shop cannot be reached')).toBeVisible();
});

/** The other shops' pages give what the app's form asks for, by the label of the field. */
async function connectShop(admin: Admin, url: string, name: string) {
  await admin.page.goto(url);
  const keys = await admin.page
    .locator('dl')
    .evaluate((list) =>
      [...list.querySelectorAll('dt')].map((dt) => [
        dt.textContent ?? '',
        dt.nextElementSibling?.querySelector('code')?.textContent ?? '',
      ]),
    );
  await admin.openApp('/app/sources');
  const card = admin.app.locator('.Polaris-ShadowBevel').filter({
    has: admin.app.getByRole('heading', { level: 2, name }),
  });
  for (const [label = '', value = ''] of keys) {
    const field = card.getByLabel(label, { exact: label === 'Access token' });
    await field.fill(value);
  }
  await card.getByRole('button', { name: `Connect ${name}` }).click();
  await expect(card.getByText('Connected', { exact: true })).toBeVisible();
}

async function connected(admin: Admin): Promise<void> {
  await admin.openApp('/app/connection');
  const key = admin.app.getByLabel('Brevo API key');
  if (await key.isVisible()) await admin.connectBrevo();
}

test('WooCommerce is connected with the keys of its page; who registers, changes and leaves there is so in Brevo', async ({
  admin,
  page,
  sandbox,
}) => {
  await connected(admin);
  await connectShop(admin, sandbox.wooUrl, 'WooCommerce');
  await page.goto(sandbox.wooUrl);
  const fresh = page.getByRole('region', { name: 'New customer' });
  await fresh.getByLabel('E-mail').fill('shopper@woo.example');
  await fresh.getByLabel('First name').fill('Sara');
  await fresh.getByRole('button', { name: 'Create' }).click();
  const first = () => brevoContact(sandbox, 'shopper@woo.example');
  await expect.poll(async () => (await first())?.attributes.FIRSTNAME, { timeout: 60_000 }).toBe('Sara');
  // The page shows what went to and fro.
  await expect(page.getByRole('region', { name: 'What the shop told the app' })).toContainText(
    'customer.created',
  );
  await expect(page.getByRole('region', { name: 'What the app asked the shop' })).toContainText(
    '/wc/v3/customers',
  );

  await page.getByText('shopper@woo.example').click();
  const row = page.locator('details[open]');
  await row.getByLabel('First name').fill('Sarah');
  await row.getByRole('button', { name: 'Save' }).click();
  await expect.poll(async () => (await first())?.attributes.FIRSTNAME, { timeout: 60_000 }).toBe('Sarah');

  await fresh.getByLabel('E-mail').fill('shopper@woo.example');
  await fresh.getByRole('button', { name: 'Create' }).click();
  await expect(page.getByRole('alert')).toContainText('already registered');
});

test('Magento is connected with the keys of its page, signed; its customers are in Brevo after an import', async ({
  admin,
  page,
  sandbox,
}) => {
  test.setTimeout(300_000);
  await connected(admin);
  await connectShop(admin, sandbox.magentoUrl, 'Magento and Adobe Commerce');
  await admin.app.getByRole('button', { name: 'Import customers of Magento and Adobe Commerce' }).click();
  const marit = () => brevoContact(sandbox, 'marit@mage.example');
  await expect.poll(async () => (await marit())?.attributes.FIRSTNAME, { timeout: 120_000 }).toBe('Marit');

  // What happens from now on is found by asking, each minute.
  await page.goto(sandbox.magentoUrl);
  await page.getByText('marit@mage.example').click();
  const row = page.locator('details[open]');
  await row.getByLabel('Last name').fill('de Wit');
  await row.getByRole('button', { name: 'Save' }).click();
  await expect.poll(async () => (await marit())?.attributes.LASTNAME, { timeout: 150_000 }).toBe('de Wit');
  await expect(page.getByRole('region', { name: 'What the app asked the shop' })).toContainText(
    '/customers/search',
  );
});

test('which source rules is chosen where there are several, and kept', async ({ admin }) => {
  await admin.openApp('/app/sources');
  const list = admin.app.getByRole('list', { name: 'Who is in more than one source' });
  const names = () => list.getByRole('listitem').allTextContents();
  const before = await names();
  expect(before.length).toBeGreaterThan(1);
  expect(before[0]).toBe('Shopify');
  await admin.app.getByRole('button', { name: 'Move Shopify down' }).click();
  await expect(admin.app.getByText('Saved.')).toBeVisible();
  const after = [before[1], 'Shopify', ...before.slice(2)];
  expect(await names()).toEqual(after);
  await admin.openApp('/app/sources');
  await expect.poll(names).toEqual(after);
  await expect(admin.app.getByRole('button', { name: `Move ${after[0]} up` })).toBeDisabled();
  expect(await axe(admin)).toEqual([]);
});
