import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { test as base, expect, type FrameLocator, type Page } from '@playwright/test';
import { launchSandbox, type Sandbox } from '../../sandbox/launch.ts';

export { expect };

/** A contact as the emulated Brevo holds it. */
export interface BrevoContact {
  id: number;
  email: string | null;
  emailBlacklisted: boolean;
  smsBlacklisted: boolean;
  listIds: number[];
  attributes: Record<string, unknown>;
  extId?: string | null;
}

/** The store's admin in the browser, and the app in its frame. */
export class Admin {
  readonly page: Page;
  readonly sandbox: Sandbox;

  constructor(page: Page, sandbox: Sandbox) {
    this.page = page;
    this.sandbox = sandbox;
  }

  get app(): FrameLocator {
    return this.page.frameLocator('[data-testid="app-frame"]');
  }

  /** Opens the app, and installs it where it is not. */
  async openApp(appPath = ''): Promise<void> {
    await this.page.goto(`${this.sandbox.adminUrl}/apps/customer-sync-for-brevo${appPath}`);
    const install = this.page.getByRole('button', { name: 'Install', exact: true });
    await expect(install.or(this.page.getByTestId('app-frame'))).toBeVisible();
    if (await install.isVisible()) await install.click();
    await expect(this.app.getByRole('heading', { level: 1 })).toBeVisible();
    // What is done before the app's code has taken the page over is lost: on a busy machine tests would be that fast.
    const taken = () =>
      this.app
        .locator('main')
        .evaluate((main) =>
          [...main.querySelectorAll('h1, input, button, select, a')].every((element) =>
            Object.keys(element).some((key) => key.startsWith('__reactProps')),
          ),
        );
    await expect.poll(() => taken().catch(() => false), { timeout: 60_000 }).toBe(true);
  }

  /** From another screen of the app, by the admin's navigation. */
  async goTo(item: string): Promise<void> {
    // The admin has items of the same names; the app's come last.
    const links = this.page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: item });
    await links.last().click();
    await expect(this.app.getByRole('heading', { level: 1, name: item })).toBeVisible();
  }

  async connectBrevo(key = this.sandbox.brevoKey): Promise<void> {
    await this.app.getByLabel('Brevo API key').fill(key);
    await this.app.getByRole('button', { name: 'Connect', exact: true }).click();
  }

  /** The admin's bar over a form with something unsaved. */
  get saveBar() {
    return this.page.getByTestId('save-bar');
  }

  /** Has to be chosen before the app is opened. */
  async speak(language: 'en' | 'nl'): Promise<void> {
    await this.page.addInitScript((chosen) => localStorage.setItem('sandbox-language', chosen), language);
  }

  /** The sync goes to a list that somebody deletes in Brevo. From the screen of the connection, with Brevo connected. */
  async loseList(): Promise<void> {
    await this.app.getByLabel('Name of a new list').fill('For a while');
    await this.app.getByRole('button', { name: 'Create and use' }).click();
    await expect(this.toast('List created')).toBeVisible();
    const list = (await brevoState(this.sandbox)).lists.find(({ name }) => name === 'For a while');
    await fetch(`${this.sandbox.brevoUrl}/v3/contacts/lists/${list?.id}`, {
      method: 'DELETE',
      headers: { 'api-key': this.sandbox.brevoKey },
    });
  }

  toast(text: string) {
    return this.page.getByTestId('toast').filter({ hasText: text });
  }
}

/** What axe finds serious or critical in the app's frame, a line each: none is right. */
export async function axe(admin: Admin): Promise<string[]> {
  const frame = ['[data-testid="app-frame"]', 'body'];
  const { violations } = await new AxeBuilder({ page: admin.page }).include(frame).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id}: ${help}: ${html}`));
}

/** The contact of an address, read from the emulated Brevo itself. */
export async function brevoContact(sandbox: Sandbox, email: string): Promise<BrevoContact | undefined> {
  const answer = await fetch(`${sandbox.brevoUrl}/__sandbox/contacts?search=${encodeURIComponent(email)}`);
  const { contacts } = (await answer.json()) as { contacts: BrevoContact[] };
  return contacts.find((contact) => contact.email === email);
}

/** What the emulated Brevo says of itself: lists with their members, attributes, the last calls. */
export async function brevoState(sandbox: Sandbox) {
  const answer = await fetch(`${sandbox.brevoUrl}/__sandbox/state`);
  return (await answer.json()) as {
    lists: { id: number; name: string; members: number }[];
    contacts: number;
  };
}

interface Fixtures {
  admin: Admin;
}

interface WorkerFixtures {
  /** A file that needs a store of its own names it: files of one name share a sandbox. */
  world: string;
  /** One for all tests of a worker, on a data folder of its own; a failed test makes the next begin with a new one. */
  sandbox: Sandbox;
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  world: ['shared', { scope: 'worker', option: true }],
  sandbox: [
    // Another world is another worker, and so another sandbox.
    async ({ world }, use) => {
      const dataDir = await mkdtemp(path.join(tmpdir(), `customer-sync-e2e-${world}-`));
      const sandbox = await launchSandbox({
        dataDir,
        databaseUrl: process.env.E2E_DATABASE_URL,
        quiet: true,
      });
      await use(sandbox);
      await sandbox.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
    { scope: 'worker', timeout: 180_000 },
  ],
  admin: async ({ page, sandbox }, use) => {
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(error.message));
    await use(new Admin(page, sandbox));
    // An error in a page is a fault, whatever the test looked at.
    expect(faults).toEqual([]);
  },
});
