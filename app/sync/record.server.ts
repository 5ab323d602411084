import type pg from 'pg';
import { extIdOf, ownerOfExtId } from '../domain/ext-id.ts';
import { bucketOf } from '../domain/latency-buckets.ts';
import { backoff, MAX_ATTEMPTS } from '../domain/retry.ts';
import { redact } from '../log.server.ts';
import type { Subscription } from '../monitor/notifications/subscription.ts';
import { tellSyncs } from '../monitor/notifications/tell.sql.ts';
import type { Ports } from '../ports.ts';
import { dropCarried, keepCarried } from './carried.sql.ts';
import { forgetFound } from './difference.sql.ts';
import { forgetPrepared } from './import-batch.sql.ts';
import { customerKey, type Link, readLinks, readWaitingForPhone, saveLinks } from './link.sql.ts';
import { lookOf } from './look-again.server.ts';
import {
  type AcceptedChange,
  finishRows,
  type Postponed,
  postponeRows,
  type RowKey,
  upsertPending,
} from './pending.sql.ts';
import { addRollUps, type EntryRow, insertEntries, removeProblems, saveProblems } from './record.sql.ts';
import { ATTRIBUTES_CHANGED, type Settlement } from './settlement.ts';

/**
 * Writes what happened. Settlements that end while a write is under way share the next one (group commit), so a burst
 * costs few transactions and a single change is recorded at once. Entries, links, counters and the rows' endings go
 * together or not at all: a crash in between only causes another pass.
 */
export interface Recorder {
  add(settlement: Settlement): Promise<void>;
}

export function createRecorder(ports: Ports, subscription: Subscription | null): Recorder {
  let waiting: { settlement: Settlement; resolve: () => void; reject: (error: unknown) => void }[] = [];
  let writing = false;
  // Phones and ids let go since this recorder began: whoever was refused one of them side by side is told when it is recorded.
  const released = new Set<string>();

  async function flush(): Promise<void> {
    writing = true;
    while (waiting.length > 0) {
      const group = waiting;
      waiting = [];
      try {
        await recordSettlements(
          ports,
          group.map((g) => g.settlement),
          released,
          subscription,
        );
        for (const entry of group) entry.resolve();
      } catch (error) {
        for (const entry of group) entry.reject(error);
      }
    }
    writing = false;
  }

  return {
    add: (settlement) =>
      new Promise((resolve, reject) => {
        waiting.push({ settlement, resolve, reject });
        if (!writing) void flush();
      }),
  };
}

/** One transaction for a group of settlements; at most one per customer. */
async function recordSettlements(
  ports: Ports,
  settlements: Settlement[],
  released: Set<string>,
  subscription: Subscription | null,
): Promise<void> {
  const now = new Date(ports.now());
  const ended = settlements.map((s) => giveUp(s));
  const client = await ports.db.pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin');
    await saveLinks(client, lastPerCustomer(ended.map((s) => s.link).filter((l) => l !== null)), now);
    const entries = ended.map((s) => entryRow(s, now));
    await insertEntries(client, entries);
    if (subscription) await tellEntries(client, subscription, entries, now);
    await addRollUps(
      client,
      ended.map((s) => ({
        shopId: s.row.shopId,
        at: now,
        outcome: s.entry.outcome,
        latencyMs: latency(s, now),
      })),
      bucketOf,
    );
    const over = ended.filter((s) => s.next.kind !== 'retry').map((s) => s.row);
    await keepCarried(client, over);
    await dropCarried(
      client,
      over.filter((row) => ports.source(row.source).fromPayload !== undefined),
    );
    await forgetFound(
      client,
      over.filter((row) => row.kind === 'redact'),
    );
    await finishRows(
      client,
      ended.filter((s) => s.next.kind !== 'retry').map((s) => keyOf(s)),
      now,
    );
    await postponeRows(
      client,
      ended.filter((s) => s.next.kind === 'retry').map((s) => postponed(s, now, ports)),
    );
    await saveProblems(
      client,
      ended.filter((s) => s.next.kind === 'problem'),
      now,
      redact,
    );
    await removeProblems(
      client,
      ended.filter((s) => s.next.kind === 'finish').map((s) => s.row),
    );
    await forgetErased(client, ended);
    await forgetAttributes(client, ended);
    await upsertPending(client, await wokenByReleases(client, ended, released, ports, now), now);
    await client.query('commit');
  } catch (error) {
    broken = error as Error;
    await client.query('rollback').catch(() => {});
    throw error;
  } finally {
    client.release(broken);
  }
}

/** What was tried until the limit becomes a problem too (design section 6, Failures). */
function giveUp(settlement: Settlement): Settlement {
  if (settlement.next.kind !== 'retry' || settlement.trouble?.kind === 'unauthorized') return settlement;
  if (settlement.row.attempt + 1 < MAX_ATTEMPTS) return settlement;
  const message = settlement.entry.message ?? 'Tried until the limit';
  return {
    ...settlement,
    entry: { ...settlement.entry, outcome: 'failed', code: 'too_many_attempts' },
    next: { kind: 'problem', cause: 'too_many_attempts', message },
  };
}

async function forgetErased(client: pg.PoolClient, settlements: Settlement[]): Promise<void> {
  const erased = settlements.filter(({ row }) => row.kind === 'redact').map(({ row }) => row);
  for (const [shopId, rows] of Map.groupBy(erased, (row) => row.shopId))
    await forgetPrepared(
      client,
      shopId,
      rows.map((row) => row.customerId),
    );
}

/** An attribute was refused: the account's are read again before the next delivery. */
async function forgetAttributes(client: pg.PoolClient, settlements: Settlement[]): Promise<void> {
  const shops = settlements
    .filter(({ next }) => next.kind === 'retry' && next.reason === ATTRIBUTES_CHANGED)
    .map(({ row }) => row.shopId);
  if (shops.length > 0)
    await client.query('update connections set attributes_at = null where shop_id = any($1)', [shops]);
}

function keyOf({ row }: Settlement): RowKey {
  return { shopId: row.shopId, source: row.source, customerId: row.customerId, revision: row.revision };
}

function postponed(settlement: Settlement, now: Date, ports: Ports): Postponed {
  const { row, next } = settlement;
  if (next.kind !== 'retry') throw new Error('Only a retry is postponed');
  // A refused key is the account's trouble: the customer's attempts are not spent on it.
  const attempt = settlement.trouble?.kind === 'unauthorized' ? row.attempt : row.attempt + 1;
  const wait = backoff(Math.max(attempt, 1), ports.random(), next.vendorMs);
  return {
    ...keyOf(settlement),
    dueAt: new Date(now.getTime() + wait),
    attempt,
    reason: next.reason,
    unsure: next.unsure,
  };
}

function entryRow(settlement: Settlement, now: Date): EntryRow {
  const { row, entry } = settlement;
  return {
    shopId: row.shopId,
    at: now,
    source: row.source,
    customerId: row.customerId,
    event: row.event,
    attempt: row.attempt + 1,
    latencyMs: latency(settlement, now),
    ...entry,
    message: entry.message === null ? null : redact(entry.message),
    detail: settlement.steps ?? null,
  };
}

/** Messages to the merchant's own address, in the transaction of the entries they tell. A recorder serves one shop. */
async function tellEntries(
  client: pg.PoolClient,
  subscription: Subscription,
  entries: EntryRow[],
  now: Date,
): Promise<void> {
  const [first] = entries;
  if (!first) return;
  const told = entries.map((e) => ({
    at: e.at.toISOString(),
    source: e.source,
    customer: e.customerId,
    event: e.event,
    action: e.action,
    outcome: e.outcome,
    attempt: e.attempt,
    latencyMs: e.latencyMs,
    code: e.code,
    message: e.message,
  }));
  await tellSyncs(client, first.shopId, subscription, told, now);
}

/** From acceptance to the end of this attempt. */
function latency({ row }: Settlement, now: Date): number {
  return Math.max(0, Math.min(now.getTime() - row.receivedAt.getTime(), 2_147_483_647));
}

function lastPerCustomer(links: Link[]): Link[] {
  return [...new Map(links.map((link) => [`${link.shopId}:${customerKey(link)}`, link])).values()];
}

/** A phone or an ext_id that was let go: who had to do without it gets another look. */
async function wokenByReleases(
  client: pg.PoolClient,
  settlements: Settlement[],
  released: Set<string>,
  ports: Ports,
  now: Date,
): Promise<AcceptedChange[]> {
  const woken = new Map<string, AcceptedChange>();
  const wake = (shopId: number, link: Pick<Link, 'source' | 'customerId'>, event = 'identifier_released') =>
    woken.set(`${shopId}:${customerKey(link)}`, lookOf(ports, shopId, link, event, now));
  for (const { released: { phone, extId } = {}, look = [], row } of settlements) {
    const { shopId, source } = row;
    for (const other of look) wake(shopId, other, 'shared_contact_changed');
    const waiting: Link[] = [];
    if (phone) {
      released.add(`phone:${phone}`);
      waiting.push(...(await readWaitingForPhone(client, shopId, phone)));
    }
    if (extId) {
      released.add(`ext_id:${extId}`);
      const namesakes = await readLinks(client, shopId, [ownerOfExtId(extId, source)]);
      waiting.push(...[...namesakes.values()].filter(isWithoutExtId));
    }
    for (const link of waiting) if (customerKey(link) !== customerKey(row)) wake(shopId, link);
  }
  for (const { link } of settlements) {
    if (link?.phoneDropped && released.delete(`phone:${link.phoneDropped}`)) wake(link.shopId, link);
    if (link && isWithoutExtId(link) && released.delete(`ext_id:${extIdOf(link)}`)) wake(link.shopId, link);
  }
  return [...woken.values()];
}

function isWithoutExtId({ state, brevoId, extIdSent }: Link): boolean {
  return state === 'synced' && brevoId !== null && !extIdSent;
}
