import { existsSync } from 'node:fs';
import { defineConfig, devices } from '@playwright/test';

/** Debian's where it is installed, else Playwright's own. */
const CHROMIUM = '/usr/bin/chromium';
const { userAgent: _, ...desktop } = devices['Desktop Chrome'];

export default defineConfig({
  testDir: 'test/e2e',
  // A sandbox is a whole world of processes: two at a time. A test that fails once has found something.
  workers: 2,
  fullyParallel: false,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: 'list',
  outputDir: 'test-results',
  use: {
    ...desktop,
    // Shopify's package answers 410 to browsers that call themselves headless.
    userAgent:
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
    actionTimeout: 30_000,
    viewport: { width: 1280, height: 800 },
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(existsSync(CHROMIUM) ? { executablePath: CHROMIUM } : {}),
      args: [
        '--no-sandbox',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
