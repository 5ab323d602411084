import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { forgetPrepared } from '../../app/sync/import-batch.sql.ts';
import type { Contact } from '../../sandbox/brevo/contact-store.ts';
import type { StoreCustomer } from '../../sandbox/shopify/store-customer.ts';
import { Death, mortalPorts } from '../support/mortal.ts';
import { type RunPlayer, runPlayer } from '../support/runs.ts';
import { startWorld, type TestWorld } from '../support/world.ts';

/** `IMPORT_TEST_CUSTOMERS=50000` plays the large one. */
const CUSTOMERS = Number(process.env.IMPORT_TEST_CUSTOMERS ?? 5_000);
const DAY_MS = 86_400_000;

let world: TestWorld;
let player: RunPlayer;

beforeAll(async () => {
  world = await startWorld();
  player = runPlayer(world);
  world.shopify.bulk.delayMs = 5;
  world.brevo.switches.importMs = 20;
});
afterAll(() => world.close());

/** Blocks that were lifted, at whatever moment: the contact tells itself. */
const lifted: string[] = [];
function watchBlock(contact: Contact): void {
  let blocked = contact.emailBlacklisted;
  Object.defineProperty(contact, 'emailBlacklisted', {
    enumerable: true,
    get: () => blocked,
    set(value: boolean) {
      if (blocked && !value) lifted.push(String(contact.email));
      blocked = value;
    },
  });
}

function stored(email: string): Contact {
  const contact = world.brevo.account().contacts.find('email', email);
  if (!contact) throw new Error(`No contact ${email}`);
  return contact;
}

/** The store imported them like that: it does not say so to others, and does not check. */
function force(customer: StoreCustomer, change: Partial<StoreCustomer>): void {
  const kept = world.shop.customers.get(customer.id);
  Object.assign(kept ?? {}, change);
}

/** The webhooks are lost: only the import finds them. */
const unheard = () => world.shopify.webhooks.pending.splice(0);

function seed(count: number): {
  bad: Set<string>;
  phones: Map<string, string[]>;
  mails: Map<string, string[]>;
} {
  const { shop, ports } = world;
  const bad = new Set<string>();
  const phones = new Map<string, string[]>();
  const mails = new Map<string, string[]>();
  const consentAt = ports.now() - 30 * DAY_MS;
  for (let i = 0; i < count; i += 1) {
    const state = (['SUBSCRIBED', 'UNSUBSCRIBED', 'NOT_SUBSCRIBED'] as const)[i % 3] as 'SUBSCRIBED';
    const customer = shop.createCustomer({
      email: `person-${i}@example.com`,
      firstName: `Zoë "${i}"\\`,
      lastName: i % 5 === 0 ? null : 'de Wit; Smit',
      emailState: state,
      consentAt,
      tags: i % 4 === 0 ? ['vip', 'a,b'] : [],
      ...(i % 2 === 0 ? { phone: `+3161${String(1_000_000 + i).slice(-7)}` } : {}),
      orders: i % 7 === 0 ? [{ total: 12.5, processedAt: consentAt }] : [],
    });
    const { id } = customer;
    if (i % 50 === 7) {
      bad.add(id);
      force(
        customer,
        i % 100 === 7 ? { email: `no address ${i}`, phone: null } : { email: null, phone: null },
      );
    } else if (i % 100 === 11) {
      // Three in a row have one phone.
      for (const each of [id, ...[-2, -4].map((step) => String(BigInt(id) + BigInt(step)))]) {
        const other = shop.customers.get(each);
        if (!other || bad.has(each)) continue;
        force(other, { phone: `+3162${String(1_000_000 + i).slice(-7)}` });
        const key = `3162${String(1_000_000 + i).slice(-7)}`;
        phones.set(key, [...(phones.get(key) ?? []), each]);
      }
    } else if (i % 200 === 13) {
      const former = String(BigInt(id) - 1n);
      const email = `person-${i - 1}@example.com`;
      force(customer, { email: email.toUpperCase(), phone: null });
      mails.set(email, [former, id]);
    }
  }
  unheard();
  return { bad, phones, mails };
}

/** The contact that a customer is to have. Shares no code with the app. */
function expected(customer: StoreCustomer) {
  const state = customer.emailConsent.state;
  const { firstName, lastName, tags, orders } = customer;
  const [order] = orders;
  return {
    email: customer.email?.toLowerCase() ?? null,
    extId: customer.id,
    emailBlacklisted: state === 'UNSUBSCRIBED',
    listIds: state === 'SUBSCRIBED' ? [2] : [],
    attributes: {
      ...(firstName === null ? {} : { FIRSTNAME: firstName }),
      ...(lastName === null ? {} : { LASTNAME: lastName }),
      ...(customer.phone === null ? {} : { SMS: customer.phone.slice(1) }),
      ...(tags.length === 0 ? {} : { TAGS: tags.join(',') }),
      ...(order ? { LAST_ORDER_DATE: new Date(order.processedAt).toISOString().slice(0, 10) } : {}),
      TOTAL_ORDERS: orders.length,
      TOTAL_SPENT: orders.reduce((sum, each) => sum + each.total, 0),
    },
  };
}

describe('an import with everything that can go wrong', () => {
  it(`brings ${CUSTOMERS} customers over although it is killed in each phase, and every skipped one has its reason`, async () => {
    const { brevo, shop, database } = world;
    // Before: nobody's contacts, some that are customers', and some that hold what a customer has.
    brevo.seedContact({ email: 'foreign@example.org', attributes: { FIRSTNAME: 'Foreign' }, listIds: [2] });
    brevo.seedContact({
      email: 'phone@example.org',
      attributes: { SMS: `3161${String(1_000_100).slice(-7)}` },
    });
    brevo.seedContact({ email: 'person-3@example.com', attributes: { FIRSTNAME: 'Old', LASTNAME: 'Old' } });
    brevo.seedContact({ email: 'person-5@example.com', attributes: { LASTNAME: 'Goes' } });
    for (const i of [0, 1, 2, 6, 9])
      brevo.seedContact({ email: `person-${i}@example.com`, emailBlacklisted: true });
    const { bad, phones, mails } = seed(CUSTOMERS);
    const idHolder = [...shop.customers.values()][20] as StoreCustomer;
    brevo.seedContact({ email: 'id@example.org', extId: idHolder.id });
    for (const contact of brevo.account().contacts.byId.values()) watchBlock(contact);
    const foreign = () => brevo.contacts().filter((c) => c.email?.endsWith('@example.org'));
    const before = JSON.stringify(foreign().map(({ modifiedAt: _, ...c }) => c));
    brevo.switches.importLiftsBlocks = true;

    const id = await player.start('import');
    const deaths = new Map<string, number>();
    let view = await player.view('import', id);
    for (let round = 0; view.endedAt === null; round += 1) {
      if (round > 1_500) throw new Error(`The run does not end: ${JSON.stringify(view)}`);
      const { phase } = view;
      // Each process dies at another word, the first of a phase early in it. Long lives only once somebody died while
      // importing: one of them can span several phases.
      const long = round % 4 === 3 && deaths.has('importing');
      const at = !deaths.has(phase) ? 6 : long ? 100_000 : (round * 37) % (60 + round * 2);
      const mortal = mortalPorts(world.ports, { kind: 'database', at, after: round % 2 === 0 });
      const ending = await player.step(id, player.runs(mortal)).catch((error: unknown) => error);
      if (mortal.died()) {
        deaths.set(phase, (deaths.get(phase) ?? 0) + 1);
        expect(ending).toBeInstanceOf(Death);
      } else if (ending !== undefined) throw ending;
      view = await player.view('import', id);
      if (view.phase === 'delivering') await world.settle();
    }
    expect(view).toMatchObject({ status: 'completed', counts: { read: CUSTOMERS, failed: 0, remaining: 0 } });
    for (const phase of ['indexing', 'comparing', 'importing', 'delivering'])
      expect(deaths.get(phase) ?? 0, phase).toBeGreaterThan(0);

    const sharers = new Set([...phones.values()].flat());
    const clashing = new Set([...mails.values()].flat());
    const wrong: unknown[] = [];
    for (const customer of shop.customers.values()) {
      if (bad.has(customer.id) || clashing.has(customer.id)) continue;
      const contact = brevo.contactByEmail(customer.email ?? '');
      const wanted = expected(customer);
      const blockedBefore = [0, 1, 2, 6, 9].some((i) => customer.email === `person-${i}@example.com`);
      const { SMS, ...rest } = wanted.attributes;
      const holds = contact?.attributes.SMS === SMS;
      const mayLack = sharers.has(customer.id) || SMS === `3161${String(1_000_100).slice(-7)}`;
      const found = contact && {
        email: contact.email,
        extId: contact.extId,
        emailBlacklisted: contact.emailBlacklisted,
        listIds: contact.listIds,
        attributes: contact.attributes,
      };
      const right = {
        ...wanted,
        ...(customer.id === idHolder.id ? { extId: null } : {}),
        ...(blockedBefore ? { emailBlacklisted: true, listIds: [] } : {}),
        attributes: holds || !mayLack ? wanted.attributes : rest,
      };
      if (JSON.stringify(sorted(found)) !== JSON.stringify(sorted(right))) wrong.push({ found, right });
    }
    expect(wrong.slice(0, 3)).toEqual([]);
    // One of those who share a phone has it, and one contact stands for those who share an address.
    const holders = Map.groupBy(brevo.contacts(), (c) => c.attributes.SMS);
    for (const phone of phones.keys()) expect(holders.get(phone)?.length, phone).toBe(1);
    for (const [email, ids] of mails) expect(ids).toContain(brevo.contactByEmail(email)?.extId ?? ids[0]);
    expect(brevo.contacts().length).toBe(foreign().length + CUSTOMERS - bad.size - mails.size);
    expect(JSON.stringify(foreign().map(({ modifiedAt: _, ...c }) => c))).toBe(before);
    expect(lifted).toEqual([]);

    const skipped = await database.prisma.syncEntry.findMany({ where: { outcome: 'skipped' } });
    expect(new Set(skipped.map((entry) => entry.customerId))).toEqual(bad);
    expect(skipped.length).toBe(bad.size);
    for (const { code, message } of skipped) {
      expect(['invalid_email', 'no_email_or_phone']).toContain(code);
      expect(message).toMatch(/not valid|neither/);
    }
    expect(view.report.skippedBecause).toEqual({
      invalid_email: skipped.filter((entry) => entry.code === 'invalid_email').length,
      no_email_or_phone: skipped.filter((entry) => entry.code === 'no_email_or_phone').length,
    });
    for (const table of ['import_batches', 'import_rows', 'import_contacts', 'pending_changes'])
      expect((await database.pool.query(`select 1 from ${table}`)).rows, table).toEqual([]);
    expect(brevo.account().lists.map((list) => list.id)).toEqual([2]);

    // Every link is there: a second look finds nothing to do. Of two who share an address and were delivered in one
    // transaction it is not known which was last: such a contact may be written once more.
    const calls = brevo.calls.length;
    const again = await player.play('import', await player.start('import'));
    expect(again).toMatchObject({ status: 'completed', counts: { create: 0 } });
    const { examples } = again.report as { examples: { customer: string }[] };
    for (const { customer } of examples) expect(clashing).toContain(customer);
    const shared = new Set([...mails.keys()].map((email) => brevo.contactByEmail(email)?.id));
    for (const { method, path } of brevo.calls.slice(calls)) {
      if (method === 'GET') continue;
      expect(shared).toContain(Number(/\/contacts\/(\d+)/.exec(path)?.[1]));
    }
  }, 900_000);
});

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, inner]) => [name, sorted(inner)]),
  );
}

describe.each([true, false])('consent, where an import lifts blocks: %s', (lifts) => {
  const address = (name: string) => `${name}-${lifts}@example.org`;

  it('lifts none: neither one that was there nor one that comes while the import is prepared or under way', async () => {
    const { brevo, shop } = world;
    brevo.switches.importLiftsBlocks = lifts;
    brevo.switches.importMs = 300;
    lifted.length = 0;
    const consentAt = world.ports.now() - 30 * DAY_MS;
    const names = ['blocked', 'sms-blocked', 'between', 'under-way', 'open'];
    for (const name of names)
      brevo.seedContact({
        email: address(name),
        emailBlacklisted: name === 'blocked',
        smsBlacklisted: name === 'sms-blocked',
      });
    for (const name of names) {
      shop.createCustomer({ email: address(name), firstName: name, emailState: 'SUBSCRIBED', consentAt });
      watchBlock(stored(address(name)));
    }
    shop.createCustomer({ email: address('no'), firstName: 'no', emailState: 'UNSUBSCRIBED', consentAt });
    unheard();
    const id = await player.start('import');
    for (let view = await player.view('import', id); view.phase !== 'importing'; ) {
      await player.step(id);
      view = await player.view('import', id);
      // Between the reading of Brevo's contacts and the import of the row.
      if (view.phase === 'comparing' && !stored(address('between')).emailBlacklisted)
        brevo.act({ kind: 'unsubscribe', email: address('between') });
    }
    if (!stored(address('between')).emailBlacklisted)
      brevo.act({ kind: 'unsubscribe', email: address('between') });
    const view = await player.play('import', id);
    expect(view).toMatchObject({ status: 'completed', counts: { failed: 0, remaining: 0 } });
    expect(lifted).toEqual([]);
    expect(brevo.contactByEmail(address('blocked'))).toMatchObject({ emailBlacklisted: true, listIds: [] });
    expect(brevo.contactByEmail(address('between'))).toMatchObject({ emailBlacklisted: true });
    expect(brevo.contactByEmail(address('sms-blocked'))).toMatchObject({
      smsBlacklisted: true,
      emailBlacklisted: false,
      listIds: [2],
      attributes: { FIRSTNAME: 'sms-blocked' },
    });
    expect(brevo.contactByEmail(address('open'))).toMatchObject({ emailBlacklisted: false, listIds: [2] });
    expect(brevo.contactByEmail(address('no'))).toMatchObject({ emailBlacklisted: true, listIds: [] });
  }, 120_000);
});

describe('an import that is under way', () => {
  const email = (name: string) => `${name}@example.net`;

  /** Steps until Brevo has taken the import and works on it. */
  async function underWay(id: string): Promise<void> {
    const before = world.brevo.account().processes.length;
    for (let round = 0; world.brevo.account().processes.length === before; round += 1) {
      if (round > 50)
        throw new Error(`No import is sent: ${JSON.stringify(await player.view('import', id))}`);
      await player.step(id);
    }
  }

  const count = async (table: string) =>
    Number((await world.database.pool.query(`select count(*) as n from ${table}`)).rows[0]?.n);

  it('holds the changes of its customers, and no older row overwrites them', async () => {
    const { shop, brevo } = world;
    brevo.switches.importMs = 1_500;
    brevo.switches.importLiftsBlocks = true;
    const consentAt = world.ports.now() - 30 * DAY_MS;
    const made = ['newer', 'no-more', 'gone'].map((name) =>
      shop.createCustomer({ email: email(name), firstName: 'Old', emailState: 'SUBSCRIBED', consentAt }),
    );
    unheard();
    const [newer, noMore, gone] = made as [StoreCustomer, StoreCustomer, StoreCustomer];
    const id = await player.start('import');
    await underWay(id);
    const other = shop.createCustomer({
      email: email('other'),
      firstName: 'Other',
      emailState: 'SUBSCRIBED',
    });
    shop.updateCustomer(newer.id, { firstName: 'Newer' });
    shop.setEmailConsent(noMore.id, 'UNSUBSCRIBED');
    shop.deleteCustomer(gone.id);
    await world.deliverWebhooks();
    expect(await world.drain()).toEqual({ kind: 'idle' });
    // Whoever is not under way goes out at once; the others wait.
    expect(brevo.contactByExtId(other.id)).toBeDefined();
    expect(await count('pending_changes')).toBe(3);
    expect(await player.play('import', id)).toMatchObject({ status: 'completed', counts: { failed: 0 } });
    await world.settle();
    expect(brevo.contactByEmail(email('newer'))).toMatchObject({
      attributes: { FIRSTNAME: 'Newer' },
      listIds: [2],
    });
    expect(brevo.contactByEmail(email('no-more'))).toMatchObject({ emailBlacklisted: true, listIds: [] });
    expect(brevo.contactByEmail(email('gone'))?.listIds ?? []).toEqual([]);
  }, 120_000);

  it.each(['paused', 'cancelled'] as const)(
    'comes to its end when the run is %s, and nothing new is sent',
    async (how) => {
      const { shop, brevo } = world;
      brevo.switches.importMs = 1_000;
      for (const state of ['SUBSCRIBED', 'UNSUBSCRIBED', 'NOT_SUBSCRIBED'] as const)
        shop.createCustomer({
          email: email(`${how}-${state}`.toLowerCase()),
          firstName: 'P',
          emailState: state,
        });
      unheard();
      const id = await player.start('import');
      await underWay(id);
      const sent = brevo.account().processes.length;
      const control = how === 'paused' ? 'pause' : 'cancel';
      expect(await player.runs().service[control](player.shop, 'import', id)).toMatchObject({ kind: 'done' });
      // The job goes on until the load was read back, so that its customers are free again.
      for (let round = 0; (await count('import_loads where ended_at is null')) > 0; round += 1) {
        if (round > 100) throw new Error('The load does not end');
        await player.step(id);
      }
      await player.step(id);
      expect(brevo.account().processes.length).toBe(sent);
      expect(await player.view('import', id)).toMatchObject({ status: how });
      if (how === 'paused') {
        expect(await player.runs().service.resume(player.shop, 'import', id)).toMatchObject({ kind: 'done' });
        expect(await player.play('import', id)).toMatchObject({ status: 'completed' });
        expect(brevo.account().processes.length).toBe(sent + 2);
      }
      for (const table of ['import_batches', 'import_loads', 'import_rows', 'import_contacts'])
        expect(await count(table), table).toBe(0);
      expect(brevo.account().lists.map((list) => list.id)).toEqual([2]);
      await player.play('import', await player.start('import'));
      for (const state of ['subscribed', 'unsubscribed', 'not_subscribed'])
        expect(brevo.contactByEmail(email(`${how}-${state}`))).toMatchObject({
          emailBlacklisted: state === 'unsubscribed',
          listIds: state === 'subscribed' ? [2] : [],
        });
    },
    120_000,
  );

  it('is not lost with the database’s crash: what was prepared is prepared anew', async () => {
    const { shop, database } = world;
    shop.createCustomer({ email: email('crash'), firstName: 'C', emailState: 'SUBSCRIBED' });
    unheard();
    const id = await player.start('import');
    while ((await count('import_rows')) === 0) await player.step(id);
    // What PostgreSQL does to unlogged tables when it recovers.
    await database.pool.query('truncate import_rows, import_contacts');
    expect(await player.play('import', id)).toMatchObject({
      status: 'completed',
      counts: { create: 1, failed: 0, remaining: 0 },
    });
    expect(world.brevo.contactByEmail(email('crash'))).toMatchObject({ listIds: [2] });
  }, 120_000);

  it('is not lost with the database’s crash when all imports are over and single calls are left', async () => {
    const { shop, database, brevo } = world;
    const phone = '+31600000077';
    brevo.seedContact({ email: email('holds-phone'), attributes: { SMS: phone } });
    shop.createCustomer({ email: email('single'), firstName: 'S', phone, emailState: 'SUBSCRIBED' });
    unheard();
    const id = await player.start('import');
    const cursor = async () => (await database.prisma.run.findUniqueOrThrow({ where: { id } })).cursor;
    for (let round = 0; !(await cursor())?.['imported' as never]; round += 1) {
      if (round > 200)
        throw new Error(`It is never imported: ${JSON.stringify(await player.view('import', id))}`);
      await player.step(id);
    }
    await database.pool.query('truncate import_rows, import_contacts');
    expect(await player.play('import', id)).toMatchObject({ status: 'completed', counts: { failed: 0 } });
    expect(brevo.contactByEmail(email('single'))).toMatchObject({ listIds: [2] });
    expect(await count('import_batches')).toBe(0);
  }, 120_000);

  it('keeps nothing of who is erased while it is under way, after a crash of the database neither', async () => {
    const { shop, brevo, database } = world;
    brevo.switches.importMs = 1_500;
    const [erased, stays] = ['erased', 'kept'].map((name) =>
      shop.createCustomer({ email: email(name), firstName: 'E', emailState: 'SUBSCRIBED' }),
    ) as [StoreCustomer, StoreCustomer];
    unheard();
    const id = await player.start('import');
    await underWay(id);
    await forgetPrepared(database.pool, world.shopId, [erased.id]);
    const { rows } = await database.pool.query('select sent::text from import_loads where ended_at is null');
    expect(rows[0]?.sent).toContain(stays.id);
    expect(rows[0]?.sent).not.toContain(erased.id);
    expect(await count(`import_rows where customer_id = '${erased.id}'`)).toBe(0);
    expect(await player.play('import', id)).toMatchObject({ status: 'completed' });
    await world.settle();
  }, 120_000);

  it('is brought to its end after the database’s crash before anybody delivers beside it', async () => {
    const { shop, brevo, database } = world;
    brevo.switches.importMs = 1_500;
    brevo.switches.importLiftsBlocks = true;
    const consentAt = world.ports.now() - 30 * DAY_MS;
    const [stays, moves, noMore] = ['stays', 'moves', 'says-no'].map((name) =>
      shop.createCustomer({ email: email(name), firstName: 'Old', emailState: 'SUBSCRIBED', consentAt }),
    ) as [StoreCustomer, StoreCustomer, StoreCustomer];
    unheard();
    const id = await player.start('import');
    await underWay(id);
    await database.pool.query('truncate import_rows, import_contacts');
    shop.updateCustomer(moves.id, { email: email('moved') });
    shop.setEmailConsent(noMore.id, 'UNSUBSCRIBED');
    await world.deliverWebhooks();
    const writes = () => brevo.calls.filter(({ method }) => method !== 'GET').length;
    const before = writes();
    expect(await world.drain()).toEqual({ kind: 'idle' });
    expect(writes()).toBe(before);
    for (let round = 0; (await count('import_loads where ended_at is null')) > 0; round += 1) {
      if (round > 100) throw new Error('The load does not end');
      await player.step(id);
    }
    // It was read back with the rows as they went: the links are there before the run prepares anew.
    expect(await count(`contact_links where customer_id = '${stays.id}' and brevo_id is not null`)).toBe(1);
    await world.settle();
    await player.play('import', id);
    await world.settle();
    expect(brevo.contactByExtId(moves.id)).toMatchObject({ email: email('moved'), listIds: [2] });
    expect(brevo.contactByEmail(email('moves'))).toBeUndefined();
    expect(brevo.contactByEmail(email('says-no'))).toMatchObject({ emailBlacklisted: true, listIds: [] });
    expect(brevo.contactByEmail(email('stays'))).toMatchObject({ extId: stays.id, listIds: [2] });
    expect(await count('import_loads where sent is not null')).toBe(0);
  }, 120_000);
});
