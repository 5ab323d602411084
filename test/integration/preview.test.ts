import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ContactState, differencesOf } from '../../app/domain/contact-state.ts';
import type { PreviewEnding, PreviewView } from '../../app/mapping-service.ts';
import { createConfigurationService } from '../../app/settings/configuration-store.server.ts';
import { createPreview } from '../../app/sync/preview.server.ts';
import { startWorld, type TestWorld } from '../support/world.ts';

let world: TestWorld;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.settle();
  await world.configure({});
});

const shopRef = () => ({ id: world.shopId, domain: world.shop.domain });

function ask(customerId: string, configuration?: unknown): Promise<PreviewEnding> {
  const store = createConfigurationService({ prisma: world.database.prisma });
  const preview = createPreview({ ports: world.ports, readConfiguration: (shop) => store.read(shop) });
  return preview(shopRef(), { customerId, ...(configuration === undefined ? {} : { configuration }) });
}

async function previewOf(customerId: string, configuration?: unknown): Promise<PreviewView> {
  const ending = await ask(customerId, configuration);
  if (ending.kind !== 'previewed') throw new Error(JSON.stringify(ending));
  return ending.preview;
}

/** The emulated Brevo's own word on a contact, as a person would read it there. */
function held(email: string): ContactState | null {
  const contact = world.brevo.contactByEmail(email);
  if (!contact) return null;
  const { id, extId, emailBlacklisted, smsBlacklisted, listIds, attributes } = contact;
  return { id, email, extId, emailBlacklisted, smsBlacklisted, listIds, attributes } as ContactState;
}

/** Everything a preview must leave as it was. */
async function traces(): Promise<string> {
  const { prisma } = world.database;
  const [links, optOuts, pending, entries] = await Promise.all([
    prisma.contactLink.findMany({ orderBy: { customerId: 'asc' } }),
    prisma.optOut.findMany({ orderBy: { addressHash: 'asc' } }),
    prisma.pendingChange.findMany({ orderBy: { customerId: 'asc' } }),
    prisma.syncEntry.count(),
  ]);
  const writes = world.brevo.calls.filter((call) => call.method !== 'GET').length;
  const consents = [...world.shop.customers.values()].map(({ emailConsent }) => emailConsent.state);
  return JSON.stringify([links, optOuts, pending, entries, writes, consents], (_, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  );
}

/** The preview says what the worker then does, and leaves no trace of its own. */
async function comesTrue(customerId: string, email: string): Promise<PreviewView> {
  const before = await traces();
  const today = held(email);
  const preview = await previewOf(customerId);
  expect(await traces()).toBe(before);
  expect(differencesOf(preview.today, today)).toEqual([]);
  await world.settle();
  const after = held(preview.contact?.email ?? email);
  expect(differencesOf(preview.contact, after)).toEqual([]);
  const entry = await world.database.prisma.syncEntry.findFirst({
    where: { customerId },
    orderBy: { id: 'desc' },
  });
  expect([preview.action, preview.code]).toEqual([entry?.action, entry?.code]);
  return preview;
}

describe('the preview comes true', () => {
  it('for a new customer with everything', async () => {
    const { id } = world.shop.createCustomer({
      firstName: 'Noor',
      lastName: 'de Wit',
      email: 'Noor@Example.com',
      phone: '+31612345678',
      tags: ['vip'],
      emailState: 'SUBSCRIBED',
      orders: [{ total: 19.95, processedAt: Date.parse('2026-03-01T23:30:00Z') }],
    });
    const preview = await comesTrue(id, 'noor@example.com');
    expect(preview).toMatchObject({
      action: 'create',
      today: null,
      customer: { id, name: 'Noor de Wit' },
      contact: {
        id: null,
        email: 'noor@example.com',
        extId: id,
        listIds: [2],
        attributes: { FIRSTNAME: 'Noor', SMS: '31612345678', LAST_ORDER_DATE: '2026-03-02', TAGS: 'vip' },
      },
      consent: { email: { state: 'subscribed', blocked: false }, onList: true },
    });
    expect(preview.differences).toContain('attributes.FIRSTNAME');
  });

  it('for a known customer: only what changed differs', async () => {
    const { id } = world.shop.createCustomer({ firstName: 'Bo', lastName: 'Li', email: 'bo@example.com' });
    await world.settle();
    expect(await previewOf(id)).toMatchObject({ action: 'none', differences: [], outcome: 'succeeded' });
    world.shop.updateCustomer(id, { firstName: 'Boa', lastName: null });
    const preview = await comesTrue(id, 'bo@example.com');
    expect(preview).toMatchObject({
      action: 'update',
      differences: ['attributes.FIRSTNAME', 'attributes.LASTNAME'],
      today: { attributes: { FIRSTNAME: 'Bo', LASTNAME: 'Li' } },
      contact: { attributes: { FIRSTNAME: 'Boa' } },
    });
    expect(preview.contact?.attributes).not.toHaveProperty('LASTNAME');
  });

  it('for an opt-out in the store, and for one in Brevo that is later than the yes', async () => {
    const { id } = world.shop.createCustomer({ email: 'out@example.com', emailState: 'SUBSCRIBED' });
    await world.settle();
    world.advance(5_000);
    world.shop.setEmailConsent(id, 'UNSUBSCRIBED');
    const preview = await comesTrue(id, 'out@example.com');
    expect(preview.differences).toEqual(['emailBlacklisted', 'lists']);
    expect(preview.consent).toMatchObject({ email: { state: 'unsubscribed', blocked: true }, onList: false });

    const other = world.shop.createCustomer({ email: 'brevo-no@example.com', emailState: 'SUBSCRIBED' });
    await world.settle();
    world.advance(5_000);
    world.brevo.act({ kind: 'unsubscribe', email: 'brevo-no@example.com' });
    const kept = await previewOf(other.id);
    expect(kept).toMatchObject({
      contact: { emailBlacklisted: true },
      consent: { email: { state: 'subscribed', blocked: true, optedOut: { system: 'brevo' } } },
    });
    // The store would be told of it by a delivery: a preview tells nobody.
    expect(world.shop.customer(other.id).emailConsent.state).toBe('SUBSCRIBED');
  });

  it('for a phone that another contact holds, and for a contact that was there before', async () => {
    world.brevo.seedContact({ email: 'holder@example.com', attributes: { SMS: '31687654321' } });
    const { id } = world.shop.createCustomer({
      firstName: 'Pia',
      email: 'pia@example.com',
      phone: '+31687654321',
    });
    const preview = await comesTrue(id, 'pia@example.com');
    expect(preview).toMatchObject({ action: 'create', code: 'phone_held_by_other' });
    expect(preview.contact?.attributes).not.toHaveProperty('SMS');

    world.brevo.seedContact({
      email: 'old@example.com',
      attributes: { FIRSTNAME: 'Old', NOTE: 'kept' },
      emailBlacklisted: true,
    });
    const found = world.shop.createCustomer({ firstName: 'New', email: 'old@example.com' });
    const taken = await comesTrue(found.id, 'old@example.com');
    expect(taken).toMatchObject({
      action: 'update',
      today: { attributes: { FIRSTNAME: 'Old' } },
      contact: { attributes: { FIRSTNAME: 'New' }, emailBlacklisted: true, extId: found.id },
    });
  });

  it('for a changed address, also one that a stranger holds', async () => {
    const { id } = world.shop.createCustomer({ email: 'a1@example.com', emailState: 'SUBSCRIBED' });
    await world.settle();
    world.shop.updateCustomer(id, { email: 'a2@example.com' });
    const moved = await previewOf(id);
    expect(moved.differences).toEqual(['email']);
    await world.settle();
    expect(held('a2@example.com')?.id).toBe(moved.contact?.id);

    world.brevo.seedContact({ email: 'a3@example.com', attributes: { FIRSTNAME: 'Stranger' } });
    world.shop.updateCustomer(id, { email: 'a3@example.com', firstName: 'Mine' });
    const adopted = await comesTrue(id, 'a3@example.com');
    expect(adopted).toMatchObject({ today: { attributes: { FIRSTNAME: 'Stranger' } } });
  });

  it('for those who are left out, and says why', async () => {
    const nobody = world.shop.createCustomer({ firstName: 'Nobody' });
    expect(await previewOf(nobody.id)).toMatchObject({
      action: 'none',
      outcome: 'skipped',
      code: 'no_email_or_phone',
      contact: null,
    });
    await world.configure({ neverConsented: 'keep_out' });
    const silent = world.shop.createCustomer({ email: 'silent@example.com' });
    expect(await comesTrue(silent.id, 'silent@example.com')).toMatchObject({ code: 'never_consented' });
    await world.configure({ updateEnabled: false });
    world.brevo.seedContact({ email: 'theirs@example.com', attributes: { FIRSTNAME: 'Theirs' } });
    const other = world.shop.createCustomer({ email: 'theirs@example.com', firstName: 'Ours' });
    expect(await comesTrue(other.id, 'theirs@example.com')).toMatchObject({
      code: 'exists_in_brevo',
      differences: [],
      contact: { attributes: { FIRSTNAME: 'Theirs' } },
    });
  });

  it('for a customer who lost every address', async () => {
    const { id } = world.shop.createCustomer({ email: 'gone@example.com', emailState: 'SUBSCRIBED' });
    await world.settle();
    world.shop.updateCustomer(id, { email: null });
    expect(await comesTrue(id, 'gone@example.com')).toMatchObject({
      action: 'unlink',
      differences: ['lists'],
    });
  });
});

describe('a configuration that is only thought of', () => {
  it('is previewed with attributes that do not exist yet, and stores nothing', async () => {
    const { id } = world.shop.createCustomer({ firstName: 'Ida', email: 'ida@example.com' });
    await world.settle();
    world.shop.setMetafield(id, 'custom.birthday', 'date', '1990-05-04');
    const sent = {
      fieldMapping: {
        email: 'email',
        firstName: { attribute: 'FIRSTNAME', transform: 'upper' },
        'metafield.custom.birthday': 'BIRTHDAY',
      },
      options: { listId: 2 },
    };
    expect(await previewOf(id, sent)).toMatchObject({
      differences: ['attributes.BIRTHDAY', 'attributes.FIRSTNAME'],
      contact: { attributes: { FIRSTNAME: 'IDA', BIRTHDAY: '1990-05-04' } },
      attributesToCreate: [{ name: 'BIRTHDAY', type: 'date' }],
    });
    expect(world.brevo.account().attributes.map(({ name }) => name)).not.toContain('BIRTHDAY');
    const kept = await previewOf(id, { ...sent, options: { listId: 2, createAttributes: false } });
    expect(kept.attributesToCreate).toEqual([]);
    expect(kept.warnings).toContainEqual({
      code: 'missing_attribute',
      field: 'metafield.custom.birthday',
      attribute: 'BIRTHDAY',
    });
  });

  it('with faults is refused with all of them', async () => {
    const { id } = world.shop.createCustomer({ email: 'fault@example.com' });
    const ending = await ask(id, {
      fieldMapping: { nonsense: 'X', firstName: '1' },
      options: { syncMode: 'x' },
    });
    expect(ending).toMatchObject({ kind: 'invalid' });
    const paths = ending.kind === 'invalid' ? ending.faults.map(({ path }) => path).sort() : [];
    expect(paths).toEqual(['fieldMapping.firstName', 'fieldMapping.nonsense', 'options.syncMode']);
  });
});

describe('without an answer', () => {
  it('says who did not answer', async () => {
    const { id } = world.shop.createCustomer({ email: 'quiet@example.com' });
    expect(await ask('123')).toEqual({ kind: 'not_found' });
    world.shopify.faults.add({ kind: 'pcd', times: 1 });
    expect(await ask(id)).toMatchObject({ kind: 'source_unavailable' });
    world.brevo.faults.add({ kind: 'disabledKey', times: 1 });
    expect(await ask(id)).toMatchObject({ kind: 'brevo_unavailable' });
    world.brevo.faults.add({ kind: '503', times: 1, match: (_, path) => path.startsWith('/contacts/quiet') });
    expect(await ask(id)).toMatchObject({ kind: 'brevo_unavailable' });
    expect(await ask(id)).toMatchObject({ kind: 'previewed' });
  });

  it('needs a connection', async () => {
    const row = await world.database.prisma.connection.findFirstOrThrow();
    await world.database.prisma.connection.delete({ where: { shopId: world.shopId } });
    expect(await ask('123')).toEqual({ kind: 'not_connected' });
    await world.database.prisma.connection.create({ data: { ...row, attributes: row.attributes ?? [] } });
  });
});
