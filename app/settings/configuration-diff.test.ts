import { describe, expect, it } from 'vitest';
import type { Configuration } from './configuration.ts';
import { changesContacts, differencesBetween } from './configuration-diff.ts';
import { shippedConfiguration } from './defaults.ts';

const BASE = shippedConfiguration(null);
const mapped = (fieldMapping: Configuration['fieldMapping']): Configuration => ({ ...BASE, fieldMapping });

describe('differences', () => {
  it('of rules are told rule by rule', () => {
    const before = mapped({ email: 'email', firstName: 'FIRSTNAME', tags: 'TAGS' });
    const after = mapped({
      email: 'email',
      firstName: { attribute: 'FIRSTNAME', transform: 'upper' },
      note: 'NOTE',
    });
    expect(differencesBetween(before, after)).toEqual([
      {
        kind: 'rule_changed',
        source: 'firstName',
        from: 'FIRSTNAME',
        to: { attribute: 'FIRSTNAME', transform: 'upper' },
      },
      { kind: 'rule_added', source: 'note', to: 'NOTE' },
      { kind: 'rule_removed', source: 'tags', from: 'TAGS' },
    ]);
  });

  it('in the order of rules are one, and adding one at the front is none of the order', () => {
    const before = mapped({ email: 'email', firstName: 'FIRSTNAME' });
    expect(differencesBetween(before, mapped({ firstName: 'FIRSTNAME', email: 'email' }))).toEqual([
      { kind: 'rules_moved' },
    ]);
    const added = mapped({ note: 'NOTE', email: 'email', firstName: 'FIRSTNAME' });
    expect(differencesBetween(before, added)).toEqual([{ kind: 'rule_added', source: 'note', to: 'NOTE' }]);
  });

  it('of settings carry their path and both values', () => {
    const after: Configuration = {
      ...BASE,
      debug: true,
      options: { ...BASE.options, listId: 5 },
      notifications: { ...BASE.notifications, events: ['sync_failed'] },
    };
    expect(differencesBetween(BASE, after)).toEqual([
      { kind: 'setting_changed', path: 'debug', from: false, to: true },
      { kind: 'setting_changed', path: 'options.listId', from: null, to: 5 },
      {
        kind: 'setting_changed',
        path: 'notifications.events',
        from: BASE.notifications.events,
        to: ['sync_failed'],
      },
    ]);
    expect(differencesBetween(BASE, structuredClone(BASE))).toEqual([]);
  });
});

describe('what contacts hold', () => {
  it('changes with rules, tiers and the phone country, and with nothing else', () => {
    const options = (change: Partial<Configuration['options']>): Configuration => ({
      ...BASE,
      options: { ...BASE.options, ...change },
    });
    const { tags: _, ...fewer } = BASE.fieldMapping;
    const tiers = { by: 'orders' as const, steps: [{ name: 'Gold', from: 3 }] };
    for (const after of [mapped(fewer), options({ tiers }), options({ defaultCountry: 'NL' })])
      expect(changesContacts(BASE, after)).toBe(true);
    const moved = mapped(Object.fromEntries(Object.entries(BASE.fieldMapping).reverse()));
    for (const after of [moved, { ...BASE, debug: true }, options({ deleteBehavior: 'hard' })])
      expect(changesContacts(BASE, after)).toBe(false);
  });
});
