import { z } from 'zod';
import type { GuardedFetch } from '../../guarded-fetch.server.ts';
import type { CheckEnding, Connector } from '../connector.ts';
import { readAccess } from '../read-access.ts';
import { shopAddress } from '../shop-address.ts';
import { type MagentoApi, magentoApi } from './api.server.ts';

export const magentoConnectRequest = z.strictObject({
  url: shopAddress.meta({ description: 'The address of the shop, such as https://shop.example.com' }),
  accessToken: z
    .string()
    .trim()
    .min(1, 'Must not be blank')
    .max(500)
    .regex(/^[!-~]*$/, 'Must not hold spaces')
    .meta({ description: 'The access token of an integration that may read customers and orders' }),
});

/** A person waits. */
const CHECK_MS = 10_000;

export function magentoConnector(http: GuardedFetch): Connector {
  return {
    read: (sent) =>
      readAccess(magentoConnectRequest, sent, ({ url, accessToken }) => ({
        url,
        credentials: { token: accessToken },
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
