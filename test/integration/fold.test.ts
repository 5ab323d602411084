import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Database } from '../../app/db.server.ts';
import { type Change, fold } from '../../app/domain/change.ts';
import { upsertPending } from '../../app/sync/pending.sql.ts';
import { openTestDatabase } from '../support/database.ts';

let database: Database;
let shopId: number;

beforeAll(async () => {
  ({ database } = await openTestDatabase());
  shopId = (await database.prisma.shop.create({ data: { domain: 'fold.myshopify.com' } })).id;
});
afterAll(() => database.close());

const KINDS = ['upsert', 'delete', 'redact'] as const;
const EVENTS = ['customer_created', 'customer_updated', 'customer_other'];
const TIMES = [1, 2, 3];

function* changes(): Generator<Change> {
  for (const kind of KINDS)
    for (const event of EVENTS)
      for (const time of TIMES)
        for (const force of [false, true])
          for (const bare of [false, true])
            yield {
              source: 'shopify',
              customerId: '',
              kind,
              event,
              occurredAt: new Date(1_760_000_000_000 + time * 1_000),
              force,
              ...(bare ? {} : { payload: `${kind} ${event} ${time}` }),
            };
}

it('the row that waits is folded in SQL as domain/change.ts folds in TypeScript, for every pair of changes', async () => {
  const pairs = [...changes()].flatMap((first) => [...changes()].map((second) => ({ first, second })));
  const named = pairs.map((pair, index) => ({ ...pair, customerId: String(index) }));
  const now = new Date(1_760_000_100_000);
  for (const name of ['first', 'second'] as const) {
    const accepted = named.map((pair) => ({
      ...pair[name],
      customerId: pair.customerId,
      shopId,
      changeId: randomUUID(),
    }));
    for (let start = 0; start < accepted.length; start += 1_000)
      await upsertPending(database.pool, accepted.slice(start, start + 1_000), now);
  }
  const rows = await database.prisma.pendingChange.findMany({ where: { shopId } });
  const stored = new Map(rows.map((row) => [row.customerId, row]));
  const wrong = named.filter(({ first, second, customerId }) => {
    const wanted = fold(first, second);
    const row = stored.get(customerId);
    return (
      row?.kind !== wanted.kind ||
      row.event !== wanted.event ||
      row.payload !== (wanted.payload ?? null) ||
      row.force !== wanted.force ||
      row.occurredAt.getTime() !== wanted.occurredAt.getTime() ||
      row.revision !== 2
    );
  });
  const shown = wrong.map(({ first, second, customerId }) => ({
    first: `${first.payload}`,
    second: `${second.payload}`,
    typescript: `${fold(first, second).payload} as ${fold(first, second).event}`,
    sql: `${stored.get(customerId)?.payload} as ${stored.get(customerId)?.event}`,
  }));
  expect(shown).toEqual([]);
});
