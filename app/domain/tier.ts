import type { Customer } from './customer.ts';
import type { TierRule } from './policy.ts';

/** Metafields that carry a tier, the first that is filled wins (design section 7). */
export const TIER_METAFIELDS = ['custom.customer_tier', 'custom.tier'] as const;

/**
 * The customer's tier: its own metafield where there is one, else the merchant's thresholds where set and reached,
 * else the source's estimate, else null.
 */
export function customerTier(customer: Customer, rule: TierRule | null): string | null {
  for (const key of TIER_METAFIELDS) {
    const own = customer.custom[key]?.value.trim();
    if (own) return own;
  }
  if (rule) return tierByRule(customer, rule);
  return customer.predictedTier;
}

function tierByRule(customer: Customer, rule: TierRule): string | null {
  if (rule.by === 'tag') {
    const tags = new Set(customer.tags.map((t) => t.toLowerCase()));
    return rule.steps.find((step) => tags.has(step.tag.toLowerCase()))?.name ?? null;
  }
  const reached =
    rule.by === 'spend' ? Number(customer.totalSpent?.amount ?? 0) : (customer.totalOrders ?? 0);
  let name: string | null = null;
  let highest = Number.NEGATIVE_INFINITY;
  for (const step of rule.steps) {
    if (reached >= step.from && step.from >= highest) {
      name = step.name;
      highest = step.from;
    }
  }
  return name;
}
