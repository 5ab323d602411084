import type { DeliveryContext, DeliveryEnding, DeliveryItem, FinalEnding } from './delivery.ts';
import { settled } from './delivery.ts';
import { planContact } from './plan.server.ts';
import { eraseContact, removeContact } from './remove-contact.server.ts';
import { skipped, unchanged } from './settlement.ts';
import { writeContact } from './write-contact.server.ts';

/** Rounds of "what stood in the way has changed": each clash is settled in one, so more than a few is a bug. */
const MAX_ROUNDS = 8;

/**
 * Brings one customer's contact to its last state in the cheapest correct way: nothing, a delete or an unlink, or a
 * write. Every ending is a settlement, or a deferral until the customer who holds its address was looked at.
 */
export async function deliver(first: DeliveryItem, context: DeliveryContext): Promise<FinalEnding> {
  let item = first;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const ending = await deliverOnce(item, context);
    if (ending.kind !== 'again') return ending;
    // What was written so far is not recorded yet: from here on Brevo is read, not remembered.
    item = { ...item, row: { ...item.row, unsure: true }, link: await context.readLink(item) };
  }
  throw new Error(`Customer ${first.row.customerId} found no rest after ${MAX_ROUNDS} rounds`);
}

async function deliverOnce(item: DeliveryItem, context: DeliveryContext): Promise<DeliveryEnding> {
  const { row, customer, link } = item;
  if (row.kind === 'redact') return eraseContact(item, context);
  if (link?.state === 'redacted') {
    return settled(skipped(row, null, 'redacted', 'The customer was erased on request'));
  }
  if (
    link?.appliedAt &&
    !context.source(row.source).canFetch &&
    row.occurredAt.toISOString() < link.appliedAt
  ) {
    return settled(skipped(row, null, 'older_change', 'A newer change of this customer was applied before'));
  }
  if (row.kind === 'delete' || customer === null) return removeContact(item, context);

  const plan = await planContact(customer, item, context);
  switch (plan.kind) {
    case 'skip':
      return settled(skipped(row, plan.link, plan.code, plan.message));
    case 'remove':
      return removeContact(item, context);
    case 'unchanged':
      return settled(unchanged(row, null));
    case 'write':
      return writeContact(item, plan, context);
  }
}
