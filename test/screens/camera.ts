import { writeFile } from 'node:fs/promises';
import type { Browser, Frame, FrameLocator, Page } from '@playwright/test';
import type { Sandbox } from '../../sandbox/launch.ts';
import { smallPng } from './small-png.ts';

const VIEWS = {
  desktop: { width: 1280, height: 720, language: 'en' },
  'desktop-nl': { width: 1280, height: 720, language: 'nl' },
  phone: { width: 390, height: 700, language: 'en' },
  'phone-nl': { width: 390, height: 700, language: 'nl' },
} as const;

export type View = keyof typeof VIEWS;

/** What is on the picture: the app in its frame, in the words of the view's language. */
export interface Shown {
  page: Page;
  app: FrameLocator;
  /** The word of the view's language. */
  say(english: string, dutch: string): string;
}

export interface Wanted {
  views?: View[];
  /** Before the page is opened: slow or failing answers. */
  before?: (page: Page) => Promise<void>;
  /** What is done on the screen before the picture is taken. */
  act?: (shown: Shown) => Promise<void>;
  /** The picture is of something that moves or waits. */
  unsettled?: boolean;
  /** Only this part of the admin's page, by its test id. */
  only?: string;
}

interface CameraOptions {
  folder: string;
  userAgent: string;
  /** Only pictures whose name matches. */
  chosen: RegExp;
}

const HIGHEST = 3_400;
/** Of the admin's own pages. */
const ADMIN_HEIGHT = 1_500;
/** The admin's bars over the frame; one more while something is unsaved. */
const [BARS, SAVE_BAR] = [95, 50];

/** Takes the pictures of a sandbox: a page a view stays open, and each picture is a fresh visit in it. */
export function createCamera(
  browser: Browser,
  sandbox: Sandbox,
  { folder, userAgent, chosen }: CameraOptions,
) {
  const pages = new Map<View, Promise<Page>>();
  /** What could not be taken: the rest goes on. */
  const failed: string[] = [];

  async function open(view: View): Promise<Page> {
    const { width, height, language } = VIEWS[view];
    const context = await browser.newContext({ userAgent, viewport: { width, height } });
    await context.addInitScript((chosen) => localStorage.setItem('sandbox-language', chosen), language);
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    return page;
  }

  async function take(name: string, path: string, view: View, wanted: Wanted): Promise<void> {
    const page = await (pages.get(view) ?? pages.set(view, open(view)).get(view)!);
    const { width, height, language } = VIEWS[view];
    await page.setViewportSize({ width, height });
    await wanted.before?.(page);
    await page.goto(`${sandbox.adminUrl}${path}`);
    const app = page.frameLocator('[data-testid="app-frame"]');
    const inApp = path.startsWith('/apps/');
    if (inApp) await app.locator('h1').first().waitFor();
    await settled(page);
    const say = (english: string, dutch: string) => (language === 'nl' ? dutch : english);
    await wanted.act?.({ page, app, say });
    if (!wanted.unsettled) await settled(page);
    await page.mouse.move(0, 0);
    if (inApp) {
      const unsaved = (await page.getByTestId('save-bar').isVisible()) ? SAVE_BAR : 0;
      const content = await appFrame(page)?.evaluate(
        () => document.querySelector('main, #app, body > div')?.scrollHeight ?? document.body.scrollHeight,
      );
      const fitting = Math.min(Math.max((content ?? 0) + BARS + unsaved, height), HIGHEST);
      await page.setViewportSize({ width, height: fitting });
      await page.waitForTimeout(400);
      await appFrame(page)?.evaluate(() => scrollTo(0, 0));
    }
    if (!inApp) await page.setViewportSize({ width, height: ADMIN_HEIGHT });
    const target = wanted.only === undefined ? page : page.getByTestId(wanted.only);
    await writeFile(`${folder}/${name}-${view}.png`, smallPng(await target.screenshot()));
    await page.unrouteAll({ behavior: 'ignoreErrors' });
  }

  return {
    failed,
    async picture(name: string, path: string, wanted: Wanted = {}): Promise<void> {
      if (!chosen.test(name)) return;
      for (const view of wanted.views ?? (['desktop', 'phone-nl'] as const))
        await take(name, path, view, wanted).catch(async (error: Error) => {
          failed.push(`${name}-${view}: ${error.message.split('\n').slice(0, 4).join(' ')}`);
          process.stdout.write(`${failed.at(-1)}\n`);
          await (await pages.get(view))?.context().close();
          pages.delete(view);
        });
    },
    async close(): Promise<void> {
      for (const page of pages.values()) await (await page).context().close();
    },
  };
}

function appFrame(page: Page): Frame | undefined {
  return page.frames().find((frame) => frame.name() === 'app');
}

/** Until nothing is loading any more and the words have stayed the same for a moment. */
async function settled(page: Page): Promise<void> {
  let before = '';
  for (let look = 0; look < 25; look += 1) {
    await page.waitForTimeout(250);
    const now = await Promise.all(
      page.frames().map((frame) =>
        frame
          .evaluate(() => {
            const waits = '[class*="Skeleton"], [class*="Spinner"], [aria-busy="true"]';
            return document.querySelector(waits)
              ? `loading ${Math.random()}`
              : `${document.body.textContent} ${document.querySelectorAll('svg').length}`;
          })
          .catch(() => ''),
      ),
    );
    const words = now.join('\n');
    if (words === before) return;
    before = words;
  }
}
