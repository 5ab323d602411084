import { randomUUID } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { expect, test } from './sandbox.ts';

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
  await admin.app.getByLabel('Consumer key').fill('ck_1');
  await admin.app.getByLabel('Consumer secret').fill('cs_1');
  await admin.app.getByRole('button', { name: 'Connect WooCommerce' }).click();
  await expect(admin.app.getByText('Enter the public https address of the shop')).toBeVisible();
  await url.fill('https://shop.invalid');
  await admin.app.getByRole('button', { name: 'Connect WooCommerce' }).click();
  await expect(admin.app.getByText('The shop cannot be reached')).toBeVisible();
});
