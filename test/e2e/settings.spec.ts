import { expect, test } from './sandbox.ts';

test('a token is made, works once it was seen, and no longer when it is revoked', async ({ admin }) => {
  await admin.openApp();
  await admin.goTo('Settings');
  await admin.app.getByLabel('Name').fill('Warehouse');
  await admin.app.getByRole('button', { name: 'Create token' }).click();
  const token = (await admin.app.getByTestId('new-token').textContent()) ?? '';
  const call = () =>
    fetch(`${admin.sandbox.appUrl}/api/v1/skills/customer-sync/status`, {
      headers: { authorization: `Bearer ${token}` },
    });
  expect((await call()).status).toBe(200);
  await admin.app.getByRole('button', { name: 'Revoke' }).click();
  await admin.app.getByRole('button', { name: 'Revoke Warehouse' }).click();
  await expect(admin.app.getByText('No tokens yet')).toBeVisible();
  expect((await call()).status).toBe(401);
});

test('the problems screen says when nothing needs attention', async ({ admin }) => {
  await admin.openApp();
  await admin.goTo('Problems');
  await expect(admin.app.getByRole('button', { name: 'Replay all' })).toHaveCount(0);
});
