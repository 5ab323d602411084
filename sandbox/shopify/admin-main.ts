import { type AdminOptions, type AdminRoutes, adminRoutes } from './admin-page.ts';
import { startShopify } from './server.ts';

// The emulated Shopify with its admin, as a process of its own; what it needs to know comes in one variable.
const options = JSON.parse(process.env.SANDBOX_SHOPIFY ?? '{}') as AdminOptions & {
  apiKey: string;
  apiSecret: string;
  seed?: number;
};
let routes: AdminRoutes = () => false;
const shopify = await startShopify({
  apiKey: options.apiKey,
  apiSecret: options.apiSecret,
  appUrl: options.frameUrl,
  routes: (request, response, url) => routes(request, response, url),
});
routes = adminRoutes(shopify.world, options);
const [domain = ''] = shopify.world.shops.keys();
process.stdout.write(
  `${JSON.stringify({ shopify: shopify.url, store: domain.replace('.myshopify.com', '') })}\n`,
);
