import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FaultKind } from '../../sandbox/brevo/faults.ts';
import type { ShopifyFaultKind } from '../../sandbox/shopify/faults.ts';
import type { StoreCustomer } from '../../sandbox/shopify/shop.ts';
import { startWorld, type TestWorld } from '../support/world.ts';

let world: TestWorld;
let count = 0;

beforeAll(async () => {
  world = await startWorld({ random: () => 0.5 });
  world.shopify.tokens.valid = () => true;
  await world.settle();
});
afterAll(() => world.close());

beforeEach(() => {
  count += 1;
  world.brevo.faults.clear();
  world.shopify.faults.clear();
  world.brevo.switches.duplicateCode = 'duplicate_parameter';
});

const email = () => `fault-${count}@example.com`;
const entries = (customer: StoreCustomer) =>
  world.database.prisma.syncEntry.findMany({ where: { customerId: customer.id }, orderBy: { id: 'asc' } });
const connection = () => world.database.prisma.connection.findFirstOrThrow();
const openNotices = async () =>
  (await world.database.prisma.notice.findMany({ where: { closedAt: null } })).map((notice) => notice.kind);

/** What must hold after every fault, once it is gone. */
async function expectPeace(): Promise<void> {
  expect(await connection()).toMatchObject({ health: 'ok', healthCause: null, probeAt: null });
  expect(await openNotices()).toEqual([]);
  expect(await world.database.prisma.pendingChange.count()).toBe(0);
  expect(await world.database.prisma.problem.count()).toBe(0);
  const lifts = world.brevo.calls.filter((call) => JSON.stringify(call.body)?.includes('lacklisted":false'));
  expect(lifts).toEqual([]);
}

interface BrevoRow {
  fault: FaultKind;
  /** The entry of the attempt that met the fault; null: the call succeeded all the same. */
  code: string | null;
  status: number | null;
  /** Three in a row, or one 401, make it the account's trouble. */
  health: 'ok' | 'unauthorized' | 'unreachable';
  notice: string[];
  message: RegExp;
}

const outage = { health: 'unreachable', notice: ['brevo_unreachable'] } as const;
const refused = (fault: FaultKind, code: string, message: RegExp): BrevoRow => ({
  fault,
  code,
  status: 401,
  health: 'unauthorized',
  notice: ['brevo_unauthorized'],
  message,
});

const BREVO: BrevoRow[] = [
  refused('wrongKey', 'wrong_key', /Key not found/),
  refused('disabledKey', 'disabled_key', /not enabled/),
  refused('ipBlock', 'blocked_ip', /unrecognised IP address/),
  refused('missingHeader', 'no_key', /not found in headers/),
  {
    fault: '425',
    code: 'http_425',
    status: 425,
    ...outage,
    notice: [...outage.notice],
    message: /Too early/,
  },
  { fault: '429', code: 'rate_limited', status: 429, health: 'ok', notice: [], message: /Too many requests/ },
  {
    fault: '500html',
    code: 'http_500',
    status: 500,
    ...outage,
    notice: [...outage.notice],
    message: /Brevo answered 500/,
  },
  {
    fault: '502',
    code: 'http_502',
    status: 502,
    ...outage,
    notice: [...outage.notice],
    message: /Brevo answered 502/,
  },
  {
    fault: '503',
    code: 'http_503',
    status: 503,
    ...outage,
    notice: [...outage.notice],
    message: /Brevo answered 503/,
  },
  {
    fault: 'reset',
    code: 'und_err_socket',
    status: null,
    ...outage,
    notice: [...outage.notice],
    message: /could not be reached/,
  },
  // Silence until the connection breaks, before and after Brevo did what was asked.
  {
    fault: 'timeout',
    code: 'und_err_socket',
    status: null,
    ...outage,
    notice: [...outage.notice],
    message: /could not be reached/,
  },
  {
    fault: 'timeoutAfterApply',
    code: 'und_err_socket',
    status: null,
    ...outage,
    notice: [...outage.notice],
    message: /could not be reached/,
  },
  {
    fault: 'resetAfterApply',
    code: 'und_err_socket',
    status: null,
    ...outage,
    notice: [...outage.notice],
    message: /could not be reached/,
  },
];

describe.each(BREVO)('Brevo: $fault', ({ fault, code, status, health, notice, message }) => {
  it('met once, on the way to a new contact: it is made once, with everything', async () => {
    world.brevo.faults.add({ kind: fault, times: 1, ms: 100, match: (method) => method === 'POST' });
    const customer = world.shop.createCustomer({
      firstName: 'Fay',
      email: email(),
      phone: `+316120000${String(count).padStart(2, '0')}`,
      emailState: 'SUBSCRIBED',
    });
    await world.deliverWebhooks();
    await world.drain();
    const [first] = await entries(customer);
    expect(first).toMatchObject({ outcome: 'retrying', code, httpStatus: status, attempt: 1 });
    expect(first?.message).toMatch(message);
    await world.settle();
    expect(world.brevo.contacts().filter((c) => c.email === email())).toMatchObject([
      {
        extId: customer.id,
        listIds: [2],
        emailBlacklisted: false,
        attributes: { FIRSTNAME: 'Fay', TOTAL_ORDERS: 0 },
      },
    ]);
    expect((await entries(customer)).at(-1)?.outcome).toMatch(/succeeded|unchanged/);
    await expectPeace();
  });

  it('met for long, on the way of an opt-out: the account waits and probes, and the opt-out arrives', async () => {
    const customer = world.shop.createCustomer({ email: email(), emailState: 'SUBSCRIBED' });
    const others = [1, 2, 3].map((n) => world.shop.createCustomer({ email: `other-${n}-${email()}` }));
    await world.settle();
    world.advance(5_000);
    world.shop.setEmailConsent(customer.id, 'UNSUBSCRIBED');
    for (const other of others) world.shop.updateCustomer(other.id, { firstName: 'New' });
    world.brevo.faults.add({ kind: fault, ms: 100, match: (_, path) => path.startsWith('/contacts') });
    for (let round = 0; round < 6; round += 1) {
      await world.deliverWebhooks();
      const ending = await world.drain();
      if (ending.kind === 'wait') world.advance(Math.max(1, ending.until.getTime() - world.ports.now()));
    }
    expect((await connection()).health).toBe(health);
    expect(await openNotices()).toEqual(notice);
    const waiting = await world.database.prisma.pendingChange.findMany({
      where: { customerId: customer.id },
    });
    expect(waiting).toHaveLength(1);
    world.brevo.faults.clear();
    await world.settle();
    expect(world.brevo.contactByEmail(email())).toMatchObject({ emailBlacklisted: true, listIds: [] });
    for (const other of others)
      expect(world.brevo.contactByExtId(other.id)?.attributes.FIRSTNAME).toBe('New');
    await expectPeace();
  });
});

describe('Brevo: answers that come in pieces or in tatters', () => {
  it('a slow drip is waited for', async () => {
    world.brevo.faults.add({ kind: 'slowDrip', times: 1 });
    const customer = world.shop.createCustomer({ email: email() });
    await world.settle();
    expect(await entries(customer)).toMatchObject([
      { action: 'create', outcome: 'succeeded', httpStatus: 201 },
    ]);
    await expectPeace();
  });

  it('malformed JSON may have been applied: Brevo is read before it is done again', async () => {
    world.brevo.faults.add({ kind: 'malformedJson', times: 1 });
    const customer = world.shop.createCustomer({ email: email() });
    await world.settle();
    expect(await entries(customer)).toMatchObject([
      { outcome: 'retrying', code: 'malformed_answer', httpStatus: 201 },
      { outcome: 'unchanged', action: 'none' },
    ]);
    expect(world.brevo.contacts().filter((c) => c.email === email())).toMatchObject([{ extId: customer.id }]);
    await expectPeace();
  });
});

describe('Brevo: identifiers that somebody else holds', () => {
  // Since 2026-05 the same refusal comes with either code.
  describe.each(['duplicate_parameter', 'invalid_parameter'] as const)('refused as %s', (code) => {
    beforeEach(() => {
      world.brevo.switches.duplicateCode = code;
    });

    it('the e-mail: the contact is taken over', async () => {
      const before = world.brevo.seedContact({
        email: email(),
        attributes: { FIRSTNAME: 'Old' },
        emailBlacklisted: true,
      });
      const customer = world.shop.createCustomer({ email: email(), firstName: 'New' });
      await world.settle();
      expect(world.brevo.contactByEmail(email())).toMatchObject({
        id: before.id,
        extId: customer.id,
        emailBlacklisted: true,
        attributes: { FIRSTNAME: 'New' },
      });
      expect(await entries(customer)).toMatchObject([
        { action: 'update', outcome: 'succeeded', httpStatus: 204 },
      ]);
      await expectPeace();
    });

    it('the phone: its owner is left alone, and the entry says so', async () => {
      const phone = `316130000${String(count).padStart(2, '0')}`;
      const owner = world.brevo.seedContact({ email: `owner-${email()}`, attributes: { SMS: phone } });
      const customer = world.shop.createCustomer({ email: email(), phone: `+${phone}`, firstName: 'Fay' });
      await world.settle();
      expect(world.brevo.contactByEmail(email())?.attributes).toMatchObject({ FIRSTNAME: 'Fay' });
      expect(world.brevo.contactByEmail(email())?.attributes.SMS).toBeUndefined();
      expect(world.brevo.contactByEmail(`owner-${email()}`)).toEqual(owner);
      expect(await entries(customer)).toMatchObject(
        [
          { action: 'create', outcome: 'succeeded', code: 'phone_held_by_other', message: /phone number/ },
        ].map((entry) => ({ ...entry, message: expect.stringMatching(entry.message) })),
      );
      await expectPeace();
    });

    it('the ext_id: its owner is left alone, and the entry says so', async () => {
      const owner = world.brevo.seedContact({ email: `owner-${email()}`, extId: String(world.shop.nextId) });
      const customer = world.shop.createCustomer({ email: email() });
      await world.settle();
      expect(world.brevo.contactByEmail(email())).toMatchObject({ extId: null });
      expect(world.brevo.contactByEmail(`owner-${email()}`)).toEqual(owner);
      expect(await entries(customer)).toMatchObject([{ outcome: 'succeeded', code: 'ext_id_held_by_other' }]);
      await expectPeace();
    });
  });

  it('an invalid phone never reaches Brevo, and one that Brevo alone refuses costs only itself', async () => {
    const customer = world.shop.createCustomer({ email: email(), phone: '+31123', firstName: 'Fay' });
    await world.settle();
    expect(world.brevo.contactByEmail(email())?.attributes).toMatchObject({ FIRSTNAME: 'Fay' });
    const [entry] = await entries(customer);
    expect(entry).toMatchObject({ action: 'create', outcome: 'succeeded', attempt: 1 });
    expect(entry?.code).toMatch(/phone/);
    await expectPeace();
  });
});

describe('the store', () => {
  const STORE: { fault: ShopifyFaultKind; code: string | null; notice: string | null }[] = [
    // Waited out within the drain, by the cost or the time that the store names.
    { fault: 'throttled', code: null, notice: null },
    { fault: '429', code: null, notice: null },
    { fault: '500', code: 'http_500', notice: 'source_unreachable' },
    { fault: '502', code: 'http_502', notice: 'source_unreachable' },
    { fault: '503', code: 'http_503', notice: 'source_unreachable' },
    { fault: 'malformedJson', code: 'malformed_answer', notice: 'source_unreachable' },
    { fault: '403', code: 'source_no_access', notice: 'source_no_access' },
    { fault: 'reset', code: 'shopify_unreachable', notice: 'source_unreachable' },
    { fault: '401', code: 'source_no_access', notice: 'source_no_access' },
    { fault: 'pcd', code: 'source_no_access', notice: 'source_no_access' },
  ];

  it.each(STORE)('$fault: what waits is kept, and Brevo is not bothered', async ({ fault, code, notice }) => {
    const customer = world.shop.createCustomer({
      email: email(),
      firstName: 'Fay',
      emailState: 'SUBSCRIBED',
    });
    await world.deliverWebhooks();
    world.shopify.faults.add({ kind: fault, times: 1 });
    const calls = world.brevo.calls.filter((call) => call.method !== 'GET').length;
    await world.drain();
    if (code !== null) {
      expect(await entries(customer)).toMatchObject([{ outcome: 'retrying', action: 'none', code }]);
      expect(await openNotices()).toEqual([notice]);
      expect(world.brevo.calls.filter((call) => call.method !== 'GET').length).toBe(calls);
    }
    world.shopify.faults.clear();
    await world.settle();
    expect(world.brevo.contactByEmail(email())).toMatchObject({
      extId: customer.id,
      listIds: [2],
      attributes: { FIRSTNAME: 'Fay' },
    });
    await expectPeace();
  });

  it('a customer that cannot be read is never taken for one that is gone', async () => {
    const customer = world.shop.createCustomer({ email: email(), emailState: 'SUBSCRIBED' });
    await world.settle();
    world.shop.updateCustomer(customer.id, { firstName: 'Still here' });
    world.shopify.faults.add({ kind: 'pcd' });
    await world.deliverWebhooks();
    await world.drain();
    expect(world.brevo.contactByEmail(email())).toMatchObject({ listIds: [2] });
    world.shopify.faults.clear();
    await world.settle();
    expect(world.brevo.contactByEmail(email())?.attributes.FIRSTNAME).toBe('Still here');
    await expectPeace();
  });
});

it('a person who connects does not read that Brevo is busy when its second is over soon', async () => {
  world.brevo.faults.clear();
  world.brevo.faults.add({ kind: '429', times: 1 });
  await world.connect();
  world.brevo.faults.clear();
});

it.each<FaultKind>(['429', '503', 'reset', 'resetAfterApply'])(
  'nobody is delivered without an attribute that Brevo cannot make just now (%s)',
  async (kind) => {
    const { attributes } = world.brevo.account();
    const at = attributes.findIndex(({ name }) => name === 'TOTAL_ORDERS');
    attributes.splice(at, 1);
    const { shopId } = world;
    await world.database.prisma.connection.update({ where: { shopId }, data: { attributesAt: null } });
    world.brevo.faults.add({
      kind,
      times: 2,
      match: (method, path) => method === 'POST' && path.includes('/contacts/attributes/'),
    });
    world.shop.createCustomer({ email: email(), emailState: 'SUBSCRIBED' });
    await world.settle();
    expect(world.brevo.contactByEmail(email())?.attributes.TOTAL_ORDERS).toBe(0);
    await expectPeace();
  },
);
