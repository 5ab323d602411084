import { afterAll, beforeAll, expect, it } from 'vitest';
import { SOURCES, type Source } from '../../app/domain/customer.ts';
import { carryingChange } from '../../app/sources/custom/change.ts';
import { createPolling } from '../../app/sync/poll.server.ts';
import { receive } from '../../app/sync/receive.server.ts';
import { type RunningMagento, startMagento } from '../../sandbox/magento/server.ts';
import { routeHosts } from '../../sandbox/route-hosts.ts';
import { SHOP_FAULT_KINDS } from '../../sandbox/shop-faults.ts';
import { type RunningWoo, startWoo } from '../../sandbox/woocommerce/server.ts';
import { MAGENTO_ACCESS, MAGENTO_HOST } from '../support/magento.ts';
import { drainUntilDeath } from '../support/mortal-drain.ts';
import { dice, type Expected, sourceDifferences } from '../support/source-model.ts';
import { sourceService } from '../support/source-service.ts';
import { takeDelivery, WOO_ACCESS, WOO_HOST } from '../support/woo.ts';
import { startWorld, type TestWorld } from '../support/world.ts';

/**
 * All four sources of one merchant at once, of the same few people, with workers that die: whatever happened, Brevo holds
 * of each person what the ruling source says. SOURCE_HISTORIES is how many histories are played.
 */
const SEEDS = Number(process.env.SOURCE_HISTORIES ?? 4);

let world: TestWorld;
let woo: RunningWoo;
let magento: RunningMagento;
let route: { restore(): void };
let secret = '';

interface Own {
  id: string;
  email: string;
  firstName: string;
}
const own = new Map<string, Own>();
let deaths = 0;

beforeAll(async () => {
  world = await startWorld({ random: () => 0.5 });
  world.shopify.tokens.valid = () => true;
  const now = () => world.ports.now();
  [woo, magento] = [await startWoo({ now }), await startMagento({ now })];
  woo.world.webhooks.manual = true;
  woo.world.webhooks.locate = () => `${woo.url}/nowhere`;
  route = routeHosts({ [WOO_HOST]: woo.url, [MAGENTO_HOST]: magento.url });
  const service = sourceService(world.ports);
  const shop = { id: world.shopId, domain: world.shop.domain };
  const connected = await service.connect(shop, 'woocommerce', WOO_ACCESS);
  if (connected.kind !== 'connected') throw new Error(JSON.stringify(connected));
  secret = connected.secret as string;
  expect(await service.connect(shop, 'magento', MAGENTO_ACCESS)).toMatchObject({ kind: 'connected' });
  expect(await service.connect(shop, 'custom', {})).toMatchObject({ kind: 'connected' });
  await poll();
  await world.settle();
});
afterAll(async () => {
  route.restore();
  await Promise.all([woo.close(), magento.close()]);
  await world.close();
});

const poll = (gone = false) => createPolling(world.ports).poll(world.shopId, 'magento', gone);
const takeWoo = async () => {
  for (const delivery of woo.world.webhooks.pending.splice(0)) await takeDelivery(world, secret, delivery);
};

async function tell(event: 'customer_updated' | 'customer_deleted', person: Own): Promise<void> {
  const { id, email, firstName } = person;
  const trigger = { event, occurredAt: new Date(world.ports.now()), customerId: id, changes: {} };
  const change = carryingChange({ ...trigger, data: { id, email, firstName } }, 'custom', (text) =>
    world.ports.secrets.encrypt(text),
  );
  await receive(world.ports, [{ shopId: world.shopId, changes: [change] }]);
}

/** What Brevo must hold of everybody in any of the four. */
function expected(): Expected[] {
  const sides = new Map<
    string,
    { source: Source; extId: string; firstName: string; orders: number | null }[]
  >();
  const add = (
    email: string,
    side: { source: Source; extId: string; firstName: string; orders: number | null },
  ) => sides.set(email, [...(sides.get(email) ?? []), side]);
  for (const c of world.shop.customers.values())
    add(c.email ?? '', {
      source: 'shopify',
      extId: c.id,
      firstName: c.firstName ?? '',
      orders: c.orders.length,
    });
  for (const u of woo.world.users.values())
    if (u.role === 'customer')
      add(u.email, {
        source: 'woocommerce',
        extId: `woocommerce-${u.id}`,
        firstName: u.firstName,
        orders: woo.world.ordersOf(u.id).length,
      });
  for (const c of magento.world.customers.values())
    add(c.email, {
      source: 'magento',
      extId: `magento-${c.id}`,
      firstName: c.firstName,
      orders: magento.world.ordersOf(c.id).length,
    });
  for (const { id, email, firstName } of own.values())
    add(email, { source: 'custom', extId: id, firstName, orders: null });
  return [...sides].map(([email, all]) => {
    all.sort((a, b) => SOURCES.indexOf(a.source) - SOURCES.indexOf(b.source));
    const buyer = all.find(({ orders }) => (orders ?? 0) > 0) ?? all.find(({ orders }) => orders !== null);
    return {
      extId: all[0]?.extId ?? '',
      email,
      attributes: {
        FIRSTNAME: all.map(({ firstName }) => firstName).find(Boolean),
        TOTAL_ORDERS: buyer?.orders ?? undefined,
      },
      word: 'none',
    };
  });
}

it.each(Array.from({ length: SEEDS }, (_, seed) => seed + 1))(
  'Brevo is right after any history of all four sources, with faults and dying workers (seed %i)',
  async (seed) => {
    const roll = dice(seed * 7_919);
    const mine = (email: string | null) => email?.startsWith(`f${seed}-`) ?? false;
    const addresses = Array.from({ length: 6 }, (_, i) => `f${seed}-${i}@example.com`);
    /** Each source as a person works in it: add, rename, move to another address, delete; never one address twice. */
    const shopify = () => [...world.shop.customers.values()].filter(({ email }) => mine(email));
    const users = () => [...woo.world.users.values()].filter(({ email }) => mine(email));
    const buyers = () => [...magento.world.customers.values()].filter(({ email }) => mine(email));
    const told = () => [...own.values()].filter(({ email }) => mine(email));
    for (let step = 0; step < 60; step += 1) {
      world.advance(1_000 + roll.below(5_000));
      const email = roll.pick(addresses);
      const firstName = `N${step}`;
      const act = roll.pick(['add', 'add', 'rename', 'rename', 'move', 'delete', 'order'] as const);
      const source = roll.pick(SOURCES);
      const all: { email: string | null }[] = {
        shopify: shopify(),
        woocommerce: users(),
        magento: buyers(),
        custom: told(),
      }[source];
      const free = !all.some((each) => each.email === email);
      const at = all.length > 0 ? roll.below(all.length) : -1;
      if (source === 'shopify') {
        const one = shopify()[at];
        if (act === 'add' && free) world.shop.createCustomer({ email, firstName });
        else if (act === 'rename' && one) world.shop.updateCustomer(one.id, { firstName });
        else if (act === 'move' && one && free) world.shop.updateCustomer(one.id, { email });
        else if (act === 'delete' && one) world.shop.deleteCustomer(one.id);
      } else if (source === 'woocommerce') {
        const one = users()[at];
        if (act === 'add' && free) woo.world.register({ email, firstName });
        else if (act === 'rename' && one) woo.world.update(one.id, { firstName });
        else if (act === 'move' && one && free) woo.world.update(one.id, { email });
        else if (act === 'delete' && one) woo.world.remove(one.id);
        else if (act === 'order' && one) woo.world.order(one.id, 10);
      } else if (source === 'magento') {
        const one = buyers()[at];
        if (act === 'add' && free) magento.world.register({ email, firstName });
        else if (act === 'rename' && one) magento.world.update(one.id, { firstName });
        else if (act === 'move' && one && free) magento.world.update(one.id, { email });
        else if (act === 'delete' && one) magento.world.remove(one.id);
        else if (act === 'order' && one) magento.world.order(one.id, 10);
      } else {
        const one = told()[at];
        const next =
          act === 'add' && free
            ? { id: `own-${seed}-${step}`, email, firstName }
            : act === 'rename' && one
              ? { ...one, firstName }
              : act === 'move' && one && free
                ? { ...one, email }
                : null;
        if (next) {
          own.set(next.id, next);
          await tell('customer_updated', next);
        } else if (act === 'delete' && one) {
          own.delete(one.id);
          await tell('customer_deleted', one);
        }
      }
      if (roll.below(12) === 0)
        roll.pick([woo, magento]).world.faults.add({ kind: roll.pick(SHOP_FAULT_KINDS), times: 1 });
      if (roll.below(12) === 0)
        world.brevo.faults.add({
          kind: roll.pick(['503', 'reset', 'resetAfterApply', '429'] as const),
          times: 1,
        });
      if (roll.below(3) === 0) await takeWoo();
      if (roll.below(3) === 0) await world.deliverWebhooks();
      if (roll.below(4) === 0) await poll(roll.below(4) === 0);
      const plan = {
        kind: roll.pick(['brevo', 'database', 'source'] as const),
        at: 1 + roll.below(20),
        after: roll.below(2) === 0,
      };
      if (roll.below(3) === 0 && (await drainUntilDeath(world, roll.below(2) === 0 ? plan : null)))
        deaths += 1;
    }
    for (const each of [woo, magento]) each.world.faults.clear();
    world.brevo.faults.clear();
    await takeWoo();
    await poll(true);
    await world.settle();
    expect(sourceDifferences(expected(), world.brevo.contacts())).toEqual([]);
    expect(expected().length).toBeGreaterThan(2);
    expect(deaths).toBeGreaterThan(0);
  },
  120_000,
);
