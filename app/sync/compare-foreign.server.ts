import type { Difference } from '../domain/difference.ts';
import type { RemoteContact } from '../domain/remote.ts';
import type { BrevoAccount } from '../ports.ts';
import { chosenRepairs, type Found, reportFound } from './compare-report.server.ts';
import type { Tally } from './compare-tally.ts';
import { readKept, readUnclaimed } from './compared.sql.ts';
import { readOwned } from './difference.sql.ts';
import type { StepContext } from './run-step.server.ts';

const BATCH = 1_000;
/** Brevo takes this many contacts off a list in one call (facts/brevo.md section 7). */
const MOST_OFF = 150;

/**
 * Contacts that belong to no customer of any source: counted, and reported where they are on the synced list. Only
 * where the merchant asks for it are they taken off; they are never deleted and never changed otherwise.
 */
export async function reportForeign(
  context: StepContext,
  account: BrevoAccount,
  tally: Tally,
): Promise<void> {
  const { ports, runtime, run } = context;
  const { listId } = runtime.policy;
  const takesOff = chosenRepairs(run.options).includes('foreign_on_list');
  const { pool } = ports.db;
  for (let after: number | undefined = 0; after !== undefined; ) {
    const ids = await readUnclaimed(pool, run.id, after, BATCH);
    after = ids.at(-1);
    const owned = await readOwned(pool, run.shopId, ids);
    const foreign = await readKept(
      pool,
      run.id,
      ids.filter((id) => !owned.has(id)),
    );
    tally.addForeign(foreign.length);
    const onList = listId === null ? [] : foreign.filter((contact) => contact.listIds.includes(listId));
    await reportFound(
      context,
      tally,
      onList.map((contact) => found(contact, listId as number)),
    );
    if (takesOff && listId !== null)
      await takeOffList(
        account,
        listId,
        onList.map((contact) => contact.id),
      );
  }
}

function found(contact: RemoteContact, listId: number): Found {
  const difference: Difference = {
    kind: 'foreign_on_list',
    field: `list ${listId}`,
    wanted: null,
    held: contact.email ?? String(contact.attributes.SMS ?? contact.id),
  };
  return { source: 'brevo', customerId: String(contact.id), differences: [difference] };
}

/** A refusal says that none of them is on the list any more, which is what was wanted; other failures wait for the next run. */
async function takeOffList(account: BrevoAccount, listId: number, ids: number[]): Promise<void> {
  for (let start = 0; start < ids.length; start += MOST_OFF)
    await account.takeOffList(listId, ids.slice(start, start + MOST_OFF));
}
