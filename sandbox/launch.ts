import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { type AppProcess, startApp } from './app-process.ts';
import { keptSecrets } from './kept-secrets.ts';
import { stopLeftPostgres } from './left-postgres.ts';
import { MAGENTO_HOST } from './magento/page-shop.ts';
import { type Ending, ROOT, type SandboxProcess, startProcess } from './processes.ts';
import { routeTo } from './receiver/server.ts';
import { startStartPage } from './start-page.ts';
import { WOO_HOST } from './woocommerce/page-shop.ts';

export interface LaunchOptions {
  /** Secrets and, without `databaseUrl`, the embedded PostgreSQL. A relative path counts from the repository. */
  dataDir: string;
  databaseUrl?: string | undefined;
  /** How many customers the store begins with. */
  seed?: number;
  /** Prints nothing of what the processes say; it is in the error when a start fails. */
  quiet?: boolean;
  /** Port of the start page; 0 or absent: a free one. */
  port?: number;
  /** The app ended although nobody asked for it. */
  onAppEnd?: (ending: Ending, output: string) => void;
}

/** A running sandbox. All addresses are origins without a trailing slash. */
export interface Sandbox {
  startUrl: string;
  /** The page of the store's admin: `{shopifyUrl}/store/{handle}`. */
  adminUrl: string;
  brevoUrl: string;
  /** The merchant's own system that takes notifications. */
  receiverUrl: string;
  shopifyUrl: string;
  /** The pages of the merchant's other shops. */
  wooUrl: string;
  magentoUrl: string;
  /** The app's public address: the proxy that the admin's frame loads. */
  appUrl: string;
  readonly appPort: number;
  readonly appPid: number;
  apiKey: string;
  apiSecret: string;
  brevoKey: string;
  /** Ends once the app has ended; SIGKILL leaves its PostgreSQL running, as a crash does. */
  killApp(signal?: NodeJS.Signals): Promise<void>;
  /** Starts the app again; ends when it can serve. */
  restartApp(): Promise<void>;
  /** Ends all processes, the app first. */
  stop(): Promise<void>;
}

const BREVO_KEY = 'xkeysib-sandbox-0000000000000000';
const BREVO_READY = /^\{"brevo":"([^"]+)"\}$/;
const SHOPIFY_READY = /^\{"shopify":"([^"]+)","store":"[^"]+"\}$/;
const RECEIVER_READY = /^\{"receiver":"([^"]+)"\}$/;
const SHOPS_READY = /^\{"shops":"([^"]+)"\}$/;
const PROXY_READY = /^\{"proxy":"([^"]+)"\}$/;
/** The app itself stops waiting after 28 seconds. */
const APP_STOPS_WITHIN_MS = 32_000;

/** Starts the whole fake world: Brevo, Shopify with its admin, the app's public address, the app, the start page. */
export async function launchSandbox(options: LaunchOptions): Promise<Sandbox> {
  const dataDir = path.resolve(ROOT, options.dataDir);
  await mkdir(dataDir, { recursive: true });
  const secrets = await keptSecrets(dataDir);
  const running: SandboxProcess[] = [];
  const print = options.quiet
    ? undefined
    : (name: string) => (line: string) => process.stderr.write(`${name}: ${line}\n`);
  const start = async (name: string, args: string[], ready: RegExp, env: Record<string, string> = {}) => {
    const onLine = print?.(name);
    const started = await startProcess({ name, args, ready, env, ...(onLine ? { onLine } : {}) });
    running.push(started);
    return started;
  };
  let app: AppProcess | undefined;
  let startPage: Awaited<ReturnType<typeof startStartPage>> | undefined;
  let stopping = false;

  const stop = async () => {
    stopping = true;
    await app?.stop(APP_STOPS_WITHIN_MS);
    if (options.databaseUrl === undefined) await stopLeftPostgres(dataDir);
    await Promise.all(running.map((each) => each.stop()));
    await startPage?.close();
  };

  try {
    startPage = await startStartPage(options.port ?? 0);
    const [brevo, proxy, receiver, shops] = await Promise.all([
      start('Brevo', ['sandbox/brevo/main.ts'], BREVO_READY),
      start('Proxy', ['sandbox/shopify/frame-proxy-main.ts'], PROXY_READY),
      start('Receiver', ['sandbox/receiver/main.ts'], RECEIVER_READY),
      start('Other shops', ['sandbox/other-shops/main.ts'], SHOPS_READY),
    ]);
    const [wooUrl = '', magentoUrl = ''] = shops.found.split(' ');
    const shopify = await start('Shopify', ['sandbox/shopify/main.ts'], SHOPIFY_READY, {
      SANDBOX_SHOPIFY: JSON.stringify({
        apiKey: secrets.apiKey,
        apiSecret: secrets.apiSecret,
        frameUrl: proxy.found,
        brevoUrl: brevo.found,
        startUrl: startPage.url,
        reused: secrets.reused || options.databaseUrl !== undefined,
        ...(options.seed === undefined ? {} : { seed: options.seed }),
      }),
    });
    const store = /"store":"([^"]+)"/.exec(shopify.output())?.[1] ?? '';
    proxy.tell({ admin: shopify.found });
    const launchApp = async (port: number) => {
      const onLine = print?.('App');
      const started = await startApp({
        env: {
          SHOPIFY_API_KEY: secrets.apiKey,
          SHOPIFY_API_SECRET: secrets.apiSecret,
          SHOPIFY_APP_URL: proxy.found,
          ENCRYPTION_KEY: secrets.encryptionKey,
          DATABASE_URL: options.databaseUrl,
          DATA_DIR: dataDir,
          SANDBOX_SHOPIFY_URL: shopify.found,
          SANDBOX_BREVO_URL: brevo.found,
          SANDBOX_HOSTS: JSON.stringify({ [WOO_HOST]: wooUrl, [MAGENTO_HOST]: magentoUrl }),
          SANDBOX_RECEIVERS: JSON.stringify(routeTo(Number(new URL(receiver.found).port))),
        },
        port,
        ...(onLine ? { onLine } : {}),
      });
      app = started;
      proxy.tell({ app: started.port });
      void started.ended.then((ending) => {
        if (!stopping && !started.expectedToEnd()) options.onAppEnd?.(ending, started.output());
      });
      return started;
    };
    const first = await launchApp(0);
    const sandbox: Sandbox = {
      startUrl: startPage.url,
      adminUrl: `${shopify.found}/store/${store}`,
      brevoUrl: brevo.found,
      receiverUrl: receiver.found,
      shopifyUrl: shopify.found,
      wooUrl,
      magentoUrl,
      appUrl: proxy.found,
      get appPort() {
        return (app ?? first).port;
      },
      get appPid() {
        return (app ?? first).pid;
      },
      apiKey: secrets.apiKey,
      apiSecret: secrets.apiSecret,
      brevoKey: BREVO_KEY,
      killApp: (signal = 'SIGKILL') => (app ?? first).end(signal),
      restartApp: async () => void (await launchApp((app ?? first).port)),
      stop,
    };
    startPage.show(sandbox);
    return sandbox;
  } catch (error) {
    await stop();
    throw error;
  }
}
