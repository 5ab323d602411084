import { defineConfig } from '@playwright/test';
import config from './playwright.config.ts';

/** `npm run screens`: the pictures of docs/screens, taken anew. Not part of the tests, because it judges nothing. */
export default defineConfig({
  ...config,
  testDir: 'test/screens',
  timeout: 1_800_000,
  reporter: 'line',
  use: { ...config.use, trace: 'off', screenshot: 'off' },
});
