interface BucketState {
  allowed: boolean;
  status: { maximumAvailable: number; currentlyAvailable: number; restoreRate: number };
}

/** The leaky bucket of points per app and store (facts section 5). */
export class CostBuckets {
  maximum = 2_000;
  restoreRate = 100;
  /** false: counts nothing, everything is allowed. */
  enforced = true;
  readonly #now: () => number;
  readonly #levels = new Map<string, { available: number; at: number }>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** What a query may cost must be there before it runs. */
  take(shop: string, cost: number): BucketState {
    const available = this.#available(shop);
    const allowed = !this.enforced || available >= cost;
    return { allowed, status: this.#put(shop, allowed && this.enforced ? available - cost : available) };
  }

  /** What it did not cost comes back. */
  giveBack(shop: string, cost: number): BucketState['status'] {
    const available = this.#available(shop);
    return this.#put(shop, this.enforced ? Math.min(this.maximum, available + cost) : available);
  }

  #available(shop: string): number {
    const at = this.#now();
    const before = this.#levels.get(shop) ?? { available: this.maximum, at };
    const restored = (Math.max(0, at - before.at) / 1_000) * this.restoreRate;
    return Math.min(this.maximum, before.available + restored);
  }

  #put(shop: string, available: number): BucketState['status'] {
    this.#levels.set(shop, { available, at: this.#now() });
    return {
      maximumAvailable: this.maximum,
      currentlyAvailable: Math.floor(available),
      restoreRate: this.restoreRate,
    };
  }
}
