import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Contact } from '../../sandbox/brevo/contact-store.ts';
import { diceOf } from '../../sandbox/shopify/dice.ts';
import { type RunPlayer, runPlayer } from '../support/runs.ts';
import { startWorld, type TestWorld } from '../support/world.ts';

const CUSTOMERS = 1_400;
const TAMPERINGS = 1_000;
const SEED = Number(process.env.DRIFT_SEED ?? 4);
const LIST = 2;
const STATES = ['SUBSCRIBED', 'SUBSCRIBED', 'UNSUBSCRIBED', 'NOT_SUBSCRIBED'] as const;

let world: TestWorld;
let player: RunPlayer;
const dice = diceOf(SEED);

beforeAll(async () => {
  world = await startWorld();
  world.shopify.bulk.delayMs = 5;
  player = runPlayer(world);
  for (let i = 0; i < CUSTOMERS; i += 1) {
    world.shop.createCustomer({
      email: `d${i}@example.com`,
      firstName: dice.chance(0.9) ? `First ${i}` : null,
      lastName: `Last ${i}`,
      phone: dice.chance(0.5) ? `+316${String(10_000_000 + i)}` : null,
      tags: dice.chance(0.5) ? ['VIP', `t${i % 7}`] : [],
      emailState: STATES[i % STATES.length] ?? 'SUBSCRIBED',
    });
  }
  for (let i = 0; i < 50; i += 1)
    world.brevo.seedContact({ email: `foreign-${i}@example.org`, attributes: { FIRSTNAME: 'Foreign' } });
  await world.settle();
  world.advance(60_000);
}, 300_000);
afterAll(() => world.close());

/** What of a contact has to come back: everything but its id and times. */
function content(contact: Contact) {
  const { email, extId, attributes, emailBlacklisted, smsBlacklisted, listIds } = contact;
  return { email, extId, attributes, emailBlacklisted, smsBlacklisted, lists: [...listIds] };
}

function snapshot(): Record<string, unknown> {
  const { byId } = world.brevo.account().contacts;
  return Object.fromEntries(
    structuredClone([...byId.values()].map((c) => [c.extId ?? c.email, content(c)])).sort(),
  );
}

/** Something that a person could do to the contact in Brevo, and that the store's side has to undo. */
function tamper(contact: Contact, number: number): string {
  const edit = (attributes: Record<string, string | number>) =>
    world.brevo.act({ kind: 'edit', id: contact.id, attributes });
  const ways: Record<string, (() => void) | false> = {
    name: () => edit({ FIRSTNAME: `Tampered ${number}` }),
    cleared: () => edit({ LASTNAME: '' }),
    figure: () => edit({ TOTAL_ORDERS: 1_000 + number }),
    invented: () => edit({ LAST_ORDER_DATE: '2020-01-01' }),
    phone: contact.attributes.SMS !== undefined && (() => edit({ SMS: '' })),
    otherPhone: () => edit({ SMS: `+3247${String(1_000_000 + number)}` }),
    address: () => edit({ EMAIL: `tampered-${number}@example.net` }),
    extId: () => edit({ EXT_ID: `foreign-${number}` }),
    offList: contact.listIds.has(LIST) && (() => contact.listIds.delete(LIST)),
    onList: !contact.listIds.has(LIST) && (() => contact.listIds.add(LIST)),
    unblocked: contact.emailBlacklisted && (() => world.brevo.act({ kind: 'unblock', id: contact.id })),
    deleted: () => world.brevo.act({ kind: 'delete', id: contact.id }),
  };
  const possible = Object.entries(ways).flatMap(([way, act]) => (act ? [[way, act] as const] : []));
  const [way, act] = dice.pick(possible);
  act();
  contact.modifiedAt = world.ports.now();
  return way;
}

it('finds and repairs a thousand random tamperings, exactly those, and then nothing', async () => {
  const before = snapshot();
  const contacts = [...world.brevo.account().contacts.byId.values()].filter((c) => c.extId !== null);
  expect(contacts.length).toBe(CUSTOMERS);
  const chosen = contacts
    .map((contact) => ({ contact, order: dice.next() }))
    .sort((a, b) => a.order - b.order)
    .slice(0, TAMPERINGS);
  const ways = new Map<string, string>();
  for (const [number, { contact }] of chosen.entries()) {
    const customer = contact.extId as string;
    ways.set(customer, tamper(contact, number));
  }
  expect(new Set(ways.values()).size, `seed ${SEED}`).toBe(12);
  world.advance(60_000);
  const calls = world.brevo.calls.length;

  const run = await player.play('reconciliation', await player.start('reconciliation'));
  const found = await world.database.prisma.runDifference.findMany({ where: { runId: run.id } });
  const missed = [...ways].filter(([customer]) => !found.some((row) => row.customerId === customer));
  expect(missed, `seed ${SEED}`).toEqual([]);
  expect(found.length).toBe(TAMPERINGS);
  expect(run).toMatchObject({
    status: 'completed',
    counts: { checked: CUSTOMERS, differed: TAMPERINGS, succeeded: TAMPERINGS, failed: 0, remaining: 0 },
  });
  expect(snapshot()).toEqual(before);
  // Nothing else was written to: as many customers as were tampered with have an entry, and no call names another.
  const entries = await world.database.prisma.syncEntry.findMany({
    where: { event: 'reconciliation' },
    distinct: ['customerId'],
  });
  expect(entries.map((entry) => entry.customerId).sort()).toEqual([...ways.keys()].sort());
  const touched = new Set(chosen.map(({ contact }) => contact.id));
  for (const call of world.brevo.calls.slice(calls)) {
    const id = /^\/contacts\/(\d+)/.exec(call.path)?.[1];
    if (call.method === 'PUT' || call.method === 'DELETE') expect(touched).toContain(Number(id));
  }

  world.advance(60_000);
  const written = () => world.brevo.calls.filter((call) => call.method !== 'GET').length;
  const quiet = written();
  const second = await player.play('reconciliation', await player.start('reconciliation'));
  expect(second).toMatchObject({ status: 'completed', counts: { checked: CUSTOMERS, differed: 0 } });
  expect(written()).toBe(quiet);
}, 600_000);
