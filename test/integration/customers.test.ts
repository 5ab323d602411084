import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CustomerService, CustomerView } from '../../app/customer-view.ts';
import { createCustomerService } from '../../app/monitor/customers.server.ts';
import { createConfigurationService } from '../../app/settings/configuration-store.server.ts';
import { receive } from '../../app/sync/receive.server.ts';
import type { NewCustomer } from '../../sandbox/shopify/shop.ts';
import { startWorld, type TestWorld } from '../support/world.ts';

let world: TestWorld;
let customers: CustomerService;
let shop: { id: number; domain: string };

beforeAll(async () => {
  world = await startWorld();
  shop = { id: world.shopId, domain: world.shop.domain };
  const configuration = createConfigurationService({ prisma: world.database.prisma });
  customers = createCustomerService(world.ports, (of) => configuration.read(of));
});
afterAll(() => world.close());

async function why(id: string): Promise<CustomerView> {
  const view = await customers.why(shop, id);
  if (!view) throw new Error('Not an id');
  return view;
}

const code = async (id: string) => (await why(id)).answer.code;

let number = 0;
async function customer(input: NewCustomer): Promise<string> {
  number += 1;
  const { id } = world.shop.createCustomer({ email: `why-${number}@example.com`, ...input });
  await world.settle();
  world.advance(60_000);
  return id;
}

const brevoOf = (id: string) => world.brevo.contactByExtId(id);
const unheard = () => world.shopify.webhooks.pending.splice(0);

describe('why a person is or is not in Brevo', () => {
  it('reads both sides now, and writes nothing anywhere', async () => {
    const id = await customer({ firstName: 'Ada', tags: ['VIP'], emailState: 'SUBSCRIBED' });
    const calls = world.brevo.calls.length;
    const view = await why(id);
    expect(view).toMatchObject({
      customer: id,
      source: 'shopify',
      known: true,
      answer: { code: 'on_list', text: expect.stringContaining('is on the list') },
      store: { state: 'found', customer: { firstName: 'Ada', tags: ['VIP'] } },
      brevo: {
        state: 'found',
        contact: { extId: id, onList: true, emailBlocked: false, attributes: { FIRSTNAME: 'Ada' } },
      },
      consent: {
        email: {
          store: { state: 'subscribed', at: expect.any(String), system: 'shopify' },
          brevo: 'open',
          optOut: null,
          decision: { listed: true, block: 'leave', overruled: null },
        },
      },
      differences: [],
      link: { state: 'synced', brevoId: brevoOf(id)?.id },
      pending: null,
      problem: null,
      entries: [{ customer: id, outcome: 'succeeded' }],
    });
    expect(world.brevo.calls.slice(calls).every((call) => call.method === 'GET')).toBe(true);
    expect(await world.database.prisma.pendingChange.count()).toBe(0);
    expect(JSON.stringify(view, (_, v) => (typeof v === 'bigint' ? 'big' : v))).not.toContain('"big"');
  });

  it('tells the words about consent apart', async () => {
    expect(await code(await customer({ emailState: 'NOT_SUBSCRIBED' }))).toBe('off_list_never_consented');
    expect(await code(await customer({ emailState: 'PENDING' }))).toBe('off_list_pending');
    expect(await code(await customer({ emailState: 'UNSUBSCRIBED' }))).toBe('blocked_by_store');
    const left = await customer({ emailState: 'SUBSCRIBED' });
    world.brevo.act({ kind: 'leaveList', email: brevoOf(left)?.email as string, listId: 2 });
    expect(await code(left)).toBe('off_list_left');
    const unsubscribed = await customer({ emailState: 'SUBSCRIBED' });
    world.brevo.act({ kind: 'unsubscribe', email: brevoOf(unsubscribed)?.email as string });
    const view = await why(unsubscribed);
    expect(view).toMatchObject({
      answer: { code: 'blocked_by_brevo' },
      consent: {
        email: { brevo: 'blocked', decision: { block: 'leave', overruled: { system: 'brevo' } } },
      },
    });
  });

  it('names the rule that skips a customer', async () => {
    expect(await code(await customer({ email: 'no address' }))).toBe('skipped_invalid_email');
    expect(await code(await customer({ email: null, firstName: 'Nobody' }))).toBe(
      'skipped_no_email_or_phone',
    );
    await world.configure({ neverConsented: 'keep_out' });
    expect(await code(await customer({ emailState: 'NOT_SUBSCRIBED' }))).toBe('skipped_never_consented');
    await world.configure({ updateEnabled: false });
    world.brevo.seedContact({ email: 'before@example.com' });
    expect(await code(await customer({ email: 'before@example.com' }))).toBe('skipped_exists_in_brevo');
    await world.configure({});
  });

  it('shows what differs, and what was dropped', async () => {
    world.brevo.seedContact({ email: 'phone@example.org', attributes: { SMS: '31612345678' } });
    const id = await customer({ firstName: 'Ada', phone: '+31612345678', emailState: 'SUBSCRIBED' });
    expect(await why(id)).toMatchObject({
      answer: { code: 'on_list' },
      differences: [],
      warnings: [{ code: 'phone_held_by_other', attribute: 'SMS', text: expect.stringContaining('Another') }],
    });
    const email = brevoOf(id)?.email as string;
    world.brevo.act({ kind: 'edit', email, attributes: { FIRSTNAME: 'Tampered' } });
    world.brevo.act({ kind: 'takeOffList', email, listId: 2 });
    expect(await why(id)).toMatchObject({
      answer: { code: 'differs', params: { fields: 'FIRSTNAME, list' } },
      differences: [
        { kind: 'attribute_differs', field: 'FIRSTNAME', wanted: 'Ada', held: 'Tampered' },
        { kind: 'not_on_list', field: 'list', wanted: '2', held: null },
      ],
    });
    world.brevo.act({ kind: 'delete', email });
    expect(await code(id)).toBe('deleted_in_brevo');
  });

  it('knows who is gone, who was never sent, and who was never there', async () => {
    const gone = await customer({ emailState: 'SUBSCRIBED' });
    world.shop.deleteCustomer(gone);
    unheard();
    expect(await code(gone)).toBe('gone_not_removed');
    await customers.syncNow(shop, gone);
    await world.settle();
    expect(await code(gone)).toBe('gone_kept');
    const { id } = world.shop.createCustomer({ email: 'unheard@example.com' });
    unheard();
    expect(await code(id)).toBe('never_sent');
    for (const nobody of ['999999999999', '0', '-1', '99999999999999999999999', 'abc', '🦄', "'; drop table"])
      expect(await why(nobody)).toMatchObject({ known: false, answer: { code: 'unknown_customer' } });
    for (const impossible of ['', 'x'.repeat(256), 'a\u0000b'])
      expect(await customers.why(shop, impossible)).toBeNull();
    expect(await customers.syncNow(shop, '999999999999')).toEqual({ kind: 'unknown' });
  });

  it('says what a waiting change waits for, and what stands in the way', async () => {
    const id = await customer({ emailState: 'SUBSCRIBED' });
    world.brevo.act({ kind: 'edit', email: brevoOf(id)?.email as string, attributes: { FIRSTNAME: 'X' } });
    const paused = (value: boolean) =>
      world.database.prisma.settings.update({ where: { shopId: shop.id }, data: { paused: value } });
    await paused(true);
    expect(await why(id)).toMatchObject({ halt: 'paused', answer: { code: 'halted_paused' } });
    expect(await customers.syncNow(shop, id)).toMatchObject({ kind: 'accepted' });
    await paused(false);
    expect(await why(id)).toMatchObject({
      answer: { code: 'waiting_now' },
      pending: { event: 'sync_requested', attempt: 0, waitsFor: 'now' },
    });
    world.brevo.faults.add({ kind: '503' });
    await world.drain();
    world.brevo.faults.clear();
    expect(await why(id)).toMatchObject({
      answer: { code: 'waiting_retry', params: { attempt: 1 } },
      pending: { waitsFor: 'retry', until: expect.any(String) },
    });
    await world.settle();
    expect(await code(id)).toBe('on_list');

    await world.configure({ syncMode: 'batch', batchIntervalMinutes: 60 });
    world.shop.updateCustomer(id, { firstName: 'Batch' });
    await world.deliverWebhooks();
    expect(await why(id)).toMatchObject({
      answer: { code: 'waiting_batch', params: { until: expect.stringMatching(/:00:00\.000Z$/) } },
    });
    await world.configure({});
    await world.settle();

    world.brevo.faults.add({ kind: 'wrongKey' });
    await receive(world.ports, [
      {
        shopId: shop.id,
        changes: [
          {
            source: 'shopify',
            customerId: id,
            kind: 'upsert',
            event: 'x',
            occurredAt: new Date(),
            force: true,
          },
        ],
      },
    ]);
    await world.drain();
    expect(await why(id)).toMatchObject({
      halt: 'key_refused',
      brevo: { state: 'unread', message: 'Key not found' },
      answer: { code: 'halted_key_refused' },
    });
    world.brevo.faults.clear();
    await world.settle();
  });

  it('answers with what it has when a side cannot be read', async () => {
    const id = await customer({ firstName: 'Eve', emailState: 'SUBSCRIBED' });
    world.brevo.faults.add({ kind: '503' });
    expect(await why(id)).toMatchObject({
      answer: { code: 'brevo_unread' },
      store: { state: 'found', customer: { firstName: 'Eve' } },
      brevo: { state: 'unread', contact: null },
      differences: null,
      entries: [{ outcome: 'succeeded' }],
    });
    world.brevo.faults.clear();
    world.shopify.faults.add({ kind: '503' });
    expect(await why(id)).toMatchObject({
      answer: { code: 'store_unread' },
      store: { state: 'unread', customer: null },
      brevo: { state: 'found', contact: { attributes: { FIRSTNAME: 'Eve' } } },
    });
    expect(await customers.syncNow(shop, id)).toMatchObject({ kind: 'accepted' });
    world.shopify.faults.clear();
    await world.settle();
  });

  it('shows a problem with its cause and its fix', async () => {
    const id = await customer({ emailState: 'SUBSCRIBED' });
    await world.database.prisma.problem.create({
      data: {
        shopId: shop.id,
        source: 'shopify',
        customerId: id,
        cause: 'plan_limit',
        message: '',
        event: 'x',
        attempts: 1,
      },
    });
    expect(await why(id)).toMatchObject({
      answer: { code: 'problem', params: { cause: 'plan_limit' } },
      problem: { cause: 'plan_limit', fix: expect.stringContaining('Brevo') },
    });
    await world.database.prisma.problem.deleteMany();
  });

  it('finds who has an address: in the store, by what was sent, and a foreign contact', async () => {
    const id = await customer({ email: 'Old@Example.com', emailState: 'SUBSCRIBED' });
    const found = async (email: string) => {
      const ending = await customers.findByEmail(shop, email);
      return ending.kind === 'searched' ? ending.found : ending;
    };
    const contact = brevoOf(id)?.id as number;
    expect(await found(' OLD@example.com ')).toEqual({
      customers: [{ customer: id, source: 'shopify', foundBy: ['store', 'link'] }],
      contact: { id: contact, customer: id },
      unread: [],
    });
    world.shop.updateCustomer(id, { email: 'new@example.com' });
    unheard();
    expect(await found('old@example.com')).toMatchObject({
      customers: [{ customer: id, foundBy: ['link'] }],
    });
    expect(await found('new@example.com')).toMatchObject({
      customers: [{ customer: id, foundBy: ['store'] }],
      contact: null,
    });
    const foreign = world.brevo.seedContact({ email: 'foreign@example.org' });
    expect(await found('foreign@example.org')).toEqual({
      customers: [],
      contact: { id: foreign.id, customer: null },
      unread: [],
    });
    expect(await found('nobody@example.org')).toEqual({ customers: [], contact: null, unread: [] });
    expect(await found('not an address')).toEqual({ kind: 'invalid' });
    world.brevo.faults.add({ kind: '503', times: 1 });
    expect(await found('foreign@example.org')).toMatchObject({ unread: [expect.stringContaining('Brevo')] });
    world.brevo.faults.clear();
  });
});
