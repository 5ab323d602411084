// `npm test`: everything, from a fresh clone, with nothing but Node and npm. Plain JavaScript for whatever Node is there;
// the steps themselves run on the pinned Node of node_modules. Ends with one line of counts.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const bin = (name) => path.join(ROOT, 'node_modules/.bin', name);
const env = {
  ...process.env,
  NODE_ENV: undefined,
  PATH: `${path.join(ROOT, 'node_modules/.bin')}${path.delimiter}${process.env.PATH}`,
  FORCE_COLOR: undefined,
};
const counts = { passed: 0, failed: 0, skipped: 0 };
const broken = [];
const reports = mkdtempSync(path.join(tmpdir(), 'customer-sync-reports-'));

install();
step('build', 'npm', ['run', 'build']);
await Promise.all([
  check('lint', bin('biome'), ['check', '.']),
  check('types', 'npm', ['run', '--silent', 'types']),
]);
await check('dead code', bin('knip'), []);
await check('unit, integration and contract tests', bin('vitest'), [
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${path.join(reports, 'vitest.json')}`,
]);
readVitest();
if (browser()) {
  env.PLAYWRIGHT_JSON_OUTPUT_NAME = path.join(reports, 'playwright.json');
  await check('browser tests', bin('playwright'), ['test', '--reporter=list,json']);
  readPlaywright();
} else {
  broken.push('browser tests (no Chromium: apt-get install chromium)');
}
rmSync(reports, { recursive: true, force: true });

if (broken.length > 0) console.log(`\nFailed: ${broken.join(', ')}`);
console.log(`\n${counts.passed} passed, ${counts.failed + broken.length} failed, ${counts.skipped} skipped`);
process.exit(broken.length + counts.failed > 0 ? 1 : 0);

/** Installs when the lock file is not the one that was installed. */
function install() {
  const lock = createHash('sha256')
    .update(readFileSync(path.join(ROOT, 'package-lock.json')))
    .digest('hex');
  const mark = path.join(ROOT, 'node_modules/.installed-lock');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === lock) return;
  if (existsSync(bin('vitest')) && !process.env.CI && !existsSync(mark)) writeFileSync(mark, lock);
  else {
    step('install', 'npm', ['ci', '--include=dev', '--no-audit', '--no-fund']);
    writeFileSync(mark, lock);
  }
}

/** A step without which nothing else makes sense. */
function step(name, command, args) {
  console.log(`\n== ${name}`);
  const { status } = spawnSync(command, args, {
    cwd: ROOT,
    env,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status === 0) return;
  console.log(`\nFailed: ${name}\n\n0 passed, 1 failed`);
  process.exit(1);
}

/** A check that stands for itself: the others run all the same. */
function check(name, command, args) {
  return new Promise((resolve) => {
    console.log(`\n== ${name}`);
    const child = spawn(command, args, {
      cwd: ROOT,
      env,
      stdio: 'inherit',
      shell: process.platform === 'win32',
    });
    child.on('close', (code) => {
      if (code === 0) counts.passed += 1;
      else broken.push(name);
      resolve();
    });
  });
}

function readVitest() {
  const file = path.join(reports, 'vitest.json');
  if (!existsSync(file)) return;
  const report = JSON.parse(readFileSync(file, 'utf8'));
  counts.passed += report.numPassedTests;
  counts.failed += report.numFailedTests;
  counts.skipped += report.numPendingTests + report.numTodoTests;
}

function readPlaywright() {
  const file = path.join(reports, 'playwright.json');
  if (!existsSync(file)) return;
  const { stats } = JSON.parse(readFileSync(file, 'utf8'));
  counts.passed += stats.expected;
  counts.failed += stats.unexpected + stats.flaky;
  counts.skipped += stats.skipped;
}

/** Debian's Chromium, or Playwright's own where it was installed. */
function browser() {
  if (['/usr/bin/chromium', '/usr/bin/google-chrome', '/Applications/Google Chrome.app'].some(existsSync))
    return true;
  return existsSync(path.join(process.env.HOME ?? '', '.cache/ms-playwright'));
}
