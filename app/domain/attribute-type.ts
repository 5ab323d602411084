import type { BrevoAttribute, MappingRule } from './mapping-rule.ts';

/**
 * The type a missing attribute is created with, by the field it is to hold. `customType` is the source's word for a
 * metafield's type, where it is known: `date`, `number_integer`, `list.single_line_text_field` ...
 */
export function attributeTypeFor(
  rule: Pick<MappingRule, 'source' | 'transform'>,
  customType?: string,
): BrevoAttribute['type'] {
  const { source, transform: name } = rule;
  if (name === 'date' || /(?:Date|At)$/.test(source)) return 'date';
  if (['number', 'money', 'count'].includes(name) || source === 'totalOrders') return 'float';
  if (source === 'totalSpent' && name === 'auto') return 'float';
  if (name === 'boolean' || ['acceptsMarketing', 'acceptsSms', 'verifiedEmail', 'taxExempt'].includes(source))
    return 'boolean';
  if (name === 'auto' && customType !== undefined) return CUSTOM_TYPES[customType] ?? 'text';
  return source.startsWith('tag:') ? 'boolean' : 'text';
}

/** A date with a time stays a date: Brevo has no other. Lists become one text, their parts joined. */
const CUSTOM_TYPES: Record<string, BrevoAttribute['type']> = {
  date: 'date',
  date_time: 'date',
  number_integer: 'float',
  number_decimal: 'float',
  boolean: 'boolean',
};
