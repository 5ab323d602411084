import fc from 'fast-check';
import { expect, it, test } from 'vitest';
import type { Customer } from './customer.ts';
import { FIELD_NAMES } from './fields.ts';
import { compileMapping, type MappingSetting } from './mapping.ts';
import { type BrevoAttribute, type MappingRule, TRANSFORMS } from './mapping-rule.ts';
import type { Policy } from './policy.ts';
import { ruleSteps } from './rule-steps.ts';

const consent = { state: 'never', level: null, at: null, system: 'shopify' } as const;
const CUSTOMER: Customer = {
  source: 'shopify',
  id: '7',
  email: 'Ada@Example.com',
  phone: '06 12345678',
  firstName: 'Ada',
  lastName: null,
  locale: 'nl',
  note: ' ',
  state: 'enabled',
  verifiedEmail: false,
  taxExempt: true,
  tags: ['vip', 'garden'],
  totalOrders: 0,
  totalSpent: { amount: '49.90', currency: 'EUR' },
  lastOrderAt: '2026-03-01T23:30:00Z',
  lastOrderName: '#1001',
  createdAt: '2026-01-01T00:00:00Z',
  updatedAt: null,
  address: null,
  predictedTier: 'high',
  emailConsent: consent,
  smsConsent: consent,
  custom: { 'custom.points': { type: 'number_integer', value: '12' } },
};
const POLICY = { defaultCountry: 'NL', tiers: null } as Policy;

function settingFor(rule: MappingRule, type: BrevoAttribute['type'] = 'text'): MappingSetting {
  const attributes: BrevoAttribute[] = [
    { name: rule.attribute, category: 'normal', type, options: [{ label: 'vip', value: '1' }] },
  ];
  return { rules: [rule], attributes, policy: POLICY, timeZone: 'Europe/Amsterdam', shopCountry: null };
}

function stepsOf(
  source: string,
  attribute: string,
  type: BrevoAttribute['type'],
  over: Partial<MappingRule> = {},
) {
  const rule: MappingRule = { source, attribute, transform: 'auto', options: {}, ...over };
  return ruleSteps(rule, CUSTOMER, settingFor(rule, type));
}

test('each step of a rule is told', () => {
  expect(stepsOf('totalSpent', 'SPENT', 'float', { transform: 'money_with_currency' })).toEqual({
    source: { amount: '49.90', currency: 'EUR' },
    transformed: { kind: 'value', value: '49.90 EUR' },
    sent: { kind: 'misfit', code: 'not_a_number', cleared: false },
  });
  expect(stepsOf('lastOrderDate', 'LAST', 'date')).toMatchObject({
    sent: { kind: 'value', value: '2026-03-02' },
  });
  expect(stepsOf('totalOrders', 'ORDERS', 'float')).toMatchObject({
    source: 0,
    sent: { kind: 'value', value: 0 },
  });
  expect(stepsOf('note', 'NOTE', 'text')).toMatchObject({
    transformed: { kind: 'empty' },
    sent: { kind: 'clear' },
  });
  expect(stepsOf('lastName', 'L', 'text', { options: { whenEmpty: 'keep' } })).toMatchObject({
    sent: { kind: 'keep' },
  });
  expect(stepsOf('firstName', 'SMS', 'text')).toMatchObject({ sent: { kind: 'misfit', cleared: true } });
  expect(stepsOf('email', 'email', 'text')).toMatchObject({
    sent: { kind: 'value', value: 'ada@example.com' },
  });
  expect(stepsOf('acceptsMarketing', 'subscription', 'text')).toMatchObject({
    sent: { kind: 'value', value: false },
  });
  const rule: MappingRule = { source: 'firstName', attribute: 'NOWHERE', transform: 'auto', options: {} };
  const setting = { ...settingFor(rule), attributes: [] };
  expect(ruleSteps(rule, CUSTOMER, setting).sent).toEqual({ kind: 'no_attribute' });
});

it('tells of every rule what the mapping sends', () => {
  const rules = fc.record({
    source: fc.constantFrom(...FIELD_NAMES, 'metafield.custom.points', 'tag:VIP'),
    attribute: fc.constantFrom('SMS', 'ANYTHING'),
    transform: fc.constantFrom(...TRANSFORMS),
    options: fc.record(
      {
        default: fc.constantFrom('x', 1, true),
        value: fc.constantFrom('x', 1, false),
        whenEmpty: fc.constantFrom('clear' as const, 'keep' as const),
      },
      { requiredKeys: ['value'] },
    ),
  });
  const types = fc.constantFrom<BrevoAttribute['type']>(
    'text',
    'date',
    'float',
    'boolean',
    'multiple-choice',
  );
  fc.assert(
    fc.property(rules, types, (rule: MappingRule, type) => {
      const setting = settingFor(rule, type);
      const { attributes, warnings } = compileMapping(setting)(CUSTOMER);
      const { sent } = ruleSteps(rule, CUSTOMER, setting);
      const mapped = attributes[rule.attribute];
      if (sent.kind === 'value') expect(mapped).toEqual(sent.value);
      else if (sent.kind === 'clear') expect(mapped).toBeNull();
      else if (sent.kind === 'misfit') {
        expect(warnings.map(({ code }) => code)).toEqual([sent.code]);
        expect(mapped).toBe(sent.cleared ? null : undefined);
      } else expect(attributes).not.toHaveProperty(rule.attribute);
    }),
  );
});
