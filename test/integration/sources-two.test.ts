import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Source } from '../../app/domain/customer.ts';
import { routeHosts } from '../../sandbox/route-hosts.ts';
import type { StoreCustomer } from '../../sandbox/shopify/store-customer.ts';
import { type RunningWoo, startWoo } from '../../sandbox/woocommerce/server.ts';
import type { User } from '../../sandbox/woocommerce/world.ts';
import { LIST } from '../support/model.ts';
import { runPlayer } from '../support/runs.ts';
import { dice, type Expected, sourceDifferences } from '../support/source-model.ts';
import { sourceService } from '../support/source-service.ts';
import { takeDelivery, WOO_ACCESS, WOO_HOST } from '../support/woo.ts';
import { startWorld, type TestWorld } from '../support/world.ts';

/** A Shopify store and a WooCommerce shop of one merchant, feeding one Brevo account. */
let world: TestWorld;
let woo: RunningWoo;
let route: { restore(): void };
let secret = '';

beforeAll(async () => {
  world = await startWorld();
  woo = await startWoo({ now: () => world.ports.now() });
  woo.world.webhooks.manual = true;
  woo.world.webhooks.locate = () => `${woo.url}/nowhere`;
  route = routeHosts({ [WOO_HOST]: woo.url });
  const service = sourceService(world.ports);
  const shop = { id: world.shopId, domain: world.shop.domain };
  const ending = await service.connect(shop, 'woocommerce', WOO_ACCESS);
  if (ending.kind !== 'connected') throw new Error(JSON.stringify(ending));
  secret = ending.secret as string;
});
afterEach(async () => {
  woo.world.faults.clear();
  world.brevo.faults.clear();
  await world.configure({});
});
afterAll(async () => {
  route.restore();
  await woo.close();
  await world.close();
});

const takeWoo = async () => {
  for (const delivery of woo.world.webhooks.pending.splice(0)) await takeDelivery(world, secret, delivery);
};
const inTurn = async (...steps: (() => Promise<unknown>)[]) => {
  for (const step of steps) await step();
};
const settle = async () => {
  await takeWoo();
  await world.settle();
};

/** What Brevo must hold of everybody in both shops. */
function expected(order: Source[] = ['shopify', 'woocommerce']): Expected[] {
  const byEmail = new Map<string, { shopify?: StoreCustomer; woo?: User }>();
  for (const customer of world.shop.customers.values())
    if (customer.email) byEmail.set(customer.email, { shopify: customer });
  for (const user of woo.world.users.values())
    if (user.role === 'customer') byEmail.set(user.email, { ...byEmail.get(user.email), woo: user });
  return [...byEmail].map(([email, { shopify, woo: user }]) => {
    const sides = order.flatMap((source) =>
      source === 'shopify' ? (shopify ? [ofShopify(shopify)] : []) : user ? [ofWoo(user)] : [],
    );
    const first = (name: 'firstName' | 'lastName') => sides.map((side) => side[name]).find(Boolean);
    const buyer = sides.find((side) => side.orders > 0) ?? sides[0];
    return {
      extId: sides[0]?.extId ?? '',
      email,
      attributes: { FIRSTNAME: first('firstName'), LASTNAME: first('lastName'), TOTAL_ORDERS: buyer?.orders },
      word: shopify?.emailConsent.state === 'SUBSCRIBED' ? 'yes' : 'none',
    };
  });
}

const ofShopify = (c: StoreCustomer) => ({
  extId: c.id,
  firstName: c.firstName,
  lastName: c.lastName,
  orders: c.orders.length,
});
const ofWoo = (u: User) => ({
  extId: `woocommerce-${u.id}`,
  firstName: u.firstName,
  lastName: u.lastName,
  orders: woo.world.ordersOf(u.id).length,
});
const faults = (order?: Source[]) => sourceDifferences(expected(order), world.brevo.contacts());

let people = 0;
function both(more: { shopify?: object; woo?: object } = {}) {
  people += 1;
  const email = `both${people}@example.com`;
  const customer = world.shop.createCustomer({
    email,
    firstName: 'Shop',
    emailState: 'SUBSCRIBED',
    ...more.shopify,
  } as never);
  const user = woo.world.register({ email, firstName: 'Woo', lastName: 'Commerce', ...more.woo });
  return { email, customer, user, contact: () => world.brevo.contactByEmail(email) };
}

describe('one person in two sources', () => {
  it.each<[string, () => Promise<void>]>([
    [
      'Shopify first',
      () =>
        inTurn(
          () => world.deliverWebhooks(),
          () => world.drain(),
          settle,
        ),
    ],
    ['WooCommerce first', () => inTurn(takeWoo, () => world.drain(), settle)],
    ['both at once', settle],
  ])('is one contact, of which the first source with a value rules each field: %s', async (_, arrive) => {
    const person = both();
    woo.world.order(person.user.id, 25);
    await arrive();
    expect(world.brevo.contacts().filter(({ email }) => email === person.email)).toHaveLength(1);
    expect(person.contact()).toMatchObject({
      extId: person.customer.id,
      attributes: { FIRSTNAME: 'Shop', LASTNAME: 'Commerce', TOTAL_ORDERS: 1, TOTAL_SPENT: 25 },
      listIds: [LIST],
    });
    expect(faults()).toEqual([]);
  });

  it('is ruled by the source that the merchant puts first', async () => {
    await world.configure({ sourceOrder: ['woocommerce'] });
    const person = both();
    await settle();
    expect(person.contact()).toMatchObject({
      extId: `woocommerce-${person.user.id}`,
      attributes: { FIRSTNAME: 'Woo' },
    });
    // Another order is a difference to what stands in Brevo: the next comparison brings it about.
    await world.configure({});
    const runs = runPlayer(world);
    const options = { dryRun: false, source: 'woocommerce' as const };
    await runs.play('reconciliation', await runs.start('reconciliation', options));
    expect(faults()).toEqual([]);
  });

  it('does not change to and fro with who was delivered last', async () => {
    const person = both();
    await settle();
    woo.world.update(person.user.id, { firstName: 'Other', lastName: 'Changed' });
    await settle();
    expect(person.contact()?.attributes).toMatchObject({ FIRSTNAME: 'Shop', LASTNAME: 'Changed' });
    world.shop.updateCustomer(person.customer.id, { firstName: 'Boss' });
    await settle();
    expect(person.contact()?.attributes).toMatchObject({ FIRSTNAME: 'Boss', LASTNAME: 'Changed' });
  });

  it.each(['soft', 'hard'] as const)(
    'stays while one of the sources still has them, under %s delete',
    async (deleteBehavior) => {
      await world.configure({ deleteBehavior });
      const person = both();
      await settle();
      woo.world.remove(person.user.id);
      await settle();
      expect(person.contact()).toMatchObject({ extId: person.customer.id, listIds: [LIST] });
      expect(person.contact()?.attributes).not.toHaveProperty('LASTNAME');

      const other = both();
      await settle();
      world.shop.deleteCustomer(other.customer.id);
      await settle();
      expect(other.contact()).toMatchObject({
        extId: `woocommerce-${other.user.id}`,
        attributes: { FIRSTNAME: 'Woo', LASTNAME: 'Commerce' },
      });
      woo.world.remove(other.user.id);
      await settle();
      if (deleteBehavior === 'hard') expect(other.contact()).toBeUndefined();
      else expect(other.contact()?.listIds).toEqual([]);
      expect(faults()).toEqual([]);
    },
  );

  it('who moves to another address in one source only becomes two contacts, each right', async () => {
    const person = both();
    await settle();
    const moved = `moved-${person.email}`;
    world.shop.updateCustomer(person.customer.id, { email: moved });
    await settle();
    expect(person.contact()).toMatchObject({
      extId: `woocommerce-${person.user.id}`,
      attributes: { FIRSTNAME: 'Woo' },
    });
    expect(world.brevo.contactByEmail(moved)).toMatchObject({
      extId: person.customer.id,
      attributes: { FIRSTNAME: 'Shop' },
      listIds: [LIST],
    });
    woo.world.update(person.user.id, { email: moved });
    await settle();
    expect(world.brevo.contactByEmail(moved)?.attributes).toMatchObject({
      FIRSTNAME: 'Shop',
      LASTNAME: 'Commerce',
    });
    expect(faults()).toEqual([]);
  });

  it('who said no in one source is blocked, whatever the other says', async () => {
    const person = both({ woo: { meta: new Map([['newsletter', 'yes']]) } });
    await settle();
    world.shop.setEmailConsent(person.customer.id, 'UNSUBSCRIBED');
    await settle();
    expect(person.contact()).toMatchObject({ emailBlacklisted: true, listIds: [] });
    woo.world.update(person.user.id, { lastName: 'Again' });
    await settle();
    expect(person.contact()).toMatchObject({ emailBlacklisted: true, listIds: [] });
    world.shop.deleteCustomer(person.customer.id);
    woo.world.remove(person.user.id);
    await settle();
  });

  it('waits while the other source cannot be read; others do not', async () => {
    const person = both();
    await settle();
    woo.world.faults.add({ kind: '503' });
    world.shop.updateCustomer(person.customer.id, { firstName: 'Late' });
    world.shop.createCustomer({ email: 'alone@example.com', firstName: 'Alone' });
    await world.deliverWebhooks();
    await world.drain();
    expect(world.brevo.contactByEmail('alone@example.com')).toBeDefined();
    expect(person.contact()?.attributes).toMatchObject({ FIRSTNAME: 'Shop', LASTNAME: 'Commerce' });
    woo.world.faults.clear();
    await settle();
    expect(person.contact()?.attributes).toMatchObject({ FIRSTNAME: 'Late', LASTNAME: 'Commerce' });
  });

  it('is no difference for the comparison of either source', async () => {
    both();
    await settle();
    const runs = runPlayer(world);
    for (const source of ['shopify', 'woocommerce'] as const) {
      const id = await runs.start('reconciliation', { dryRun: false, source });
      expect((await runs.play('reconciliation', id)).counts.differed).toBe(0);
    }
  });

  const SEEDS = Number(process.env.SOURCE_HISTORIES ?? 6);
  it.each(Array.from({ length: SEEDS }, (_, seed) => seed + 1))(
    'ends right after any history of both shops (seed %i)',
    async (seed) => {
      const roll = dice(seed);
      const addresses = Array.from({ length: 6 }, (_, i) => `h${seed}-${i}@example.com`);
      const taken = (email: string) => [...world.shop.customers.values()].some((c) => c.email === email);
      const used = (email: string) => [...woo.world.users.values()].some((u) => u.email === email);
      for (let step = 0; step < 50; step += 1) {
        world.advance(1_000 + roll.below(5_000));
        const mine = [...world.shop.customers.values()].filter((c) => c.email?.startsWith(`h${seed}-`));
        const theirs = [...woo.world.users.values()].filter((u) => u.email.startsWith(`h${seed}-`));
        const email = roll.pick(addresses);
        const act = roll.below(10);
        if (act < 2 && !taken(email)) world.shop.createCustomer({ email, firstName: `S${step}` });
        else if (act < 4 && !used(email))
          woo.world.register({ email, firstName: `W${step}`, lastName: `L${step}` });
        else if (act === 4 && mine.length > 0) world.shop.deleteCustomer(roll.pick(mine).id);
        else if (act === 5 && theirs.length > 0) woo.world.remove(roll.pick(theirs).id);
        else if (act === 6 && mine.length > 0 && !taken(email))
          world.shop.updateCustomer(roll.pick(mine).id, { email });
        else if (act === 7 && theirs.length > 0 && !used(email))
          woo.world.update(roll.pick(theirs).id, { email });
        else if (act === 8 && theirs.length > 0) woo.world.order(roll.pick(theirs).id, 10);
        else if (mine.length > 0) world.shop.updateCustomer(roll.pick(mine).id, { firstName: `S${step}` });
        if (roll.below(3) === 0) await takeWoo();
        if (roll.below(3) === 0) await world.deliverWebhooks();
        if (roll.below(3) === 0) await world.drain();
      }
      await settle();
      expect(faults()).toEqual([]);
    },
  );
});
