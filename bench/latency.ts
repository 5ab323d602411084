import { DEFAULT_SHOP } from '../sandbox/shopify/world.ts';
import type { Result } from './run.ts';
import { openStage, untilTrue } from './stage.ts';

const EVENTS = 100;

/**
 * From the moment the store sends a webhook to the moment Brevo receives the write, on an idle system, one event at a
 * time. The emulated vendors answer at once, but what they and the loopback take is in the figure: it is an upper
 * bound of our own share.
 */
export async function benchLatency(): Promise<Result> {
  const stage = await openStage();
  const { brevo, shopify, database } = stage;
  brevo.world.limits = { contactsPerSecond: 500, contactsPerHour: 10_000_000, otherPerHour: 100_000 };
  try {
    const app = await stage.launch();
    shopify.world.webhooks.appUrl = app.url;
    await stage.connect(app.url, DEFAULT_SHOP, brevo.world.defaultKey);
    const shop = shopify.world.shop();
    const took: number[] = [];
    // The first events warm up and create the attributes that the mapping needs.
    for (let i = 0; i < EVENTS + 10; i += 1) {
      const startedAt = Date.now();
      shop.createCustomer({ email: `latency-${i}@example.com`, firstName: `Latency ${i}` });
      await untilTrue(() => brevo.world.contactByEmail(`latency-${i}@example.com`) !== undefined);
      const write = brevo.world.calls.findLast((call) => call.method === 'POST' && call.path === '/contacts');
      if (i >= 10 && write) took.push(write.startedAt - startedAt);
      await untilTrue(async () => (await database.prisma.pendingChange.count()) === 0);
    }
    took.sort((a, b) => a - b);
    const median = took[Math.floor(took.length * 0.5)] ?? 0;
    const p99 = took[Math.floor(took.length * 0.99)] ?? 0;
    return {
      name: 'latency',
      rows: [
        { what: 'webhook sent to write received', events: took.length, 'median ms': median, 'p99 ms': p99 },
      ],
      verdicts: { medianBelow50: median < 50, p99Below150: p99 < 150 },
    };
  } finally {
    await stage.close();
  }
}
