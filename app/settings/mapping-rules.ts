import type { MappingRule } from '../domain/mapping-rule.ts';
import type { Configuration, MappingTarget } from './configuration.ts';
import { shortest } from './mapping-schema.ts';

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
