import { type AdminRoutes, adminRoutes } from './admin-page.ts';
import { seedShop } from './seed.ts';
import { startShopify } from './server.ts';
import { DEFAULT_SHOP } from './world.ts';

/** The sandbox hands everything over as one JSON value; the plain variables are for starting it by hand. */
interface Given {
  apiKey?: string;
  apiSecret?: string;
  frameUrl?: string;
  brevoUrl?: string;
  startUrl?: string;
  reused?: boolean;
  seed?: number;
}

// The emulated Shopify with its admin as a process of its own: ends with its parent.
const { env } = process;
const given = JSON.parse(env.SANDBOX_SHOPIFY || '{}') as Given;
const appUrl = given.frameUrl ?? env.SANDBOX_APP_URL ?? '';
let routes: AdminRoutes = () => false;
const shopify = await startShopify({
  apiKey: given.apiKey ?? required('SHOPIFY_API_KEY'),
  apiSecret: given.apiSecret ?? required('SHOPIFY_API_SECRET'),
  port: Number(env.SANDBOX_SHOPIFY_PORT || 0),
  appUrl,
  routes: (request, response, url) => routes(request, response, url),
});
seedShop(shopify.world.shop(), given.seed ?? Number(env.SANDBOX_SEED || 500));
routes = adminRoutes(shopify.world, { brevoUrl: '', startUrl: '', ...given, frameUrl: appUrl });

let stopping = false;
const stop = () => {
  if (stopping) return;
  stopping = true;
  void shopify.close().then(() => process.exit(0));
};
process.on('SIGTERM', stop);
// Ctrl-C in a terminal reaches everyone; the parent decides when this one ends.
process.on('SIGINT', () => {});
process.stdin.on('end', stop);
process.stdin.resume();
process.stdout.write(
  `${JSON.stringify({ shopify: shopify.url, store: DEFAULT_SHOP.replace('.myshopify.com', '') })}\n`,
);

function required(name: string): string {
  const value = env[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
}
