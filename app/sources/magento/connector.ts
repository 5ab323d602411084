import { z } from 'zod';
import type { PublicFetch } from '../../public-internet/fetch.server.ts';
import type { CheckEnding, Connector } from '../connector.ts';
import { readAccess } from '../read-access.ts';
import { shopAddress } from '../shop-address.ts';
import { type MagentoApi, magentoApi } from './api.server.ts';

const key = z
  .string()
  .trim()
  .min(1, 'Must not be blank')
  .max(500)
  .regex(/^[!-~]*$/, 'Must not hold spaces');

/** What requests are signed with, beside the access token. */
const SIGNING = ['consumerKey', 'consumerSecret', 'accessTokenSecret'] as const;

export const magentoConnectRequest = z
  .strictObject({
    url: shopAddress.meta({ description: 'The address of the shop, such as https://shop.example.com' }),
    accessToken: key.meta({
      description: 'The access token of an integration that may read customers and orders',
    }),
    consumerKey: key.optional().meta({
      description:
        'With consumerSecret and accessTokenSecret requests are signed (OAuth 1.0a); without them the token goes alone, which Magento 2.4.4 and later refuse until they are told otherwise',
    }),
    consumerSecret: key.optional(),
    accessTokenSecret: key.optional(),
  })
  .superRefine((sent, context) => {
    const missing = SIGNING.filter((name) => sent[name] === undefined);
    if (missing.length === SIGNING.length) return;
    for (const name of missing)
      context.addIssue({ code: 'custom', path: [name], message: 'Must be there, as the other keys are' });
  });

/** A person waits. */
const CHECK_MS = 10_000;

export function magentoConnector(http: PublicFetch): Connector {
  return {
    read: (sent) =>
      readAccess(magentoConnectRequest, sent, (sent) => ({
        url: sent.url,
        credentials: {
          token: sent.accessToken,
          ...(sent.consumerKey && sent.consumerSecret && sent.accessTokenSecret
            ? {
                consumerKey: sent.consumerKey,
                consumerSecret: sent.consumerSecret,
                tokenSecret: sent.accessTokenSecret,
              }
            : {}),
        },
        options: { currency: '' },
      })),

    async check(access) {
      const api = magentoApi(http, access);
      const search = { filters: [], size: 1, sort: 'entity_id', timeoutMs: CHECK_MS };
      const customers = await api.customers(search);
      if (customers.kind !== 'read') return endingOf(customers);
      const orders = await api.orders(search);
      if (orders.kind !== 'read') return endingOf(orders);
      const currency = orders.value.items[0]?.base_currency_code;
      return { kind: 'ok', found: currency ? { currency } : {} };
    },
  };
}

function endingOf(answer: Exclude<Awaited<ReturnType<MagentoApi['orders']>>, { kind: 'read' }>): CheckEnding {
  if (answer.kind === 'unavailable') return { kind: 'unreachable', message: answer.message };
  return {
    kind: 'refused',
    message: answer.kind === 'denied' ? answer.message : 'There is no Magento REST API at this address',
  };
}
