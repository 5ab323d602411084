import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MappingScreen, MappingService } from '../../app/mapping-service.ts';
import type { Configuration } from '../../app/settings/configuration.ts';
import { createConfigurationService } from '../../app/settings/configuration-store.server.ts';
import { createMappingService } from '../../app/settings/mapping-service.server.ts';
import { createRuns } from '../../app/sync/runs.server.ts';
import { startWorld, type TestWorld } from '../support/world.ts';

let world: TestWorld;
let mapping: MappingService;

beforeAll(async () => {
  world = await startWorld();
  const configuration = createConfigurationService({ prisma: world.database.prisma });
  mapping = createMappingService({
    ports: world.ports,
    configuration,
    preview: async () => ({ kind: 'not_found' }),
  });
});
afterAll(() => world.close());

const shop = () => ({ id: world.shopId, domain: world.shop.domain });

/** A shop of its own that never saved anything. */
async function freshShop() {
  const row = await world.database.prisma.shop.create({
    data: { domain: `new-${Date.now()}.myshopify.com` },
  });
  return { id: row.id, domain: row.domain };
}

async function save(change: (before: Configuration) => Configuration): Promise<MappingScreen> {
  const { configuration, version } = await mapping.screen(shop());
  const ending = await mapping.save(shop(), change(configuration), version, 'user 7');
  if (ending.kind !== 'saved') throw new Error(JSON.stringify(ending));
  return ending.screen;
}

const withRules = (rules: Configuration['fieldMapping']) => (before: Configuration) => ({
  ...before,
  fieldMapping: { ...before.fieldMapping, ...rules },
});

describe('saving', () => {
  it('stores the rules in their order, as a version, and confirms the mapping', async () => {
    expect((await mapping.screen(shop())).confirmedAt).toBeNull();
    const saved = await save((before) => {
      const { email, tags, ...rest } = before.fieldMapping;
      return { ...before, fieldMapping: { tags: tags ?? 'TAGS', ...rest, email: email ?? 'email' } };
    });
    expect(Object.keys(saved.configuration.fieldMapping).at(0)).toBe('tags');
    expect(Object.keys(saved.configuration.fieldMapping).at(-1)).toBe('email');
    expect(saved.confirmedAt).not.toBeNull();
    const { versions } = await mapping.versions(shop());
    expect(versions[0]).toMatchObject({
      version: saved.version,
      savedBy: 'user 7',
      current: true,
      changes: [{ kind: 'rules_moved' }],
    });
  });

  it('refuses faults with their paths, and what was edited from an outdated version', async () => {
    const { configuration, version } = await mapping.screen(shop());
    const bad = { ...configuration, fieldMapping: { firstName: 'no name' } };
    expect(await mapping.save(shop(), bad, version, 'user 7')).toMatchObject({
      kind: 'invalid',
      faults: [{ path: 'fieldMapping.firstName' }],
    });
    await save(withRules({ note: 'NOTE' }));
    expect(await mapping.save(shop(), configuration, version, 'user 8')).toEqual({ kind: 'outdated' });
    expect((await mapping.screen(shop())).configuration.fieldMapping).toHaveProperty('note');
  });

  it('of two at once lets one through', async () => {
    const { configuration, version } = await mapping.screen(shop());
    const both = await Promise.all(
      ['one', 'two'].map((by) => mapping.save(shop(), configuration, version, by)),
    );
    expect(both.map(({ kind }) => kind).sort()).toEqual(['outdated', 'saved']);
  });
});

describe('the history', () => {
  it('says what each save changed', async () => {
    await save((before) => ({
      ...withRules({ note: { attribute: 'NOTE', transform: 'upper' }, 'address.city': 'CITY' })(before),
      options: { ...before.options, deleteBehavior: 'hard' },
    }));
    const { versions } = await mapping.versions(shop());
    expect(versions[0]?.changes).toEqual([
      {
        kind: 'rule_changed',
        source: 'note',
        from: 'NOTE',
        to: { attribute: 'NOTE', transform: 'upper' },
      },
      { kind: 'rule_added', source: 'address.city', to: 'CITY' },
      { kind: 'setting_changed', path: 'options.deleteBehavior', from: 'soft', to: 'hard' },
    ]);
  });

  it('restores a version, order and all, as a new one', async () => {
    const before = await mapping.screen(shop());
    await save((now) => {
      const { note: _, ...rest } = now.fieldMapping;
      return { ...now, fieldMapping: Object.fromEntries(Object.entries(rest).reverse()), debug: true };
    });
    const ending = await mapping.restore(shop(), before.version, 'user 9');
    if (ending.kind !== 'saved') throw new Error(ending.kind);
    expect(Object.entries(ending.screen.configuration.fieldMapping)).toEqual(
      Object.entries(before.configuration.fieldMapping),
    );
    expect(ending.screen.configuration).toEqual(before.configuration);
    const { versions } = await mapping.versions(shop());
    expect(versions[0]).toMatchObject({
      version: before.version + 2,
      restoredFrom: before.version,
      savedBy: 'user 9',
    });
    expect(await mapping.restore(shop(), 9_999, 'user 9')).toEqual({ kind: 'unknown' });
  });

  it('is read in pages', async () => {
    for (let i = 0; i < 21; i += 1) await save((before) => ({ ...before, debug: i % 2 === 0 }));
    const first = await mapping.versions(shop());
    expect(first.versions).toHaveLength(20);
    expect(first.more).toBe(true);
    const second = await mapping.versions(shop(), first.versions.at(-1)?.version);
    expect(second.more).toBe(false);
    expect(second.versions.every(({ current }) => !current)).toBe(true);
    expect(second.versions.at(-1)?.version).toBe(1);
    // Every version but a shop's first is told against the one before, also over the end of a page.
    expect(first.versions.at(-1)?.changes).toHaveLength(1);
  });
});

describe('confirming', () => {
  it('stores what ships where nothing was saved', async () => {
    const fresh = await freshShop();
    expect(await mapping.screen(fresh)).toMatchObject({ version: 0, confirmedAt: null, connected: false });
    expect(await mapping.isConfirmed(fresh)).toBe(false);
    await mapping.confirm(fresh, 'user 1');
    expect(await mapping.isConfirmed(fresh)).toBe(true);
    const after = await mapping.screen(fresh);
    expect(after).toMatchObject({ version: 1, resync: false });
    expect(after.confirmedAt).not.toBeNull();
    await mapping.confirm(fresh, 'user 1');
    expect((await mapping.screen(fresh)).version).toBe(1);
  });
});

describe('bringing everybody up to date', () => {
  it('is offered after the mapping changed, until a run began', async () => {
    world.shop.createCustomer({ firstName: 'Mo', email: 'mo@example.com' });
    await world.settle();
    // Neither a setting nor the order of the rules changes what contacts hold.
    const { version } = await mapping.screen(shop());
    await world.database.prisma.configurationVersion.updateMany({ data: { mappingChanged: false } });
    const moved = await save((now) => ({
      ...now,
      debug: !now.debug,
      fieldMapping: Object.fromEntries(Object.entries(now.fieldMapping).reverse()),
    }));
    expect([moved.version, moved.resync]).toEqual([version + 1, false]);

    const changed = await save(withRules({ locale: 'LANGUAGE' }));
    expect(changed).toMatchObject({ resync: true, synced: { customers: 1, atLeast: false } });
    world.advance(1_000);
    const configuration = createConfigurationService({ prisma: world.database.prisma });
    const runs = createRuns({ ports: world.ports, readConfiguration: (of) => configuration.read(of) });
    await runs.service.start(shop(), 'import', { dryRun: true });
    expect((await mapping.screen(shop())).resync).toBe(true);
    await runs.service.start(shop(), 'reconciliation', { dryRun: false });
    expect((await mapping.screen(shop())).resync).toBe(false);
  });
});

describe('what the screen asks the vendors', () => {
  it("the store's own fields and tags", async () => {
    world.shop.createCustomer({ email: 'tagged@example.com', tags: ['vip', 'garden'] });
    const reading = await mapping.storeFields(shop());
    if (reading.kind !== 'read') throw new Error(reading.kind);
    expect(reading.value.metafields).toContainEqual({
      name: 'custom.birthday',
      type: 'date',
      label: 'Birthday',
    });
    expect(reading.value.tags).toEqual(expect.arrayContaining(['garden', 'vip']));
    world.shopify.faults.add({ kind: 'pcd', times: 1 });
    expect(await mapping.storeFields(shop())).toMatchObject({ kind: 'no_access' });
    world.shopify.faults.add({ kind: 'reset', times: 1 });
    expect(await mapping.storeFields(shop())).toMatchObject({ kind: 'unavailable' });
  });

  it('customers by name, address and id, and one whole', async () => {
    const { id } = world.shop.createCustomer({
      firstName: 'Wilhelmina',
      lastName: 'Zonneveld',
      email: 'wz@example.com',
      phone: '+31611112222',
    });
    world.shop.setMetafield(id, 'custom.birthday', 'date', '1990-05-04');
    const hits = async (words: string) => {
      const reading = await mapping.customers(shop(), words);
      return reading.kind === 'read' ? reading.value : [];
    };
    for (const words of ['wilhel zonne', 'wz@example.com', id, '+31 6 1111 2222'.replaceAll(' ', '')])
      expect([words, await hits(words)]).toEqual([
        words,
        [{ id, name: 'Wilhelmina Zonneveld', email: 'wz@example.com' }],
      ]);
    expect((await hits(''))[0]?.id).toBe(id);
    expect(await hits('nobody at all')).toEqual([]);
    expect(await mapping.customer(shop(), id, ['custom.birthday'])).toMatchObject({
      kind: 'read',
      value: {
        firstName: 'Wilhelmina',
        custom: { 'custom.birthday': { type: 'date', value: '1990-05-04' } },
      },
    });
    expect(await mapping.customer(shop(), '1', [])).toEqual({ kind: 'read', value: null });
  });

  it('of which one lacks an attribute makes it with the type of its metafield, and is never held up by it', async () => {
    await save(
      withRules({ 'metafield.custom.loyalty_points': 'POINTS', 'metafield.custom.interests': 'LIKES' }),
    );
    const made = () => world.brevo.account().attributes.map(({ name, type }) => [name, type]);
    expect(made()).toContainEqual(['POINTS', 'float']);
    // A text is what the worker makes anyway.
    expect(made().map(([name]) => name)).not.toContain('LIKES');
    world.shopify.faults.add({ kind: 'reset', times: 1 });
    const saved = await save(withRules({ 'metafield.custom.birthday': 'BORN_ON' }));
    expect(saved.configuration.fieldMapping).toHaveProperty('metafield.custom.birthday');
  });

  it('creates an attribute once, with its type', async () => {
    const twice = [1, 2].map(() => mapping.createAttribute(shop(), 'BIRTHDAY', 'date'));
    for (const reading of await Promise.all(twice)) {
      if (reading.kind !== 'read') throw new Error(JSON.stringify(reading));
      expect(reading.value).toContainEqual(expect.objectContaining({ name: 'BIRTHDAY', type: 'date' }));
    }
    expect((await mapping.screen(shop())).attributes?.map(({ name }) => name)).toContain('BIRTHDAY');
    world.brevo.faults.add({ kind: '503', times: 2 });
    expect(await mapping.createAttribute(shop(), 'OTHER', 'text')).toMatchObject({ kind: 'failed' });
    expect(await mapping.createAttribute(await freshShop(), 'X', 'text')).toEqual({ kind: 'not_connected' });
  });
});
