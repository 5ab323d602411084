import { expect, it } from 'vitest';
import { openTestDatabase } from '../support/database.ts';

it('opens', async () => {
  const { database } = await openTestDatabase();
  expect(await database.prisma.shop.count()).toBe(0);
  await database.close();
});
