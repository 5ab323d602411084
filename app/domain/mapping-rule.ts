import type { Source } from './customer.ts';

/** The named transforms; `auto` picks by the attribute's type and the value (domain/transforms.ts). */
export const TRANSFORMS = [
  'auto',
  'text',
  'upper',
  'lower',
  'phone',
  'date',
  'number',
  'money',
  'money_with_currency',
  'boolean',
  'joined',
  'options',
  'count',
  'constant',
] as const;
export type Transform = (typeof TRANSFORMS)[number];

/** Targets that are no attribute: Brevo's key and the subscription state. They keep their lower-case names. */
export const IDENTITY_TARGET = 'email';
export const SUBSCRIPTION_TARGET = 'subscription';

export interface RuleOptions {
  /** `joined`: what stands between the parts; a comma when absent. */
  separator?: string;
  /** Sent when the source is empty. */
  default?: string | number | boolean;
  /** `constant`: the value. */
  value?: string | number | boolean;
  /** `phone`: ISO country for national numbers, before the address country. */
  country?: string;
  /** When the source is empty and there is no default: clear the attribute in Brevo, or keep what it holds. */
  whenEmpty?: 'clear' | 'keep';
}

/** One line of the mapping. `source` is a field name (domain/fields.ts), `attribute` Brevo's name or a target above. */
export interface MappingRule {
  source: string;
  attribute: string;
  transform: Transform;
  options: RuleOptions;
}

export const ATTRIBUTE_TYPES = [
  'text',
  'date',
  'float',
  'boolean',
  'multiple-choice',
  'category',
  'id',
  'user',
  'unknown',
] as const;

/** Brevo's attribute as the account describes it. */
export interface BrevoAttribute {
  name: string;
  category: 'normal' | 'category' | 'transactional' | 'calculated' | 'global';
  type: (typeof ATTRIBUTE_TYPES)[number];
  /** Options of a multiple-choice or category attribute: what a person reads, and what the API takes. */
  options: { label: string; value: string }[];
}

/** The mapping that ships with Shopify (design section 6). */
export const SHIPPED_RULES: readonly MappingRule[] = [
  rule('email', IDENTITY_TARGET),
  rule('firstName', 'FIRSTNAME'),
  rule('lastName', 'LASTNAME'),
  rule('phone', 'SMS'),
  rule('acceptsMarketing', SUBSCRIPTION_TARGET),
  rule('totalOrders', 'TOTAL_ORDERS'),
  rule('totalSpent', 'TOTAL_SPENT'),
  rule('lastOrderDate', 'LAST_ORDER_DATE'),
  rule('customerTier', 'CUSTOMER_TIER'),
  rule('tags', 'TAGS'),
];

const PERSON = SHIPPED_RULES.slice(0, 5);
const ORDERS = [rule('totalOrders', 'TOTAL_ORDERS'), rule('totalSpent', 'TOTAL_SPENT')];

/**
 * The mapping that ships with each source: what the source can really fill (docs/decisions/0080). WooCommerce tells no
 * date of the last order, neither shop system has tags or a tier of its own, Magento has customer groups, and events of a
 * system of one's own carry whatever they like.
 */
export const SHIPPED_BY_SOURCE: Readonly<Record<Source, readonly MappingRule[]>> = {
  shopify: SHIPPED_RULES,
  woocommerce: [...PERSON, ...ORDERS, rule('address.countryCode', 'COUNTRY')],
  magento: [
    ...PERSON,
    ...ORDERS,
    rule('lastOrderDate', 'LAST_ORDER_DATE'),
    rule('address.countryCode', 'COUNTRY'),
    rule('metafield.magento.group', 'CUSTOMER_GROUP'),
  ],
  custom: [...PERSON, ...ORDERS, rule('lastOrderDate', 'LAST_ORDER_DATE'), rule('tags', 'TAGS')],
};

function rule(source: string, attribute: string): MappingRule {
  return { source, attribute, transform: 'auto', options: {} };
}
