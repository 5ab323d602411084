import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { SourceService } from '../../app/services.ts';
import { routeHosts } from '../../sandbox/route-hosts.ts';
import { SHOP_FAULT_KINDS, type ShopFaultKind } from '../../sandbox/shop-faults.ts';
import { type RunningWoo, startWoo } from '../../sandbox/woocommerce/server.ts';
import type { WooDelivery } from '../../sandbox/woocommerce/webhooks.ts';
import { runPlayer } from '../support/runs.ts';
import { dice, sourceDifferences } from '../support/source-model.ts';
import { sourceService } from '../support/source-service.ts';
import { expectedOf, takeDelivery, WOO_ACCESS, WOO_HOST } from '../support/woo.ts';
import { startWorld, type TestWorld } from '../support/world.ts';

let world: TestWorld;
let woo: RunningWoo;
let route: { restore(): void };
let sources: SourceService;
let secret = '';
/** Of which sources events were lost, so that a comparison is asked for. */
const lost: string[] = [];

beforeAll(async () => {
  world = await startWorld();
  woo = await startWoo({ now: () => world.ports.now() });
  woo.world.webhooks.manual = true;
  woo.world.webhooks.locate = () => `${woo.url}/nowhere`;
  route = routeHosts({ [WOO_HOST]: woo.url });
  sources = sourceService(world.ports, (source) => lost.push(source));
  const ending = await sources.connect(shop(), 'woocommerce', WOO_ACCESS);
  if (ending.kind !== 'connected') throw new Error(JSON.stringify(ending));
  expect(ending.subscribed).toBe(true);
  secret = ending.secret as string;
});
afterAll(async () => {
  route.restore();
  await woo.close();
  await world.close();
});
afterEach(() => {
  woo.world.faults.clear();
  world.brevo.faults.clear();
});

const shop = () => ({ id: world.shopId, domain: world.shop.domain });
const faultsNow = (noes: ReadonlySet<number> = new Set()) =>
  sourceDifferences(expectedOf(woo.world, noes), world.brevo.contacts());
const takeAll = async () => {
  for (const delivery of woo.world.webhooks.pending.splice(0)) await takeDelivery(world, secret, delivery);
};

describe('connecting WooCommerce', () => {
  it('registers the webhooks with the secret, and stores neither key nor secret in clear', async () => {
    expect(woo.world.webhooks.all.map(({ topic }) => topic)).toEqual([
      'customer.created',
      'customer.updated',
      'customer.deleted',
      'order.created',
      'order.updated',
    ]);
    const row = await world.database.prisma.sourceConnection.findFirst();
    expect(JSON.stringify(row)).not.toMatch(new RegExp(`${secret}|cs_|ck_`));
    expect(row?.options).toEqual({ consentField: 'newsletter', roles: ['customer'], currency: 'EUR' });
  });

  it.each<[string, Record<string, unknown>, object]>([
    ['a wrong key', { consumerKey: 'ck_wrong' }, { kind: 'refused', message: 'Consumer key is invalid.' }],
    ['a wrong secret', { consumerSecret: 'cs_wrong' }, { kind: 'refused' }],
    ['a path that is no shop', { url: `https://${WOO_HOST}/elsewhere` }, { kind: 'refused' }],
    ['no https', { url: `http://${WOO_HOST}` }, { kind: 'invalid', faults: [{ path: 'url' }] }],
    ['this machine', { url: 'https://127.0.0.1' }, { kind: 'invalid', faults: [{ path: 'url' }] }],
    ['the metadata service', { url: 'https://169.254.169.254' }, { kind: 'invalid' }],
    ['a private name', { url: 'https://shop.internal' }, { kind: 'invalid' }],
    ['a key of another kind', { consumerKey: 'abc' }, { kind: 'invalid', faults: [{ path: 'consumerKey' }] }],
    ['an unknown field', { colour: 'red' }, { kind: 'invalid', faults: [{ path: 'colour' }] }],
  ])('with %s stores nothing', async (_, change, ending) => {
    const before = await world.database.prisma.sourceConnection.findFirst();
    expect(await sources.connect(shop(), 'woocommerce', { ...WOO_ACCESS, ...change })).toMatchObject(ending);
    expect(await world.database.prisma.sourceConnection.findFirst()).toEqual(before);
  });

  it('with a key that may only read asks for webhooks by hand', async () => {
    const reader = { key: 'ck_reader', secret: 'cs_reader', permissions: 'read' as const };
    woo.world.keys.push(reader);
    const access = { ...WOO_ACCESS, consumerKey: reader.key, consumerSecret: reader.secret };
    const ending = await sources.connect(shop(), 'woocommerce', access);
    expect(ending).toMatchObject({ kind: 'connected', subscribed: false });
    const again = await sources.connect(shop(), 'woocommerce', WOO_ACCESS);
    expect(again).toMatchObject({ kind: 'connected', subscribed: true });
    expect(woo.world.webhooks.all).toHaveLength(5);
    secret = again.kind === 'connected' ? (again.secret as string) : '';
  });

  it('a look turns webhooks on again that WooCommerce turned off', async () => {
    await sources.check(shop(), 'woocommerce');
    expect(lost).toEqual([]);
    for (const webhook of woo.world.webhooks.all) webhook.status = 'disabled';
    expect(await sources.check(shop(), 'woocommerce')).toMatchObject({ health: 'ok' });
    expect(woo.world.webhooks.all.every(({ status }) => status === 'active')).toBe(true);
    expect(lost).toEqual(['woocommerce']);
  });

  it('a look says what is wrong', async () => {
    woo.world.faults.add({ kind: 'denied', times: 1 });
    expect(await sources.check(shop(), 'woocommerce')).toMatchObject({ health: 'unauthorized' });
    woo.world.faults.add({ kind: '503', times: 1 });
    expect(await sources.check(shop(), 'woocommerce')).toMatchObject({ health: 'unreachable' });
    expect(await sources.check(shop(), 'woocommerce')).toMatchObject({ health: 'ok', healthMessage: null });
  });
});

describe('customers of WooCommerce', () => {
  it('are imported page by page, also while some are deleted and others come', async () => {
    const runs = runPlayer(world);
    for (let i = 0; i < 330; i += 1)
      woo.world.register({ email: `w${i}@example.com`, firstName: `F${i}`, username: `u${1_000 - i}` });
    woo.world.webhooks.pending = [];
    let pages = 0;
    woo.world.faults.add({
      kind: '503',
      match: (_, path) => {
        if (!path.includes('orderby=id') || !path.includes('per_page=100')) return false;
        pages += 1;
        // Between two pages three customers of the first one go: everybody behind moves three places to the front.
        if (pages === 2) for (const id of [...woo.world.users.keys()].slice(5, 8)) woo.world.remove(id);
        if (pages === 3) woo.world.register({ email: 'late@example.com' });
        return false;
      },
    });
    const id = await runs.start('import', { dryRun: false, source: 'woocommerce' });
    const run = await runs.play('import', id);
    expect(run).toMatchObject({ status: 'completed' });
    await takeAll();
    await world.settle();
    expect(pages).toBeGreaterThan(3);
    expect(faultsNow()).toEqual([]);
  });

  it.each(['on', 'old', 'off'] as const)(
    'have their order figures with the analytics %s',
    async (analytics) => {
      woo.world.analytics = analytics;
      const user = woo.world.register({ email: `figures-${analytics}@example.com` });
      woo.world.order(user.id, 19.95);
      woo.world.order(user.id, 30.05);
      await takeAll();
      await world.settle();
      expect(world.brevo.contactByEmail(user.email)?.attributes).toMatchObject({
        TOTAL_ORDERS: 2,
        TOTAL_SPENT: 50,
      });
      woo.world.analytics = 'on';
    },
  );

  it('that are lost to webhooks are found by a reconciliation, which then finds nothing', async () => {
    const runs = runPlayer(world);
    const [first, second, third] = [...woo.world.users.values()].slice(20);
    woo.world.update(first!.id, { firstName: 'Changed' });
    woo.world.remove(second!.id);
    woo.world.update(third!.id, { role: 'editor' });
    woo.world.register({ email: 'unheard@example.com' });
    woo.world.webhooks.pending = [];
    const options = { dryRun: false, source: 'woocommerce' as const };
    const found = await runs.play('reconciliation', await runs.start('reconciliation', options));
    expect(found.counts.differed).toBe(4);
    expect(faultsNow()).toEqual([]);
    const again = await runs.play('reconciliation', await runs.start('reconciliation', options));
    expect(again.counts.differed).toBe(0);
  });

  it.each<ShopFaultKind>([...SHOP_FAULT_KINDS])('wait while the shop answers with %s', async (kind) => {
    woo.world.faults.add({ kind, times: 3 });
    const user = woo.world.register({ email: `fault-${kind}@example.com`, firstName: 'After' });
    await takeAll();
    await world.settle();
    expect(world.brevo.contactByEmail(user.email)?.attributes.FIRSTNAME).toBe('After');
  });

  it('that cannot be read keep nobody of another source waiting', async () => {
    woo.world.faults.add({ kind: '503' });
    const user = woo.world.register({ email: 'waiting@example.com' });
    await takeAll();
    world.shop.createCustomer({
      email: 'shopify@example.com',
      firstName: 'Shopify',
    } as never);
    await world.deliverWebhooks();
    await world.drain();
    expect(world.brevo.contactByEmail('shopify@example.com')).toBeDefined();
    expect(world.brevo.contactByEmail(user.email)).toBeUndefined();
    woo.world.faults.clear();
    await world.settle();
    expect(world.brevo.contactByEmail(user.email)).toBeDefined();
  });

  /** Who ever said no: the shop is the same in every history. */
  const noes = new Set<number>();
  const SEEDS = Number(process.env.SOURCE_HISTORIES ?? 6);
  it.each(Array.from({ length: SEEDS }, (_, seed) => seed + 1))(
    'end right after any history of events, lost, repeated and out of order, with faults (seed %i)',
    async (seed) => {
      const roll = dice(seed);
      const customers = () => [...woo.world.users.values()].filter(({ role }) => role === 'customer');
      const held: WooDelivery[] = [];
      for (let step = 0; step < 60; step += 1) {
        const user = customers().length > 0 ? roll.pick(customers()) : undefined;
        world.advance(roll.below(5_000));
        const act = roll.below(9);
        if (act === 0 || !user)
          woo.world.register({ email: `s${seed}-${step}@example.com`, firstName: `N${step}` });
        else if (act === 1) woo.world.remove(user.id);
        else if (act === 2) woo.world.update(user.id, { email: `s${seed}-${step}m@example.com` });
        else if (act === 3) woo.world.order(user.id, roll.below(9_999) / 100);
        else if (act === 4) {
          const word = roll.pick(['yes', 'no', '']);
          if (word === 'no') noes.add(user.id);
          woo.world.update(user.id, { meta: { newsletter: word } });
        } else if (act === 5) {
          const kind = roll.pick(SHOP_FAULT_KINDS);
          woo.world.faults.add({ kind, times: 1 + roll.below(2) });
        } else if (act === 6) {
          const kind = roll.pick(['503', 'reset', 'resetAfterApply', '429'] as const);
          world.brevo.faults.add({ kind, times: 1 });
        } else woo.world.update(user.id, { lastName: `L${step}` });
        for (const delivery of woo.world.webhooks.pending.splice(0)) {
          if (roll.below(4) === 0) held.push(delivery);
          else await takeDelivery(world, secret, delivery);
          if (roll.below(5) === 0) await takeDelivery(world, secret, delivery);
        }
        if (held.length > 0 && roll.below(3) === 0)
          await takeDelivery(world, secret, held.splice(roll.below(held.length), 1)[0] as WooDelivery);
        if (roll.below(3) === 0) await world.drain();
      }
      for (const delivery of held) await takeDelivery(world, secret, delivery);
      await world.settle();
      expect(faultsNow(noes)).toEqual([]);
    },
  );
});
