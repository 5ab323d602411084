import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Change } from '../../app/domain/change.ts';
import type { Trigger } from '../../app/domain/trigger.ts';
import { carryingChange } from '../../app/sources/custom/change.ts';
import { receive } from '../../app/sync/receive.server.ts';
import { startWorld, type TestWorld } from '../support/world.ts';

/** Customers whose source cannot be asked: what their events carried is all there is, for a second look too. */
let world: TestWorld;

beforeAll(async () => {
  world = await startWorld();
});
afterEach(async () => {
  for (const { id } of world.brevo.contacts()) world.brevo.act({ kind: 'delete', id });
  await world.database.prisma.contactLink.deleteMany();
  await world.database.prisma.carriedCustomer.deleteMany();
});
afterAll(() => world.close());

const START = Date.now() - 3_600_000;
const at = (minute: number) => new Date(START + minute * 60_000);

function event(minute: number, data: Record<string, unknown>, more: Partial<Trigger> = {}): Change {
  const trigger: Trigger = {
    event: 'customer_updated',
    occurredAt: at(minute),
    customerId: 'c-1',
    data: { id: 'c-1', ...data },
    changes: {},
    ...more,
  };
  return carryingChange(trigger, 'custom', (text) => world.ports.secrets.encrypt(text));
}

const gone = (minute: number): Change => event(minute, {}, { event: 'customer_deleted' });
/** Somebody wants another look: "sync now", a phone that was let go, a contact that was taken over. */
const look = (): Change => ({
  source: 'custom',
  customerId: 'c-1',
  kind: 'upsert',
  event: 'sync_requested',
  occurredAt: new Date(world.ports.now()),
  force: true,
});
const take = (...changes: Change[]) =>
  changes.reduce<Promise<unknown>>(
    (before, change) =>
      before.then(() => receive(world.ports, [{ shopId: world.shopId, changes: [change] }])),
    Promise.resolve(),
  );
const contact = () => world.brevo.contactByEmail('ada@example.com');
const ada = (firstName: string) => ({ email: 'ada@example.com', firstName });

describe('a customer of a source that cannot be asked', () => {
  it('stays when somebody asks for another look', async () => {
    await take(event(1, ada('Ada')));
    await world.settle();
    await take(look());
    await world.settle();
    expect(contact()?.attributes.FIRSTNAME).toBe('Ada');
  });

  it('is repaired by a look from what the last event carried', async () => {
    await take(event(1, ada('Ada')));
    await world.settle();
    const { id } = contact()!;
    await world.ports
      .brevo({ apiKey: world.brevo.defaultKey, account: 'x' })
      .contacts.update({ type: 'contact_id', value: id }, { attributes: { FIRSTNAME: 'Wrong' } });
    await take(look());
    await world.settle();
    expect(contact()?.attributes.FIRSTNAME).toBe('Ada');
  });

  it('takes the event that is newer than its data, though older than the look', async () => {
    await take(event(1, ada('One')));
    await world.settle();
    await take(look());
    await world.settle();
    await take(event(2, ada('Two')));
    await world.settle();
    expect(contact()?.attributes.FIRSTNAME).toBe('Two');
    await take(event(1, ada('Late')));
    await world.settle();
    expect(contact()?.attributes.FIRSTNAME).toBe('Two');
  });

  it.each<[string, () => Change[]]>([
    ['the look first', () => [look(), event(2, ada('Two'))]],
    ['the event first', () => [event(2, ada('Two')), look()]],
  ])('keeps what an event carries while a look waits beside it, %s', async (_, changes) => {
    await take(event(1, ada('One')));
    await world.settle();
    await take(...changes());
    await world.settle();
    expect(contact()?.attributes.FIRSTNAME).toBe('Two');
  });

  it.each<[string, () => Change]>([
    ['event', () => event(1, ada('Late'))],
    ['deletion', () => gone(1)],
  ])('is repaired by a look that an old %s waits beside', async (_, old) => {
    await take(event(2, ada('Ada')));
    await world.settle();
    const { id } = contact()!;
    await world.ports
      .brevo({ apiKey: world.brevo.defaultKey, account: 'x' })
      .contacts.update({ type: 'contact_id', value: id }, { attributes: { FIRSTNAME: 'Wrong' } });
    await take(look(), old());
    await world.settle();
    expect(contact()?.attributes.FIRSTNAME).toBe('Ada');
  });

  it.each<[string, () => Change[]]>([
    ['the look first', () => [look(), gone(2)]],
    ['the deletion first', () => [gone(2), look()]],
  ])('is not brought back by a look beside its deletion, %s', async (_, changes) => {
    await world.configure({ deleteBehavior: 'hard' });
    await take(event(1, ada('One')));
    await world.settle();
    await take(...changes());
    await world.settle();
    expect(contact()).toBeUndefined();
    expect(await world.database.prisma.carriedCustomer.count()).toBe(0);
    await take(look());
    await world.settle();
    expect(contact()).toBeUndefined();
    await take(event(3, ada('Again')));
    await world.settle();
    expect(contact()?.attributes.FIRSTNAME).toBe('Again');
    await world.configure({});
  });

  it('takes no event that is older than one that changed nothing', async () => {
    await take(event(1, ada('Ada')));
    await world.settle();
    await take(event(3, ada('Ada')));
    await world.settle();
    await take(event(2, ada('Late')));
    await world.settle();
    expect(contact()?.attributes.FIRSTNAME).toBe('Ada');
    await take(event(2, {}, { event: 'customer_deleted' }));
    await world.settle();
    expect((await world.database.prisma.contactLink.findFirst())?.state).toBe('synced');
  });

  it('takes a value that is only among the changes', async () => {
    const changes = { firstName: { old: 'Ada', new: 'Augusta' } };
    await take(event(1, ada('Ada')), event(2, { email: 'ada@example.com' }, { changes }));
    await world.settle();
    expect(contact()?.attributes.FIRSTNAME).toBe('Augusta');
  });

  it('nobody ever told of is left alone, with the reason', async () => {
    await take(look());
    await world.settle();
    const entry = await world.database.prisma.syncEntry.findFirst({ orderBy: { id: 'desc' } });
    expect(entry).toMatchObject({ outcome: 'skipped', code: 'no_data' });
  });
});
