import { afterAll, beforeAll, expect, it } from 'vitest';
import { startWorld, type TestWorld } from '../support/world.ts';

let world: TestWorld;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

const detailOf = async (customerId: string) =>
  (await world.database.prisma.syncEntry.findFirstOrThrow({ where: { customerId } })).detail;
const create = (name: string) =>
  world.shop.createCustomer({ firstName: name, email: `${name}@example.com`, emailState: 'SUBSCRIBED' });

it('with debug on an entry holds the calls of its change, without a word of the person', async () => {
  const before = create('before');
  await world.settle();
  expect(await detailOf(before.id)).toBeNull();

  await world.database.prisma.settings.updateMany({ data: { debug: true } });
  const during = create('during');
  await world.settle();
  const detail = await detailOf(during.id);
  expect(detail).toContainEqual(
    expect.objectContaining({
      call: 'POST /contacts',
      status: 201,
      sent: expect.objectContaining({ email: '[text of 18]', listIds: [2] }),
      answered: expect.objectContaining({ id: expect.any(Number) }),
    }),
  );
  expect(JSON.stringify(detail)).not.toMatch(/during|example\.com/);

  await world.database.prisma.settings.updateMany({
    data: { debugUntil: new Date(world.ports.now() - 1_000) },
  });
  const after = create('after');
  await world.settle();
  expect(await detailOf(after.id)).toBeNull();
});
