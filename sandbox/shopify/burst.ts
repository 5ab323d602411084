import { setTimeout as sleep } from 'node:timers/promises';
import type { NewCustomer, Shop } from './shop.ts';

const FIRST = [
  'Anna',
  'Bram',
  'Chloé',
  'Daan',
  'Emma',
  'Finn',
  'Greta',
  'Hugo',
  'Isa',
  'Jürgen',
  'Léa',
  'Tom',
];
const LAST = [
  'Bakker',
  'de Vries',
  'Dubois',
  'Fischer',
  'Jansen',
  'Lefèvre',
  'Müller',
  'Smith',
  'van den Berg',
];
const TAGS = ['vip', 'wholesale', 'newsletter', 'returning', 'event-2026', 'loyalty'];
/** So many at a time, so long apart: fast, and the pages stay usable. */
const STEP = 25;
const PAUSE_MS = 25;

type Act = (shop: Shop, id: string, serial: string) => void;

/** What happens in a store, with how often of a hundred. */
const ACTS: [number, Act][] = [
  [30, (shop, id) => shop.updateCustomer(id, { firstName: pick(FIRST), lastName: pick(LAST) })],
  [20, (shop, id) => shop.addTags(id, [pick(TAGS)])],
  [10, (shop, id) => shop.removeTags(id, [pick(TAGS)])],
  [20, (shop, id) => shop.placeOrder(id, { total: Math.round(500 + Math.random() * 20_000) / 100 })],
  [8, (shop, id) => consent(shop, id)],
  [9, (shop, _id, serial) => void shop.createCustomer(newcomer(serial))],
  [3, (shop, id) => shop.deleteCustomer(id)],
];

/** Changes random customers in random ways; answers how many changes were made. */
export async function burst(shop: Shop, count: number): Promise<{ changed: number }> {
  const serial = Date.now().toString(36);
  let changed = 0;
  let ids: string[] = [];
  for (let i = 0; i < count; i += 1) {
    if (i % STEP === 0) ids = [...shop.customers.keys()];
    const chosen = ids.length > 0 ? pick(ids) : '';
    const id = shop.customers.has(chosen) ? chosen : shop.createCustomer(newcomer(`${serial}-0-${i}`)).id;
    chooseAct()(shop, id, `${serial}-${i}`);
    changed += 1;
    if (i % STEP === STEP - 1) await sleep(PAUSE_MS);
  }
  return { changed };
}

function chooseAct(): Act {
  let left = Math.random() * 100;
  for (const [share, act] of ACTS) {
    left -= share;
    if (left < 0) return act;
  }
  return ACTS[0]![1];
}

function consent(shop: Shop, id: string): void {
  const { email, emailConsent } = shop.customer(id);
  if (email === null) return;
  shop.setEmailConsent(id, emailConsent.state === 'SUBSCRIBED' ? 'UNSUBSCRIBED' : 'SUBSCRIBED');
}

function newcomer(serial: string): NewCustomer {
  return {
    firstName: pick(FIRST),
    lastName: pick(LAST),
    email: `burst-${serial}@example.com`,
    emailState: Math.random() < 0.6 ? 'SUBSCRIBED' : 'NOT_SUBSCRIBED',
    tags: Math.random() < 0.3 ? [pick(TAGS)] : [],
  };
}

function pick<T>(from: readonly T[]): T {
  return from[Math.floor(Math.random() * from.length)]!;
}
