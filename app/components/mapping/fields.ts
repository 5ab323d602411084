import { FIELD_NAMES } from '../../domain/fields.ts';
import type { Transform } from '../../domain/mapping-rule.ts';
import type { StoreFields } from '../../mapping-service.ts';

const GROUPS = ['customer', 'address', 'orders', 'consent', 'tags', 'metafields'] as const;
export type Group = (typeof GROUPS)[number];

export interface FieldOption {
  source: string;
  group: Group;
  /** The merchant's own name of it; absent for the fields that every customer has, which the texts name. */
  label?: string;
}

const GROUP_OF: Record<string, Group> = {
  totalOrders: 'orders',
  totalSpent: 'orders',
  currency: 'orders',
  lastOrderDate: 'orders',
  lastOrderName: 'orders',
  customerTier: 'orders',
  acceptsMarketing: 'consent',
  acceptsSms: 'consent',
  emailConsent: 'consent',
  emailConsentAt: 'consent',
  smsConsent: 'consent',
  smsConsentAt: 'consent',
  tags: 'tags',
};

/** Every field that a rule can name in this store, in the order of the groups. */
export function fieldOptions(store: StoreFields | null): FieldOption[] {
  const plain = FIELD_NAMES.map((source): FieldOption => {
    const group = source.startsWith('address.') ? 'address' : (GROUP_OF[source] ?? 'customer');
    return { source, group };
  });
  const tags = (store?.tags ?? []).map((tag): FieldOption => {
    return { source: `tag:${tag}`, group: 'tags', label: tag };
  });
  const metafields = (store?.metafields ?? []).map(({ name, label }): FieldOption => {
    return { source: `metafield.${name}`, group: 'metafields', label };
  });
  const all = [...plain, ...tags, ...metafields];
  return GROUPS.flatMap((group) => all.filter((option) => option.group === group));
}

/** The source's word for what a metafield holds; undefined for other fields and for metafields we know nothing of. */
export function customTypeOf(source: string, store: StoreFields | null): string | undefined {
  const name = source.replace(/^metafield\./, '');
  return name === source ? undefined : store?.metafields.find((field) => field.name === name)?.type;
}

const NUMBERS = ['totalOrders', 'number_integer', 'number_decimal'];

/** The transforms that make sense for a field, the automatic one first. */
export function transformsFor(source: string, customType: string | undefined): Transform[] {
  const word = customType ?? source;
  const of = (...named: Transform[]): Transform[] => ['auto', ...named, 'constant'];
  if (source === 'tags' || word.startsWith('list.')) return of('joined', 'options', 'count');
  if (source === 'totalSpent') return of('money', 'money_with_currency', 'text');
  if (/(?:Date|At)$/.test(source) || /^date/.test(word)) return of('date', 'text');
  if (NUMBERS.includes(word)) return of('number', 'text');
  if (/^(?:accepts|verifiedEmail|taxExempt|tag:)/.test(source) || word === 'boolean')
    return of('boolean', 'number', 'text');
  if (/(?:^|\.)phone$/.test(source)) return of('phone', 'text');
  return of('text', 'upper', 'lower', 'phone', 'number', 'date', 'boolean', 'options');
}
