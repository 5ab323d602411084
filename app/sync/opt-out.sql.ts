import type pg from 'pg';
import type { OptOut } from '../domain/consent.ts';
import type { Source } from '../domain/customer.ts';
import { probe } from './probe.sql.ts';

type Queryable = Pick<pg.Pool, 'query'>;

export type Channel = 'email' | 'sms';

/** Opt-outs of addresses (by fingerprint), as `channel:fingerprint`. Index: the primary key. */
export async function readOptOuts(
  client: Queryable,
  shopId: number,
  addresses: { channel: Channel; fingerprint: string }[],
): Promise<Map<string, OptOut>> {
  if (addresses.length === 0) return new Map();
  const { rows } = await client.query(
    `select found.* from ${probe(
      'unnest($2::text[], $3::text[]) as k(channel, hash)',
      'select channel, address_hash, at, system from opt_outs where shop_id = $1 and channel = k.channel and address_hash = k.hash',
    )}`,
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
 * Whether the opt-out is, by its time, the word of another customer who has another address now. Asked only where an
 * opt-out of the source itself stands against its newest word. Index: contact_links_email_no, contact_links_sms_no.
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
