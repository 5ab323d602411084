import type { EmailState, Shop, StoreCustomer } from '../../sandbox/shopify/shop.ts';
import { emailAt, NAMES, PHONES, SLOTS, type Step, TAGS } from './history-steps.ts';
import type { Memory } from './model.ts';

/** What people do in the store. */
export class StoreActs {
  readonly #shop: Shop;
  readonly #memory: Memory;
  /** Who was made, in order; a late event counts in it. */
  readonly #made: string[] = [];

  constructor(shop: Shop, memory: Memory) {
    this.#shop = shop;
    this.#memory = memory;
  }

  /** An act that Shopify refuses changes nothing: an address that is taken, consent without an address. */
  play(next: Step): void {
    try {
      this.#play(next);
    } catch (error) {
      if (!/taken|must have/.test((error as Error).message)) throw error;
    }
  }

  #play(next: Step): void {
    const shop = this.#shop;
    if (next.do === 'create') {
      if (shop.customers.size >= SLOTS) return;
      const made = shop.createCustomer({
        firstName: NAMES[next.name] ?? null,
        email: emailAt(next.email),
        phone: next.phone === null ? null : (PHONES[next.phone] as string),
        ...(next.word && next.email !== null ? { emailState: next.word } : {}),
        ...(next.sms && next.phone !== null ? { smsState: next.sms } : {}),
      });
      this.#made.push(made.id);
      return;
    }
    if (!('who' in next)) return;
    if (next.do === 'late') {
      // An event that comes long after, also for somebody who is gone.
      const id = this.#made[next.who];
      if (id)
        shop.emit('customers/update', {
          id: BigInt(id),
          admin_graphql_api_id: `gid://shopify/Customer/${id}`,
        });
      return;
    }
    const customer = this.who(next.who);
    if (!customer) return;
    const { id } = customer;
    switch (next.do) {
      case 'rename':
        shop.updateCustomer(id, { firstName: NAMES[next.name] ?? null });
        return;
      case 'tags':
        shop.updateCustomer(id, { tags: TAGS.filter((_, bit) => next.tags & (1 << bit)) });
        return;
      case 'order':
        shop.placeOrder(id, { total: next.total });
        return;
      case 'word':
        if (next.channel === 'email') shop.setEmailConsent(id, next.word as EmailState);
        else shop.setSmsConsent(id, next.word as EmailState);
        return;
      case 'email':
        this.#giveAddress(customer, 'email', emailAt(next.email), 'swap@example.com');
        return;
      case 'phone':
        this.#giveAddress(
          customer,
          'phone',
          next.phone === null ? null : (PHONES[next.phone] as string),
          '+31699999999',
        );
        return;
      case 'merge': {
        const other = this.who(next.other);
        if (other && other.id !== id) shop.mergeCustomers(id, other.id, next.address);
        return;
      }
      case 'delete':
        shop.deleteCustomer(id);
        return;
      case 'redact':
        // While the app is not installed it has no business in the account: what it may do then is not the subject here.
        if (!shop.installed) return;
        this.#memory.redacted.add(id);
        shop.deleteCustomer(id);
        shop.redactCustomer(id, { email: customer.email, phone: customer.phone });
    }
  }

  /** A taken address is swapped: the other customer gets the one that this customer had. */
  #giveAddress(
    customer: StoreCustomer,
    key: 'email' | 'phone',
    wanted: string | null,
    between: string,
  ): void {
    const shop = this.#shop;
    const other = [...shop.customers.values()].find(
      (c) => wanted !== null && c[key] === wanted && c.id !== customer.id,
    );
    const before = customer[key];
    if (other) {
      shop.updateCustomer(customer.id, { [key]: between });
      shop.updateCustomer(other.id, { [key]: before });
    }
    shop.updateCustomer(customer.id, { [key]: wanted });
  }

  who(index: number): StoreCustomer | undefined {
    const all = [...this.#shop.customers.values()];
    return all.length === 0 ? undefined : all[index % all.length];
  }
}
