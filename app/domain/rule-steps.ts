import type { Customer } from './customer.ts';
import { readEmail } from './email.ts';
import { type FieldValue, fieldReader } from './fields.ts';
import type { MappingSetting } from './mapping.ts';
import { IDENTITY_TARGET, type MappingRule, SUBSCRIPTION_TARGET } from './mapping-rule.ts';
import {
  type AttributeValue,
  applyTransform,
  isPhoneAttribute,
  type MisfitCode,
  type Transformed,
  transform,
} from './transforms.ts';

/** One rule on one customer, step by step: what the field holds, what the transform makes of it, what is sent. */
export interface RuleSteps {
  source: FieldValue;
  transformed: Transformed;
  sent: Sent;
}

export type Sent =
  | { kind: 'value'; value: AttributeValue }
  /** The field is empty: what Brevo holds is removed, or left as it is. */
  | { kind: 'clear' }
  | { kind: 'keep' }
  /** The value does not fit the attribute; a phone that is no phone is cleared, anything else is left as it is. */
  | { kind: 'misfit'; code: MisfitCode | 'invalid_email'; cleared: boolean }
  /** The account lacks the attribute: nothing is sent. */
  | { kind: 'no_attribute' };

/** The steps of a rule for a screen. `sent` is what domain/mapping.ts puts into the contact; a test holds them together. */
export function ruleSteps(rule: MappingRule, customer: Customer, setting: MappingSetting): RuleSteps {
  const known = fieldReader(rule.source)(customer, setting.policy);
  const source = known ?? null;
  if (rule.attribute === IDENTITY_TARGET) return identitySteps(source);
  if (rule.attribute === SUBSCRIPTION_TARGET) {
    const made: Transformed = { kind: 'value', value: source === true };
    return { source, transformed: made, sent: made };
  }
  const attribute = setting.attributes.find(({ name }) => name === rule.attribute);
  if (!attribute) return { source, transformed: { kind: 'empty' }, sent: { kind: 'no_attribute' } };
  if (known === undefined) return { source, transformed: { kind: 'empty' }, sent: { kind: 'keep' } };
  const countries = [customer.address?.countryCode, setting.policy.defaultCountry, setting.shopCountry];
  const context = { attribute, rule, countries, timeZone: setting.timeZone };
  const made = transform(source, context);
  return { source, transformed: applyTransform(source, context), sent: sentOf(made, rule) };
}

function sentOf(made: Transformed, rule: MappingRule): Sent {
  if (made.kind === 'value') return made;
  if (made.kind === 'misfit')
    return { kind: 'misfit', code: made.code, cleared: isPhoneAttribute(rule.attribute) };
  return { kind: rule.options.whenEmpty === 'keep' ? 'keep' : 'clear' };
}

function identitySteps(source: FieldValue): RuleSteps {
  const written = typeof source === 'string' ? source : '';
  const email = readEmail(written);
  if (email !== null) {
    const made = { kind: 'value', value: email } as const;
    return { source, transformed: made, sent: made };
  }
  const sent: Sent =
    written.trim() === '' ? { kind: 'keep' } : { kind: 'misfit', code: 'invalid_email', cleared: false };
  return { source, transformed: { kind: 'empty' }, sent };
}
