import { axe, brevoState, expect, test } from './sandbox.ts';

test.use({ world: 'imports' });
test.describe.configure({ mode: 'serial' });
// The emulated Brevo takes ten calls a second, as the real one does: a store of 500 is most of a minute.
test.setTimeout(240_000);

test('an import is checked, confirmed, paused, and goes on after a reload', async ({ admin, sandbox }) => {
  const { app } = admin;
  await admin.openApp('/app/connection');
  await admin.connectBrevo();
  await app.getByLabel('Name of a new list').fill('Shopify customers');
  await app.getByRole('button', { name: 'Create and use' }).click();
  await expect(admin.toast('List created')).toBeVisible();

  await admin.goTo('Imports');
  await app.getByRole('button', { name: 'Check first' }).click();
  await expect(app.getByRole('heading', { name: 'This is what the import will do' })).toBeVisible({
    timeout: 90_000,
  });
  await expect(app.getByText(/^\d+ contacts are added to your Brevo plan\.$/)).toBeVisible();
  await expect(app.getByRole('heading', { name: '10 examples' })).toBeVisible();
  const before = (await brevoState(sandbox)).contacts;

  await app.getByRole('button', { name: 'Import now' }).click();
  await expect(app.getByText(/of 500 customers/)).toBeVisible({ timeout: 60_000 });
  await app.getByRole('button', { name: 'Pause', exact: true }).click();
  await expect(admin.toast('Paused')).toBeVisible();
  await expect(app.getByText('Paused', { exact: true }).first()).toBeVisible();
  const whilePaused = await settledContacts(() => brevoState(sandbox));
  await admin.openApp('/app/imports');
  await expect(app.getByRole('button', { name: 'Resume', exact: true })).toBeVisible();
  expect((await brevoState(sandbox)).contacts).toBe(whilePaused);
  expect(whilePaused).toBeLessThan(before + 490);

  await app.getByRole('button', { name: 'Resume', exact: true }).click();
  await expect(admin.toast('Resumed')).toBeVisible();
  await expect(app.getByRole('link', { name: 'Import', exact: true })).toBeVisible();
  await expect(app.getByRole('button', { name: 'Check first' })).toBeVisible({ timeout: 180_000 });
  expect((await brevoState(sandbox)).contacts).toBeGreaterThan(before + 400);
});

test('an import is cancelled only after a question', async ({ admin }) => {
  const { app } = admin;
  await admin.openApp('/app/imports');
  await app.getByRole('button', { name: 'Import without checking' }).click();
  await app.getByRole('button', { name: 'Cancel', exact: true }).click();
  await app.getByRole('button', { name: 'Let it go on' }).click();
  await app.getByRole('button', { name: 'Cancel', exact: true }).click();
  await app.getByRole('button', { name: 'Cancel for good' }).click();
  await expect(admin.toast('Cancelled')).toBeVisible();
  await expect(app.getByRole('list', { name: 'History' }).getByRole('listitem').first()).toContainText(
    'Cancelled',
  );
});

test('a comparison reports what somebody changed in Brevo, and repairs it', async ({ admin, sandbox }) => {
  const { app } = admin;
  // Nobody tells the app of this: a contact that somebody took off the list by hand.
  const found = await fetch(`${sandbox.brevoUrl}/__sandbox/contacts?limit=500`);
  const { contacts } = (await found.json()) as { contacts: { id: number; listIds: number[] }[] };
  const taken = contacts.find((contact) => contact.listIds.length > 0);
  const act = await fetch(`${sandbox.brevoUrl}/__sandbox/act`, {
    method: 'POST',
    body: JSON.stringify({ kind: 'takeOffList', id: taken?.id, listId: taken?.listIds[0] }),
  });
  expect(act.status).toBe(200);
  await admin.openApp('/app/imports');
  await app.getByRole('button', { name: 'Compare and repair' }).click();
  await app.getByRole('link', { name: 'See report' }).click({ timeout: 120_000 });
  await expect(app.getByRole('heading', { level: 1, name: 'Comparison with Brevo' })).toBeVisible();
  await expect(app.getByRole('list', { name: 'What differed' })).toContainText('Not on the list');
  await expect(app.getByRole('link', { name: /^Customer \d+$/ }).first()).toBeVisible();
});

for (const language of ['en', 'nl'] as const) {
  test(`everybody can use imports and their reports (${language})`, async ({ admin }) => {
    await admin.speak(language);
    await admin.openApp('/app/imports');
    expect(await axe(admin)).toEqual([]);
    await admin.app.getByRole('list').last().getByRole('link').first().click();
    await expect(admin.app.getByRole('heading', { level: 1, name: /^Import|Controle|Check/ })).toBeVisible();
    expect(await axe(admin)).toEqual([]);
  });
}

/** What Brevo holds once calls that were under way have ended. */
async function settledContacts(state: () => Promise<{ contacts: number }>): Promise<number> {
  let last = -1;
  await expect
    .poll(
      async () => {
        const now = (await state()).contacts;
        const same = now === last;
        last = now;
        return same;
      },
      { intervals: [1_500], timeout: 60_000 },
    )
    .toBe(true);
  return last;
}
