import type pg from 'pg';
import type { ConsentRecord, OptOut } from '../domain/consent.ts';
import type { Source } from '../domain/customer.ts';
import type { Warning } from '../domain/mapping.ts';

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
  contentHash: string | null;
  filled: string[];
  extIdSent: boolean;
  listId: number | null;
  emailBlocked: boolean;
  smsBlocked: boolean;
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
  list_id, email_blocked, sms_blocked, email_consent, sms_consent, warnings, applied_at, synced_at`;

/** Links of the given customers of a shop, by `source:id`. Index: the primary key. */
export async function readLinks(
  client: Queryable,
  shopId: number,
  customers: { source: Source; customerId: string }[],
): Promise<Map<string, Link>> {
  const { rows } = await client.query(
    `select ${COLUMNS} from contact_links
     where shop_id = $1 and (source, customer_id) in (select * from unnest($2::text[], $3::text[]))`,
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
    `select ${COLUMNS} from contact_links where shop_id = $1 and brevo_id = $2`,
    [shopId, brevoId],
  );
  return rows.map(toLink);
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
  const { rows } = await client.query(
    `select l.source, l.customer_id,
       bool_or((o.synced_at, o.source, o.customer_id) > (l.synced_at, l.source, l.customer_id)) as behind
     from contact_links l join contact_links o on o.shop_id = l.shop_id and o.brevo_id = l.brevo_id and o.state = 'synced'
     where l.shop_id = $1 and (l.source, l.customer_id) in (select * from unnest($2::text[], $3::text[]))
       and l.state = 'synced' and (o.source, o.customer_id) <> (l.source, l.customer_id)
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
    `select ${COLUMNS} from contact_links where shop_id = $1 and email = any($2)`,
    [shopId, emails],
  );
  return Map.groupBy(rows.map(toLink), (link) => link.email as string);
}

/** Customers whose phone was left out because somebody else held it. Index: (shop_id, phone_dropped). */
export async function readWaitingForPhone(client: Queryable, shopId: number, phone: string): Promise<Link[]> {
  const { rows } = await client.query(
    `select ${COLUMNS} from contact_links where shop_id = $1 and phone_dropped = $2`,
    [shopId, phone],
  );
  return rows.map(toLink);
}

/** Writes whole links, new or known. At most one per customer. */
export async function saveLinks(client: Queryable, links: Link[], now: Date): Promise<void> {
  if (links.length === 0) return;
  await client.query(
    `insert into contact_links (${COLUMNS})
     select (l->>'shopId')::int, l->>'source', l->>'customerId', l->>'state', (l->>'brevoId')::bigint, l->>'email', l->>'phone',
       l->>'phoneDropped', l->>'contentHash', array(select jsonb_array_elements_text(l->'filled')), (l->>'extIdSent')::bool,
       (l->>'listId')::bigint, (l->>'emailBlocked')::bool, (l->>'smsBlocked')::bool, nullif(l->'emailConsent', 'null'),
       nullif(l->'smsConsent', 'null'), l->'warnings', (l->>'appliedAt')::timestamptz, $2
     from jsonb_array_elements($1::jsonb) as l
     on conflict (shop_id, source, customer_id) do update set
       state = excluded.state, brevo_id = excluded.brevo_id, email = excluded.email, phone = excluded.phone,
       phone_dropped = excluded.phone_dropped, content_hash = excluded.content_hash, filled = excluded.filled,
       ext_id_sent = excluded.ext_id_sent, list_id = excluded.list_id, email_blocked = excluded.email_blocked,
       sms_blocked = excluded.sms_blocked, email_consent = excluded.email_consent, sms_consent = excluded.sms_consent,
       warnings = excluded.warnings, applied_at = excluded.applied_at, synced_at = excluded.synced_at`,
    [JSON.stringify(links), now],
  );
}

export type Channel = 'email' | 'sms';

/** Opt-outs of addresses (by fingerprint), as `channel:fingerprint`. Index: the primary key. */
export async function readOptOuts(
  client: Queryable,
  shopId: number,
  addresses: { channel: Channel; fingerprint: string }[],
): Promise<Map<string, OptOut>> {
  if (addresses.length === 0) return new Map();
  const { rows } = await client.query(
    `select channel, address_hash, at, system from opt_outs
     where shop_id = $1 and (channel, address_hash) in (select * from unnest($2::text[], $3::text[]))`,
    [shopId, addresses.map((a) => a.channel), addresses.map((a) => a.fingerprint)],
  );
  return new Map(
    rows.map((r) => [
      `${r.channel}:${r.address_hash}`,
      { at: (r.at as Date).toISOString(), system: r.system as string },
    ]),
  );
}

/**
 * Whether the opt-out is, by its time, the word of another customer who has another address now. Asked only where an opt-out of the
 * source itself stands against its newest word; no index.
 */
export async function readSaidByOther(
  client: Queryable,
  shopId: number,
  channel: Channel,
  optOut: OptOut,
  address: string,
  customer: { source: Source; id: string },
): Promise<boolean> {
  const [column, held] = channel === 'email' ? ['email_consent', 'email'] : ['sms_consent', 'phone'];
  const { rows } = await client.query(
    `select 1 from contact_links where shop_id = $1 and source = $2 and customer_id <> $3
       and (state in ('synced', 'skipped') or ${held} <> $5)
       and ${column}->>'state' = 'unsubscribed' and ${column}->>'at' = $4 limit 1`,
    [shopId, customer.source, customer.id, optOut.at, address],
  );
  return rows.length > 0;
}

/** Remembers a no before anything is sent on it; an older one never replaces a newer one. */
export function rememberOptOut(
  client: Queryable,
  shopId: number,
  channel: Channel,
  fingerprint: string,
  optOut: OptOut,
): Promise<void> {
  return rememberOptOuts(client, [{ shopId, channel, fingerprint, optOut }]);
}

export interface OptOutOfAddress {
  channel: Channel;
  fingerprint: string;
  optOut: OptOut;
}

/** The same for several, of which one address may have more; always in one order, so that two never wait for each other. */
export async function rememberOptOuts(
  client: Queryable,
  optOuts: (OptOutOfAddress & { shopId: number })[],
): Promise<void> {
  if (optOuts.length === 0) return;
  await client.query(
    `insert into opt_outs as o (shop_id, channel, address_hash, at, system)
     select distinct on (shop_id, channel, address_hash) shop_id, channel, address_hash, at, system
     from unnest($1::int[], $2::text[], $3::text[], $4::timestamptz[], $5::text[]) as t(shop_id, channel, address_hash, at, system)
     order by shop_id, channel, address_hash, at desc
     on conflict (shop_id, channel, address_hash) do update set at = excluded.at, system = excluded.system
     where excluded.at > o.at`,
    [
      optOuts.map((o) => o.shopId),
      optOuts.map((o) => o.channel),
      optOuts.map((o) => o.fingerprint),
      optOuts.map((o) => o.optOut.at),
      optOuts.map((o) => o.optOut.system),
    ],
  );
}

/** Takes back one word at an address: the customer who said it has another address now. */
export async function forgetOptOut(
  client: Queryable,
  shopId: number,
  channel: Channel,
  fingerprint: string,
  optOut: OptOut,
): Promise<void> {
  await client.query(
    'delete from opt_outs where shop_id = $1 and channel = $2 and address_hash = $3 and at = $4 and system = $5',
    [shopId, channel, fingerprint, optOut.at, optOut.system],
  );
}

export function customerKey(customer: { source: string; customerId: string }): string {
  return `${customer.source}:${customer.customerId}`;
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
    contentHash: row.content_hash as string | null,
    filled: row.filled as string[],
    extIdSent: row.ext_id_sent as boolean,
    listId: row.list_id === null ? null : Number(row.list_id),
    emailBlocked: row.email_blocked as boolean,
    smsBlocked: row.sms_blocked as boolean,
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
    emailConsent: null,
    smsConsent: null,
    warnings: [],
    appliedAt: null,
    syncedAt: null,
  };
}
