import { type RunningShopify, startShopify } from './server.ts';
import type { Shop } from './shop.ts';
import { DEFAULT_SHOP, type ShopifyWorld } from './world.ts';

const KEY = 'test-client-id';
const SECRET = 'test-client-secret';
export const START = Date.parse('2026-11-24T10:00:00Z');

interface Reply {
  data: Record<string, unknown>;
  errors?: { message: string; path?: unknown[]; extensions?: { code?: string } }[];
  extensions?: { cost: { requestedQueryCost: number; actualQueryCost: number | null } };
}

/** An emulated Shopify for the tests beside it: its clock stands still, webhooks wait, nothing is throttled. */
export interface TestShopify {
  url: string;
  world: ShopifyWorld;
  shop: Shop;
  graphql(query: string, variables?: Record<string, unknown>): Promise<Reply>;
  close(): Promise<void>;
}

export async function startTestShopify(): Promise<TestShopify> {
  const running: RunningShopify = await startShopify({
    apiKey: KEY,
    apiSecret: SECRET,
    now: () => START,
    random: () => 0,
  });
  const { world, url } = running;
  world.buckets.enforced = false;
  world.webhooks.switches.manual = true;
  const exchanged = await world.tokens.answer(world.shop(), {
    client_id: KEY,
    client_secret: SECRET,
    grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
    subject_token: await world.tokens.idToken(DEFAULT_SHOP),
    requested_token_type: 'urn:shopify:params:oauth:token-type:offline-access-token',
    expiring: '1',
  });
  const { access_token: token } = exchanged.body as { access_token: string };
  return {
    url,
    world,
    shop: world.shop(),
    async graphql(query, variables = {}) {
      const answer = await fetch(`${url}/admin/api/2026-10/graphql.json`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-sandbox-host': DEFAULT_SHOP,
          'x-shopify-access-token': token,
        },
        body: JSON.stringify({ query, variables }),
      });
      const reply = (await answer.json()) as Reply;
      return { ...reply, data: reply.data ?? {} };
    },
    close: () => running.close(),
  };
}
