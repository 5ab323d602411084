import type pg from 'pg';
import { phoneDigits } from '../domain/phone.ts';
import type { RemoteContact } from '../domain/remote.ts';
import { type ContactFinder, type ContactQuestion, finderOf } from './contact-finder.ts';
import { probe } from './probe.sql.ts';

type Queryable = Pick<pg.Pool, 'query'>;

/**
 * Keeps contacts of the account for a batch, in the database and not in memory: an account may have millions. Of their
 * attributes only those that comparing needs. A contact that is there already is replaced.
 */
export async function keepContacts(
  client: Queryable,
  batchId: string,
  contacts: readonly RemoteContact[],
  attributes: ReadonlySet<string>,
): Promise<void> {
  if (contacts.length === 0) return;
  await client.query(
    `insert into import_contacts (batch_id, brevo_id, email, phone, ext_id, contact)
     select distinct on (id) $1, id, email, phone, ext_id, contact
     from unnest($2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[]) as t(id, email, phone, ext_id, contact)
     on conflict (batch_id, brevo_id) do update set
       email = excluded.email, phone = excluded.phone, ext_id = excluded.ext_id, contact = excluded.contact`,
    [
      batchId,
      contacts.map((c) => c.id),
      contacts.map((c) => c.email),
      contacts.map(phoneOfContact),
      contacts.map((c) => c.extId),
      contacts.map((c) => JSON.stringify({ ...c, attributes: only(c.attributes, attributes) })),
    ],
  );
}

/** The phone as digits, the form in which two are compared. */
export function phoneOfContact(contact: RemoteContact): string | null {
  const digits = phoneDigits(String(contact.attributes.SMS ?? ''));
  return digits === '' ? null : digits;
}

/** Of a batch's contacts those that have one of these. Indexes: one a key. */
export async function findContacts(
  client: Queryable,
  batchId: string,
  { emails, phones, extIds, ids }: ContactQuestion,
): Promise<ContactFinder> {
  const by = (keys: string, type: string, column: string) =>
    `select found.* from ${probe(
      `unnest(${keys}::${type}[]) as k(id)`,
      `select brevo_id, contact from import_contacts where batch_id = $1 and ${column} = k.id`,
    )}`;
  const { rows } = await client.query({
    name: 'import-contacts',
    text: [
      by('$2', 'text', 'email'),
      by('$3', 'text', 'phone'),
      by('$4', 'text', 'ext_id'),
      by('$5', 'bigint', 'brevo_id'),
    ].join(' union all '),
    values: [batchId, emails, phones.map(phoneDigits), extIds, ids],
  });
  // A contact is found by several of its keys.
  const found = new Map(rows.map((row) => [row.brevo_id, row.contact as string]));
  return finderOf([...found.values()].map((contact) => JSON.parse(contact) as RemoteContact));
}

function only(attributes: RemoteContact['attributes'], names: ReadonlySet<string>) {
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => name === 'SMS' || names.has(name)));
}
