import type { PrismaClient } from '@prisma/client';
import type { EntryDetail, ShopRef } from '../services.ts';
import { entryView } from './log.server.ts';

/** Attempts of one change are next to each other in a customer's log; more of them than this are never made. */
const LOOKED_BACK = 30;

/** One entry, with the attempts of the same change before it. Index: (shop_id, customer_id, id). */
export async function readEntry(
  prisma: PrismaClient,
  shop: ShopRef,
  id: string,
): Promise<EntryDetail | null> {
  if (!/^[1-9]\d{0,17}$/.test(id)) return null;
  const row = await prisma.syncEntry.findFirst({ where: { shopId: shop.id, id: BigInt(id) } });
  if (!row) return null;
  const before = await prisma.syncEntry.findMany({
    where: { shopId: shop.id, customerId: row.customerId, source: row.source, id: { lt: row.id } },
    orderBy: { id: 'desc' },
    take: row.attempt > 1 ? LOOKED_BACK : 0,
  });
  let expected = row.attempt - 1;
  const earlier = before.filter((entry) => {
    if (entry.outcome !== 'retrying' || entry.attempt !== expected) return false;
    expected -= 1;
    return true;
  });
  return { entry: entryView(row), detail: row.detail, earlier: earlier.map(entryView) };
}
