import type { Frame } from '@playwright/test';
import en from '../../app/components/i18n/en.json' with { type: 'json' };
import nl from '../../app/components/i18n/nl.json' with { type: 'json' };
import { brevoContact, expect, test } from './sandbox.ts';

test.use({ world: 'everywhere' });
test.describe.configure({ mode: 'serial' });
// Every screen is opened: on a busy machine that takes its time.
test.setTimeout(300_000);

const BRAM = '7000000000003';
const EMAIL = 'bram.koster.2@bloemenpost.example';
const [DESKTOP, PHONE] = [
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
];
const SCREENS = [
  '/app',
  '/app/activity',
  '/app/problems',
  '/app/customers',
  `/app/customers/${BRAM}`,
  '/app/mapping',
  '/app/mapping?view=yaml',
  '/app/mapping?view=history',
  '/app/imports',
  '/app/settings',
  '/app/connection',
  '/app/sources',
];

test('everything in Dutch: from the first page to a synced customer, and every screen after it', async ({
  admin,
  sandbox,
}) => {
  const { app } = admin;
  await admin.speak('nl');
  await admin.openApp();
  await expect(app.getByRole('heading', { name: nl.setup.title })).toBeVisible();
  await app.getByRole('link', { name: nl.setup.connect_action }).click();
  await app.getByLabel(nl.connection.key_label).fill('xkeysib-nooit-gemaakt');
  await app.getByRole('button', { name: nl.connection.connect, exact: true }).click();
  await expect(app.getByText('Brevo kent deze sleutel niet')).toBeVisible();
  await app.getByLabel(nl.connection.key_label).fill(sandbox.brevoKey);
  await app.getByRole('button', { name: nl.connection.connect, exact: true }).click();
  await expect(app.getByText(nl.connection.health_ok)).toBeVisible();
  await app.getByLabel(nl.connection.list_new).fill('Klanten');
  await app.getByRole('button', { name: nl.connection.list_create }).click();
  await expect(admin.toast(nl.connection.list_created_toast)).toBeVisible();
  await admin.openApp(`/app/customers/${BRAM}`);
  await app.getByRole('button', { name: nl.customer.sync_now }).click();
  await expect(app.getByText(nl.why.on_list)).toBeVisible({ timeout: 60_000 });
  await expect.poll(() => brevoContact(sandbox, EMAIL)).toMatchObject({ attributes: { FIRSTNAME: 'Bram' } });

  for (const screen of SCREENS) {
    await admin.openApp(screen);
    await quiet(frameOf(admin.page.frames()));
    expect([screen, englishOf(await textsOf(frameOf(admin.page.frames())))]).toEqual([screen, []]);
    // As wide as a phone nothing sticks out.
    await admin.page.setViewportSize(PHONE);
    await quiet(frameOf(admin.page.frames()));
    expect([screen, await widthOver(frameOf(admin.page.frames()))]).toEqual([screen, 0]);
    await admin.page.setViewportSize(DESKTOP);
  }
});

test('a glance on a phone: how it stands, what happened, and why somebody is in Brevo', async ({ admin }) => {
  const { app, page } = admin;
  await page.setViewportSize(PHONE);
  await admin.openApp();
  await expect(app.getByText(en.headline.in_sync, { exact: true })).toBeVisible();
  await app.getByRole('link', { name: en.entry.details }).first().click();
  await expect(app.getByRole('heading', { level: 1, name: en.action.create })).toBeVisible();
  expect(await widthOver(frameOf(page.frames()))).toBe(0);
  await app.getByRole('link', { name: `Customer ${BRAM}` }).click();
  await expect(app.getByText(en.why.on_list)).toBeVisible();
});

test('every control of every screen is reached by the Tab key alone', async ({ admin }) => {
  let all = 0;
  for (const screen of SCREENS) {
    await admin.openApp(screen);
    const frame = frameOf(admin.page.frames());
    await quiet(frame);
    const controls = await markControls(frame);
    all += controls.length;
    const reached = new Set<string>();
    for (let press = 0; press < controls.length * 2 + 10 && reached.size < controls.length; press += 1) {
      await admin.page.keyboard.press('Tab');
      const mark = await frame.evaluate(
        () => (document.activeElement as HTMLElement | null)?.dataset.control,
      );
      if (mark !== undefined) reached.add(mark);
    }
    expect([screen, controls.filter((_, index) => !reached.has(String(index)))]).toEqual([screen, []]);
  }
  expect(all).toBeGreaterThan(100);
});

function frameOf(frames: Frame[]): Frame {
  const frame = frames.find((each) => each.name() === 'app');
  if (!frame) throw new Error('The app is not shown');
  return frame;
}

/** Until nothing is loading any more, and the page has found its form. */
async function quiet(frame: Frame): Promise<void> {
  let before = '';
  await expect
    .poll(
      async () => {
        const now = await frame.evaluate(() =>
          document.querySelector('[class*="Skeleton"]')
            ? `loading ${Math.random()}`
            : [...document.querySelectorAll('button, a, input')].map((each) => each.className).join(),
        );
        const same = now === before;
        before = now;
        return same;
      },
      { intervals: [300] },
    )
    .toBe(true);
}

/** By how much the page is wider than the screen. */
async function widthOver(frame: Frame): Promise<number> {
  return frame.evaluate(() => Math.max(0, document.documentElement.scrollWidth - window.innerWidth));
}

/** Everything that is read or read out, a text each. */
async function textsOf(frame: Frame): Promise<string[]> {
  return frame.evaluate(() => {
    const texts: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const within = node.parentElement?.closest('script, style, noscript, pre, textarea');
      if (!within) texts.push((node.textContent ?? '').trim());
    }
    for (const element of document.querySelectorAll('[aria-label], [placeholder]'))
      texts.push(element.getAttribute('aria-label') ?? '', element.getAttribute('placeholder') ?? '');
    return texts.filter((text) => /[A-Za-z]{3}/.test(text));
  });
}

/** Texts of the English list, with what is filled in, that are not Dutch as well. */
function englishOf(texts: string[]): string[] {
  const [english, dutch] = [patternsOf(en), patternsOf(nl)];
  return texts.filter((text) => english.some((p) => p.test(text)) && !dutch.some((p) => p.test(text)));
}

function patternsOf(tree: object): RegExp[] {
  return Object.values(tree).flatMap((value: string | object) => {
    if (typeof value !== 'string') return patternsOf(value);
    const parts = value.split(/\{\{[^}]*\}\}|<\w+\/>/);
    // Where nearly everything is filled in, any text would do.
    if (parts.join('').replace(/[^A-Za-z]/g, '').length < 4) return [];
    const quoted = parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    return [new RegExp(`^${quoted.join('.+')}$`)];
  });
}

/** What Tab has to reach, marked in its order; of a group of radio buttons or tabs one has the keyboard. */
async function markControls(frame: Frame): Promise<string[]> {
  return frame.evaluate(() => {
    const all = document.querySelectorAll<HTMLElement>(
      'a[href], button, input:not([type="hidden"]), select, textarea, [tabindex="0"]',
    );
    const groups = new Set<string>();
    const controls = [...all].filter((element) => {
      if (element.matches(':disabled') || element.tabIndex < 0) return false;
      if (!element.checkVisibility({ visibilityProperty: true })) return false;
      if (element instanceof HTMLInputElement && element.type === 'radio') {
        if (groups.has(element.name)) return false;
        const checked = document.querySelector(`input[name="${CSS.escape(element.name)}"]:checked`);
        if (checked && checked !== element) return false;
        groups.add(element.name);
      }
      return true;
    });
    for (const [index, element] of controls.entries()) element.dataset.control = String(index);
    document.body.tabIndex = -1;
    document.body.focus();
    return controls.map((element) => element.outerHTML.slice(0, 300));
  });
}
