import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../app/db.server.ts';
import { createConfigurationService } from '../../app/settings/configuration-store.server.ts';
import { openTestDatabase } from '../support/database.ts';

const HOUR = 3_600_000;
let database: Database;
let time = Date.parse('2026-11-24T12:00:00Z');

beforeAll(async () => {
  ({ database } = await openTestDatabase());
});
afterAll(() => database.close());

test('debug ends by itself: as chosen, else after a day, and a save in between does not prolong it', async () => {
  const { id } = await database.prisma.shop.create({ data: { domain: 'debug.myshopify.com' } });
  const shop = { id, domain: 'debug.myshopify.com' };
  const service = createConfigurationService({ prisma: database.prisma, now: () => new Date(time) });
  const store = async (debug: boolean, debugHours?: number) => {
    const configuration = { ...(await service.read(shop)), debug };
    await service.store(shop, configuration, 'test', debugHours === undefined ? {} : { debugHours });
  };
  const state = async () => [(await service.read(shop)).debug, await service.debugEnds(shop)];

  expect(await state()).toEqual([false, null]);
  await store(true, 1);
  expect(await state()).toEqual([true, '2026-11-24T13:00:00.000Z']);
  time += HOUR / 2;
  await store(true);
  expect(await state()).toEqual([true, '2026-11-24T13:00:00.000Z']);
  time += HOUR;
  expect(await state()).toEqual([false, null]);
  // Saving what was read does not turn it on again; turning it on without a time ends after a day.
  await store((await service.read(shop)).debug);
  expect(await state()).toEqual([false, null]);
  await store(true);
  expect(await state()).toEqual([true, '2026-11-25T13:30:00.000Z']);
  await store(false);
  expect(await state()).toEqual([false, null]);
});
