import type { FrameLocator } from '@playwright/test';
import { axe, expect, test } from './sandbox.ts';

test.use({ world: 'settings' });
test('a token is made, works once it was seen, and no longer when it is revoked', async ({ admin }) => {
  await admin.openApp();
  await admin.goTo('Settings');
  await admin.app.getByLabel('Name', { exact: true }).fill('Warehouse');
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
  await expect(admin.app.getByText('Nothing needs you')).toBeVisible();
  await expect(admin.app.getByRole('button', { name: 'Retry all' })).toHaveCount(0);
});

test('what is changed is judged in its place, saved as a whole, and there after a reload', async ({
  admin,
  sandbox,
}) => {
  const { app, saveBar } = admin;
  await admin.openApp('/app/settings');
  await expect(saveBar).toBeHidden();
  const days = app.getByLabel('Keep activity for');
  await days.fill('3');
  await days.blur();
  await expect(app.getByText('Enter a whole number of days from 7 to 730.')).toBeVisible();
  await app.getByLabel('Address', { exact: true }).fill('http://10.0.0.1/hooks');
  await saveBar.getByRole('button', { name: 'Save' }).click();
  await expect(app.getByText('Enter a public address with a host name')).toBeVisible();
  // Nothing was stored, and the first wrong field has the keyboard.
  await expect(app.locator('[aria-invalid="true"]').first()).toBeFocused();

  await days.fill('30');
  await app.getByLabel('Address', { exact: true }).fill('https://hooks.example.com/brevo');
  await app.getByText('Collected, at an interval', { exact: true }).click();
  await app.getByLabel('Interval', { exact: true }).selectOption('60');
  await app.getByText('Delete the contact', { exact: true }).click();
  await app.getByText('Keep out of Brevo', { exact: true }).click();
  await expect(app.getByRole('row', { name: /^Never answered/ })).toContainText('No contact');
  await app.getByLabel('Language of attribute names').selectOption('nl');
  await app.getByText('Amount spent', { exact: true }).click();
  await app.getByLabel('Tier', { exact: true }).fill('Gold');
  await app.getByLabel('From amount').fill('250');
  await app.getByLabel('Debug logging').selectOption('1');
  await saveBar.getByRole('button', { name: 'Save' }).click();
  await expect(admin.toast('Settings saved')).toBeVisible();
  await expect(saveBar).toBeHidden();

  const token = await makeToken(admin);
  const stored = await readConfiguration(sandbox.appUrl, token);
  expect(stored).toMatchObject({
    debug: true,
    fieldMapping: { firstName: 'VOORNAAM', lastName: 'ACHTERNAAM' },
    notifications: { webhookUrl: 'https://hooks.example.com/brevo' },
    options: {
      syncMode: 'batch',
      batchIntervalMinutes: 60,
      deleteBehavior: 'hard',
      neverConsented: 'keep_out',
      retentionDays: 30,
      tiers: { by: 'spend', steps: [{ name: 'Gold', from: 250 }] },
    },
  });
  await admin.openApp('/app/settings');
  await expect(days).toHaveValue('30');
  await expect(
    app.getByText(/Switches itself off in \d+ minutes|Switches itself off in 1 hour/),
  ).toBeVisible();
});

test('nobody leaves with something unsaved by accident', async ({ admin }) => {
  const { app, page, saveBar } = admin;
  await admin.openApp('/app/settings');
  await app.getByText('Take the contact off the list', { exact: true }).click();
  await expect(saveBar).toBeVisible();
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Problems' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Stay' }).click();
  await expect(app.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
  await saveBar.getByRole('button', { name: 'Discard' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Discard changes' }).click();
  await expect(saveBar).toBeHidden();
  await expect(app.getByLabel('Delete the contact')).toBeChecked();
  await admin.goTo('Problems');
});

test('the sync is paused and goes on', async ({ admin }) => {
  await admin.openApp('/app/settings');
  await admin.app.getByRole('button', { name: 'Pause sync' }).click();
  await expect(admin.toast('Sync paused')).toBeVisible();
  await admin.openApp();
  await admin.openApp('/app/settings');
  await expect(admin.app.getByText('Paused', { exact: true })).toBeVisible();
  await admin.app.getByRole('button', { name: 'Resume sync' }).click();
  await expect(admin.app.getByText('Running', { exact: true })).toBeVisible();
});

for (const language of ['en', 'nl'] as const) {
  test(`everybody can use the settings (${language})`, async ({ admin }) => {
    await admin.speak(language);
    await admin.openApp('/app/settings');
    expect(await axe(admin)).toEqual([]);
  });
}

async function makeToken({ app }: { app: FrameLocator }): Promise<string> {
  await app.getByLabel('Name', { exact: true }).fill('Check');
  await app.getByRole('button', { name: 'Create token' }).click();
  return (await app.getByTestId('new-token').textContent()) ?? '';
}

async function readConfiguration(appUrl: string, token: string): Promise<unknown> {
  const answer = await fetch(`${appUrl}/api/v1/skills/customer-sync`, {
    headers: { authorization: `Bearer ${token}` },
  });
  return answer.json();
}
