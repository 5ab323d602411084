import type { Verdict } from './compare-customer.server.ts';

const EXAMPLES = 10;

interface Example {
  customer: string;
  difference: string[];
}

interface Before {
  counts: Record<string, number>;
  report: { kinds?: Record<string, number>; examples?: Example[] };
}

/**
 * What a comparison has counted. No address stands in it: customers are named by id. One that was cut short counts on
 * with the differences it had queued, because those are settled or waiting when it looks again.
 */
export class Tally {
  #checked = 0;
  #differed: number;
  #create = 0;
  #same = 0;
  #skip = 0;
  #blocked = 0;
  readonly #kinds: Record<string, number>;
  readonly #skippedBecause: Record<string, number> = {};
  readonly #examples: Example[];

  constructor(before: Before | null) {
    this.#differed = before?.counts.differed ?? 0;
    this.#kinds = { ...before?.report.kinds };
    this.#examples = [...(before?.report.examples ?? [])];
  }

  add(customerId: string, verdict: Verdict): void {
    this.#checked += 1;
    if (verdict.kind === 'skipped') {
      this.#skip += 1;
      this.#skippedBecause[verdict.code] = (this.#skippedBecause[verdict.code] ?? 0) + 1;
      return;
    }
    if (verdict.kind !== 'newer' && verdict.blocked) this.#blocked += 1;
    if (verdict.kind !== 'differs') {
      this.#same += 1;
      return;
    }
    const kinds = [...new Set(verdict.differences.map((d) => d.kind))];
    if (kinds.includes('missing_in_brevo')) this.#create += 1;
    this.#differ(customerId, kinds);
  }

  /** A customer who is no longer in the store, but whose contact is kept up to date. */
  addGone(customerId: string): void {
    this.#differ(customerId, ['extra_in_brevo']);
  }

  #differ(customer: string, how: string[]): void {
    this.#differed += 1;
    for (const kind of how) this.#kinds[kind] = (this.#kinds[kind] ?? 0) + 1;
    if (this.#examples.length < EXAMPLES) this.#examples.push({ customer, difference: how });
  }

  /** The counts of a dry run: what an import would do. */
  dryCounts(): Record<string, number> {
    return {
      read: this.#checked,
      create: this.#create,
      change: this.#differed - this.#create,
      unchanged: this.#same,
      skip: this.#skip,
      blockedByConsent: this.#blocked,
    };
  }

  /** The counts of a reconciliation, each kind of difference among them. */
  counts(): Record<string, number> {
    return { checked: this.#checked, differed: this.#differed, leftOut: this.#skip, ...this.#kinds };
  }

  report(): Record<string, unknown> {
    return { kinds: this.#kinds, examples: this.#examples, skippedBecause: this.#skippedBecause };
  }
}
