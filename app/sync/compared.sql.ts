import type pg from 'pg';
import type { RemoteContact } from '../domain/remote.ts';
import { probe } from './probe.sql.ts';

type Queryable = Pick<pg.Pool, 'query'>;

/**
 * What a comparison has met so far, in the database and not in memory: the customers that the store's file held, and the
 * contacts that are theirs by an address and not by a link. Both are unlogged and go with the batch. Indexes: the primary
 * keys.
 */
export async function noteCompared(
  client: Queryable,
  batchId: string,
  customerIds: string[],
  claimed: number[],
): Promise<void> {
  await client.query(
    `insert into compared_customers (batch_id, customer_id) select $1, id from unnest($2::text[]) as id
     on conflict do nothing`,
    [batchId, customerIds],
  );
  if (claimed.length > 0)
    await client.query(
      `update import_contacts c set claimed = true from ${probe(
        'unnest($2::bigint[]) as k(id)',
        'select ctid as at from import_contacts where batch_id = $1 and brevo_id = k.id and not claimed',
      )} where c.ctid = found.at`,
      [batchId, claimed],
    );
}

/** Of these customers, those that the file held. Index: the primary key. */
export async function readCompared(
  client: Queryable,
  batchId: string,
  customerIds: string[],
): Promise<Set<string>> {
  const { rows } = await client.query(
    `select found.* from ${probe(
      'unnest($2::text[]) as k(id)',
      'select customer_id from compared_customers where batch_id = $1 and customer_id = k.id',
    )}`,
    [batchId, customerIds],
  );
  return new Set(rows.map((row) => row.customer_id as string));
}

/** A page of the contacts that nobody claimed by an address, by their ids. Index: the primary key. */
export async function readUnclaimed(
  client: Queryable,
  batchId: string,
  after: number,
  limit: number,
): Promise<number[]> {
  const { rows } = await client.query(
    `select brevo_id from import_contacts where batch_id = $1 and brevo_id > $2 and not claimed
     order by brevo_id limit $3`,
    [batchId, after, limit],
  );
  return rows.map((row) => Number(row.brevo_id));
}

/** Contacts by their ids. Index: the primary key. */
export async function readKept(
  client: Queryable,
  batchId: string,
  ids: readonly number[],
): Promise<RemoteContact[]> {
  const { rows } = await client.query(
    `select found.* from ${probe(
      'unnest($2::bigint[]) as k(id)',
      'select contact from import_contacts where batch_id = $1 and brevo_id = k.id',
    )}`,
    [batchId, ids],
  );
  return rows.map((row) => JSON.parse(row.contact as string) as RemoteContact);
}
