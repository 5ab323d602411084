import { type BrevoAttribute, SHIPPED_RULES } from '../domain/mapping-rule.ts';
import type { Configuration } from './configuration.ts';
import { sectionsSchema } from './configuration-schema.ts';
import { mappingOf } from './mapping-rules.ts';

/** First and last name as Brevo calls them in accounts opened in other languages (French, German, Dutch). */
const NAME_PAIRS = [
  ['PRENOM', 'NOM'],
  ['VORNAME', 'NACHNAME'],
  ['VOORNAAM', 'ACHTERNAAM'],
] as const;

/**
 * The configuration that ships (design section 6). `attributes` are those of the connected account, null when it was
 * not read yet: names are discovered, not assumed, so an account without FIRSTNAME gets the pair it has.
 */
export function shippedConfiguration(attributes: readonly BrevoAttribute[] | null): Configuration {
  const { enabled, source, ...rest } = sectionsSchema.parse({});
  return { enabled, source, fieldMapping: shippedMapping(attributes), ...rest };
}

export function shippedMapping(attributes: readonly BrevoAttribute[] | null): Configuration['fieldMapping'] {
  const held = new Set(attributes?.map((a) => a.name.toUpperCase()));
  const lacks = attributes !== null && !held.has('FIRSTNAME') && !held.has('LASTNAME');
  const pair = lacks ? NAME_PAIRS.find(([first, last]) => held.has(first) && held.has(last)) : undefined;
  const [first, last] = pair ?? ['FIRSTNAME', 'LASTNAME'];
  const names: Record<string, string> = { FIRSTNAME: first, LASTNAME: last };
  return mappingOf(
    SHIPPED_RULES.map((rule) => ({ ...rule, attribute: names[rule.attribute] ?? rule.attribute })),
  );
}
