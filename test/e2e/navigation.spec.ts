import { expect, test } from './sandbox.ts';

test('a click in the navigation counts although the app is still loading its code', async ({ admin }) => {
  await admin.page.route(/\/assets\/.*\.js/, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 600));
    await route.continue();
  });
  await admin.openApp();
  await admin.goTo('Settings');
  await expect(admin.app.getByLabel('Keep activity for')).toBeVisible();
});
