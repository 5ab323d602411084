import type { TaskList } from 'graphile-worker';
import type { Source } from '../domain/customer.ts';
import type { PollTrouble, Ports } from '../ports.ts';
import { readLinkedBefore } from './link.sql.ts';
import { notePoll, polledConnections, queuePoll, readPoll } from './poll.sql.ts';
import { receive } from './receive.server.ts';
import { SeenIds } from './seen-ids.ts';

/**
 * Sources that tell nobody of changes. Each minute every connected one gets a job `poll`, alone in its queue:
 *
 *   changed   what changed since the cursor comes in through the one door, then the cursor is noted
 *   gone      once an hour the ids of all its customers are read; whoever has a contact and is not among them is looked at
 *   trouble   the shop does not answer or lets nobody in: the connection says so, the next minute tries again
 *
 * A death between door and cursor only brings the same changes again.
 */
const GONE_EVERY_MS = 3_600_000;
const BATCH = 500;

export interface Polling {
  tasks: TaskList;
  crontab: string[];
  /** One poll, as the job does it. `gone`: whether deletions are looked for too; absent: when it is time. */
  poll(shopId: number, source: Source, gone?: boolean): Promise<void>;
}

export function createPolling(ports: Ports): Polling {
  async function poll(shopId: number, source: Source, gone?: boolean): Promise<void> {
    const { poll: changed, allIds } = ports.source(source);
    const row = await readPoll(ports.db.pool, shopId, source);
    if (!changed || !row) return;
    const shop = { id: shopId, domain: row.domain };
    let { cursor } = row;
    let heard = false;
    for await (const item of changed(shop, cursor, ports.now())) {
      if (item.kind === 'trouble') return note(shopId, source, { trouble: item });
      for (let start = 0; start < item.changes.length; start += BATCH)
        await receive(ports, [{ shopId, changes: item.changes.slice(start, start + BATCH) }]);
      heard ||= item.changes.length > 0;
      if (item.cursor === null) continue;
      cursor = { ...item.cursor, ...(row.cursor.goneAt ? { goneAt: row.cursor.goneAt } : {}) };
      await note(shopId, source, { cursor, heard });
    }
    const goneAt = typeof cursor.goneAt === 'string' ? Date.parse(cursor.goneAt) : 0;
    if (!allIds || !(gone ?? ports.now() - goneAt >= GONE_EVERY_MS)) return;
    const startedAt = new Date(ports.now());
    const trouble = await lookForGone(ports, shop, source, startedAt);
    await note(
      shopId,
      source,
      trouble ? { trouble } : { cursor: { ...cursor, goneAt: startedAt.toISOString() } },
    );
  }

  const note = (shopId: number, source: Source, news: Parameters<typeof notePoll>[3]) =>
    notePoll(ports.db.pool, shopId, source, news, new Date(ports.now()));

  return {
    poll,
    tasks: {
      async poll_sources() {
        for (const { shopId, source } of await polledConnections(ports.db.pool))
          if (ports.source(source).poll) await queuePoll(ports.db.pool, shopId, source);
      },
      async poll(payload) {
        const { shopId, source } = payload as { shopId: number; source: Source };
        // Not the job's own backoff: the next minute brings the next job.
        await poll(shopId, source).catch((err: unknown) =>
          ports.log.error({ err, shopId, source }, 'a poll failed'),
        );
      },
    },
    crontab: ['* * * * * poll_sources'],
  };
}

/**
 * Customers with a contact who are not in the shop any more. They are queued as looks: who is there after all is found
 * there. Younger links than the reading are left alone, because their customers may be younger too.
 */
async function lookForGone(
  ports: Ports,
  shop: { id: number; domain: string },
  source: Source,
  startedAt: Date,
): Promise<PollTrouble | null> {
  const seen = new SeenIds();
  for await (const page of ports.source(source).allIds?.(shop) ?? []) {
    if (page.kind === 'trouble') return page;
    for (const id of page.ids) seen.add(id);
  }
  for (let after: string | null = ''; after !== null; ) {
    const linked = await readLinkedBefore(ports.db.pool, shop.id, source, startedAt, after);
    const gone = linked.filter(({ customerId }) => !seen.has(customerId));
    const changes = gone.map(({ customerId }) => ({
      source,
      customerId,
      kind: 'upsert' as const,
      event: 'customer_deleted',
      occurredAt: startedAt,
      force: true,
    }));
    if (changes.length > 0) await receive(ports, [{ shopId: shop.id, changes }]);
    after = linked.at(-1)?.customerId ?? null;
  }
  return null;
}
