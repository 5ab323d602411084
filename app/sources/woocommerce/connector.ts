import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { PublicFetch } from '../../public-internet/fetch.server.ts';
import type { Connector } from '../connector.ts';
import { readAccess } from '../read-access.ts';
import { shopAddress } from '../shop-address.ts';
import { type WooApi, woocommerceApi } from './api.server.ts';
import { TOPICS } from './ingest.ts';

const role = z.string().trim().min(1).max(60);

export const woocommerceConnectRequest = z.strictObject({
  url: shopAddress.meta({ description: 'The address of the shop, such as https://shop.example.com' }),
  consumerKey: z
    .string()
    .trim()
    .regex(/^ck_\w+$/, 'Must begin with ck_'),
  consumerSecret: z
    .string()
    .trim()
    .regex(/^cs_\w+$/, 'Must begin with cs_'),
  consentField: z
    .string()
    .trim()
    .max(255)
    .nullish()
    .transform((name) => name || null)
    .meta({
      description: 'The user meta field that holds the newsletter consent; without it consent is unknown',
    }),
  roles: z
    .array(role)
    .min(1)
    .max(20)
    .default(['customer'])
    .meta({ description: 'The WordPress roles whose users are customers' }),
});

/** A person waits. */
const CHECK_MS = 10_000;

export function woocommerceConnector(http: PublicFetch): Connector {
  return {
    /** Letters and digits: WooCommerce decodes HTML in secrets before it signs with them. */
    newSecret: () => randomBytes(32).toString('hex'),

    read: (sent) =>
      readAccess(woocommerceConnectRequest, sent, ({ url, consumerKey, consumerSecret, ...options }) => ({
        url,
        credentials: { key: consumerKey, secret: consumerSecret },
        options: { ...options, currency: '' },
      })),

    async check(access) {
      const { call } = woocommerceApi(http, access);
      const answer = await call('/wc/v3/customers?per_page=1&role=all', { timeoutMs: CHECK_MS });
      if (answer.kind === 'denied') return { kind: 'refused', message: answer.message };
      if (answer.kind === 'not_found')
        return { kind: 'refused', message: 'There is no WooCommerce REST API at this address' };
      if (answer.kind === 'unavailable') return { kind: 'unreachable', message: answer.message };
      if (!Array.isArray(answer.body))
        return { kind: 'refused', message: 'What answers at this address is not WooCommerce' };
      const currency = await call('/wc/v3/data/currencies/current', { timeoutMs: CHECK_MS });
      const code = currency.kind === 'ok' ? (currency.body as { code?: unknown } | null)?.code : undefined;
      return { kind: 'ok', found: typeof code === 'string' ? { currency: code } : {} };
    },

    async subscribe(access, { url, secret }) {
      const api = woocommerceApi(http, access);
      const ours = await webhooksTo(api, url);
      if (!ours) return false;
      for (const topic of TOPICS) {
        const before = ours.find((webhook) => webhook.topic === topic);
        const body = { name: 'Customer Sync for Brevo', topic, delivery_url: url, secret, status: 'active' };
        const answer = before
          ? await api.call(`/wc/v3/webhooks/${before.id}`, { method: 'PUT', body, timeoutMs: CHECK_MS })
          : await api.call('/wc/v3/webhooks', { method: 'POST', body, timeoutMs: CHECK_MS });
        if (answer.kind !== 'ok') return false;
      }
      return true;
    },

    /** WooCommerce turns a webhook off after five deliveries in a row that failed, and never on again. */
    async revive(access, { url, secret }) {
      const api = woocommerceApi(http, access);
      const off = ((await webhooksTo(api, url)) ?? []).filter(({ status }) => status === 'disabled');
      for (const { id } of off) {
        const body = { status: 'active', secret };
        await api.call(`/wc/v3/webhooks/${id}`, { method: 'PUT', body, timeoutMs: CHECK_MS });
      }
      return off.length > 0;
    },

    async unsubscribe(access, ingestUrl) {
      const api = woocommerceApi(http, access);
      for (const { id } of (await webhooksTo(api, ingestUrl)) ?? [])
        await api.call(`/wc/v3/webhooks/${id}?force=true`, { method: 'DELETE', timeoutMs: CHECK_MS });
    },
  };
}

/** The webhooks that go to this address; null where the key may not see them. */
async function webhooksTo(api: WooApi, url: string): Promise<Webhook[] | null> {
  const list = await api.call('/wc/v3/webhooks?per_page=100', { timeoutMs: CHECK_MS });
  if (list.kind !== 'ok' || !Array.isArray(list.body)) return null;
  return (list.body as Webhook[]).filter((webhook) => webhook.delivery_url === url);
}

interface Webhook {
  id: number;
  topic: string;
  status: string;
  delivery_url: string;
}
