import { readFile } from 'node:fs/promises';
import type { Locator } from '@playwright/test';
import { axe, brevoContact, expect, test } from './sandbox.ts';

const EMAIL = 'rosa.bloem@zonnebloem.example';

test.use({ world: 'mapping' });
test.describe.configure({ mode: 'serial' });

/** The row of a field in the table. */
function ruleOf(app: { locator(selector: string): Locator }, field: string): Locator {
  return app.locator('tr[data-row]').filter({ hasText: field });
}

test('the setup guide leads to the mapping, and ticks it off once it was confirmed', async ({ admin }) => {
  const { app } = admin;
  await admin.openApp('/app/connection');
  await admin.connectBrevo();
  await app.getByLabel('List in Brevo').selectOption({ index: 1 });
  await app.getByRole('button', { name: 'Use this list' }).click();
  await expect(admin.toast('List saved')).toBeVisible();
  await admin.openApp();
  await expect(app.getByText('2 of 4 steps done')).toBeVisible();
  await app.getByRole('link', { name: 'Check the mapping' }).click();
  await expect(app.getByRole('heading', { level: 1, name: 'Field mapping' })).toBeVisible();
  await app.getByRole('button', { name: 'Confirm mapping' }).click();
  await expect(admin.toast('Mapping confirmed')).toBeVisible();
  await expect(app.getByRole('button', { name: 'Confirm mapping' })).toHaveCount(0);
  await admin.openApp();
  await expect(app.getByText('3 of 4 steps done')).toBeVisible();
});

test('a field is added, its attribute created, previewed, saved, and found in Brevo', async ({
  admin,
  sandbox,
}) => {
  const { app, saveBar } = admin;
  const store = sandbox.adminUrl.replace('/store/', '/__sandbox/admin/');
  await fetch(`${store}/customers`, {
    method: 'POST',
    body: JSON.stringify({
      firstName: 'Rosa',
      lastName: 'Bloem',
      email: EMAIL,
      note: 'Likes roses',
      emailState: 'SUBSCRIBED',
    }),
  });
  await expect.poll(() => brevoContact(sandbox, EMAIL)).toMatchObject({ attributes: { FIRSTNAME: 'Rosa' } });

  await admin.openApp('/app/mapping');
  await test.step('with the values of a customer who is searched for', async () => {
    await app.getByRole('combobox', { name: 'Show the values of' }).fill('rosa blo');
    await app.getByRole('option', { name: 'Rosa Bloem' }).click();
    await expect(ruleOf(app, 'First name')).toContainText('Rosa');
    await expect(app.getByRole('heading', { name: 'Preview of Rosa Bloem' })).toBeVisible();
    await expect(app.getByText('Nothing to send')).toBeVisible();
  });

  await test.step('the new field shows its value at each step', async () => {
    await app.getByRole('button', { name: 'Add field' }).click();
    await app.getByRole('combobox', { name: 'Field of your store' }).fill('note');
    await app.getByRole('option', { name: 'Note' }).click();
    await app.getByLabel('What is done with the value').selectOption('upper');
    const row = ruleOf(app, 'Likes roses');
    await expect(row).toContainText('LIKES ROSES');
    await expect(row).toContainText('Not in Brevo yet');
    await expect(app.getByText('Saving concerns 1 customer in Brevo.')).toBeVisible();
    await row.getByRole('button', { name: 'Create NOTE' }).click();
    await expect(admin.toast('NOTE created in Brevo')).toBeVisible();
    await expect(row).not.toContainText('Not in Brevo yet');
    expect(await attributes(sandbox)).toContainEqual(expect.objectContaining({ name: 'NOTE', type: 'text' }));
  });

  await test.step('the preview marks what saving would change', async () => {
    const line = app.getByRole('row', { name: /^NOTE/ });
    await expect(line).toContainText('LIKES ROSES');
    await expect(line).toContainText('New');
    await expect(app.getByText('1 difference')).toBeVisible();
    expect((await brevoContact(sandbox, EMAIL))?.attributes).not.toHaveProperty('NOTE');
  });

  await test.step('saved, and the customer synced', async () => {
    await saveBar.getByRole('button', { name: 'Save' }).click();
    await expect(admin.toast('Mapping saved')).toBeVisible();
    await expect(saveBar).toBeHidden();
    await expect(app.getByText('1 customer in Brevo still has the old values')).toBeVisible();
    await app.getByRole('button', { name: 'Sync this customer' }).click();
    await expect(admin.toast('The customer is being synced')).toBeVisible();
    await expect
      .poll(() => brevoContact(sandbox, EMAIL))
      .toMatchObject({ attributes: { NOTE: 'LIKES ROSES' } });
    await app.getByRole('button', { name: 'Sync all now' }).click();
    await expect(admin.toast('All customers are being compared')).toBeVisible();
    await expect(app.getByRole('button', { name: 'Sync all now' })).toHaveCount(0);
    await app.getByRole('link', { name: 'See progress' }).click();
    await expect(app.getByRole('heading', { level: 1, name: 'Comparison with Brevo' })).toBeVisible();
  });
});

test('faults are told in their place, and nothing unsaved is lost without a question', async ({ admin }) => {
  const { app, page, saveBar } = admin;
  await admin.openApp('/app/mapping');
  await app.getByRole('button', { name: 'Edit Last name' }).click();
  await app.getByRole('combobox', { name: 'Attribute in Brevo' }).fill('9 lives');
  await expect(app.getByText('Use letters, digits, _ and -, beginning with a letter')).toBeVisible();
  await page.keyboard.press('Escape');
  await app.getByLabel('What is done with the value').selectOption('constant');
  await expect(app.getByText('Enter the value to send.')).toBeVisible();
  await expect(app.getByText('Correct the fields marked above to see the preview.')).toBeVisible();
  await saveBar.getByRole('button', { name: 'Save' }).click();
  await expect(app.getByText('Enter the value to send.')).toBeVisible();
  await expect(app.getByRole('textbox', { name: 'Fixed value' })).toBeFocused();
  await expect(saveBar).toBeVisible();

  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Problems' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Stay' }).click();
  await expect(app.getByRole('heading', { level: 1, name: 'Field mapping' })).toBeVisible();
  await saveBar.getByRole('button', { name: 'Discard' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Discard changes' }).click();
  await expect(saveBar).toBeHidden();
  await expect(ruleOf(app, 'Last name')).toContainText('Automatic');
});

test('what somebody else saved meanwhile is not saved over without a question', async ({
  admin,
  sandbox,
}) => {
  const { app, saveBar } = admin;
  await admin.openApp('/app/mapping');
  await app.getByRole('button', { name: 'Edit First name' }).click();
  await app.getByLabel('What is done with the value').selectOption('lower');
  const shop = `${new URL(sandbox.adminUrl).pathname.split('/').at(-1)}.myshopify.com`;
  const token = await (await fetch(`${sandbox.shopifyUrl}/__sandbox/id-token?shop=${shop}`)).text();
  const api = (init: RequestInit = {}) =>
    fetch(`${sandbox.appUrl}/api/v1/skills/customer-sync`, {
      ...init,
      headers: { authorization: `Bearer ${token.trim()}`, 'content-type': 'application/json' },
    });
  const theirs = { ...((await (await api()).json()) as object), debug: true };
  expect((await api({ method: 'PUT', body: JSON.stringify(theirs) })).status).toBe(200);

  await saveBar.getByRole('button', { name: 'Save' }).click();
  await expect(app.getByText('Somebody else saved while you were editing')).toBeVisible();
  await expect(saveBar).toBeVisible();
  await app.getByRole('button', { name: 'Load theirs' }).click();
  await expect(saveBar).toBeHidden();
  await expect(ruleOf(app, 'FIRSTNAME')).toContainText('Automatic');

  // An app that does not answer takes nothing away either.
  await app.getByRole('button', { name: 'Edit First name' }).click();
  await app.getByLabel('What is done with the value').selectOption('lower');
  await admin.page.route('**/app/mapping/change*', (route) => route.abort());
  await saveBar.getByRole('button', { name: 'Save' }).click();
  await expect(app.getByText('The app did not answer, so nothing was done.')).toBeVisible();
  await expect(ruleOf(app, 'FIRSTNAME')).toContainText('Small letters');
  await admin.page.unroute('**/app/mapping/change*');
  await saveBar.getByRole('button', { name: 'Save' }).click();
  await expect(admin.toast('Mapping saved')).toBeVisible();
});

test('fields are moved by keyboard and pointer, removed and put back', async ({ admin }) => {
  const { app, page, saveBar } = admin;
  await admin.openApp('/app/mapping');
  const first = app.locator('tr[data-row]').first();
  await expect(first).toContainText('E-mail');
  const handle = app.getByRole('button', { name: /^Move Last name/ });
  await handle.focus();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await expect(first).toContainText('Last name');
  await expect(handle).toBeFocused();
  await expect(app.getByText('Last name is now at place 1 of 11')).toBeAttached();

  const [from, to] = [await handle.boundingBox(), await ruleOf(app, 'Number of orders').boundingBox()];
  if (!from || !to) throw new Error('The rows are not there');
  await page.mouse.move(from.x + 10, from.y + 10);
  await page.mouse.down();
  await page.mouse.move(from.x + 10, to.y + to.height / 2, { steps: 20 });
  await page.mouse.up();
  await expect(first).toContainText('E-mail');
  await expect(app.locator('tr[data-row]').nth(5)).toContainText('Last name');

  await app.getByRole('button', { name: 'Remove Tags' }).click();
  await expect(ruleOf(app, 'TAGS')).toHaveCount(0);
  await admin.toast('Tags removed').getByRole('button', { name: 'Undo' }).click();
  await expect(ruleOf(app, 'TAGS')).toHaveCount(1);
  await saveBar.getByRole('button', { name: 'Save' }).click();
  await expect(admin.toast('Mapping saved')).toBeVisible();
  await admin.openApp('/app/mapping');
  await expect(app.locator('tr[data-row]').nth(5)).toContainText('Last name');
});

test('what was saved is listed with its differences and restored', async ({ admin }) => {
  const { app } = admin;
  await admin.openApp('/app/mapping');
  await app.getByRole('tab', { name: 'History' }).click();
  const versions = app.getByRole('list', { name: 'History' }).locator('> li');
  await expect(versions.nth(0)).toContainText('Order of the fields');
  await expect(versions.nth(3)).toContainText('Note added, to NOTE (Capitals)');
  await expect(versions.nth(3)).toContainText('Sam Owner');
  const [, before] = /Version (\d+)/.exec((await versions.nth(4).textContent()) ?? '') ?? [];
  await app.getByRole('button', { name: `Restore version ${before}` }).click();
  await app.getByRole('button', { name: `Restore version ${before}` }).click();
  await expect(admin.toast('Version restored')).toBeVisible();
  await expect(versions.nth(0)).toContainText(`Version ${before} restored`);
  await expect(versions.nth(0)).toContainText('Note removed');
  await app.getByRole('tab', { name: 'Fields' }).click();
  await expect(ruleOf(app, 'Last name')).toHaveCount(1);
  await expect(ruleOf(app, 'NOTE')).toHaveCount(0);
});

test('as YAML: faults at their line and column, a file in and out', async ({ admin }) => {
  const { app, page, saveBar } = admin;
  await admin.openApp('/app/mapping?view=yaml');
  const area = app.getByRole('textbox', { name: 'The configuration as YAML' });
  const text = await area.inputValue();
  const lines = text.split('\n');
  await area.fill(text.replace('lastName: LASTNAME', 'lastName: LASTNAME\n      lastName: OTHER'));
  await expect(app.getByText('1 fault to correct before saving')).toBeVisible();
  await expect(app.getByText('This is there twice.')).toBeVisible();
  await area.fill(text.replace('lastName: LASTNAME', 'lastName: 1NAME').replace('realtime', 'sometimes'));
  await expect(app.getByText('2 faults to correct before saving')).toBeVisible();
  const at = lines.findIndex((line) => line.includes('lastName')) + 1;
  await expect(app.getByRole('button', { name: `Line ${at}, column 7` })).toBeVisible();
  await saveBar.getByRole('button', { name: 'Save' }).click();
  await expect(app.getByText('2 faults to correct before saving')).toBeVisible();
  await app.getByRole('button', { name: `Line ${at}, column 7` }).click();
  await expect(area).toBeFocused();

  await app.getByLabel('YAML file').setInputFiles({
    name: 'mine.yaml',
    mimeType: 'application/yaml',
    buffer: Buffer.from(text.replace('lastName: LASTNAME', 'lastName: LASTNAME\n      note: NOTE')),
  });
  await expect(app.getByText('to correct before saving')).toHaveCount(0);
  await app.getByRole('tab', { name: 'Fields' }).click();
  await expect(ruleOf(app, 'NOTE')).toHaveCount(1);
  await saveBar.getByRole('button', { name: 'Save' }).click();
  await expect(admin.toast('Mapping saved')).toBeVisible();
  await app.getByRole('tab', { name: 'YAML' }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    app.getByRole('button', { name: 'Download' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('customer-sync.yaml');
  const file = await readFile(await download.path(), 'utf8');
  expect(file).toContain('note: NOTE');
});

test('without an answer of Brevo the table stays, and the trouble is told', async ({ admin, sandbox }) => {
  const { app } = admin;
  await fetch(`${sandbox.brevoUrl}/__sandbox/faults`, {
    method: 'POST',
    body: JSON.stringify({ kinds: ['503'] }),
  });
  await admin.openApp('/app/mapping');
  await expect(app.getByText('The attributes could not be read from Brevo')).toBeVisible();
  await expect(ruleOf(app, 'First name')).toContainText('FIRSTNAME');
  await expect(app.getByText('There is no preview just now. Brevo answered with error 503.')).toBeVisible();
  await fetch(`${sandbox.brevoUrl}/__sandbox/faults`, { method: 'POST', body: '{}' });
  await app.getByRole('button', { name: 'Try again' }).first().click();
  await expect(app.getByText('The attributes could not be read from Brevo')).toHaveCount(0);
  await app.getByRole('button', { name: 'Try again' }).click();
  await expect(app.getByRole('row', { name: /^FIRSTNAME/ })).toBeVisible();
});

for (const { language, add, tabs } of [
  { language: 'en', add: 'Add field', tabs: ['YAML', 'History'] },
  { language: 'nl', add: 'Veld toevoegen', tabs: ['YAML', 'Geschiedenis'] },
] as const) {
  test(`axe finds nothing serious in the mapping, in ${language}, and a phone shows all of it`, async ({
    admin,
  }) => {
    const { app, page } = admin;
    await admin.speak(language);
    await admin.openApp('/app/mapping');
    await expect(app.getByRole('row', { name: /^FIRSTNAME/ })).toBeVisible();
    expect(await axe(admin)).toEqual([]);
    await app.getByRole('button', { name: add }).click();
    await expect(app.getByRole('listbox')).toBeVisible();
    expect(await axe(admin)).toEqual([]);
    await page.keyboard.press('Escape');
    for (const tab of tabs) {
      await app.getByRole('tab', { name: tab }).click();
      await expect(app.getByRole('heading', { level: 2 }).first()).toBeVisible();
      expect(await axe(admin)).toEqual([]);
    }
    await page.setViewportSize({ width: 390, height: 844 });
    await admin.openApp('/app/mapping');
    await expect(app.getByRole('row', { name: /^FIRSTNAME/ })).toBeVisible();
    expect(await axe(admin)).toEqual([]);
    const wider = await app
      .locator('html')
      .evaluate((html) => html.scrollWidth - html.ownerDocument.defaultView!.innerWidth);
    expect(wider).toBeLessThanOrEqual(0);
  });
}

async function attributes(sandbox: { brevoUrl: string; brevoKey: string }): Promise<unknown[]> {
  const answer = await fetch(`${sandbox.brevoUrl}/v3/contacts/attributes`, {
    headers: { 'api-key': sandbox.brevoKey },
  });
  return ((await answer.json()) as { attributes: unknown[] }).attributes;
}
