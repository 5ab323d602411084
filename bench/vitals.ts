import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Frame } from '@playwright/test';
import { launchSandbox, type Sandbox } from '../sandbox/launch.ts';
import type { Result } from './run.ts';

const VITALS = fileURLToPath(new URL('../node_modules/web-vitals/dist/web-vitals.iife.js', import.meta.url));
const CHROMIUM = '/usr/bin/chromium';
/** A mid-range laptop against this machine. */
const CPU_SLOWDOWN = 4;
const ROUNDS = 5;
/** Half of what Built for Shopify asks for at the 75th percentile (2.5 s, 0.1, 200 ms). */
const LIMITS = { lcp: 1_250, cls: 0.05, inp: 100 };

const SCREENS: Record<string, string> = {
  home: '/app',
  activity: '/app/activity',
  problems: '/app/problems',
  connection: '/app/connection',
  settings: '/app/settings',
  mapping: '/app/mapping',
  imports: '/app/imports',
  customers: '/app/customers',
};

interface Visit {
  lcp: number;
  cls: number;
  inp: number;
  scriptBytes: number;
}

/**
 * Core web vitals of each screen as a merchant sees it: in the sandbox's admin, in a real Chromium slowed down to a
 * mid-range laptop, each visit in a new browser context with an empty cache. The interaction is the Tab key and a
 * click; `script kB` is what a first visit loads, compressed as it is sent.
 */
export async function benchVitals(): Promise<Result> {
  const directory = await mkdtemp(path.join(tmpdir(), 'customer-sync-bench-'));
  const sandbox = await launchSandbox({ dataDir: directory, quiet: true });
  const browser = await chromium.launch({
    ...(existsSync(CHROMIUM) ? { executablePath: CHROMIUM } : {}),
    args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
  try {
    await install(sandbox);
    const rows: Result['rows'] = [];
    for (const [screen, address] of chosenScreens()) {
      const visits: Visit[] = [];
      for (let round = 0; round < ROUNDS; round += 1) visits.push(await visit(browser, sandbox, address));
      const p75 = (key: keyof Visit) => {
        const sorted = visits.map((v) => v[key]).sort((a, b) => a - b);
        return sorted[Math.floor(sorted.length * 0.75)] ?? 0;
      };
      rows.push({
        screen,
        'LCP ms': Math.round(p75('lcp')),
        CLS: Number(p75('cls').toFixed(3)),
        'INP ms': Math.round(p75('inp')),
        'script kB': Math.round(p75('scriptBytes') / 1024),
      });
    }
    const within = (key: string, limit: number) => rows.every((row) => Number(row[key]) <= limit);
    // Nothing measured is not a good result.
    if (rows.some((row) => row['LCP ms'] === 0)) throw new Error('The browser reported no LCP');
    return {
      name: 'vitals',
      rows,
      verdicts: {
        lcpHalved: within('LCP ms', LIMITS.lcp),
        clsHalved: within('CLS', LIMITS.cls),
        inpHalved: within('INP ms', LIMITS.inp),
      },
    };
  } finally {
    await browser.close();
    await sandbox.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

/** All, or those that `VITALS` names, with commas between them. */
function chosenScreens(): [string, string][] {
  const named = process.env.VITALS?.split(',');
  return Object.entries(SCREENS).filter(([screen]) => named?.includes(screen) ?? true);
}

async function visit(browser: Browser, sandbox: Sandbox, address: string): Promise<Visit> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    // Shopify's package answers 410 to browsers that call themselves headless.
    userAgent:
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
  });
  const page = await context.newPage();
  await context.addInitScript({
    content: `${await readFile(VITALS, 'utf8')};globalThis.webVitals ??= webVitals;(${collect})()`,
  });
  const session = await context.newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWDOWN });
  await page.goto(`${sandbox.adminUrl}/apps/customer-sync-for-brevo${address === '/app' ? '' : address}`);
  const app = page.frameLocator('[data-testid="app-frame"]');
  await app.getByRole('heading', { level: 1 }).waitFor();
  await page.waitForTimeout(2_000);
  await app.getByRole('heading', { level: 1 }).click();
  for (let i = 0; i < 3; i += 1) await page.keyboard.press('Tab');
  await page.waitForTimeout(500);
  const frame = page.frames().find((each) => each.name() === 'app') as Frame;
  const measured = await frame.evaluate(() => ({
    ...(globalThis as unknown as { vitals: Omit<Visit, 'scriptBytes'> }).vitals,
    scripts: performance
      .getEntriesByType('resource')
      .map((entry) => new URL(entry.name).pathname)
      .filter((name) => /^\/assets\/.*\.js$/.test(name)),
  }));
  await context.close();
  const sizes = await Promise.all(measured.scripts.map((name) => sentBytes(sandbox, name)));
  return { ...measured, scriptBytes: sizes.reduce((sum, size) => sum + size, 0) };
}

/** As a browser gets it from the app itself; the sandbox's frame proxy unpacks what it passes on. */
async function sentBytes(sandbox: Sandbox, name: string): Promise<number> {
  const answer = await fetch(`http://127.0.0.1:${sandbox.appPort}${name}`, {
    method: 'HEAD',
    headers: { 'accept-encoding': 'br' },
  });
  return Number(answer.headers.get('content-length') ?? 0);
}

/** Runs in every frame, before the page's own code. */
function collect(): void {
  const vitals = { lcp: 0, cls: 0, inp: 0 };
  const scope = globalThis as unknown as {
    vitals: typeof vitals;
    webVitals: Record<string, (report: (metric: { value: number }) => void, options: object) => void>;
  };
  scope.vitals = vitals;
  const options = { reportAllChanges: true, durationThreshold: 16 };
  for (const name of ['lcp', 'cls', 'inp'] as const)
    scope.webVitals[`on${name.toUpperCase()}`]?.((metric) => {
      vitals[name] = metric.value;
    }, options);
}

/** By the first call of the API, so that no visit measures the installation. */
async function install(sandbox: Sandbox): Promise<void> {
  const shop = `${new URL(sandbox.adminUrl).pathname.split('/').at(-1)}.myshopify.com`;
  const token = (await (await fetch(`${sandbox.shopifyUrl}/__sandbox/id-token?shop=${shop}`)).text()).trim();
  const answer = await fetch(`${sandbox.appUrl}/api/v1/connection`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ apiKey: sandbox.brevoKey }),
  });
  if (!answer.ok) throw new Error(`The app did not connect: ${answer.status}`);
}
