import type { Customer } from './customer.ts';
import { readEmail } from './email.ts';
import { fieldReader } from './fields.ts';
import {
  type BrevoAttribute,
  IDENTITY_TARGET,
  type MappingRule,
  SUBSCRIPTION_TARGET,
} from './mapping-rule.ts';
import type { Policy } from './policy.ts';
import {
  type AttributeValue,
  isPhoneAttribute,
  type MisfitCode,
  type TransformContext,
  transform,
} from './transforms.ts';

/** Something the merchant should know of a contact that was written all the same. */
export interface Warning {
  code:
    | MisfitCode
    | 'missing_attribute'
    | 'phone_held_by_other'
    | 'phone_refused'
    | 'ext_id_held_by_other'
    | 'kept_opt_out';
  /** The source field and the Brevo attribute it was meant for; empty where the warning is about the contact. */
  field: string;
  attribute: string;
}

/**
 * What a customer looks like in Brevo. `attributes` has every mapped attribute: a value, or null for "clear it".
 * Attributes that a rule keeps when empty, fields of which nothing is known, and values that do not fit are not in it.
 */
export interface MappedContact {
  /** Sent and compared form; null when the customer has none or an invalid one. */
  email: string | null;
  invalidEmail: boolean;
  attributes: Record<string, AttributeValue | null>;
  warnings: Warning[];
}

export interface MappingSetting {
  rules: readonly MappingRule[];
  /** The account's attributes. */
  attributes: readonly BrevoAttribute[];
  policy: Policy;
  timeZone: string;
  /** ISO country of the shop: the last resort for national phone numbers. */
  shopCountry: string | null;
}

interface Step {
  rule: MappingRule;
  attribute: BrevoAttribute;
  read: ReturnType<typeof fieldReader>;
}

/**
 * Compiles the rules once; the function it gives maps one customer. Types come from the account: a rule whose
 * attribute the account lacks warns on every customer and sends nothing.
 */
export function compileMapping(setting: MappingSetting): (customer: Customer) => MappedContact {
  const byName = new Map(setting.attributes.map((a) => [a.name, a]));
  const steps: Step[] = [];
  const lacking: Warning[] = [];
  for (const rule of setting.rules) {
    if (rule.attribute === IDENTITY_TARGET || rule.attribute === SUBSCRIPTION_TARGET) continue;
    const attribute = byName.get(rule.attribute);
    if (attribute) steps.push({ rule, attribute, read: fieldReader(rule.source) });
    else lacking.push({ code: 'missing_attribute', field: rule.source, attribute: rule.attribute });
  }
  return (customer) => mapWith(customer, setting, steps, lacking);
}

function mapWith(
  customer: Customer,
  setting: MappingSetting,
  steps: Step[],
  lacking: Warning[],
): MappedContact {
  const email = customer.email === null ? null : readEmail(customer.email);
  const attributes: Record<string, AttributeValue | null> = {};
  const warnings: Warning[] = lacking.slice();
  const countries = [customer.address?.countryCode, setting.policy.defaultCountry, setting.shopCountry];
  for (const { rule, attribute, read } of steps) {
    const value = read(customer, setting.policy);
    if (value === undefined) continue;
    const context: TransformContext = { attribute, rule, countries, timeZone: setting.timeZone };
    const made = transform(value, context);
    if (made.kind === 'value') attributes[attribute.name] = made.value;
    else if (made.kind === 'misfit') {
      warnings.push({ code: made.code, field: rule.source, attribute: attribute.name });
      // A phone that is no phone must not stay as yesterday's number; other misfits leave what is there.
      if (isPhoneAttribute(attribute.name)) attributes[attribute.name] = null;
    } else if (rule.options.whenEmpty !== 'keep') attributes[attribute.name] = null;
  }
  return {
    email,
    invalidEmail: customer.email !== null && customer.email.trim() !== '' && email === null,
    attributes,
    warnings,
  };
}

/**
 * The same contact with every phone cleared, as a person decided for this customer. One who has no e-mail address is
 * known by the phone alone and keeps it.
 */
export function withoutPhones(mapped: MappedContact): MappedContact {
  if (mapped.email === null) return mapped;
  const attributes = Object.entries(mapped.attributes);
  return {
    ...mapped,
    attributes: Object.fromEntries(
      attributes.map(([name, value]) => [name, isPhoneAttribute(name) ? null : value]),
    ),
    warnings: mapped.warnings.filter(({ attribute }) => !isPhoneAttribute(attribute)),
  };
}
