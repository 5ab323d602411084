import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { SourceService } from '../../app/services.ts';
import { createPolling, type Polling } from '../../app/sync/poll.server.ts';
import { type RunningMagento, startMagento } from '../../sandbox/magento/server.ts';
import { CUSTOMERS, ORDERS } from '../../sandbox/magento/world.ts';
import { routeHosts } from '../../sandbox/route-hosts.ts';
import { SHOP_FAULT_KINDS, type ShopFaultKind } from '../../sandbox/shop-faults.ts';
import { expectedOf, MAGENTO_ACCESS, MAGENTO_HOST } from '../support/magento.ts';
import { runPlayer } from '../support/runs.ts';
import { dice, sourceDifferences } from '../support/source-model.ts';
import { sourceService } from '../support/source-service.ts';
import { startWorld, type TestWorld } from '../support/world.ts';

let world: TestWorld;
let magento: RunningMagento;
let route: { restore(): void };
let sources: SourceService;
let polling: Polling;

beforeAll(async () => {
  world = await startWorld();
  magento = await startMagento({ now: () => world.ports.now() });
  route = routeHosts({ [MAGENTO_HOST]: magento.url });
  sources = sourceService(world.ports);
  polling = createPolling(world.ports);
  magento.world.register({ email: 'before@example.com' });
  expect(await sources.connect(shop(), 'magento', MAGENTO_ACCESS)).toMatchObject({
    kind: 'connected',
    secret: null,
    source: { ingestUrl: null, url: `https://${MAGENTO_HOST}` },
  });
});
afterAll(async () => {
  route.restore();
  await magento.close();
  await world.close();
});
afterEach(() => {
  magento.world.faults.clear();
  world.brevo.faults.clear();
});

const shop = () => ({ id: world.shopId, domain: world.shop.domain });
const poll = (gone = false) => polling.poll(world.shopId, 'magento', gone);
const faultsNow = () => sourceDifferences(expectedOf(magento.world), world.brevo.contacts());
const entries = () => world.database.prisma.syncEntry.count();
const health = async () => (await sources.list(shop()))[0];

describe('connecting Magento', () => {
  it.each<[string, Record<string, unknown>, object]>([
    [
      'a wrong token',
      { accessToken: 'wrong' },
      { kind: 'refused', message: 'Specified token does not exist' },
    ],
    ['a wrong key', { consumerKey: 'wrong' }, { kind: 'refused' }],
    [
      'a wrong secret',
      { consumerSecret: 'wrong' },
      { kind: 'refused', message: 'The signature is invalid. Verify and try again.' },
    ],
    ['a wrong secret of the token', { accessTokenSecret: 'wrong' }, { kind: 'refused' }],
    [
      'the token alone, where that is not allowed',
      { consumerKey: undefined, consumerSecret: undefined, accessTokenSecret: undefined },
      { kind: 'refused', message: expect.stringContaining('Magento_Customer') },
    ],
    [
      'half of what signs',
      { consumerSecret: undefined, accessTokenSecret: undefined },
      { kind: 'invalid', faults: [{ path: 'consumerSecret' }, { path: 'accessTokenSecret' }] },
    ],
    ['a path that is no shop', { url: `https://${MAGENTO_HOST}/elsewhere` }, { kind: 'refused' }],
    ['no https', { url: `http://${MAGENTO_HOST}` }, { kind: 'invalid', faults: [{ path: 'url' }] }],
    ['a private address', { url: 'https://10.1.2.3' }, { kind: 'invalid', faults: [{ path: 'url' }] }],
    ['no token', { accessToken: ' ' }, { kind: 'invalid', faults: [{ path: 'accessToken' }] }],
  ])('with %s stores nothing', async (_, change, ending) => {
    const before = await world.database.prisma.sourceConnection.findFirst();
    expect(await sources.connect(shop(), 'magento', { ...MAGENTO_ACCESS, ...change })).toMatchObject(ending);
    expect(await world.database.prisma.sourceConnection.findFirst()).toEqual(before);
  });

  it('asks for orders too', async () => {
    const [whole] = magento.world.integrations;
    magento.world.integrations.push({ ...whole!, consumerKey: 'customersonly', resources: [CUSTOMERS] });
    const sent = { ...MAGENTO_ACCESS, consumerKey: 'customersonly' };
    expect(await sources.connect(shop(), 'magento', sent)).toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('Magento_Sales'),
    });
  });

  it('with the token alone works where Magento allows it', async () => {
    magento.world.bearerAllowed = true;
    const { url, accessToken } = MAGENTO_ACCESS;
    expect(await sources.connect(shop(), 'magento', { url, accessToken })).toMatchObject({
      kind: 'connected',
    });
    magento.world.bearerAllowed = false;
    expect(await sources.check(shop(), 'magento')).toMatchObject({ health: 'unauthorized' });
    expect(await sources.connect(shop(), 'magento', MAGENTO_ACCESS)).toMatchObject({ kind: 'connected' });
  });

  it('signs each request with a nonce of its own', async () => {
    const before = magento.world.nonces.size;
    await sources.check(shop(), 'magento');
    await sources.check(shop(), 'magento');
    expect(magento.world.nonces.size).toBe(before + 4);
  });

  it('keeps all keys encrypted', async () => {
    const row = await world.database.prisma.sourceConnection.findFirst();
    const { url: _, ...keys } = MAGENTO_ACCESS;
    for (const key of Object.values(keys)) expect(JSON.stringify(row)).not.toContain(key);
  });
});

describe('customers of Magento', () => {
  it('are imported page by page, also while some are deleted', async () => {
    for (let i = 0; i < 250; i += 1)
      magento.world.register({ email: `m${i}@example.com`, firstName: `F${i}`, subscribed: i % 3 === 0 });
    for (let i = 2; i < 40; i += 1) magento.world.order(i, i + 0.5);
    await poll();
    let pages = 0;
    magento.world.faults.add({
      kind: '503',
      match: (_, path) => {
        if (!decodeURIComponent(path).includes('[pageSize]=100') || !path.includes('customers')) return false;
        pages += 1;
        if (pages === 2) for (const id of [5, 6, 7]) magento.world.remove(id);
        return false;
      },
    });
    const runs = runPlayer(world);
    const run = await runs.play('import', await runs.start('import', { dryRun: false, source: 'magento' }));
    expect(run).toMatchObject({ status: 'completed' });
    await poll(true);
    await world.settle();
    expect(faultsNow()).toEqual([]);
  });

  it('that change are found by the next poll, and by no other', async () => {
    magento.world.update(10, { firstName: 'Polled' });
    const fresh = magento.world.register({ email: 'fresh@example.com' });
    await poll();
    await world.settle();
    expect(faultsNow()).toEqual([]);
    const created = await world.database.prisma.syncEntry.findFirst({
      where: { customerId: String(fresh.id) },
    });
    expect(created).toMatchObject({ source: 'magento', event: 'customer_created' });
    const before = await entries();
    await poll();
    await poll();
    await world.settle();
    expect(await entries()).toBe(before);
  });

  it('are found when their change becomes visible after a later one', async () => {
    const at = world.ports.now();
    world.advance(30_000);
    magento.world.update(11, { firstName: 'Later' });
    await poll();
    // A transaction that began earlier ends only now.
    const slow = magento.world.customers.get(12)!;
    Object.assign(slow, { firstName: 'Slow', updatedAt: at });
    await poll();
    await world.settle();
    expect(faultsNow()).toEqual([]);
  });

  it('have their figures after an order, a refund and a cancellation', async () => {
    const one = magento.world.order(20, 100);
    const two = magento.world.order(20, 50);
    magento.world.order(null, 5);
    await poll();
    await world.settle();
    expect(faultsNow()).toEqual([]);
    world.advance(1_000);
    magento.world.changeOrder(one.id, { refunded: 40 });
    magento.world.changeOrder(two.id, { state: 'canceled' });
    await poll();
    await world.settle();
    expect(faultsNow()).toEqual([]);
  });

  it('have the name of their group where it is mapped and may be seen', async () => {
    const [integration] = magento.world.integrations;
    const mapping = { email: 'email', 'metafield.magento.group': 'FIRSTNAME' };
    await world.configure({}, {}, mapping);
    magento.world.update(25, { groupId: 2 });
    await poll();
    await world.settle();
    const { email } = magento.world.customers.get(25)!;
    expect(world.brevo.contactByEmail(email)?.attributes.FIRSTNAME).toBe('Wholesale');
    const { resources } = integration!;
    integration!.resources = [CUSTOMERS, ORDERS];
    world.advance(1_000);
    magento.world.update(25, { groupId: 3 });
    await poll();
    await world.settle();
    expect(world.brevo.contactByEmail(email)?.attributes.FIRSTNAME).toBeUndefined();
    integration!.resources = resources;
    await world.configure({});
    world.advance(1_000);
    magento.world.update(25, { groupId: 1 });
    await poll();
    await world.settle();
    expect(faultsNow()).toEqual([]);
  });

  it('that were deleted are found by comparing ids', async () => {
    magento.world.remove(32);
    await poll();
    await world.settle();
    expect(faultsNow()).toHaveLength(1);
    await poll(true);
    await world.settle();
    expect(faultsNow()).toEqual([]);
    const entry = await world.database.prisma.syncEntry.findFirst({
      where: { customerId: '32' },
      orderBy: { id: 'desc' },
    });
    expect(entry).toMatchObject({ event: 'customer_deleted', action: 'unlink' });
  });

  it('whose newsletter changed, which leaves their time as it was, are found by a reconciliation', async () => {
    magento.world.subscribe(40, true);
    magento.world.subscribe(43, false);
    await poll();
    await world.settle();
    const runs = runPlayer(world);
    const options = { dryRun: false, source: 'magento' as const };
    await runs.play('reconciliation', await runs.start('reconciliation', options));
    expect(faultsNow()).toEqual([]);
    const again = await runs.play('reconciliation', await runs.start('reconciliation', options));
    expect(again.counts.differed).toBe(0);
  });

  it('an outage or a refused token stands at the connection and loses nothing', async () => {
    magento.world.faults.add({ kind: '503', times: 1 });
    magento.world.update(50, { firstName: 'Kept' });
    await poll();
    expect(await health()).toMatchObject({ health: 'unreachable', healthMessage: 'Service unavailable' });
    const taken = magento.world.integrations.splice(0, 1);
    await poll();
    expect(await health()).toMatchObject({ health: 'unauthorized' });
    magento.world.integrations.unshift(...taken);
    await poll();
    expect(await health()).toMatchObject({ health: 'ok', healthMessage: null });
    await world.settle();
    expect(faultsNow()).toEqual([]);
  });

  it.each<ShopFaultKind>([...SHOP_FAULT_KINDS])('wait while the shop answers with %s', async (kind) => {
    magento.world.update(60, { firstName: `After ${kind}` });
    await poll();
    magento.world.faults.add({ kind, times: 2 });
    await world.settle();
    expect(faultsNow()).toEqual([]);
  });

  const SEEDS = Number(process.env.SOURCE_HISTORIES ?? 6);
  it.each(Array.from({ length: SEEDS }, (_, seed) => seed + 1))(
    'end right after any history of changes and polls, with faults (seed %i)',
    async (seed) => {
      const roll = dice(seed);
      const { customers, faults } = magento.world;
      for (let step = 0; step < 60; step += 1) {
        const customer = roll.pick([...customers.values()]);
        world.advance(roll.below(5_000));
        const act = roll.below(9);
        if (act === 0)
          magento.world.register({ email: `s${seed}-${step}@example.com`, subscribed: roll.below(2) === 0 });
        else if (act === 1) magento.world.remove(customer.id);
        else if (act === 2) magento.world.update(customer.id, { email: `s${seed}-${step}m@example.com` });
        else if (act === 3) magento.world.order(customer.id, roll.below(9_999) / 100);
        else if (act === 4) magento.world.update(customer.id, { subscribed: roll.below(2) === 0 });
        else if (act === 5) faults.add({ kind: roll.pick(SHOP_FAULT_KINDS), times: 1 + roll.below(2) });
        else if (act === 6)
          world.brevo.faults.add({
            kind: roll.pick(['503', 'reset', 'resetAfterApply', '429'] as const),
            times: 1,
          });
        else magento.world.update(customer.id, { lastName: `L${step}` });
        if (roll.below(3) === 0) await poll(roll.below(4) === 0);
        if (roll.below(3) === 0) await world.drain();
      }
      faults.clear();
      await poll(true);
      await world.settle();
      expect(faultsNow()).toEqual([]);
    },
  );
});
