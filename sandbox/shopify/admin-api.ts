import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AdminOptions } from './admin-page.ts';
import { customerView, listCustomers, TIER } from './admin-views.ts';
import { burst } from './burst.ts';
import type { EmailState, NewCustomer, Shop, StoreCustomer } from './shop.ts';
import type { ShopifyWorld } from './world.ts';

interface Call {
  world: ShopifyWorld;
  options: AdminOptions;
  shop: Shop;
  query: URLSearchParams;
  body: Record<string, unknown>;
  /** What the pattern's groups matched. */
  id: string;
}

type Answer = unknown | Promise<unknown>;

/** What the admin's page may ask and do: `/__sandbox/admin/{store}/...`, JSON in and out. */
const ROUTES: [string, RegExp, (call: Call) => Answer][] = [
  ['GET', /^state$/, (call) => state(call)],
  ['GET', /^frame$/, (call) => frame(call)],
  ['GET', /^customers$/, ({ shop, query }) => listCustomers(shop, query)],
  ['POST', /^customers$/, ({ shop, body }) => withTier(shop, shop.createCustomer(body as NewCustomer), body)],
  ['GET', /^customers\/(\d+)$/, ({ shop, id }) => customerView(shop, shop.customer(id))],
  [
    'PUT',
    /^customers\/(\d+)$/,
    ({ shop, id, body }) => withTier(shop, shop.updateCustomer(id, body as NewCustomer), body),
  ],
  ['DELETE', /^customers\/(\d+)$/, ({ shop, id }) => shop.deleteCustomer(id)],
  ['POST', /^customers\/(\d+)\/tags$/, (call) => tags(call)],
  [
    'POST',
    /^customers\/(\d+)\/orders$/,
    ({ shop, id, body }) => shop.placeOrder(id, { total: Number(body.total) }),
  ],
  [
    'PUT',
    /^customers\/(\d+)\/email-consent$/,
    ({ shop, id, body }) => shop.setEmailConsent(id, body.state as EmailState),
  ],
  [
    'PUT',
    /^customers\/(\d+)\/sms-consent$/,
    ({ shop, id, body }) => shop.setSmsConsent(id, body.state as EmailState),
  ],
  [
    'PUT',
    /^customers\/(\d+)\/state$/,
    ({ shop, id, body }) => shop.setState(id, body.state === 'ENABLED' ? 'ENABLED' : 'DISABLED'),
  ],
  ['POST', /^customers\/(\d+)\/data-request$/, ({ shop, id }) => shop.requestData(id)],
  ['POST', /^customers\/(\d+)\/redact$/, (call) => redact(call)],
  ['POST', /^merge$/, ({ shop, body }) => shop.mergeCustomers(String(body.keep), String(body.drop))],
  ['POST', /^burst$/, ({ shop, body }) => burst(shop, Math.min(5_000, Number(body.count) || 0))],
  ['POST', /^install$/, (call) => install(call)],
  ['POST', /^uninstall$/, ({ world, shop }) => world.uninstall(shop.domain)],
  ['POST', /^redact-shop$/, ({ world, shop }) => world.redactShop(shop.domain)],
  ['PUT', /^switches$/, (call) => switches(call)],
  ['GET', /^deliveries$/, (call) => deliveries(call)],
];

export async function answerAdminApi(
  world: ShopifyWorld,
  options: AdminOptions,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<boolean> {
  const [handle = '', ...rest] = url.pathname.slice('/__sandbox/admin/'.length).split('/');
  const shop = world.shops.get(`${handle}.myshopify.com`);
  const asked = rest.join('/');
  const route = ROUTES.find(([method, pattern]) => method === request.method && pattern.test(asked));
  if (!shop || !route) return json(response, 404, { error: 'Not found' });
  const id = route[1].exec(asked)?.[1] ?? '';
  try {
    const body = await readBody(request);
    const answer = await route[2]({ world, options, shop, query: url.searchParams, body, id });
    return json(response, 200, answer ?? {});
  } catch (error) {
    // The store refuses in words: an address that is taken, a customer that is gone.
    return json(response, 422, { error: (error as Error).message });
  }
}

function state({ world, options, shop }: Call) {
  return {
    store: { name: shop.name, domain: shop.domain, currency: shop.currency, customers: shop.customers.size },
    installed: shop.installed,
    scopes: shop.scopes,
    switches: world.webhooks.switches,
    brevoUrl: options.brevoUrl,
    startUrl: options.startUrl,
  };
}

/** The address that the admin's frame loads. A path of the app counts from its origin, none means its first page. */
async function frame({ world, options, shop, query }: Call) {
  const asked = new URL(query.get('path') || '/app', options.frameUrl);
  const path = /^\/app(\/|$)/.test(asked.pathname) ? asked.pathname : `/app${asked.pathname}`;
  const params = await world.tokens.installParams(shop.domain, query.get('locale') ?? 'en');
  for (const [name, value] of asked.searchParams) if (!params.has(name)) params.append(name, value);
  return { url: `${options.frameUrl}${path.replace(/\/$/, '')}?${params}` };
}

/** The tier is a metafield: it is set beside the customer, with an update of its own, and only when it changed. */
function withTier(shop: Shop, customer: StoreCustomer, { tier }: Record<string, unknown>) {
  const before = customer.metafields[TIER]?.value ?? null;
  if (tier !== undefined && tier !== before) {
    shop.setMetafield(customer.id, TIER, 'single_line_text_field', tier as string | null);
  }
  return customerView(shop, customer);
}

function tags({ shop, id, body }: Call) {
  if (Array.isArray(body.add)) shop.addTags(id, body.add as string[]);
  if (Array.isArray(body.remove)) shop.removeTags(id, body.remove as string[]);
  return customerView(shop, shop.customer(id));
}

/** As Shopify does it for a request to erase: the customer is deleted, the app is told, and later told to erase. */
function redact({ shop, id }: Call): void {
  const { email, phone } = shop.customer(id);
  shop.deleteCustomer(id);
  shop.redactCustomer(id, { email, phone });
}

/** An app that remembers the store from an earlier start must not take its old token for a good one. */
async function install({ world, options, shop }: Call): Promise<void> {
  if (shop.installed || !options.reused) return;
  options.reused = false;
  world.uninstall(shop.domain);
  await world.webhooks.settled();
}

function switches({ world, body }: Call) {
  const known = world.webhooks.switches;
  for (const name of ['duplicate', 'drop'] as const) if (name in body) known[name] = Boolean(body[name]);
  for (const name of ['delayMs', 'shuffleMs'] as const)
    if (name in body) known[name] = Number(body[name]) || 0;
  return known;
}

function deliveries({ world, shop }: Call) {
  const own = world.webhooks.log.filter((delivery) => delivery.shop === shop.domain);
  return {
    total: own.length,
    deliveries: own
      .slice(-100)
      .reverse()
      .map(({ topic, webhookId, body, headers, attempts }) => ({
        topic,
        webhookId,
        triggeredAt: headers['x-shopify-triggered-at'],
        body,
        attempts,
      })),
  };
}

async function readBody(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString('utf8') || '{}') as Record<string, unknown>;
}

function json(response: ServerResponse, status: number, body: unknown): boolean {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
  return true;
}
