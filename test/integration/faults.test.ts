import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { entryWords } from '../../app/components/activity/entry-words.ts';
import { translator } from '../../app/components/i18n/translator.ts';
import { noticeWords } from '../../app/components/notice-words.ts';
import { createLog } from '../../app/log.server.ts';
import { entryView } from '../../app/monitor/log.server.ts';
import { readCauses } from '../../app/monitor/problems.server.ts';
import { createReplay } from '../../app/sync/changes.server.ts';
import type { FaultKind } from '../../sandbox/brevo/faults.ts';
import type { StoreCustomer } from '../../sandbox/shopify/shop.ts';
import { DEFAULT_SHOP } from '../../sandbox/shopify/world.ts';
import { DUPLICATES, type Held, REFUSALS, STORE, TROUBLE } from '../support/fault-table.ts';
import { startWorld, type TestWorld } from '../support/world.ts';

let world: TestWorld;
let count = 0;
const logged: Record<string, unknown>[] = [];
const english = translator('en');

beforeAll(async () => {
  const log = createLog('info', { write: (line: string) => void logged.push(JSON.parse(line)) });
  world = await startWorld({ random: () => 0.5, log });
  world.shopify.tokens.valid = () => true;
  await world.settle();
});
afterAll(() => world.close());

beforeEach(async () => {
  // What a failed test left is not the next one's.
  await world.database.pool.query('delete from problems; delete from pending_changes; delete from notices');
  count += 1;
  logged.length = 0;
  world.brevo.faults.clear();
  world.shopify.faults.clear();
  world.brevo.switches.duplicateCode = 'duplicate_parameter';
});

const email = () => `fault-${count}@example.com`;
const entries = (customer: StoreCustomer) =>
  world.database.prisma.syncEntry.findMany({ where: { customerId: customer.id }, orderBy: { id: 'asc' } });
const shopRef = () => ({ id: world.shopId, domain: DEFAULT_SHOP });
const connection = () => world.database.prisma.connection.findFirstOrThrow();
const phone = () => `316120000${String(count).padStart(2, '0')}`;
const openNotices = () => world.database.prisma.notice.findMany({ where: { closedAt: null } });

/** The entry as the screen of activity tells it. */
function wordsOf(entry: Awaited<ReturnType<typeof entries>>[number] | undefined): string {
  if (!entry) return '';
  const { reason, fix, original } = entryWords(entryView(entry), english);
  return [reason, fix, original].filter(Boolean).join(' ');
}

/** The notices as the first screen tells them. */
async function noticesInWords(): Promise<string[]> {
  return (await openNotices()).map((notice) => {
    const { title, fix } = noticeWords(
      { ...notice, params: notice.params as Record<string, string> },
      english,
    );
    return `${title}. ${fix}`.replace('..', '.');
  });
}

/** What the app's log says of notices; what else it said of trouble. */
const opened = () => logged.filter(({ msg }) => msg === 'a notice was opened');
const closed = () => logged.filter(({ msg }) => msg === 'a notice was closed');

/** What must hold after every fault, once it is gone. */
async function expectPeace(): Promise<void> {
  expect(await connection()).toMatchObject({ health: 'ok', healthCause: null, probeAt: null });
  expect(await openNotices()).toEqual([]);
  // Whatever is opened in the log is closed there, and nothing is logged as an error.
  expect(closed().map(({ kind }) => kind)).toEqual(opened().map(({ kind }) => kind));
  expect(logged.filter(({ level }) => level === 'error')).toEqual([]);
  for (const address of ['example.com', phone()]) expect(JSON.stringify(logged)).not.toContain(address);
  expect(await world.database.prisma.pendingChange.count()).toBe(0);
  expect(await world.database.prisma.problem.count()).toBe(0);
  const lifts = world.brevo.calls.filter((call) => JSON.stringify(call.body)?.includes('lacklisted":false'));
  expect(lifts).toEqual([]);
}

describe.each(TROUBLE)('Brevo: $fault', ({ fault, entry, health, notice, log }) => {
  it('met once, on the way to a new contact: it is made once, with everything', async () => {
    world.brevo.faults.add({ kind: fault, times: 1, ms: 100, match: (method) => method === 'POST' });
    const customer = world.shop.createCustomer({
      firstName: 'Fay',
      email: email(),
      phone: `+${phone()}`,
      emailState: 'SUBSCRIBED',
    });
    await world.deliverWebhooks();
    await world.drain();
    const [first] = await entries(customer);
    expect(first).toMatchObject({
      outcome: 'retrying',
      code: entry?.code,
      httpStatus: entry?.status,
      attempt: 1,
    });
    expect(wordsOf(first)).toBe(entry?.words);
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
    expect(await noticesInWords()).toEqual(notice === null ? [] : [notice]);
    // Told once, however often it was probed.
    expect(opened()).toMatchObject(log === null ? [] : [{ level: 'warn', shopId: world.shopId, ...log }]);
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

describe('Brevo: one contact is refused for good', () => {
  it.each(REFUSALS)('$fault: $ends, and nobody else waits', async (row) => {
    const deletes = row.fault === '405';
    if (deletes) await world.configure({ deleteBehavior: 'hard' });
    const customer = world.shop.createCustomer({
      email: email(),
      firstName: 'Fay',
      phone: `+${phone()}`,
      emailState: 'SUBSCRIBED',
    });
    if (deletes) {
      await world.settle();
      world.shop.deleteCustomer(customer.id);
    }
    const other = world.shop.createCustomer({ email: `other-${email()}`, firstName: 'Other' });
    const method = deletes ? 'DELETE' : 'POST';
    const isTheirs = (body: unknown) => deletes || (body as { email?: string } | null)?.email === email();
    world.brevo.faults.add({
      kind: row.fault,
      times: 1,
      match: (m, _, body) => m === method && isTheirs(body),
    });
    await world.settle();
    expect(world.brevo.contactByExtId(other.id)?.attributes.FIRSTNAME).toBe('Other');
    const entry = (await entries(customer)).at(-1);
    const outcome = { problem: 'failed', skipped: 'skipped', without: 'succeeded' }[row.ends];
    expect(entry).toMatchObject({ outcome, code: row.code, httpStatus: row.status, attempt: 1 });
    expect(wordsOf(entry)).toBe(row.words);
    expect(opened()).toEqual([]);
    if (row.ends === 'problem') {
      const [cause, ...more] = await readCauses(world.database.prisma, shopRef());
      expect(more).toEqual([]);
      const words = [english.t(`reason.${cause?.cause}`), english.t(`fix.${cause?.cause}`)].join(' ');
      expect({ cause: cause?.cause, count: cause?.count, words }).toEqual({
        cause: row.code,
        count: 1,
        words: row.problem,
      });
      await createReplay(world.ports).replay(shopRef(), { all: true });
      await world.settle();
    }
    const contact = world.brevo.contactByEmail(email());
    if (deletes || row.ends === 'skipped') expect(contact).toBeUndefined();
    else {
      expect(contact).toMatchObject({ extId: customer.id, listIds: [2], attributes: { FIRSTNAME: 'Fay' } });
      expect(contact?.attributes.SMS).toBe(row.ends === 'without' ? undefined : phone());
    }
    if (deletes) await world.configure({});
    await expectPeace();
  });

  it('an invalid phone never reaches Brevo', async () => {
    const customer = world.shop.createCustomer({ email: email(), phone: '+31123', firstName: 'Fay' });
    await world.settle();
    expect(world.brevo.contactByEmail(email())?.attributes).toMatchObject({ FIRSTNAME: 'Fay' });
    const [entry] = await entries(customer);
    expect(entry).toMatchObject({
      action: 'create',
      outcome: 'succeeded',
      attempt: 1,
      code: 'invalid_phone',
    });
    expect(wordsOf(entry)).toBe('The phone number is not valid, so SMS was left empty.');
    await expectPeace();
  });
});

describe('Brevo: identifiers that somebody else holds', () => {
  beforeAll(() =>
    world.configure(
      {},
      {},
      {
        email: 'email',
        firstName: 'FIRSTNAME',
        phone: 'SMS',
        'metafield.custom.whatsapp': 'WHATSAPP',
        'metafield.custom.landline': 'LANDLINE_NUMBER',
      },
    ),
  );

  afterAll(() => world.configure({}));

  /** The numbers of this test, as Brevo shows them. */
  const numbers = () => ({
    SMS: `316130000${String(count).padStart(2, '0')}`,
    WHATSAPP: `316140000${String(count).padStart(2, '0')}`,
    LANDLINE_NUMBER: `312050000${String(count).padStart(2, '0')}`,
  });

  /** A foreign contact for each of the identifiers. */
  function seedOwners(held: Held[]): ReturnType<TestWorld['brevo']['contacts']> {
    return held.map((name) => {
      const own = name === 'email' ? email() : `owner-${name}-${email()}`.toLowerCase();
      if (name === 'email')
        return world.brevo.seedContact({
          email: own,
          attributes: { FIRSTNAME: 'Old' },
          emailBlacklisted: true,
        });
      if (name === 'ext_id') return world.brevo.seedContact({ email: own, extId: String(world.shop.nextId) });
      return world.brevo.seedContact({ email: own, attributes: { [name]: numbers()[name] } });
    });
  }

  // Since 2026-05 the same refusal comes with either code.
  describe.each(['duplicate_parameter', 'invalid_parameter'] as const)('refused as %s', (refusal) => {
    beforeEach(() => {
      world.brevo.switches.duplicateCode = refusal;
    });

    it.each(DUPLICATES)('$held: goes without $without, and the entry says so', async (row) => {
      const owners = seedOwners(row.held);
      const customer = world.shop.createCustomer({
        email: email(),
        phone: `+${numbers().SMS}`,
        firstName: 'Fay',
      });
      const { WHATSAPP, LANDLINE_NUMBER } = numbers();
      world.shop.setMetafield(customer.id, 'custom.whatsapp', 'single_line_text_field', `+${WHATSAPP}`);
      world.shop.setMetafield(
        customer.id,
        'custom.landline',
        'single_line_text_field',
        `+${LANDLINE_NUMBER}`,
      );
      await world.settle();
      const contact = world.brevo.contactByEmail(email());
      const takenOver = row.held.includes('email');
      const has = { ...contact?.attributes, ext_id: contact?.extId };
      const wanted = { FIRSTNAME: 'Fay', ...numbers(), ext_id: customer.id };
      for (const name of row.without) if (name !== 'email') Object.assign(wanted, { [name]: undefined });
      expect(
        Object.fromEntries(Object.keys(wanted).map((name) => [name, has[name as never] ?? undefined])),
      ).toEqual(wanted);
      for (const owner of owners) {
        if (owner.email !== email()) expect(world.brevo.contactByEmail(owner.email as string)).toEqual(owner);
        else expect(contact).toMatchObject({ id: owner.id, emailBlacklisted: true });
      }
      const [entry, ...more] = await entries(customer);
      expect(more).toEqual([]);
      expect(entry).toMatchObject({
        action: takenOver ? 'update' : 'create',
        outcome: 'succeeded',
        httpStatus: takenOver ? 204 : 201,
        code: row.code,
      });
      expect(wordsOf(entry)).toBe(row.words);
      await expectPeace();
    });
  });
});

describe('the store', () => {
  it.each(STORE)(
    '$fault: what waits is kept, and Brevo is not bothered',
    async ({ fault, entry, notice, log }) => {
      const customer = world.shop.createCustomer({
        email: email(),
        firstName: 'Fay',
        emailState: 'SUBSCRIBED',
      });
      await world.deliverWebhooks();
      world.shopify.faults.add({ kind: fault, times: 1 });
      const calls = world.brevo.calls.filter((call) => call.method !== 'GET').length;
      await world.drain();
      if (entry !== null) {
        const [first, ...more] = await entries(customer);
        expect(more).toEqual([]);
        expect(first).toMatchObject({ outcome: 'retrying', action: 'none', code: entry.code });
        expect(wordsOf(first)).toBe(entry.words);
        expect(await noticesInWords()).toEqual([notice]);
        expect(opened()).toMatchObject([{ level: 'warn', shopId: world.shopId, ...log }]);
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
    },
  );

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

it('of a key that is refused after an outage only the key is told: Brevo answers again', async () => {
  world.brevo.faults.add({ kind: '503' });
  for (const name of ['one', 'two', 'three', 'four'])
    world.shop.createCustomer({ email: `${name}-${email()}` });
  await world.deliverWebhooks();
  await world.drain();
  expect(await openNotices()).toMatchObject([{ kind: 'brevo_unreachable' }]);
  world.brevo.faults.clear();
  world.brevo.faults.add({ kind: 'wrongKey' });
  world.advance(600_000);
  await world.drain();
  expect(await openNotices()).toMatchObject([{ kind: 'brevo_unauthorized' }]);
  world.brevo.faults.clear();
  world.advance(600_000);
  await world.settle();
  await expectPeace();
});
