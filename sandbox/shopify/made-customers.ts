import type { MadeCustomers } from './shop.ts';
import type { StoreCustomer } from './store-customer.ts';

interface Making {
  /** The id of customer 0; the others follow. */
  first: bigint;
  count: number;
  /** Customer `i`, the same each time. */
  make(id: string, i: number): StoreCustomer;
  /** Which customer could have an address. */
  indexOf(address: { email?: string; phone?: string }): number | undefined;
}

/**
 * A million customers in little memory: a map whose customers are made when they are asked for. Kept are those that
 * were changed, deleted or added.
 */
export function madeCustomers(making: Making): MadeCustomers {
  return new MadeMap(making);
}

class MadeMap extends Map<string, StoreCustomer> implements MadeCustomers {
  readonly #making: Making;
  /** Made ones that were changed; null: deleted. */
  readonly #changed = new Map<string, StoreCustomer | null>();
  readonly #added = new Map<string, StoreCustomer>();
  #deleted = 0;

  constructor(making: Making) {
    super();
    this.#making = making;
  }

  override get size(): number {
    return this.#making.count - this.#deleted + this.#added.size;
  }

  override get(id: string): StoreCustomer | undefined {
    const changed = this.#changed.get(id);
    if (changed !== undefined) return changed ?? undefined;
    const i = this.#indexOfId(id);
    return i === undefined ? this.#added.get(id) : this.#making.make(id, i);
  }

  override has(id: string): boolean {
    if (this.#indexOfId(id) === undefined) return this.#added.has(id);
    return this.#changed.get(id) !== null;
  }

  override set(id: string, customer: StoreCustomer): this {
    if (this.#indexOfId(id) === undefined) this.#added.set(id, customer);
    else {
      if (this.#changed.get(id) === null) this.#deleted -= 1;
      this.#changed.set(id, customer);
    }
    return this;
  }

  override delete(id: string): boolean {
    if (this.#indexOfId(id) === undefined) return this.#added.delete(id);
    if (this.#changed.get(id) === null) return false;
    this.#changed.set(id, null);
    this.#deleted += 1;
    return true;
  }

  override *keys(): MapIterator<string> {
    const { first, count } = this.#making;
    for (let i = 0; i < count; i += 1) {
      const id = String(first + BigInt(i));
      if (this.#changed.get(id) !== null) yield id;
    }
    yield* this.#added.keys();
  }

  override *values(): MapIterator<StoreCustomer> {
    for (const id of this.keys()) yield this.get(id) as StoreCustomer;
  }

  override *entries(): MapIterator<[string, StoreCustomer]> {
    for (const id of this.keys()) yield [id, this.get(id) as StoreCustomer];
  }

  override [Symbol.iterator](): MapIterator<[string, StoreCustomer]> {
    return this.entries();
  }

  override forEach(
    act: (customer: StoreCustomer, id: string, map: Map<string, StoreCustomer>) => void,
  ): void {
    for (const [id, customer] of this.entries()) act(customer, id, this);
  }

  keep(customer: StoreCustomer): boolean {
    if (this.#changed.has(customer.id) || this.#added.has(customer.id)) return false;
    this.#changed.set(customer.id, customer);
    return true;
  }

  holderOf(address: { email?: string; phone?: string }): string | undefined {
    const i = this.#making.indexOf(address);
    if (i === undefined || i >= this.#making.count) return undefined;
    const id = String(this.#making.first + BigInt(i));
    // Who was changed is known by the store's own index.
    if (this.#changed.has(id)) return undefined;
    const { email, phone } = this.#making.make(id, i);
    const holds =
      address.email === undefined
        ? phone === address.phone
        : email?.toLowerCase() === address.email.toLowerCase();
    return holds ? id : undefined;
  }

  #indexOfId(id: string): number | undefined {
    if (!/^\d{1,20}$/.test(id)) return undefined;
    const i = Number(BigInt(id) - this.#making.first);
    return i >= 0 && i < this.#making.count ? i : undefined;
  }
}
