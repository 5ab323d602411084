import { deliver } from './deliver.server.ts';
import type { DeliveryContext, DeliveryItem } from './delivery.ts';
import { enrich } from './enrich.server.ts';
import { customerKey, type Link } from './link.sql.ts';
import type { ClaimedRow } from './pending.sql.ts';
import type { Recorder } from './record.server.ts';
import type { Settlement } from './settlement.ts';

/**
 * Two customers of ours need the same address or phone. Run when nothing else of the account runs: the holder is
 * brought to its own last state first, which in a hand-over frees the address. When the holder still has it, both
 * rightly share the contact. When holders wait for each other in a circle (a swap), contacts change hands: each
 * customer takes over the contact that has its address.
 */
export async function resolveClash(
  item: DeliveryItem,
  context: DeliveryContext,
  recorder: Recorder,
  metafields: string[],
): Promise<Settlement> {
  const underWay = new Set<string>();
  const refreshed = new Set<string>();

  async function settle(current: DeliveryItem): Promise<Settlement> {
    underWay.add(customerKey(current.row));
    const ending = await deliver(current, {
      ...context,
      enter: () => true,
      async clash(_, holder) {
        const key = customerKey(holder);
        if (underWay.has(key)) return 'take';
        if (refreshed.has(key)) return 'share';
        refreshed.add(key);
        return (await refresh(holder)) ? 'retry' : 'share';
      },
    });
    underWay.delete(customerKey(current.row));
    if (ending.kind === 'deferred') throw new Error('A clash was deferred while clashes are being resolved');
    return ending.settlement;
  }

  /** Delivers the holder's own last state; false when its source cannot tell it. */
  async function refresh(holder: Link): Promise<boolean> {
    const row = passingBy(holder, context);
    const enriched = await enrich(context.ports, context.shop, [row], metafields, context.policy.sourceOrder);
    const other = enriched.kind === 'enriched' ? enriched.items[0] : undefined;
    if (!other || other.customer === 'unknown') return false;
    const settlement = await settle(other);
    await recorder.add(settlement);
    return settlement.next.kind === 'finish';
  }

  // Another customer's turn may have settled this one already, or turned out to be the same person.
  const { ports, shop, policy } = context;
  const again = await enrich(ports, shop, [item.row], metafields, policy.sourceOrder);
  const fresh = again.kind === 'enriched' ? again.items[0] : undefined;
  return settle(fresh && !fresh.unread ? fresh : { ...item, link: await context.readLink(item) });
}

/** A row that is not in the queue: revision 0 matches none, so recording it settles nobody's waiting change. */
function passingBy(holder: Link, context: DeliveryContext): ClaimedRow {
  const now = new Date(context.ports.now());
  return {
    shopId: holder.shopId,
    source: holder.source,
    customerId: holder.customerId,
    changeId: context.ports.newId(),
    kind: 'upsert',
    event: 'address_moved',
    occurredAt: now,
    receivedAt: now,
    revision: 0,
    attempt: 0,
    unsure: false,
    force: false,
    payload: null,
  };
}
