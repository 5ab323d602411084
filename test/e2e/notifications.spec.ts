import { expect, test } from './sandbox.ts';

test('the secret is shown, a test arrives with a valid signature, and the last messages are listed', async ({
  admin,
  sandbox,
}) => {
  const { app, saveBar } = admin;
  await admin.openApp('/app/settings');
  await app.getByRole('button', { name: 'Send a test' }).click();
  await expect(app.getByText('Set an address and save it first.')).toBeVisible();

  await app.getByLabel('Address', { exact: true }).fill('http://receiver.example/hooks');
  await saveBar.getByRole('button', { name: 'Save' }).click();
  await expect(saveBar).toBeHidden();

  await app.getByRole('button', { name: 'Show secret' }).click();
  const secret = await app.getByText(/^whsec_/).textContent();
  await fetch(`${sandbox.receiverUrl}/settings`, {
    method: 'POST',
    body: new URLSearchParams({ secret: secret ?? '', behaviour: '200' }),
  });
  await app.getByRole('button', { name: 'Send a test' }).click();
  await expect(app.getByText('The test arrived.')).toBeVisible();
  const received = await (await fetch(`${sandbox.receiverUrl}/received`)).json();
  expect(received).toMatchObject([{ path: '/hooks', signature: 'valid' }]);
  await expect(app.getByRole('list', { name: 'Last messages' }).getByText('Delivered')).toBeVisible();
});
