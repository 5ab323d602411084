import type { Change } from '../domain/change.ts';
import type { Ports } from '../ports.ts';
import { AFTER_UNINSTALL, type Delivery } from '../sources/shopify/topics.ts';
import { customerKey } from '../sync/link.sql.ts';
import { receive, type ShopJob } from '../sync/receive.server.ts';
import { receiveGroup } from '../sync/receive-group.sql.ts';
import { createBurstWake } from '../sync/wake.sql.ts';

/** Deliveries that arrive together share one statement (group commit): one commit costs what thirty do. */
export interface Intake {
  take(delivery: SignedDelivery): Promise<TakeEnding>;
}

export interface SignedDelivery {
  domain: string;
  topic: string;
  webhookId: string;
  delivery: Extract<Delivery, { kind: 'changes' | 'shop_event' }>;
}

export type TakeEnding = 'taken' | 'repeated' | 'unknown_shop';

interface Waiting {
  signed: SignedDelivery;
  changes: Change[];
  /** What no other delivery of its group may have: its id, and its customers. */
  keys: string[];
  resolve(ending: TakeEnding): void;
  reject(error: unknown): void;
}

/** Of one group: enough to fill a commit, few enough to keep the statement small. */
const LARGEST_GROUP = 250;
/** Groups under way at once: the second fills while the first commits. */
const AT_ONCE = 2;

export function createIntake(ports: Ports): Intake {
  let waiting: Waiting[] = [];
  let running = 0;
  let starting = false;
  const wake = createBurstWake(ports.db.pool, ports.now, (err) =>
    ports.log.error({ err }, 'a wake-up failed; the sweep makes it'),
  );

  function start(): void {
    starting = false;
    if (running < AT_ONCE && waiting.length > 0) void run();
  }

  async function run(): Promise<void> {
    running += 1;
    while (waiting.length > 0) {
      const { group, rest } = nextGroup(waiting);
      waiting = rest;
      try {
        await takeGroup(group);
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
    running -= 1;
  }

  async function takeGroup(group: Waiting[]): Promise<void> {
    const entries = group.map(({ signed, changes }) => ({
      domain: signed.domain,
      topic: signed.topic,
      webhookId: signed.webhookId,
      changes: changes.map((change) => ({ ...change, changeId: ports.newId() })),
    }));
    const due = wake.due(new Set(entries.map(({ domain }) => domain)));
    const { endings, shops } = await receiveGroup(ports.db.pool, entries, due, new Date(ports.now()));
    endings.forEach((ending, index) => {
      const { signed, resolve, reject } = group[index] as Waiting;
      if (ending === 'not_installed') takeSingly(ports, signed).then(resolve, reject);
      else resolve(ending);
    });
    wake.later(shops.filter(({ domain }) => !due.includes(domain)));
  }

  return {
    take(signed) {
      const { delivery } = signed;
      if (delivery.kind === 'shop_event') return takeSingly(ports, signed);
      return new Promise((resolve, reject) => {
        waiting.push({
          signed,
          changes: delivery.changes,
          keys: keysOf(signed, delivery.changes),
          resolve,
          reject,
        });
        // Later in this turn of the event loop, so that requests read together go together.
        if (running < AT_ONCE && !starting) {
          starting = true;
          setImmediate(start);
        }
      });
    },
  };
}

function keysOf({ domain, webhookId }: SignedDelivery, changes: Change[]): string[] {
  const keys = [`${domain} ${webhookId}`];
  for (const change of changes) keys.push(`${domain} ${customerKey(change)}`);
  return keys;
}

/** The longest waiting, without two of one delivery id or of one customer: the second of a kind goes with the next. */
function nextGroup(waiting: Waiting[]): { group: Waiting[]; rest: Waiting[] } {
  const group: Waiting[] = [];
  const rest: Waiting[] = [];
  const seen = new Set<string>();
  for (const [at, one] of waiting.entries()) {
    if (group.length >= LARGEST_GROUP) return { group, rest: rest.concat(waiting.slice(at)) };
    const { keys } = one;
    if (keys.some((key) => seen.has(key))) rest.push(one);
    else group.push(one);
    // Also of those that stay behind, so that nothing of theirs overtakes them.
    for (const key of keys) seen.add(key);
  }
  return { group, rest };
}

/**
 * What is no change of an installed shop's customer: events of the shop, and what Shopify still tells of a shop that
 * has gone. Rare, and each becomes a job.
 */
async function takeSingly(
  ports: Ports,
  { domain, topic, webhookId, delivery }: SignedDelivery,
): Promise<TakeEnding> {
  const { rows } = await ports.db.pool.query(
    'select id, uninstalled_at is null as installed from shops where domain = $1',
    [domain],
  );
  const shop = rows[0] as { id: number; installed: boolean } | undefined;
  if (!shop || !(shop.installed || AFTER_UNINSTALL.has(topic))) return 'unknown_shop';
  const receipt = { webhookId, topic };
  if (delivery.kind === 'changes' && shop.installed) {
    // Installed again since the group was looked at.
    const { changeIds } = await receive(ports, [{ shopId: shop.id, receipt, changes: delivery.changes }]);
    return changeIds[0] === null ? 'repeated' : 'taken';
  }
  const events =
    delivery.kind === 'shop_event'
      ? [delivery.event]
      : delivery.changes.map(({ customerId }) => ({ name: 'customer_erased' as const, customerId }));
  const jobs = events.map((event): ShopJob => ({ shopId: shop.id, domain, event, receipt }));
  const received = await receive(ports, [], jobs);
  return received.jobs.some(Boolean) ? 'taken' : 'repeated';
}
