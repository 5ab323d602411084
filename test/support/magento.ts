import type { MagentoWorld } from '../../sandbox/magento/world.ts';
import type { Expected } from './source-model.ts';

export const MAGENTO_HOST = 'magento.example.com';
export const MAGENTO_ACCESS = {
  url: `https://${MAGENTO_HOST}/`,
  consumerKey: 'consumerkey0123456789abcdef01234',
  consumerSecret: 'consumersecret0123456789abcdef01',
  accessToken: 'magentotoken0123456789abcdef0123',
  accessTokenSecret: 'tokensecret0123456789abcdef01234',
};

/** What Brevo must hold of a shop. */
export function expectedOf(magento: MagentoWorld, timeZone = 'Europe/Amsterdam'): Expected[] {
  return [...magento.customers.values()].map((customer) => {
    const orders = magento.ordersOf(customer.id);
    const last = Math.max(...orders.map((order) => order.createdAt));
    return {
      extId: `magento-${customer.id}`,
      email: customer.email,
      attributes: {
        FIRSTNAME: customer.firstName,
        LASTNAME: customer.lastName,
        TOTAL_ORDERS: orders.length,
        TOTAL_SPENT: Math.round(orders.reduce((sum, o) => sum + o.total - o.refunded, 0) * 100) / 100,
        LAST_ORDER_DATE: orders.length === 0 ? undefined : dayIn(timeZone, last),
      },
      word: customer.subscribed ? 'yes' : 'none',
    };
  });
}

function dayIn(timeZone: string, at: number): string {
  const parts = { year: 'numeric', month: '2-digit', day: '2-digit' } as const;
  return new Intl.DateTimeFormat('en-CA', { timeZone, ...parts }).format(Math.floor(at / 1_000) * 1_000);
}
