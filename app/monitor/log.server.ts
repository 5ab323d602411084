import type { PrismaClient, SyncEntry } from '@prisma/client';
import type { EntryView, LogQuery, ShopRef } from '../services.ts';
import { readCursor, writeCursor } from './cursor.ts';

/**
 * A page of sync entries, newest first. Pages go by id (the key of every index of the table), so entries that arrive
 * meanwhile neither repeat nor hide any. `cursor` is the `nextCursor` of the page before; one that is none of ours
 * gives the first page.
 */
export async function readLog(
  prisma: PrismaClient,
  shop: ShopRef,
  query: LogQuery,
): Promise<{ entries: EntryView[]; nextCursor: string | null }> {
  const before = query.cursor === undefined ? null : readCursor(query.cursor, 'entry');
  const rows = await prisma.syncEntry.findMany({
    where: {
      shopId: shop.id,
      ...(query.customer === undefined ? {} : { customerId: plainId(query.customer) }),
      ...(query.outcome === undefined ? {} : { outcome: query.outcome }),
      ...(before === null ? {} : { id: { lt: BigInt(before) } }),
    },
    orderBy: { id: 'desc' },
    // One more than asked for tells whether there is a next page.
    take: query.limit + 1,
  });
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  return {
    entries: page.map(view),
    nextCursor: rows.length > query.limit && last ? writeCursor(String(last.id)) : null,
  };
}

function plainId(customer: string): string {
  return customer.trim().replace(/^gid:\/\/shopify\/Customer\//, '');
}

function view(row: SyncEntry): EntryView {
  return {
    id: String(row.id),
    at: row.at.toISOString(),
    source: row.source,
    customer: row.customerId,
    event: row.event,
    action: row.action as EntryView['action'],
    outcome: row.outcome as EntryView['outcome'],
    attempt: row.attempt,
    latencyMs: row.latencyMs,
    httpStatus: row.httpStatus,
    code: row.code,
    message: row.message,
    requestId: row.requestId,
  };
}
