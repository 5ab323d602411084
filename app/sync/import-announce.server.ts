import { createBody, phoneOf } from '../domain/target.ts';
import { markOf } from './content-mark.ts';
import { type Load, readKnown, type SentRow } from './import-load.sql.ts';
import type { RowPlan } from './import-plan.ts';
import { blankLink, customerKey, formerIdsAfter, type Link, readLinks, saveLinks } from './link.sql.ts';

type Queryable = Parameters<typeof saveLinks>[0];

/** Links of one statement. */
const CHUNK = 2_000;

/**
 * Contacts that were there before and are nobody's by our links: an unsubscribe that Brevo tells of while they are under
 * way is remembered only for addresses that a link names.
 */
export async function announceKnown(client: Queryable, load: Load, now: Date): Promise<void> {
  const known = await readKnown(client, load);
  const links = await readLinks(client, load.shopId, known);
  await saveInChunks(
    client,
    known.filter((row) => !links.has(customerKey(row))).map((row) => announced(load.shopId, row, null)),
    now,
  );
}

/**
 * Rows that went and are not settled: whether, and how, Brevo holds what they were to make is not known. From here on
 * drains may claim their customers, whose addresses may be others by now: the links name the address that went, and by
 * what the contact is known again (deliver.server.ts), as before a call of its own (write-contact.server.ts `announce`;
 * docs/decisions/0010). `at` is from before the batch: nothing was delivered, and the row may still go again.
 */
export async function announceUnsettled(
  client: Queryable,
  load: Load,
  rows: readonly SentRow[],
  at: Date,
): Promise<void> {
  const links = await readLinks(client, load.shopId, [...rows]);
  const unnamed = rows.flatMap((row) => {
    const link = links.get(customerKey(row)) ?? null;
    // Erased meanwhile, while the app was not installed: nothing of them is written down again.
    if (link?.state === 'redacted') return [];
    const { remoteId } = JSON.parse(row.plan) as RowPlan;
    const named = remoteId !== null && link?.brevoId === remoteId;
    return named ? [] : [announced(load.shopId, row, link)];
  });
  await saveInChunks(client, unnamed, at);
}

function announced(shopId: number, row: SentRow, link: Link | null): Link {
  const plan = JSON.parse(row.plan) as RowPlan;
  return {
    ...(link ?? blankLink(shopId, row.source, row.customerId)),
    ...markOf(createBody(plan.target)),
    state: 'skipped',
    brevoId: null,
    formerIds: formerIdsAfter(link, null),
    email: row.email,
    phone: row.email === null ? phoneOf(plan.target) : null,
    emailConsent: plan.emailConsent,
    smsConsent: plan.smsConsent,
  };
}

async function saveInChunks(client: Queryable, links: Link[], now: Date): Promise<void> {
  for (let from = 0; from < links.length; from += CHUNK)
    await saveLinks(client, links.slice(from, from + CHUNK), now);
}
