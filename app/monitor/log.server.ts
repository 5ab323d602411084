import type { Prisma, PrismaClient, SyncEntry } from '@prisma/client';
import { readEmail } from '../domain/email.ts';
import type { EntryView, LogPage, LogQuery, ShopRef } from '../services.ts';
import { readCursor, writeCursor } from './cursor.ts';

/** Entries that a page looks through for what no index knows: action, event and source. The next page goes on there. */
const LOOKED_THROUGH = 20_000;

/**
 * A page of sync entries, newest first. Pages go by id (the key of every index of the table), so entries that arrive
 * meanwhile neither repeat nor hide any. `cursor` is the `nextCursor` of the page before; one that is none of ours
 * gives the first page. Indexes: (shop_id, id), (shop_id, customer_id, id), (shop_id, outcome, id); what is filtered
 * besides is looked for in a bounded stretch of them, so that a rare event does not read a log of millions.
 */
export async function readLog(prisma: PrismaClient, shop: ShopRef, query: LogQuery): Promise<LogPage> {
  const customers = query.customer === undefined ? undefined : await idsOf(prisma, shop, query.customer);
  if (customers?.length === 0) return { entries: [], nextCursor: null };
  const before = query.cursor === undefined ? null : readCursor(query.cursor, 'entry');
  const indexed: Prisma.SyncEntryWhereInput = {
    shopId: shop.id,
    ...(customers === undefined
      ? {}
      : { customerId: customers.length === 1 ? customers[0]! : { in: customers } }),
    ...(query.outcome === undefined ? {} : { outcome: query.outcome }),
    ...(before === null ? {} : { id: { lt: BigInt(before) } }),
  };
  const rest = restOf(query);
  const end = rest === null ? null : await endOfStretch(prisma, indexed);
  const rows = await prisma.syncEntry.findMany({
    where: {
      AND: [indexed, ...(rest === null ? [] : [rest]), ...(end === null ? [] : [{ id: { gte: end.id } }])],
    },
    orderBy: { id: 'desc' },
    // One more than asked for tells whether there is a next page.
    take: query.limit + 1,
  });
  return pageOf(rows, query, end);
}

type End = Pick<SyncEntry, 'id' | 'at'>;

function pageOf(rows: SyncEntry[], query: LogQuery, end: End | null): LogPage {
  const since = query.since === undefined ? Number.NEGATIVE_INFINITY : Date.parse(query.since);
  const young = rows.filter((row) => row.at.getTime() >= since);
  const page = young.slice(0, query.limit);
  const last = page.at(-1);
  const entries = page.map(entryView);
  if (young.length > query.limit && last) return { entries, nextCursor: writeCursor(String(last.id)) };
  // The stretch ended before the page was full, and is not too old yet: there may be more behind it.
  const goesOn = end !== null && end.at.getTime() >= since;
  return { entries, nextCursor: goesOn ? writeCursor(String(end.id)) : null };
}

function restOf({ action, event, source }: LogQuery): Prisma.SyncEntryWhereInput | null {
  if (action === undefined && event === undefined && source === undefined) return null;
  return {
    ...(action === undefined ? {} : { action }),
    ...(event === undefined ? {} : { event }),
    ...(source === undefined ? {} : { source }),
  };
}

/** The entry at which a stretch of entries ends; null where fewer are left. */
async function endOfStretch(prisma: PrismaClient, where: Prisma.SyncEntryWhereInput): Promise<End | null> {
  return prisma.syncEntry.findFirst({
    where,
    orderBy: { id: 'desc' },
    skip: LOOKED_THROUGH,
    select: { id: true, at: true },
  });
}

/** The customers that a text names. Index: contact_links (shop_id, email). */
async function idsOf(prisma: PrismaClient, shop: ShopRef, text: string): Promise<string[]> {
  const email = text.includes('@') ? readEmail(text) : null;
  if (email === null) return [plainId(text)];
  const links = await prisma.contactLink.findMany({
    where: { shopId: shop.id, email },
    select: { customerId: true },
    take: 50,
  });
  return links.map((link) => link.customerId);
}

function plainId(customer: string): string {
  return customer.trim().replace(/^gid:\/\/shopify\/Customer\//, '');
}

export function entryView(row: SyncEntry): EntryView {
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
