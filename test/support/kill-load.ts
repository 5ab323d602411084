import type { Call } from '../../sandbox/brevo/call-log.ts';
import type { BrevoWorld } from '../../sandbox/brevo/world.ts';
import type { Shop } from '../../sandbox/shopify/shop.ts';

const MOST_CUSTOMERS = 300;

/**
 * Changes in a store while processes die, and what has to be true of Brevo afterwards. Every state of a customer carries
 * its number in the first name, so that the call log tells whether states arrived in order.
 */
export class KillLoad {
  changes = 0;
  readonly #shop: Shop;
  readonly #brevo: BrevoWorld;
  readonly #random: () => number;
  readonly #ids: string[] = [];
  readonly #gone = new Set<string>();
  #timer: NodeJS.Timeout | undefined;

  constructor(shop: Shop, brevo: BrevoWorld, random: () => number) {
    this.#shop = shop;
    this.#brevo = brevo;
    this.#random = random;
  }

  get customers(): number {
    return this.#ids.length;
  }

  start(perSecond: number): void {
    this.#timer = setInterval(() => this.change(), 1_000 / perSecond);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** One thing that happens in the store. */
  change(): void {
    this.changes += 1;
    const firstName = `State ${this.changes}`;
    const roll = this.#random();
    if (this.#ids.length < 50 || (roll < 0.1 && this.#ids.length < MOST_CUSTOMERS)) {
      const email = `kill-${this.changes}@example.com`;
      const emailState = this.#random() < 0.7 ? 'SUBSCRIBED' : 'NOT_SUBSCRIBED';
      this.#ids.push(this.#shop.createCustomer({ email, firstName, emailState }).id);
      return;
    }
    const id = this.#ids[Math.floor(this.#random() * this.#ids.length)] as string;
    if (this.#gone.has(id)) return;
    if (roll < 0.8) this.#shop.updateCustomer(id, { firstName });
    else if (roll < 0.9)
      this.#shop.updateCustomer(id, { firstName, email: `kill-${this.changes}@example.com` });
    else if (roll < 0.97)
      this.#shop.setEmailConsent(id, this.#random() < 0.5 ? 'SUBSCRIBED' : 'UNSUBSCRIBED');
    else {
      this.#shop.deleteCustomer(id);
      this.#gone.add(id);
    }
  }

  /** What Brevo has otherwise than the store, one line a customer. Deleted ones leave the list (soft delete). */
  wrong(): string[] {
    const contacts = this.#brevo.contacts();
    return this.#ids.flatMap((id) => {
      const own = contacts.filter((contact) => contact.extId === id);
      if (this.#gone.has(id))
        return own.some((contact) => contact.listIds.length > 0) ? [`${id}: gone, and on the list`] : [];
      const customer = this.#shop.customer(id);
      const is = own.map((c) => [c.email, c.attributes.FIRSTNAME, c.listIds, c.emailBlacklisted]);
      const state = customer.emailConsent.state;
      const listed = state === 'SUBSCRIBED' ? [2] : [];
      const should = [[customer.email, customer.firstName, listed, state === 'UNSUBSCRIBED']];
      const [a, b] = [JSON.stringify(is), JSON.stringify(should)];
      return a === b ? [] : [`${id}: is ${a}, should be ${b}`];
    });
  }

  /** Calls for one customer that ran at once, and states that arrived after a newer one. */
  trace(): { calls: number; overlaps: string[]; outOfOrder: string[] } {
    const subjects = this.#subjects();
    const overlaps: string[] = [];
    const outOfOrder: string[] = [];
    const last = new Map<string, { call: Call; state: number }>();
    let calls = 0;
    for (const call of this.#brevo.calls) {
      const subject = subjects(call);
      if (!subject || call.method === 'GET') continue;
      calls += 1;
      const before = last.get(subject);
      const state = stateOf(call);
      const told = before ? `${subject}: ${line(before.call)}, then ${line(call)}` : '';
      if (before && (before.call.endedNo ?? 0) > call.startedNo) overlaps.push(told);
      if (before && state !== null && state < before.state && call.status !== 429) outOfOrder.push(told);
      last.set(subject, { call, state: Math.max(state ?? 0, before?.state ?? 0) });
    }
    return { calls, overlaps, outOfOrder };
  }

  /** Whom a call is about: by the contact's id, which a new contact got with its address. */
  #subjects(): (call: Call) => string | null {
    const byId = new Map(this.#brevo.contacts().map((contact) => [String(contact.id), contact.extId]));
    return ({ method, path, body }) => {
      const id = /^\/contacts\/(\d+)\?identifierType=contact_id/.exec(path)?.[1];
      if (id) return byId.get(id) ?? null;
      return method === 'POST' && path === '/contacts'
        ? ((body as { ext_id?: string }).ext_id ?? null)
        : null;
    };
  }
}

function stateOf({ body }: Call): number | null {
  const name = (body as { attributes?: { FIRSTNAME?: string } } | null)?.attributes?.FIRSTNAME;
  const number = Number(/^State (\d+)$/.exec(name ?? '')?.[1] ?? Number.NaN);
  return Number.isNaN(number) ? null : number;
}

function line({ method, path, status, startedAt, endedAt }: Call): string {
  return `${method} ${path} ${status} ${startedAt}-${endedAt}`;
}
