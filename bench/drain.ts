import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Call } from '../sandbox/brevo/call-log.ts';
import { GENERAL_LIMITS } from '../sandbox/brevo/limiter.ts';
import type { Shop } from '../sandbox/shopify/shop.ts';
import type { Result } from './run.ts';
import { note, openStage, percentile, type Stage, untilTrue } from './stage.ts';

const SHOPS = 20;
const CUSTOMERS = 100;
const KNOWN = 50;
const CHANGES = 5;
const LATENCY_MS = 200;
const WAITING = 100_000;
const SINGLES = 40;

/**
 * 10,000 changes of 2,000 customers over 20 shops, a Brevo that takes 200 ms for an answer and has the limits of the
 * real one. The limit is the limiter's own figure in the same run: ten calls a second and account. Once each shop has
 * an account of its own, once five share one. Then single changes of two quiet shops, one with an account of its own
 * and one on the account of a third that has 100,000 waiting.
 */
export async function benchDrain(): Promise<Result> {
  const stage = await openStage();
  stage.brevo.world.latencyMs = LATENCY_MS;
  try {
    const web = await stage.launch(['--web']);
    stage.shopify.world.webhooks.appUrl = web.url;
    note('burst, an account each');
    const own = await burst(stage, web.url, 'own', SHOPS);
    note('burst, five shops an account');
    const shared = await burst(stage, web.url, 'shared', SHOPS / 5);
    note('single changes beside 100,000');
    const quiet = await singles(stage, web.url);
    return {
      name: 'drain',
      rows: [own, shared, ...quiet.rows],
      verdicts: {
        oneWriteEach: own['writes of one customer'] === 1 && shared['writes of one customer'] === 1,
        noneRefused: own['429s'] === 0 && shared['429s'] === 0,
        shareOfLimitOwn: own['share of limit'],
        shareOfLimitShared: shared['share of limit'],
        ninetyPercent: own['share of limit'] >= 0.9 && shared['share of limit'] >= 0.9,
        quietBelow2s: quiet.rows.every((row) => row['p95 ms'] < 2_000),
        waitingAtTheEnd: quiet.waiting,
      },
    };
  } finally {
    await stage.close();
  }
}

async function burst(stage: Stage, webUrl: string, name: string, accounts: number) {
  const { brevo, shopify } = stage;
  const shops = await openShops(stage, webUrl, name, accounts);
  let worker = await stage.launch(['--worker']);
  const known = shops.map((shop) =>
    Array.from({ length: KNOWN }, (_, i) =>
      shop.createCustomer({ email: emailOf(shop, i), firstName: 'Before' }),
    ),
  );
  await untilTrue(
    async () => (await waiting(stage)) === 0 && arrived(stage) >= shops.length * KNOWN,
    300,
    100,
  );
  await worker.kill('SIGTERM');

  for (let i = 0; i < CUSTOMERS; i += 1) {
    for (const [n, shop] of shops.entries()) {
      const customer = known[n]?.[i] ?? shop.createCustomer({ email: emailOf(shop, i), firstName: 'Before' });
      const first = i < KNOWN ? 0 : 1;
      for (let change = first; change < CHANGES; change += 1)
        shop.updateCustomer(customer.id, {
          firstName: change === CHANGES - 1 ? 'After' : `Change ${change}`,
        });
    }
    // A hundred deliveries at a time: more would wait for this process, not for the door.
    await shopify.world.webhooks.settled();
  }
  const rows = await waiting(stage);
  if (rows !== SHOPS * CUSTOMERS) throw new Error(`${rows} changes wait, not ${SHOPS * CUSTOMERS}`);

  note('delivering');
  brevo.world.calls = [];
  worker = await stage.launch(['--worker']);
  const before = await cpuMs(worker.pid);
  await untilTrue(async () => (await waiting(stage)) === 0, 300, 100);
  const spent = (await cpuMs(worker.pid)) - before;
  await worker.kill('SIGTERM');
  const wrong = shops.flatMap((shop, n) =>
    Array.from({ length: CUSTOMERS }, (_, i) =>
      brevo.world.contactByEmail(emailOf(shop, i), keyOf(name, n, accounts)),
    ).filter((contact) => contact?.attributes.FIRSTNAME !== 'After'),
  ).length;
  if (wrong > 0) throw new Error(`${wrong} contacts are not what they should be`);
  return {
    what: `burst, ${accounts} accounts`,
    ...judge(brevo.world.calls, accounts),
    'worker CPU ms a write': Number((spent / (SHOPS * CUSTOMERS)).toFixed(1)),
  };
}

function judge(calls: Call[], accounts: number) {
  const writes = calls.filter((call) => call.method !== 'GET' && call.path.startsWith('/contacts'));
  const starts = writes.map((call) => call.startedAt);
  const limit = GENERAL_LIMITS.contactsPerSecond * accounts;
  // From the first write to the end of the last one's share of the second.
  const seconds = (Math.max(...starts) - Math.min(...starts)) / 1_000 + 1 / GENERAL_LIMITS.contactsPerSecond;
  const done = writes.filter((call) => call.status !== 429);
  const each = new Map<string, number>();
  for (const call of done) each.set(subjectOf(call), (each.get(subjectOf(call)) ?? 0) + 1);
  return {
    customers: each.size,
    'writes of one customer': Math.max(...each.values()),
    '429s': calls.filter((call) => call.status === 429).length,
    'writes/s': Number((done.length / seconds).toFixed(1)),
    'limit/s': limit,
    'share of limit': Number((done.length / seconds / limit).toFixed(3)),
  };
}

/** Whom a write is about: a new contact is named by its address, a known one by the path. */
function subjectOf({ key, method, path, body }: Call): string {
  return `${key} ${method === 'POST' ? (body as { email?: string }).email : path}`;
}

async function singles(stage: Stage, webUrl: string) {
  const { brevo, shopify, database } = stage;
  const [busy, own, sharing] = (await openShops(stage, webUrl, 'quiet', 2, 3)) as [Shop, Shop, Shop];
  // Shops 0 and 2 have account 0, shop 1 has account 1.
  const worker = await stage.launch(['--worker']);
  const made = [own, sharing].map((shop) =>
    shop.createCustomer({ email: emailOf(shop, 0), firstName: 'First' }),
  );
  busy.createCustomer({ email: emailOf(busy, -1) });
  await untilTrue(
    async () => (await waiting(stage)) === 0 && made.every((c) => find(c.email) !== undefined),
    60,
    50,
  );
  // Everybody of a large store at once, as after an import in the store; a burst of webhooks would only take longer.
  shopify.world.webhooks.switches.drop = true;
  for (let i = 0; i < WAITING; i += 1) busy.createCustomer({ email: emailOf(busy, i), firstName: 'Busy' });
  shopify.world.webhooks.switches.drop = false;
  const ids = [...busy.customers.keys()];
  await database.pool.query(
    `insert into pending_changes (shop_id, source, customer_id, change_id, kind, event, occurred_at)
     select s.id, 'shopify', t.id, gen_random_uuid(), 'upsert', 'customer_updated', now()
     from unnest($1::text[]) as t(id), shops s where s.domain = $2`,
    [ids, busy.domain],
  );
  await database.pool.query(
    `select graphile_worker.add_job('drain', json_build_object('shopId', id)) from shops where domain = $1`,
    [busy.domain],
  );
  note('measuring');
  await sleep(3_000);
  const took: [number[], number[]] = [[], []];
  for (let i = 0; i < SINGLES; i += 1) {
    const rounds = [own, sharing].map(async (shop, n) => {
      const customer = made[n];
      const startedAt = Date.now();
      shop.updateCustomer(customer?.id ?? '', { firstName: `Single ${i}` });
      await untilTrue(() => find(customer?.email ?? null)?.attributes.FIRSTNAME === `Single ${i}`, 60, 5);
      took[n]?.push(Date.now() - startedAt);
    });
    await Promise.all(rounds);
    await sleep(300);
  }
  const left = await waiting(stage);
  await worker.kill('SIGKILL');
  const row = (what: string, values: number[]) => ({
    what,
    customers: values.length,
    'median ms': percentile(values, 0.5),
    'p95 ms': percentile(values, 0.95),
    'longest ms': Math.max(...values),
  });
  return {
    waiting: left,
    rows: [
      row('single change, own account', took[0]),
      row('single change, on the account of the shop with 100,000', took[1]),
    ],
  };

  function find(email: string | null) {
    for (const account of [0, 1]) {
      const found = brevo.world.contactByEmail(email ?? '', `drain-quiet-${account}`);
      if (found) return found;
    }
    return undefined;
  }
}

async function openShops(
  stage: Stage,
  webUrl: string,
  name: string,
  accounts: number,
  count = SHOPS,
): Promise<Shop[]> {
  const { brevo, shopify } = stage;
  for (let n = 0; n < accounts; n += 1) brevo.world.addAccount({ key: `drain-${name}-${n}` });
  const shops: Shop[] = [];
  for (let n = 0; n < count; n += 1) {
    const shop = shopify.world.addShop(`drain-${name}-${n}.myshopify.com`);
    // Ids are unique over all stores.
    shop.nextId += BigInt(n) * 1_000_000n;
    await stage.connect(webUrl, shop.domain, keyOf(name, n, accounts));
    shops.push(shop);
  }
  return shops;
}

function keyOf(name: string, shop: number, accounts: number): string {
  return `drain-${name}-${shop % accounts}`;
}

function emailOf(shop: Shop, n: number): string {
  return `customer-${n}@${shop.domain}`;
}

/** What a process has used of the processors, which the load of others does not change; clock ticks are 10 ms. */
async function cpuMs(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * 10;
}

async function waiting({ database }: Stage): Promise<number> {
  const { rows } = await database.pool.query('select count(*)::int as count from pending_changes');
  return rows[0].count as number;
}

function arrived({ brevo }: Stage): number {
  let count = 0;
  for (const account of brevo.world.accounts.values()) count += account.contacts.byId.size;
  return count;
}
