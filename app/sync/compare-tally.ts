import type { Difference, DifferenceKind } from '../domain/difference.ts';
import type { Verdict } from './compare-customer.server.ts';

/** Examples of all together, and of each kind. */
const EXAMPLES = 10;

interface Example {
  customer: string;
  difference: string[];
}

interface OfKind {
  count: number;
  examples: { customer: string; fields: string[] }[];
}

/** What a comparison that was cut short had found already. */
interface Before {
  differed: number;
  left: number;
  kinds: Record<string, number>;
  examples?: Example[];
  differences?: Partial<Record<DifferenceKind, OfKind>>;
}

/**
 * What a comparison has counted. No address stands in it: customers are named by id, differences by their field. One
 * that was cut short counts on from what it had found.
 */
export class Tally {
  #checked = 0;
  #differed: number;
  #left: number;
  #foreign = 0;
  #skip = 0;
  readonly #kinds: Record<string, number>;
  readonly #skippedBecause: Record<string, number> = {};
  readonly #examples: Example[];
  readonly #differences: Partial<Record<DifferenceKind, OfKind>>;

  constructor(before: Before) {
    this.#differed = before.differed ?? 0;
    this.#left = before.left ?? 0;
    this.#kinds = { ...before.kinds };
    this.#examples = [...(before.examples ?? [])];
    this.#differences = structuredClone(before.differences ?? {});
  }

  /** A customer who was looked at without Brevo. */
  look(): void {
    this.#checked += 1;
  }

  /** What was judged of a customer; who differs is told by `differ` as well. */
  add(verdict: Verdict): void {
    this.#checked += 1;
    if (verdict.kind !== 'skipped') return;
    this.#skip += 1;
    this.#skippedBecause[verdict.code] = (this.#skippedBecause[verdict.code] ?? 0) + 1;
  }

  /** A customer who differs: also one who is no longer in the store, but whose contact is kept up to date. */
  differ(customer: string, differences: readonly Difference[]): void {
    this.#differed += 1;
    const fields = Map.groupBy(differences, (d) => d.kind);
    for (const [kind, found] of fields) this.#count(kind, customer, found);
    if (this.#examples.length < EXAMPLES) this.#examples.push({ customer, difference: [...fields.keys()] });
  }

  /** Contacts that are nobody's; they are no customers, so they do not count as ones who differ. */
  addForeign(count: number): void {
    this.#foreign += count;
  }

  differForeign(contactId: string, differences: readonly Difference[]): void {
    for (const { kind } of differences) this.#count(kind, `brevo:${contactId}`, differences);
  }

  /** A customer whose differences stay, as the merchant chose. */
  leave(): void {
    this.#left += 1;
  }

  #count(kind: DifferenceKind, customer: string, found: readonly Difference[]): void {
    this.#kinds[kind] = (this.#kinds[kind] ?? 0) + 1;
    const ofKind = this.#differences[kind] ?? { count: 0, examples: [] };
    this.#differences[kind] = ofKind;
    ofKind.count += 1;
    if (ofKind.examples.length < EXAMPLES)
      ofKind.examples.push({ customer, fields: found.map((d) => d.field) });
  }

  /** The counts of a reconciliation, each kind of difference among them. */
  counts(): Record<string, number> {
    return {
      checked: this.#checked,
      differed: this.#differed,
      left: this.#left,
      leftOut: this.#skip,
      foreign: this.#foreign,
      ...this.#kinds,
    };
  }

  report(): Record<string, unknown> {
    return {
      kinds: this.#kinds,
      examples: this.#examples,
      differences: this.#differences,
      skippedBecause: this.#skippedBecause,
    };
  }
}
