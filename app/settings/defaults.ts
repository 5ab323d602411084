import type { Source } from '../domain/customer.ts';
import { type BrevoAttribute, SHIPPED_BY_SOURCE } from '../domain/mapping-rule.ts';
import type { Configuration } from './configuration.ts';
import { sectionsSchema } from './configuration-schema.ts';
import { mappingOf } from './mapping-rules.ts';
import { NAME_PAIRS } from './name-language.ts';

/**
 * The configuration that ships (design section 6). `attributes` are those of the connected account, null when it was
 * not read yet: names are discovered, not assumed, so an account without FIRSTNAME gets the pair it has.
 */
export function shippedConfiguration(attributes: readonly BrevoAttribute[] | null): Configuration {
  const { enabled, source, ...rest } = sectionsSchema.parse({});
  return { enabled, source, fieldMapping: shippedMapping(attributes, source), ...rest };
}

export function shippedMapping(
  attributes: readonly BrevoAttribute[] | null,
  source: Source,
): Configuration['fieldMapping'] {
  const held = new Set(attributes?.map((a) => a.name.toUpperCase()));
  const lacks = attributes !== null && !held.has('FIRSTNAME') && !held.has('LASTNAME');
  const pairs = Object.values(NAME_PAIRS);
  const pair = lacks ? pairs.find(([first, last]) => held.has(first) && held.has(last)) : undefined;
  const [first, last] = pair ?? NAME_PAIRS.en;
  const names: Record<string, string> = { FIRSTNAME: first, LASTNAME: last };
  return mappingOf(
    SHIPPED_BY_SOURCE[source].map((rule) => ({
      ...rule,
      attribute: names[rule.attribute] ?? rule.attribute,
    })),
  );
}
