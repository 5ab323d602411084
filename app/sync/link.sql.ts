import type pg from 'pg';
import type { ConsentRecord } from '../domain/consent.ts';
import type { Source } from '../domain/customer.ts';
import type { Warning } from '../domain/mapping.ts';
import { copyRows } from './copy.sql.ts';
import type { Channel } from './opt-out.sql.ts';
import { CUSTOMERS, OF_CUSTOMER, probe } from './probe.sql.ts';

/** What we know of the contact for a customer (prisma/schema.prisma ContactLink). */
export interface Link {
  shopId: number;
  source: Source;
  customerId: string;
  state: 'synced' | 'skipped' | 'unlinked' | 'deleted' | 'redacted';
  brevoId: number | null;
  email: string | null;
  phone: string | null;
  phoneDropped: string | null;
  /** A person's decision (phone-choice.server.ts), which `saveLinks` leaves as it is. */
  phoneLeftOut?: boolean;
  contentHash: string | null;
  filled: string[];
  extIdSent: boolean;
  listId: number | null;
  emailBlocked: boolean;
  smsBlocked: boolean;
  /** Channels whose block was the word of the customer who had the contact before. */
  inheritedBlocks: Channel[];
  /** Contacts that were left behind with this customer's data. */
  formerIds: number[];
  emailConsent: ConsentRecord | null;
  smsConsent: ConsentRecord | null;
  warnings: Warning[];
  /** ISO instant of the last change applied. */
  appliedAt: string | null;
  /** ISO instant at which this was written; whoever changed the contact later was somebody else. */
  syncedAt: string | null;
}

type Queryable = Pick<pg.Pool, 'query'>;

const COLUMNS = `shop_id, source, customer_id, state, brevo_id, email, phone, phone_dropped, content_hash, filled, ext_id_sent,
  list_id, email_blocked, sms_blocked, inherited_blocks, former_ids, email_consent, sms_consent, warnings, applied_at, synced_at`;

const READ = `${COLUMNS}, phone_left_out`;

/** Links of the given customers of a shop, by `source:id`. Index: the primary key. */
export async function readLinks(
  client: Queryable,
  shopId: number,
  customers: { source: Source; customerId: string }[],
): Promise<Map<string, Link>> {
  const { rows } = await client.query(
    `select found.* from ${probe(CUSTOMERS('$2', '$3'), `select ${READ} from contact_links where ${OF_CUSTOMER('$1')}`)}`,
    [shopId, customers.map((c) => c.source), customers.map((c) => c.customerId)],
  );
  return new Map(rows.map(toLink).map((link) => [customerKey(link), link]));
}

/** The customers whose contact this is: one, or several that share an address. Index: (shop_id, brevo_id). */
export async function readLinksByContact(
  client: Queryable,
  shopId: number,
  brevoId: number,
): Promise<Link[]> {
  const { rows } = await client.query(
    `select ${READ} from contact_links where shop_id = $1 and brevo_id = $2 order by source, customer_id`,
    [shopId, brevoId],
  );
  return rows.map(toLink);
}

/** One link of each of these contacts, by contact. Index: (shop_id, brevo_id). */
export async function readLinksByContacts(
  client: Queryable,
  shopId: number,
  brevoIds: number[],
): Promise<Map<number, Link>> {
  const { rows } = await client.query(
    `select found.* from ${probe(
      'unnest($2::bigint[]) as k(id)',
      `select ${READ} from contact_links where shop_id = $1 and brevo_id = k.id`,
    )}`,
    [shopId, brevoIds],
  );
  return new Map(rows.map(toLink).map((link) => [link.brevoId as number, link]));
}

/**
 * Of the given customers, those whose contact is shared with another one: `behind` where the other was delivered later,
 * so that the contact holds the other's data, else `ahead`. Index: (shop_id, brevo_id).
 */
export async function readSharing(
  client: Queryable,
  shopId: number,
  customers: { source: Source; customerId: string }[],
): Promise<Map<string, 'ahead' | 'behind'>> {
  if (customers.length === 0) return new Map();
  const { rows } = await client.query(
    `select l.source, l.customer_id,
       bool_or((o.synced_at, o.source, o.customer_id) > (l.synced_at, l.source, l.customer_id)) as behind
     from ${CUSTOMERS('$2', '$3')}
       cross join lateral (select * from contact_links where ${OF_CUSTOMER('$1')} offset 0) as l
       cross join lateral (select * from contact_links where shop_id = $1 and brevo_id = l.brevo_id offset 0) as o
     where l.state = 'synced' and o.state = 'synced' and o.source = l.source and o.customer_id <> l.customer_id
     group by 1, 2`,
    [shopId, customers.map((c) => c.source), customers.map((c) => c.customerId)],
  );
  return new Map(
    rows.map((row) => [`${row.source}:${row.customer_id}`, row.behind === true ? 'behind' : 'ahead']),
  );
}

/**
 * A page of customers of a source with a contact, last delivered before a time and with nothing waiting; by id. With
 * the address by which Brevo knows them.
 */
export async function readLinkedBefore(
  client: Queryable,
  shopId: number,
  source: Source,
  before: Date,
  afterId: string,
): Promise<{ customerId: string; address: string | null }[]> {
  const { rows } = await client.query(
    `select customer_id, coalesce(email, phone) as address from contact_links l
     where shop_id = $1 and source = $2 and customer_id > $3 and state = 'synced' and brevo_id is not null
       and synced_at < $4
       and not exists (select 1 from pending_changes p
         where p.shop_id = l.shop_id and p.source = l.source and p.customer_id = l.customer_id)
     order by customer_id limit 5000`,
    [shopId, source, afterId, before],
  );
  return rows.map((row) => ({
    customerId: row.customer_id as string,
    address: row.address as string | null,
  }));
}

/** The customers whose contact has one of these addresses, by address. Index: (shop_id, email). */
export async function readLinksByEmail(
  client: Queryable,
  shopId: number,
  emails: string[],
): Promise<Map<string, Link[]>> {
  if (emails.length === 0) return new Map();
  const { rows } = await client.query(
    `select found.* from ${probe(
      'unnest($2::text[]) as k(email)',
      `select ${READ} from contact_links where shop_id = $1 and email = k.email`,
    )}`,
    [shopId, emails],
  );
  return Map.groupBy(rows.map(toLink), (link) => link.email as string);
}

/** Customers whose phone was left out because somebody else held it. Index: (shop_id, phone_dropped). */
export async function readWaitingForPhone(client: Queryable, shopId: number, phone: string): Promise<Link[]> {
  const { rows } = await client.query(
    `select ${READ} from contact_links where shop_id = $1 and phone_dropped = $2 order by source, customer_id`,
    [shopId, phone],
  );
  return rows.map(toLink);
}

/** Writes whole links, new or known, together or not at all. At most one per customer, in one order of all writers. */
export async function saveLinks(client: Queryable, links: Link[], now: Date): Promise<void> {
  if (links.length === 0) return;
  await client.query(
    `insert into contact_links (${COLUMNS})
     select (l->>'shopId')::int, l->>'source', l->>'customerId', l->>'state', (l->>'brevoId')::bigint, l->>'email', l->>'phone',
       l->>'phoneDropped', l->>'contentHash', array(select jsonb_array_elements_text(l->'filled')), (l->>'extIdSent')::bool,
       (l->>'listId')::bigint, (l->>'emailBlocked')::bool, (l->>'smsBlocked')::bool,
       array(select jsonb_array_elements_text(l->'inheritedBlocks')),
       array(select jsonb_array_elements_text(l->'formerIds')::bigint), nullif(l->'emailConsent', 'null'),
       nullif(l->'smsConsent', 'null'), l->'warnings', (l->>'appliedAt')::timestamptz, $2
     from jsonb_array_elements($1::jsonb) as l
     order by 1, 2, 3
     on conflict (shop_id, source, customer_id) do update set
       state = excluded.state, brevo_id = excluded.brevo_id, email = excluded.email, phone = excluded.phone,
       phone_dropped = excluded.phone_dropped, content_hash = excluded.content_hash, filled = excluded.filled,
       ext_id_sent = excluded.ext_id_sent, list_id = excluded.list_id, email_blocked = excluded.email_blocked,
       sms_blocked = excluded.sms_blocked, inherited_blocks = excluded.inherited_blocks, former_ids = excluded.former_ids, email_consent = excluded.email_consent, sms_consent = excluded.sms_consent,
       warnings = excluded.warnings, applied_at = excluded.applied_at, synced_at = excluded.synced_at`,
    [JSON.stringify(links), now],
  );
}

/**
 * The same for thousands of customers who mostly have no link yet: those go through COPY, which takes all or none. Where
 * one is there already, those that are known are looked up first. Needs a transaction.
 */
export async function saveNewLinks(client: pg.PoolClient, links: Link[], now: Date): Promise<void> {
  if (links.length === 0) return;
  await client.query('savepoint new_links');
  try {
    await copyLinks(client, links, now);
    await client.query('release savepoint new_links');
  } catch (error) {
    if ((error as { code?: string }).code !== UNIQUE_VIOLATION) throw error;
    await client.query('rollback to savepoint new_links');
    const there = await readLinks(client, (links[0] as Link).shopId, links);
    const isThere = (link: Link) => there.has(customerKey(link));
    await saveLinks(client, links.filter(isThere), now);
    await copyLinks(
      client,
      links.filter((link) => !isThere(link)),
      now,
    );
  }
}

const UNIQUE_VIOLATION = '23505';
const COLUMN_NAMES = COLUMNS.split(',').map((name) => name.trim());

function copyLinks(client: pg.PoolClient, links: readonly Link[], now: Date): Promise<void> {
  return copyRows(
    client,
    'contact_links',
    COLUMN_NAMES,
    links.map((l) => [
      ...[l.shopId, l.source, l.customerId, l.state, l.brevoId, l.email, l.phone, l.phoneDropped],
      ...[l.contentHash, l.filled, l.extIdSent, l.listId, l.emailBlocked, l.smsBlocked],
      ...[l.inheritedBlocks, l.formerIds.map(String)],
      l.emailConsent && JSON.stringify(l.emailConsent),
      l.smsConsent && JSON.stringify(l.smsConsent),
      ...[JSON.stringify(l.warnings), l.appliedAt, now],
    ]),
  );
}

export function customerKey(customer: { source: string; customerId: string }): string {
  return `${customer.source}:${customer.customerId}`;
}

/** The contacts that are left behind when the customer's is this one from now on. */
export function formerIdsAfter(before: Link | null, brevoId: number | null): number[] {
  const { formerIds = [], brevoId: former = null } = before ?? {};
  const all = former === null ? formerIds : [...formerIds, former];
  return [...new Set(all)].filter((id) => id !== brevoId);
}

function toLink(row: Record<string, unknown>): Link {
  return {
    shopId: row.shop_id as number,
    source: row.source as Source,
    customerId: row.customer_id as string,
    state: row.state as Link['state'],
    brevoId: row.brevo_id === null ? null : Number(row.brevo_id),
    email: row.email as string | null,
    phone: row.phone as string | null,
    phoneDropped: row.phone_dropped as string | null,
    phoneLeftOut: row.phone_left_out as boolean,
    contentHash: row.content_hash as string | null,
    filled: row.filled as string[],
    extIdSent: row.ext_id_sent as boolean,
    listId: row.list_id === null ? null : Number(row.list_id),
    emailBlocked: row.email_blocked as boolean,
    smsBlocked: row.sms_blocked as boolean,
    inheritedBlocks: row.inherited_blocks as Channel[],
    formerIds: (row.former_ids as string[]).map(Number),
    emailConsent: row.email_consent as ConsentRecord | null,
    smsConsent: row.sms_consent as ConsentRecord | null,
    warnings: row.warnings as Warning[],
    appliedAt: row.applied_at === null ? null : (row.applied_at as Date).toISOString(),
    syncedAt: row.synced_at === null ? null : (row.synced_at as Date).toISOString(),
  };
}

/** A link that knows nothing yet. */
export function blankLink(shopId: number, source: Source, customerId: string): Link {
  return {
    shopId,
    source,
    customerId,
    state: 'skipped',
    brevoId: null,
    email: null,
    phone: null,
    phoneDropped: null,
    contentHash: null,
    filled: [],
    extIdSent: false,
    listId: null,
    emailBlocked: false,
    smsBlocked: false,
    inheritedBlocks: [],
    formerIds: [],
    emailConsent: null,
    smsConsent: null,
    warnings: [],
    appliedAt: null,
    syncedAt: null,
  };
}
