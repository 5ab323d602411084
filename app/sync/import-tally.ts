import type { JudgedCustomer, Judgement } from './import-judge.server.ts';

const EXAMPLES = 10;

interface Example {
  customer: string;
  difference: string[];
}

/** What the report of a run keeps of a tally, so that a run that was cut short counts on. */
export interface TallyReport {
  kinds?: Record<string, number>;
  skippedBecause?: Record<string, number>;
  /** Why customers cannot go by import. */
  singleBecause?: Record<string, number>;
  examples?: Example[];
}

/** What an import will do, counted while the store is read. Customers are named by id: no address stands in it. */
export class ImportTally {
  readonly #counts: Record<'create' | 'change' | 'unchanged' | 'skip' | 'blockedByConsent', number>;
  readonly #report: Required<TallyReport>;
  #right: number;

  constructor(counts: Record<string, number>, report: TallyReport, right: number) {
    this.#right = right;
    this.#counts = {
      create: counts.create ?? 0,
      change: counts.change ?? 0,
      unchanged: counts.unchanged ?? 0,
      skip: counts.skip ?? 0,
      blockedByConsent: counts.blockedByConsent ?? 0,
    };
    this.#report = {
      kinds: { ...report.kinds },
      skippedBecause: { ...report.skippedBecause },
      singleBecause: { ...report.singleBecause },
      examples: [...(report.examples ?? [])],
    };
  }

  add({ customer, verdict, judgement }: JudgedCustomer): void {
    if ('blocked' in verdict && verdict.blocked) this.#counts.blockedByConsent += 1;
    const how = 'how' in judgement ? judgement.how : [];
    this.#count(judgement, how);
    for (const kind of how) add(this.#report.kinds, kind);
    if (how.length > 0 && this.#report.examples.length < EXAMPLES)
      this.#report.examples.push({ customer: customer.id, difference: how });
  }

  #count(judgement: Judgement, how: string[]): void {
    switch (judgement.kind) {
      case 'skipped':
        this.#counts.skip += 1;
        add(this.#report.skippedBecause, judgement.code);
        return;
      case 'unchanged':
      case 'newer':
      case 'linked':
        this.#right += 1;
        this.#counts.unchanged += 1;
        return;
      case 'single':
        add(this.#report.singleBecause, judgement.why);
        if (how.length === 0) this.#counts.unchanged += 1;
        else this.#counts[judgement.creates ? 'create' : 'change'] += 1;
        return;
      case 'row':
        this.#counts[judgement.creates ? 'create' : 'change'] += 1;
    }
  }

  /** Customers that nothing is left to be done for, as far as they were read. */
  get right(): number {
    return this.#right;
  }

  counts(): Record<string, number> {
    return { ...this.#counts };
  }

  report(): Required<TallyReport> {
    return this.#report;
  }
}

function add(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1;
}
