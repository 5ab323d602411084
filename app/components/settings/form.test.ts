import { describe, expect, it } from 'vitest';
import { parseConfiguration } from '../../settings/configuration-parsing.ts';
import { sectionsSchema } from '../../settings/configuration-schema.ts';
import { shippedConfiguration } from '../../settings/defaults.ts';
import { applyForm, faultName, formOf, sectionsOf, typedNumber } from './form.ts';

const shipped = shippedConfiguration(null);

describe('the settings form', () => {
  it('changes nothing when nothing was changed', () => {
    expect(applyForm(shipped, formOf(shipped))).toEqual({ configuration: shipped });
    const french = {
      ...shipped,
      fieldMapping: { ...shipped.fieldMapping, firstName: 'PRENOM', lastName: 'NOM' },
    };
    expect(formOf(french).nameLanguage).toBe('fr');
    expect(applyForm(french, formOf(french)).configuration).toEqual(french);
  });

  it('keeps a mapping that was saved elsewhere meanwhile', () => {
    const form = formOf(shipped);
    const elsewhere = { ...shipped, fieldMapping: { email: 'email', lastName: 'FAMILY' } };
    expect(applyForm(elsewhere, { ...form, nameLanguage: null }).configuration.fieldMapping).toEqual({
      email: 'email',
      lastName: 'FAMILY',
    });
  });

  it('moves the names to the attributes of another language, with the way they are sent', () => {
    const current = {
      ...shipped,
      fieldMapping: {
        ...shipped.fieldMapping,
        firstName: { attribute: 'FIRSTNAME', transform: 'upper' as const },
      },
    };
    const { fieldMapping } = applyForm(current, { ...formOf(current), nameLanguage: 'nl' }).configuration;
    expect(fieldMapping).toMatchObject({
      firstName: { attribute: 'VOORNAAM', transform: 'upper' },
      lastName: 'ACHTERNAAM',
    });
    expect(Object.keys(fieldMapping)).toEqual(Object.keys(shipped.fieldMapping));
  });

  it.each([
    ['off', false, undefined],
    ['24', true, 24],
    ['as_is', true, undefined],
  ] as const)('debug %s', (debugFor, debug, debugHours) => {
    const applied = applyForm(shipped, { ...formOf(shipped), debugFor });
    expect(applied.configuration.debug).toBe(debug);
    expect(applied.debugHours).toBe(debugHours);
  });

  it('is judged in the browser as on the server, and every fault has a field or words', () => {
    const form = formOf(shipped);
    const bad = {
      ...form,
      options: {
        ...form.options,
        retentionDays: typedNumber('4'),
        tiers: { by: 'spend' as const, steps: [{ name: '', from: typedNumber('-') }] },
      },
      notifications: { ...form.notifications, webhookUrl: 'http://localhost' },
    };
    const browser = sectionsSchema.safeParse(sectionsOf(bad)).error?.issues.map((i) => i.path.join('.'));
    const server = parseConfiguration(applyForm(shipped, bad).configuration, shipped.fieldMapping);
    expect(server.kind === 'invalid' && server.faults.map((fault) => fault.path)).toEqual(browser);
    expect(browser?.map(faultName).sort()).toEqual(['address', 'retention', 'tier_from', 'tier_name']);
  });
});

it.each([
  ['12', 12],
  ['1,5', 1.5],
  ['', ''],
  ['1e3', '1e3'],
])('%j is typed as %j', (text, value) => {
  expect(typedNumber(text)).toBe(value);
});
