import type { Sandbox } from '../../sandbox/launch.ts';
import { axe, brevoContact, expect, test } from './sandbox.ts';

test.use({ world: 'problems' });
test.describe.configure({ mode: 'serial' });

test('a list that is gone is a cause with its customers, its fix and its replay', async ({
  admin,
  sandbox,
}) => {
  const { app, page } = admin;
  await admin.openApp('/app/connection');
  await admin.connectBrevo();
  await admin.loseList();

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

test('a missing attribute is created from its problem, and who went without is synced again', async ({
  admin,
  sandbox,
}) => {
  const { app } = admin;
  const { api, act, brevo } = worldOf(sandbox);
  const configure = async (createAttributes: boolean) => {
    const now = await api('GET');
    const fieldMapping = { ...(now.fieldMapping as object), note: 'NOTE' };
    await api('PUT', { ...now, fieldMapping, options: { ...(now.options as object), createAttributes } });
  };
  await configure(true);
  const rosa = { firstName: 'Rosa', email: 'rosa@example.com', note: 'Likes roses' };
  const { id } = (await act('POST', 'customers', rosa)) as { id: string };
  const contact = () => brevoContact(sandbox, rosa.email);
  await expect.poll(contact).toMatchObject({ attributes: { NOTE: 'Likes roses' } });

  // The app may not make it anew, and somebody deletes it in Brevo.
  await configure(false);
  await brevo('POST', '/__sandbox/faults', { switches: { unknownAttributeRefused: true } });
  await brevo('DELETE', '/v3/contacts/attributes/normal/NOTE');
  await act('PUT', `customers/${id}`, { firstName: 'Rosalinde' });
  await expect.poll(contact).toMatchObject({ attributes: { FIRSTNAME: 'Rosalinde' } });
  expect((await contact())?.attributes).not.toHaveProperty('NOTE');

  await admin.openApp();
  await expect(app.getByText('Synced, but a field has nowhere to go')).toBeVisible();
  await app.getByRole('link', { name: 'See problems' }).click();
  await expect(app.getByText('Missing in Brevo: NOTE')).toBeVisible();
  expect(await axe(admin)).toEqual([]);
  await app.getByRole('button', { name: 'Create NOTE in Brevo' }).press('Enter');
  await expect(admin.toast('NOTE created in Brevo. 1 customer is synced again.')).toBeVisible();
  await expect(app.getByText('Nothing needs you')).toBeVisible();
  await expect.poll(contact).toMatchObject({ attributes: { NOTE: 'Likes roses' } });
});

test('a phone that another contact holds is left out by decision, and sent again by another', async ({
  admin,
  sandbox,
}) => {
  const { app, page } = admin;
  const { act, brevo } = worldOf(sandbox);
  await brevo('POST', '/__sandbox/seed', { email: 'holder@example.com', attributes: { SMS: '31612349999' } });
  const femke = { firstName: 'Femke', email: 'femke@example.com', phone: '+31612349999' };
  const { id } = (await act('POST', 'customers', femke)) as { id: string };
  await expect.poll(() => brevoContact(sandbox, femke.email)).toBeTruthy();

  await admin.openApp('/app/problems');
  await expect(app.getByText('Another contact in Brevo has the same phone number')).toBeVisible();
  await app.getByRole('button', { name: `Leave out the phone of customer ${id}` }).press('Enter');
  await expect(admin.toast('The phone is left out')).toBeVisible();
  await expect(app.getByText('Nothing needs you')).toBeVisible();

  await brevo('POST', '/__sandbox/act', { kind: 'delete', email: 'holder@example.com' });
  await admin.openApp(`/app/customers/${id}`);
  await expect(app.getByText('The phone stays out of Brevo')).toBeVisible();
  await app.getByRole('button', { name: 'Send the phone again' }).press('Enter');
  await expect
    .poll(() => brevoContact(sandbox, femke.email))
    .toMatchObject({ attributes: { SMS: '31612349999' } });
  await expect(app.getByText('The phone stays out of Brevo')).toHaveCount(0);
  await page.goto(sandbox.adminUrl);
});

test('a problem of the key leads to the form for another one', async ({ admin }) => {
  await admin.openApp('/app/connection?key=new');
  await expect(admin.app.getByLabel('Brevo API key')).toBeVisible();
  await expect(admin.app.getByText('Working')).toBeVisible();
});

test('everybody can use the problems (nl)', async ({ admin }) => {
  await admin.speak('nl');
  await admin.openApp('/app/problems');
  await expect(admin.app.getByRole('button', { name: /opnieuw/ })).toHaveCount(0);
  expect(await axe(admin)).toEqual([]);
});

/** The configuration through the API, what the owner does in the store, and Brevo itself. */
function worldOf(sandbox: Sandbox) {
  const handle = new URL(sandbox.adminUrl).pathname.split('/').at(-1);
  async function send(method: string, url: string, headers: Record<string, string>, body?: unknown) {
    const answer = await fetch(url, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
    expect(answer.ok).toBe(true);
    const text = await answer.text();
    return (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>;
  }
  return {
    async api(method: string, body?: unknown) {
      const token = await fetch(`${sandbox.shopifyUrl}/__sandbox/id-token?shop=${handle}.myshopify.com`);
      const authorization = `Bearer ${(await token.text()).trim()}`;
      const headers = { authorization, 'content-type': 'application/json' };
      return send(method, `${sandbox.appUrl}/api/v1/skills/customer-sync`, headers, body);
    },
    act: (method: string, path: string, body: unknown) =>
      send(method, `${sandbox.shopifyUrl}/__sandbox/admin/${handle}/${path}`, {}, body),
    brevo: (method: string, path: string, body?: unknown) =>
      send(method, `${sandbox.brevoUrl}${path}`, { 'api-key': sandbox.brevoKey }, body),
  };
}
