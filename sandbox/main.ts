import { setTimeout as sleep } from 'node:timers/promises';
import { launchSandbox, type Sandbox } from './launch.ts';
import type { Ending } from './processes.ts';

// `npm run sandbox` after its set-up (start.mjs): starts the world, prints one URL, and keeps it running.
if (process.env.SANDBOX_WATCH_PARENT) await import('./watch-parent.ts');

const FAST_DEATH_MS = 10_000;
const MAX_FAST_DEATHS = 3;
let sandbox: Sandbox | undefined;
let stopping = false;
let firstSignalAt = 0;
let fastDeaths = 0;
let startedAt = 0;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    // A terminal hands one Ctrl-C to this process, to start.mjs and to npm, and those hand it on.
    if (firstSignalAt > 0 && Date.now() - firstSignalAt > 2_000) process.exit(130);
    firstSignalAt ||= Date.now();
    void stop(0);
  });
}

process.stdout.write('Starting the sandbox\n');
try {
  sandbox = await launchSandbox({
    dataDir: process.env.SANDBOX_DATA_DIR || '.data',
    databaseUrl: process.env.DATABASE_URL || undefined,
    port: Number(process.env.SANDBOX_PORT || 0),
    onAppEnd: (ending, output) => void appEnded(ending, output),
  });
  startedAt = Date.now();
  if (!stopping) banner(sandbox);
} catch (error) {
  const taken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
  process.stderr.write(`${(error as Error).message}${taken ? ': set SANDBOX_PORT to another port' : ''}\n`);
  process.exit(1);
}

function banner({ startUrl, adminUrl, brevoUrl, wooUrl, magentoUrl, appPid }: Sandbox): void {
  process.stdout.write(
    [
      '',
      `  Shopify admin  ${adminUrl}`,
      `  Brevo          ${brevoUrl}/`,
      `  WooCommerce    ${wooUrl}/`,
      `  Magento        ${magentoUrl}/`,
      `  The app        process ${appPid}; kill it if you like, it comes back`,
      '',
      '  Ctrl-C stops everything. Begin here:',
      '',
      `  ${startUrl}/`,
      '',
    ].join('\n'),
  );
}

/** Killed: started again, as an orchestrator would. Ended by a fault of its own: nothing to wait for. */
async function appEnded({ code, signal }: Ending, output: string): Promise<void> {
  if (stopping) return;
  const killed = signal !== null || code === 0 || (code !== null && code > 128);
  fastDeaths = Date.now() - startedAt < FAST_DEATH_MS ? fastDeaths + 1 : 0;
  if (!killed || fastDeaths >= MAX_FAST_DEATHS) {
    process.stderr.write(`The app ended (${signal ?? `exit code ${code}`}):\n${output.trim()}\n`);
    return stop(1);
  }
  process.stdout.write(`The app ended (${signal ?? `exit code ${code}`}) and is started again\n`);
  startedAt = Date.now();
  try {
    await sandbox?.restartApp();
    process.stdout.write(`The app is back as process ${sandbox?.appPid}\n`);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    await stop(1);
  }
}

async function stop(code: number): Promise<void> {
  if (stopping) return;
  stopping = true;
  process.stdout.write('Stopping\n');
  // Stopped while starting: the start is waited for, it ends what it began.
  while (!sandbox) await sleep(100);
  await sandbox.stop();
  process.exit(code);
}
