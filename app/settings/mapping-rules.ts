import type { MappingRule } from '../domain/mapping-rule.ts';
import type { Configuration, MappingTarget } from './configuration.ts';

/** The mapping as the rules that domain/mapping.ts compiles, in the merchant's order. */
export function rulesOf(configuration: Pick<Configuration, 'fieldMapping'>): MappingRule[] {
  return Object.entries(configuration.fieldMapping).map(([source, target]) => {
    if (typeof target === 'string') return { source, attribute: target, transform: 'auto', options: {} };
    const { attribute, transform, ...options } = target;
    return { source, attribute, transform: transform ?? 'auto', options };
  });
}

/** The way back: rules as the `fieldMapping` of a configuration. */
export function mappingOf(rules: readonly MappingRule[]): Record<string, MappingTarget> {
  return Object.fromEntries(
    rules.map(({ source, attribute, transform, options }) => [
      source,
      shortest({ attribute, transform, ...options }),
    ]),
  );
}

/** In the order of the schema, which is too large for a browser that only shows rules; a test holds them together. */
export const TARGET_KEYS = [
  'attribute',
  'transform',
  'separator',
  'default',
  'value',
  'country',
  'whenEmpty',
] as const satisfies readonly (keyof Exclude<MappingTarget, string>)[];

/** `{attribute: "X", transform: "auto"}` says no more than `"X"`. Keys in the schema's order: the database has its own. */
export function shortest(target: Exclude<MappingTarget, string>): MappingTarget {
  const rank = (key: string) => (TARGET_KEYS as readonly string[]).indexOf(key);
  const said = Object.entries(target)
    .filter(([key, value]) => value !== undefined && !(key === 'transform' && value === 'auto'))
    .sort(([a], [b]) => rank(a) - rank(b));
  return said.length === 1 ? target.attribute : (Object.fromEntries(said) as typeof target);
}
