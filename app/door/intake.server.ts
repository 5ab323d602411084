import type { Ports } from '../ports.ts';
import { AFTER_UNINSTALL, type Delivery } from '../sources/shopify/topics.ts';
import { type Incoming, receive, type ShopJob } from '../sync/receive.server.ts';
import { createBurstWake, type Wake } from '../sync/wake.sql.ts';

/** Deliveries that arrive together share one transaction (group commit): one commit costs what thirty do. */
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
  resolve(ending: TakeEnding): void;
  reject(error: unknown): void;
}

/** Of one group: enough to fill a commit, few enough to keep the statement small. */
const LARGEST_GROUP = 200;
/** Groups under way at once: the second fills while the first commits. */
const AT_ONCE = 2;

export function createIntake(ports: Ports): Intake {
  let waiting: Waiting[] = [];
  let running = 0;
  const wake = createBurstWake(ports.db.pool, ports.now, (err) =>
    ports.log.error({ err }, 'a wake-up failed; the sweep makes it'),
  );

  async function run(): Promise<void> {
    running += 1;
    while (waiting.length > 0) {
      const group = waiting.slice(0, LARGEST_GROUP);
      waiting = waiting.slice(LARGEST_GROUP);
      try {
        const endings = await takeGroup(
          ports,
          group.map((w) => w.signed),
          wake,
        );
        group.forEach((w, index) => {
          w.resolve(endings[index] as TakeEnding);
        });
      } catch (error) {
        for (const w of group) w.reject(error);
      }
    }
    running -= 1;
  }

  return {
    take: (signed) =>
      new Promise((resolve, reject) => {
        waiting.push({ signed, resolve, reject });
        // Later in this turn of the event loop, so that requests read together go together.
        if (running < AT_ONCE) setImmediate(() => running < AT_ONCE && waiting.length > 0 && void run());
      }),
  };
}

/** Takes a group in one transaction; answers what became of each, in order. */
async function takeGroup(ports: Ports, group: SignedDelivery[], wake: Wake): Promise<TakeEnding[]> {
  const shops = await findShops(ports, group);
  const incoming: Incoming[] = [];
  const jobs: ShopJob[] = [];
  const places: { from: number; count: number; job: boolean }[] = group.map((signed) => {
    const shop = shops.get(signed.domain);
    const known = shop !== undefined && (shop.installed || AFTER_UNINSTALL.has(signed.topic));
    const place = { from: incoming.length, count: 0, job: false };
    if (!known) return place;
    const receipt = { webhookId: signed.webhookId, topic: signed.topic };
    if (signed.delivery.kind === 'shop_event') {
      jobs.push({ shopId: shop.id, domain: signed.domain, event: signed.delivery.event, receipt });
      return { ...place, job: true };
    }
    if (!shop.installed) {
      for (const { customerId } of signed.delivery.changes) {
        jobs.push({
          shopId: shop.id,
          domain: signed.domain,
          event: { name: 'customer_erased', customerId },
          receipt,
        });
      }
      return { ...place, job: true };
    }
    // One delivery may change two customers (a merge): the receipt is claimed once and covers both.
    incoming.push({ shopId: shop.id, receipt, changes: signed.delivery.changes });
    return { ...place, count: 1 };
  });
  const received = await receive(ports, incoming, jobs, wake);
  let job = 0;
  return places.map((place) => {
    if (place.job) return received.jobs[job++] ? 'taken' : 'repeated';
    if (place.count === 0) return 'unknown_shop';
    return received.changeIds[place.from] === null ? 'repeated' : 'taken';
  });
}

async function findShops(
  ports: Ports,
  group: SignedDelivery[],
): Promise<Map<string, { id: number; installed: boolean }>> {
  const { rows } = await ports.db.pool.query({
    name: 'door-shops',
    text: 'select id, domain, uninstalled_at is null as installed from shops where domain = any($1)',
    values: [[...new Set(group.map((signed) => signed.domain))]],
  });
  return new Map(
    rows.map((row) => [row.domain as string, { id: row.id as number, installed: row.installed as boolean }]),
  );
}
