import type pg from 'pg';
import type { BatchWindow } from '../domain/batch.ts';
import type { Change } from '../domain/change.ts';
import type { Source } from '../domain/customer.ts';
import { type BulkRun, takenInBulk } from './bulk.sql.ts';
import { RUNS_OWN } from './run-control.sql.ts';

/**
 * Every statement that changes the pending changes. They guard three promises: one row per customer; what arrives
 * while a row is worked on causes another pass; what a dead worker held comes back at once.
 *
 * Exclusion: a drain holds the PostgreSQL advisory lock of its Brevo account (sync/account-lock.server.ts), which the
 * server frees the moment the holder's connection is gone. So whoever takes it may take every claimed row: its claimer
 * is dead. Such a row is `unsure`, because it may have reached Brevo already, and rests for a few seconds, because
 * the dead one's call may still be on its way and must not overtake what is sent next.
 */
export interface ClaimedRow {
  shopId: number;
  source: Source;
  customerId: string;
  changeId: string;
  kind: Change['kind'];
  event: string;
  occurredAt: Date;
  receivedAt: Date;
  revision: number;
  attempt: number;
  unsure: boolean;
  force: boolean;
  payload: string | null;
}

type Queryable = Pick<pg.Pool, 'query'>;

export interface AcceptedChange extends Change {
  shopId: number;
  changeId: string;
}

/** One of the two is only a wish to look again, which says nothing of the source's: domain/change.ts besideALook. */
const BESIDE_A_LOOK = `(case
         when p.kind = 'upsert' and excluded.kind = 'upsert' then (p.payload is null) <> (excluded.payload is null)
         when p.kind = 'delete' and excluded.kind = 'upsert' then excluded.force and excluded.payload is null
         when p.kind = 'upsert' and excluded.kind = 'delete' then p.force and p.payload is null
         else false end)`;

/** Redaction sticks; a delete yields only to a strictly newer update; else the newer by the source's time. */
const EXCLUDED_WINS = `(case
         when ${BESIDE_A_LOOK} then excluded.kind = 'delete' or (p.kind = 'upsert' and excluded.payload is not null)
         when p.kind = 'redact' and excluded.kind <> 'redact' then false
         when excluded.kind = 'redact' and p.kind <> 'redact' then true
         when p.kind = 'delete' and excluded.kind = 'upsert' then excluded.occurred_at > p.occurred_at
         when p.kind = 'upsert' and excluded.kind = 'delete' then excluded.occurred_at >= p.occurred_at
         else excluded.occurred_at >= p.occurred_at end)`;

/**
 * How an arriving change is folded into the row `p` that waits: what `insert ... on conflict do update set` needs. The
 * cases are those of domain/change.ts `fold`. `due_at` stays while a retry waits: a burst must not undo its backoff.
 */
export const FOLD = `
       revision = p.revision + 1,
       change_id = excluded.change_id,
       force = p.force or excluded.force,
       occurred_at = case when not ${BESIDE_A_LOOK} then greatest(p.occurred_at, excluded.occurred_at)
         when ${EXCLUDED_WINS} then excluded.occurred_at else p.occurred_at end,
       due_at = case when p.attempt = 0 then least(p.due_at, excluded.due_at) else p.due_at end,
       kind = case when ${EXCLUDED_WINS} then excluded.kind else p.kind end,
       payload = case when ${EXCLUDED_WINS} then excluded.payload else p.payload end,
       event = case
         when ${EXCLUDED_WINS} then
           case when p.event = 'customer_created' and excluded.event = 'customer_updated' and excluded.kind = 'upsert' then p.event
             else excluded.event end
         when excluded.event = 'customer_created' and p.event = 'customer_updated' and p.kind = 'upsert' then excluded.event
         else p.event end`;

/**
 * Adds changes, folding each into the row that waits for its customer; `changes` must hold at most one per customer.
 * Index: the primary key.
 */
export async function upsertPending(client: Queryable, changes: AcceptedChange[], now: Date): Promise<void> {
  if (changes.length === 0) return;
  await client.query(
    `insert into pending_changes as p
       (shop_id, source, customer_id, change_id, kind, event, occurred_at, received_at, due_at, force, payload)
     select shop_id, source, customer_id, change_id, kind, event, occurred_at, $10, $10, force, payload
     from unnest($1::int[], $2::text[], $3::text[], $4::uuid[], $5::text[], $6::text[], $7::timestamptz[], $8::bool[], $9::text[])
       as t(shop_id, source, customer_id, change_id, kind, event, occurred_at, force, payload)
     order by shop_id, source, customer_id
     on conflict (shop_id, source, customer_id) do update set ${FOLD}`,
    [
      changes.map((c) => c.shopId),
      changes.map((c) => c.source),
      changes.map((c) => c.customerId),
      changes.map((c) => c.changeId),
      changes.map((c) => c.kind),
      changes.map((c) => c.event),
      changes.map((c) => c.occurredAt),
      changes.map((c) => c.force ?? false),
      changes.map((c) => c.payload ?? null),
      now,
    ],
  );
}

/** What keeps rows waiting that are due. */
export interface Waiting {
  /** Forced rows wait for no window. */
  batch?: BatchWindow | null;
  /** Events of paused runs: the rows that are such a run's alone wait with it. */
  held?: readonly string[];
  /** The run that sends waiting changes in bulk: what it takes waits for it. */
  bulk?: BulkRun | null;
}

/**
 * The customer is under way in an import (import-load.server.ts): a delivery beside it could be overwritten by an older
 * row, or have a block lifted. The end of the load wakes the drain. Usually no load lives, and this costs nothing. After
 * a crash of PostgreSQL, which empties import_rows, all of the shop waits until the load was brought to its end.
 */
const UNDER_WAY = `exists (select 1 from import_loads l where l.ended_at is null and l.shop_id = pending_changes.shop_id
         and (exists (select 1 from import_rows r where r.batch_id = l.batch_id
             and r.source = pending_changes.source and r.customer_id = pending_changes.customer_id
             and r.grp = l.grp and r.position between l.first_position and l.last_position)
           or not exists (select 1 from import_contacts c where c.batch_id = l.batch_id and c.brevo_id = 0)))`;

/**
 * Claims due rows of one shop, oldest first. Needs the account's lock (above). Rows that this drain already holds are
 * left out, so that it can claim ahead while deliveries run. Index: pending_changes (shop_id, due_at).
 */
export async function claimDue(
  client: Queryable,
  shopId: number,
  claimer: string,
  now: Date,
  limit: number,
  { batch = null, held = [], bulk = null }: Waiting = {},
): Promise<ClaimedRow[]> {
  const { rows } = await client.query(
    `with due as (
       select shop_id, source, customer_id from pending_changes
       where shop_id = $1 and due_at <= $3 and claimed_by is distinct from $2
         and ($5::timestamptz is null or force or received_at < $5)
         and not ${RUNS_OWN('$6::text[]')} and not ${UNDER_WAY} and not ${takenInBulk('$7', '$8', '$9')}
       order by due_at limit $4
       for update skip locked)
     update pending_changes p set
       unsure = p.unsure or p.claimed_by is not null,
       claimed_by = $2,
       claimed_at = $3
     from due
     where p.shop_id = due.shop_id and p.source = due.source and p.customer_id = due.customer_id
     returning p.shop_id, p.source, p.customer_id, p.change_id, p.kind, p.event, p.occurred_at, p.received_at, p.revision,
       p.attempt, p.unsure, p.force, p.payload`,
    [
      shopId,
      claimer,
      now,
      limit,
      batch?.opened ?? null,
      held,
      bulk?.id ?? null,
      bulk?.choosing?.since ?? null,
      bulk?.choosing?.until ?? null,
    ],
  );
  return rows
    .map(toClaimed)
    .sort(
      (a, b) => a.receivedAt.getTime() - b.receivedAt.getTime() || a.customerId.localeCompare(b.customerId),
    );
}

export interface RowKey {
  shopId: number;
  source: Source;
  customerId: string;
  revision: number;
}

/**
 * Settles rows: gone at the claimed revision; a row that was raised meanwhile stays for another pass, with a clean
 * slate, because what was tried belonged to the older revision.
 */
export async function finishRows(client: Queryable, keys: RowKey[], now: Date): Promise<void> {
  if (keys.length === 0) return;
  const values = [
    keys.map((k) => k.shopId),
    keys.map((k) => k.source),
    keys.map((k) => k.customerId),
    keys.map((k) => k.revision),
  ];
  await client.query(
    `delete from pending_changes p using unnest($1::int[], $2::text[], $3::text[], $4::int[]) as t(shop_id, source, customer_id, revision)
     where p.shop_id = t.shop_id and p.source = t.source and p.customer_id = t.customer_id and p.revision = t.revision`,
    values,
  );
  await client.query(
    `update pending_changes p set claimed_by = null, claimed_at = null, attempt = 0, unsure = false, reason = null, received_at = $5, due_at = least(p.due_at, $5)
     from unnest($1::int[], $2::text[], $3::text[], $4::int[]) as t(shop_id, source, customer_id, revision)
     where p.shop_id = t.shop_id and p.source = t.source and p.customer_id = t.customer_id and p.revision > t.revision`,
    [...values, now],
  );
}

export interface Postponed extends RowKey {
  dueAt: Date;
  attempt: number;
  reason: string;
  unsure: boolean;
}

/** Gives rows back to wait until `dueAt`. */
export async function postponeRows(client: Queryable, rows: Postponed[]): Promise<void> {
  if (rows.length === 0) return;
  await client.query(
    `update pending_changes p set claimed_by = null, claimed_at = null, due_at = t.due_at, attempt = t.attempt, reason = t.reason,
       unsure = p.unsure or t.unsure
     from unnest($1::int[], $2::text[], $3::text[], $4::timestamptz[], $5::int[], $6::text[], $7::bool[])
       as t(shop_id, source, customer_id, due_at, attempt, reason, unsure)
     where p.shop_id = t.shop_id and p.source = t.source and p.customer_id = t.customer_id`,
    [
      rows.map((r) => r.shopId),
      rows.map((r) => r.source),
      rows.map((r) => r.customerId),
      rows.map((r) => r.dueAt),
      rows.map((r) => r.attempt),
      rows.map((r) => r.reason),
      rows.map((r) => r.unsure),
    ],
  );
}

/** Longer than a call takes that nobody waits for any more. */
const INTERRUPTED_REST_MS = 5_000;

/**
 * For who has just taken an account's lock: what is claimed was claimed by drains that died. A change that arrives
 * meanwhile does not shorten the rest (`attempt` is not 0). Answers whose they are and when they are due. Index: pending_changes_claimed.
 */
export async function interruptClaims(
  client: Queryable,
  account: string,
  now: Date,
): Promise<{ shopIds: number[]; due: Date }> {
  const due = new Date(now.getTime() + INTERRUPTED_REST_MS);
  const { rows } = await client.query({
    name: 'interrupt-claims',
    text: `update pending_changes p set claimed_by = null, claimed_at = null, unsure = true, attempt = p.attempt + 1,
       reason = 'interrupted', due_at = $2
     from connections c where c.account = $1 and p.shop_id = c.shop_id and p.claimed_by is not null
     returning p.shop_id`,
    values: [account, due],
  });
  return { shopIds: [...new Set(rows.map((row) => row.shop_id as number))], due };
}

/** Gives back what this drain claimed and did not start. */
export async function releaseClaims(client: Queryable, shopId: number, claimer: string): Promise<void> {
  await client.query(
    'update pending_changes set claimed_by = null, claimed_at = null where shop_id = $1 and claimed_by = $2',
    [shopId, claimer],
  );
}

/** The account answers again: whoever waited for that is due now. */
export async function wakeWaiting(client: Queryable, shopId: number, now: Date): Promise<void> {
  await client.query(
    `update pending_changes set due_at = $2
     where shop_id = $1 and due_at > $2 and reason <> 'interrupted' and claimed_by is null`,
    [shopId, now],
  );
}

/** When the next row of a shop is due, or null when nothing waits. */
export async function nextDue(
  client: Queryable,
  shopId: number,
  { batch = null, held = [], bulk = null }: Waiting = {},
): Promise<Date | null> {
  const { rows } = await client.query(
    `select min(case when $2::timestamptz is null or force or received_at < $2 then due_at else greatest(due_at, $3) end) as at
     from pending_changes where shop_id = $1 and not ${RUNS_OWN('$4::text[]')} and not ${UNDER_WAY} and not ${takenInBulk('$5', '$6', '$7')}`,
    [
      shopId,
      batch?.opened ?? null,
      batch?.next ?? null,
      held,
      bulk?.id ?? null,
      bulk?.choosing?.since ?? null,
      bulk?.choosing?.until ?? null,
    ],
  );
  return (rows[0]?.at as Date | null) ?? null;
}

function toClaimed(row: Record<string, unknown>): ClaimedRow {
  return {
    shopId: row.shop_id as number,
    source: row.source as Source,
    customerId: row.customer_id as string,
    changeId: row.change_id as string,
    kind: row.kind as Change['kind'],
    event: row.event as string,
    occurredAt: row.occurred_at as Date,
    receivedAt: row.received_at as Date,
    revision: row.revision as number,
    attempt: row.attempt as number,
    unsure: row.unsure as boolean,
    force: row.force as boolean,
    payload: row.payload as string | null,
  };
}
