import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWorld, type TestWorld } from '../support/world.ts';

let world: TestWorld;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

const entries = (customerId: string) =>
  world.database.prisma.syncEntry.findMany({ where: { customerId }, orderBy: { id: 'asc' } });

describe('the path of a customer', () => {
  it('creates a contact with every mapped attribute, on the list', async () => {
    const customer = world.shop.createCustomer({
      firstName: 'Noor',
      lastName: 'de Wit',
      email: 'Noor@Example.com',
      phone: '+31612345678',
      tags: ['vip', 'garden'],
      emailState: 'SUBSCRIBED',
      orders: [{ total: 19.95, processedAt: Date.parse('2026-03-01T23:30:00Z') }],
      predictedSpendTier: 'HIGH',
    });
    await world.settle();
    expect(world.brevo.contactByEmail('noor@example.com')).toMatchObject({
      extId: customer.id,
      emailBlacklisted: false,
      listIds: [2],
      attributes: {
        FIRSTNAME: 'Noor',
        LASTNAME: 'de Wit',
        SMS: '31612345678',
        TOTAL_ORDERS: 1,
        TOTAL_SPENT: 19.95,
        // 23:30 UTC is the next day in the shop's zone.
        LAST_ORDER_DATE: '2026-03-02',
        CUSTOMER_TIER: 'high',
        TAGS: 'garden,vip',
      },
    });
    expect(await entries(customer.id)).toMatchObject([
      { action: 'create', outcome: 'succeeded', httpStatus: 201 },
    ]);
  });

  it('clears what was removed, and writes nothing for an event that changes nothing', async () => {
    const customer = world.shop.createCustomer({
      firstName: 'Bo',
      lastName: 'Li',
      email: 'bo@example.com',
      phone: '+31612345679',
    });
    await world.settle();
    world.shop.updateCustomer(customer.id, { lastName: null, phone: null });
    await world.settle();
    expect(world.brevo.contactByEmail('bo@example.com')?.attributes).toEqual({
      FIRSTNAME: 'Bo',
      TOTAL_ORDERS: 0,
      TOTAL_SPENT: 0,
    });
    const calls = world.brevo.calls.length;
    world.shop.updateCustomer(customer.id, { note: 'not mapped' });
    await world.settle();
    expect(world.brevo.calls.length).toBe(calls);
    expect((await entries(customer.id)).at(-1)).toMatchObject({ outcome: 'unchanged', action: 'none' });
  });

  it('keeps one contact when the e-mail changes, and takes a deleted customer off the list', async () => {
    const customer = world.shop.createCustomer({
      firstName: 'Ada',
      email: 'ada@example.com',
      emailState: 'SUBSCRIBED',
    });
    await world.settle();
    const before = world.brevo.contactByEmail('ada@example.com');
    world.shop.updateCustomer(customer.id, { email: 'ada@example.org' });
    await world.settle();
    expect(world.brevo.contactByEmail('ada@example.com')).toBeUndefined();
    expect(world.brevo.contactByEmail('ada@example.org')).toMatchObject({ id: before?.id, listIds: [2] });
    world.shop.deleteCustomer(customer.id);
    await world.settle();
    expect(world.brevo.contactByEmail('ada@example.org')).toMatchObject({ id: before?.id, listIds: [] });
  });

  it('skips whom it cannot reach, and says why', async () => {
    const none = world.shop.createCustomer({ firstName: 'Nobody' });
    const wrong = world.shop.createCustomer({ email: 'not an address' });
    await world.settle();
    expect(await entries(none.id)).toMatchObject([{ outcome: 'skipped', code: 'no_email_or_phone' }]);
    expect(await entries(wrong.id)).toMatchObject([{ outcome: 'skipped', code: 'invalid_email' }]);
  });

  it('makes a contact by phone of a customer without an e-mail', async () => {
    const customer = world.shop.createCustomer({
      firstName: 'Tel',
      phone: '+31687654321',
      smsState: 'SUBSCRIBED',
    });
    await world.settle();
    expect(world.brevo.contactByExtId(customer.id)).toMatchObject({
      email: null,
      listIds: [2],
      attributes: { SMS: '31687654321', FIRSTNAME: 'Tel' },
    });
  });
});

describe('consent', () => {
  it('blocks an opt-out and lifts it for a newer opt-in only', async () => {
    const customer = world.shop.createCustomer({ email: 'con@example.com', emailState: 'SUBSCRIBED' });
    await world.settle();
    world.advance(5_000);
    world.shop.setEmailConsent(customer.id, 'UNSUBSCRIBED');
    await world.settle();
    expect(world.brevo.contactByEmail('con@example.com')).toMatchObject({
      emailBlacklisted: true,
      listIds: [],
    });
    world.advance(5_000);
    world.shop.setEmailConsent(customer.id, 'SUBSCRIBED');
    await world.settle();
    expect(world.brevo.contactByEmail('con@example.com')).toMatchObject({
      emailBlacklisted: false,
      listIds: [2],
    });
  });

  it('leaves an unsubscribe in Brevo alone, tells the store, and lifts it only for a later yes', async () => {
    const customer = world.shop.createCustomer({ email: 'uns@example.com', emailState: 'SUBSCRIBED' });
    await world.settle();
    world.advance(60_000);
    world.brevo.act({ kind: 'unsubscribe', email: 'uns@example.com' });
    world.advance(60_000);
    world.shop.setEmailConsent(customer.id, 'SUBSCRIBED', world.ports.now() - 100_000);
    await world.settle();
    expect(world.brevo.contactByEmail('uns@example.com')).toMatchObject({ emailBlacklisted: true });
    expect(world.shop.customer(customer.id).emailConsent.state).toBe('UNSUBSCRIBED');
    world.advance(60_000);
    world.shop.setEmailConsent(customer.id, 'SUBSCRIBED');
    await world.settle();
    expect(world.brevo.contactByEmail('uns@example.com')).toMatchObject({
      emailBlacklisted: false,
      listIds: [2],
    });
  });

  it('keeps a blocked contact blocked when its address changes', async () => {
    const customer = world.shop.createCustomer({ email: 'blk@example.com', emailState: 'UNSUBSCRIBED' });
    await world.settle();
    world.shop.updateCustomer(customer.id, { email: 'blk@example.org' });
    await world.settle();
    expect(world.brevo.contactByEmail('blk@example.org')).toMatchObject({ emailBlacklisted: true });
  });

  it('keeps who never consented as a contact off the list', async () => {
    world.shop.createCustomer({ email: 'never@example.com' });
    await world.settle();
    expect(world.brevo.contactByEmail('never@example.com')).toMatchObject({
      emailBlacklisted: false,
      listIds: [],
    });
  });
});

describe('identity', () => {
  it('adopts a contact that was there before: data in, lists and opt-out kept', async () => {
    world.brevo.seedContact({
      email: 'old@example.com',
      attributes: { FIRSTNAME: 'Old', 'DOUBLE_OPT-IN': '1' },
      emailBlacklisted: true,
    });
    world.brevo.account().lists.push({ id: 9, name: 'Theirs', folderId: 1, createdAt: 0 });
    world.brevo.account().contacts.find('email', 'old@example.com')?.listIds.add(9);
    world.advance(1_000);
    const customer = world.shop.createCustomer({ email: 'old@example.com', firstName: 'New' });
    await world.settle();
    expect(world.brevo.contactByEmail('old@example.com')).toMatchObject({
      extId: customer.id,
      emailBlacklisted: true,
      listIds: [9],
      attributes: { FIRSTNAME: 'New', 'DOUBLE_OPT-IN': '1' },
    });
  });

  it('ends right for both when two customers swap their addresses', async () => {
    const a = world.shop.createCustomer({
      firstName: 'A',
      email: 'swap-a@example.com',
      emailState: 'SUBSCRIBED',
      phone: '+31611111111',
    });
    const b = world.shop.createCustomer({
      firstName: 'B',
      email: 'swap-b@example.com',
      emailState: 'SUBSCRIBED',
      phone: '+31622222222',
    });
    await world.settle();
    world.shop.updateCustomer(a.id, { email: 'swap-x@example.com' });
    world.shop.updateCustomer(b.id, { email: 'swap-a@example.com' });
    world.shop.updateCustomer(a.id, { email: 'swap-b@example.com' });
    await world.settle();
    expect(world.brevo.contactByEmail('swap-a@example.com')).toMatchObject({
      extId: b.id,
      listIds: [2],
      attributes: { FIRSTNAME: 'B', SMS: '31622222222' },
    });
    expect(world.brevo.contactByEmail('swap-b@example.com')).toMatchObject({
      extId: a.id,
      listIds: [2],
      attributes: { FIRSTNAME: 'A', SMS: '31611111111' },
    });
    expect(world.brevo.contactByEmail('swap-x@example.com')).toBeUndefined();
  });

  it('hands an address over from one customer to another', async () => {
    const a = world.shop.createCustomer({ firstName: 'A', email: 'hand-a@example.com' });
    const b = world.shop.createCustomer({ firstName: 'B', email: 'hand-b@example.com' });
    await world.settle();
    world.shop.updateCustomer(b.id, { email: 'hand-c@example.com' });
    world.shop.updateCustomer(a.id, { email: 'hand-b@example.com' });
    await world.deliverWebhooks((pending) => pending.reverse());
    await world.settle();
    expect(world.brevo.contactByEmail('hand-b@example.com')).toMatchObject({
      extId: a.id,
      attributes: { FIRSTNAME: 'A' },
    });
    expect(world.brevo.contactByEmail('hand-c@example.com')).toMatchObject({
      extId: b.id,
      attributes: { FIRSTNAME: 'B' },
    });
    expect(world.brevo.contactByEmail('hand-a@example.com')).toBeUndefined();
  });

  it('leaves the owner of a phone and of an ext_id untouched, and says so', async () => {
    const owner = world.brevo.seedContact({
      email: 'owner@example.org',
      attributes: { SMS: '31633333333', FIRSTNAME: 'Owner' },
    });
    const customer = world.shop.createCustomer({
      firstName: 'P',
      email: 'phone@example.com',
      phone: '+31633333333',
    });
    await world.settle();
    expect(world.brevo.contactByEmail('owner@example.org')).toMatchObject({
      id: owner.id,
      attributes: { SMS: '31633333333', FIRSTNAME: 'Owner' },
    });
    expect(world.brevo.contactByEmail('phone@example.com')?.attributes.SMS).toBeUndefined();
    expect((await entries(customer.id)).at(-1)).toMatchObject({
      outcome: 'succeeded',
      code: 'phone_held_by_other',
      message: expect.stringContaining('phone number'),
    });
  });
});

describe('ends', () => {
  it('erases on request, in Brevo too, and late events bring nobody back', async () => {
    const customer = world.shop.createCustomer({
      firstName: 'Red',
      email: 'red@example.com',
      phone: '+31644444444',
    });
    await world.settle();
    world.shop.deleteCustomer(customer.id);
    await world.settle();
    expect(world.brevo.contactByEmail('red@example.com')).toBeDefined();
    world.shop.redactCustomer(customer.id, { email: 'red@example.com', phone: '+31644444444' });
    await world.settle();
    expect(world.brevo.contactByEmail('red@example.com')).toBeUndefined();
    world.shop.emit('customers/update', {
      id: BigInt(customer.id),
      admin_graphql_api_id: `gid://shopify/Customer/${customer.id}`,
    });
    await world.settle();
    expect(world.brevo.contactByEmail('red@example.com')).toBeUndefined();
    const dump = JSON.stringify(
      await Promise.all([
        world.database.prisma.contactLink.findMany(),
        world.database.prisma.syncEntry.findMany(),
        world.database.prisma.pendingChange.findMany(),
      ]),
      (_, value) => (typeof value === 'bigint' ? String(value) : value),
    );
    expect(dump).not.toContain('red@example.com');
    expect(dump).not.toContain('31644444444');
  });
});

describe('batch mode', () => {
  it('collects changes and sends them when the next window opens', async () => {
    await world.configure({ syncMode: 'batch', batchIntervalMinutes: 5 });
    const customer = world.shop.createCustomer({ email: 'batch@example.com' });
    await world.deliverWebhooks();
    const ending = await world.drain();
    expect(ending.kind).toBe('wait');
    expect(world.brevo.contactByEmail('batch@example.com')).toBeUndefined();
    await world.settle();
    expect(world.brevo.contactByEmail('batch@example.com')?.extId).toBe(customer.id);
    await world.configure({});
  });
});
