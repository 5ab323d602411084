import { woocommerceIngest } from '../../app/sources/woocommerce/ingest.ts';
import { receive } from '../../app/sync/receive.server.ts';
import type { WooDelivery } from '../../sandbox/woocommerce/webhooks.ts';
import type { User, WooWorld } from '../../sandbox/woocommerce/world.ts';
import type { Expected } from './source-model.ts';
import type { TestWorld } from './world.ts';

export const WOO_HOST = 'woo.example.com';
export const WOO_ACCESS = {
  url: `https://${WOO_HOST}`,
  consumerKey: 'ck_0123456789abcdef0123456789abcdef01234567',
  consumerSecret: 'cs_fedcba9876543210fedcba9876543210fedcba98',
  consentField: 'newsletter',
};

/** What Brevo must hold of a shop. `noes`: who ever said no, as far as anybody could see. */
export function expectedOf(woo: WooWorld, noes: ReadonlySet<number> = new Set()): Expected[] {
  return [...woo.users.values()]
    .filter(({ role }) => role === 'customer')
    .map((user) => expected(woo, user, noes));
}

function expected(woo: WooWorld, user: User, noes: ReadonlySet<number>): Expected {
  const orders = woo.ordersOf(user.id);
  const said = user.meta.get('newsletter');
  return {
    extId: `woocommerce-${user.id}`,
    email: user.email,
    attributes: {
      FIRSTNAME: user.firstName || undefined,
      LASTNAME: user.lastName || undefined,
      TOTAL_ORDERS: orders.length,
      TOTAL_SPENT: Math.round(orders.reduce((sum, order) => sum + order.total, 0) * 100) / 100,
      LAST_ORDER_DATE: undefined,
    },
    word:
      said === 'no'
        ? 'no'
        : said === 'yes'
          ? noes.has(user.id)
            ? 'unclear'
            : 'yes'
          : noes.has(user.id)
            ? 'unclear'
            : 'none',
  };
}

/** Takes a delivery as the door would. */
export async function takeDelivery(world: TestWorld, secret: string, delivery: WooDelivery): Promise<void> {
  const reading = woocommerceIngest.read({
    header: (name) => delivery.headers[name] ?? '',
    body: Buffer.from(delivery.body),
    secret,
    now: world.ports.now(),
    encrypt: (text) => text,
  });
  if (reading.kind === 'refused') throw new Error(reading.text);
  if (reading.kind !== 'changes') return;
  const receipt = { webhookId: `woocommerce:${reading.deliveryId}`, topic: reading.topic };
  await receive(world.ports, [{ shopId: world.shopId, changes: reading.changes, receipt }]);
}
