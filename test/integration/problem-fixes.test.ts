import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CustomerService } from '../../app/customer-view.ts';
import { createCustomerService } from '../../app/monitor/customers.server.ts';
import { readCauses } from '../../app/monitor/problems.server.ts';
import type { ShopRef } from '../../app/services.ts';
import { createAttribute } from '../../app/settings/attribute-creation.server.ts';
import { createConfigurationService } from '../../app/settings/configuration-store.server.ts';
import { createReplay } from '../../app/sync/changes.server.ts';
import { createProblemFixes } from '../../app/sync/problem-fixes.server.ts';
import type { NewCustomer } from '../../sandbox/shopify/shop.ts';
import { startWorld, type TestWorld } from '../support/world.ts';

let world: TestWorld;
let shop: ShopRef;
let customers: CustomerService;
let configuration: ReturnType<typeof createConfigurationService>;
let fixes: ReturnType<typeof createProblemFixes>;

beforeAll(async () => {
  world = await startWorld();
  shop = { id: world.shopId, domain: world.shop.domain };
  configuration = createConfigurationService({ prisma: world.database.prisma });
  const readConfiguration = (of: ShopRef) => configuration.read(of);
  customers = createCustomerService(world.ports, readConfiguration);
  fixes = createProblemFixes({
    ports: world.ports,
    readConfiguration,
    createAttribute: (of, name, type) => createAttribute(world.ports, of, name, type),
    replay: createReplay(world.ports).replay,
  });
  await world.settle();
});
afterAll(() => world.close());

beforeEach(() => {
  world.brevo.switches.unknownAttributeRefused = false;
});

let number = 0;
async function customer(input: NewCustomer = {}): Promise<string> {
  number += 1;
  const { id } = world.shop.createCustomer({ email: `fix-${number}@example.com`, ...input });
  await world.settle();
  world.advance(60_000);
  return id;
}

const contactOf = (id: string) => world.brevo.contactByExtId(id);
const account = () => world.brevo.account();
const typeOf = (name: string) => account().attributes.find((each) => each.name === name)?.type;
const forget = (name: string) => {
  const at = account().attributes.findIndex((each) => each.name === name);
  if (at >= 0) account().attributes.splice(at, 1);
  for (const contact of account().contacts.byId.values()) delete contact.attributes[name];
};

async function map(fieldMapping: Record<string, string>, options: Record<string, unknown>): Promise<void> {
  const now = await configuration.read(shop);
  const sent = { ...now, fieldMapping, options: { ...now.options, ...options } };
  const ending = await configuration.replace(shop, sent, 'test');
  expect(ending.kind).toBe('stored');
  await world.database.prisma.connection.updateMany({ data: { attributesAt: null } });
}

const MAPPING = {
  email: 'email',
  firstName: 'FIRSTNAME',
  note: 'NOTE',
  'metafield.custom.loyalty_points': 'LOYALTY',
};

describe('an attribute that somebody deletes in Brevo', () => {
  it('is made again by itself, and nobody has to look', async () => {
    await map({ email: 'email', firstName: 'FIRSTNAME', note: 'NOTE' }, { createAttributes: true });
    const id = await customer({ note: 'Likes roses' });
    expect(contactOf(id)?.attributes.NOTE).toBe('Likes roses');
    forget('NOTE');
    world.brevo.switches.unknownAttributeRefused = true;
    world.shop.updateCustomer(id, { note: 'Likes tulips' });
    await world.settle();
    expect(contactOf(id)?.attributes.NOTE).toBe('Likes tulips');
    expect(await readCauses(world.database.prisma, shop)).toEqual([]);
    const entries = await world.database.prisma.syncEntry.findMany({
      where: { customerId: id },
      orderBy: { id: 'desc' },
      take: 2,
    });
    expect(entries.map(({ outcome, code }) => [outcome, code])).toEqual([
      ['succeeded', null],
      ['retrying', 'attribute_missing'],
    ]);
  });

  it('is told where the app may not make it, and made with its type by one call that syncs who went without', async () => {
    await map(MAPPING, { createAttributes: true });
    await customer();
    await map(MAPPING, { createAttributes: false });
    const [one, other] = [await customer({ note: 'Likes roses' }), await customer({ note: 'Likes lilies' })];
    world.shop.setMetafield(one, 'custom.loyalty_points', 'number_integer', '42');
    await world.settle();
    expect(contactOf(one)?.attributes).toMatchObject({ NOTE: 'Likes roses' });
    forget('NOTE');
    forget('LOYALTY');
    world.brevo.switches.unknownAttributeRefused = true;
    world.shop.updateCustomer(one, { firstName: 'Rosa' });
    world.shop.updateCustomer(other, { firstName: 'Lily' });
    await world.settle();

    // The rest arrived, and what did not is told.
    expect(contactOf(one)?.attributes.NOTE).toBeUndefined();
    expect(await fixes.missingAttributes(shop)).toEqual(['NOTE', 'LOYALTY']);
    expect(await fixes.warned(shop)).toEqual([
      {
        code: 'missing_attribute',
        count: 2,
        atLeast: false,
        attributes: ['LOYALTY', 'NOTE'],
        customers: [other, one],
      },
    ]);

    expect(await fixes.createMissing(shop)).toEqual({
      kind: 'fixed',
      created: ['NOTE', 'LOYALTY'],
      replayed: 2,
      runId: null,
    });
    expect([typeOf('NOTE'), typeOf('LOYALTY')]).toEqual(['text', 'float']);
    await world.settle();
    expect(contactOf(one)?.attributes).toMatchObject({ NOTE: 'Likes roses', LOYALTY: 42 });
    expect(contactOf(other)?.attributes).toMatchObject({ NOTE: 'Likes lilies' });
    expect(await fixes.warned(shop)).toEqual([]);
    expect(await fixes.missingAttributes(shop)).toEqual([]);
    // Twice is the same as once.
    expect(await fixes.createMissing(shop)).toMatchObject({ kind: 'fixed', created: [], replayed: 0 });
  });

  it('is not made while Brevo does not answer, and that is said', async () => {
    world.brevo.faults.add({ kind: '503' });
    expect(await fixes.createMissing(shop)).toMatchObject({ kind: 'failed', message: expect.any(String) });
    world.brevo.faults.clear();
  });
});

describe('a phone that a contact of somebody else holds', () => {
  const PHONE = '+31612340001';
  let id: string;

  beforeAll(async () => {
    await map({ email: 'email', firstName: 'FIRSTNAME', phone: 'SMS' }, { createAttributes: true });
    world.brevo.seedContact({ email: 'holder@example.com', attributes: { SMS: '31612340001' } });
    id = await customer({ phone: PHONE });
  });

  it('is among what was left out, and a person may decide to leave it out', async () => {
    expect(await fixes.warned(shop)).toMatchObject([
      { code: 'phone_held_by_other', count: 1, customers: [id] },
    ]);
    expect(await customers.choosePhone(shop, id, true)).toMatchObject({ kind: 'accepted' });
    await world.settle();
    expect(await fixes.warned(shop)).toEqual([]);
    expect(await customers.why(shop, id)).toMatchObject({
      link: { phoneLeftOut: true },
      warnings: [],
      differences: [],
    });
  });

  it('is not tried again by later changes, in bulk and comparing included', async () => {
    const before = world.brevo.calls.length;
    world.shop.updateCustomer(id, { firstName: 'Bo' });
    await world.settle();
    const bodies = world.brevo.calls.slice(before).map(({ body }) => JSON.stringify(body ?? ''));
    expect(bodies.join()).toContain('"FIRSTNAME":"Bo"');
    expect(bodies.join()).not.toContain('31612340001');
    expect((await customers.why(shop, id))?.differences).toEqual([]);
  });

  it('goes out when that is taken back', async () => {
    world.brevo.act({ kind: 'delete', email: 'holder@example.com' });
    expect(await customers.choosePhone(shop, id, false)).toMatchObject({ kind: 'accepted' });
    await world.settle();
    expect(contactOf(id)?.attributes.SMS).toBe('31612340001');
    expect((await customers.why(shop, id))?.link).toMatchObject({ phoneLeftOut: false });
  });

  it('is taken out of a contact that holds it', async () => {
    await customers.choosePhone(shop, id, true);
    await world.settle();
    expect(contactOf(id)?.attributes.SMS ?? '').toBe('');
  });

  it('stays where it is all that is known of a customer', async () => {
    const alone = await customer({ email: null, phone: '+31612340002' });
    await customers.choosePhone(shop, alone, true);
    await world.settle();
    expect(contactOf(alone)?.attributes.SMS).toBe('31612340002');
    expect(await customers.choosePhone(shop, '999', true)).toEqual({ kind: 'unknown' });
  });
});
