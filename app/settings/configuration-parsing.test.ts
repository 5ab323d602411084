import { describe, expect, test } from 'vitest';
import type { BrevoAttribute } from '../domain/mapping-rule.ts';
import type { Configuration } from './configuration.ts';
import { parseConfiguration } from './configuration-parsing.ts';
import { shippedConfiguration, shippedMapping } from './defaults.ts';
import { mappingOf, rulesOf } from './mapping-rules.ts';
import { readMapping } from './mapping-schema.ts';

const shipped = shippedConfiguration(null);

function valid(sent: unknown): Configuration {
  const ending = parseConfiguration(sent, shipped.fieldMapping);
  if (ending.kind === 'invalid') throw new Error(JSON.stringify(ending.faults));
  return ending.configuration;
}

function paths(sent: unknown): string[] {
  const ending = parseConfiguration(sent, shipped.fieldMapping);
  return ending.kind === 'invalid' ? ending.faults.map((f) => f.path) : [];
}

const BAD: [unknown, string[]][] = [
  [null, ['']],
  [[], ['']],
  ['', ['']],
  [true, ['']],
  [{ unknown: 1 }, ['unknown']],
  [{ enabled: 'yes' }, ['enabled']],
  [{ enabled: 1 }, ['enabled']],
  [{ source: 'salesforce' }, ['source']],
  [{ source: 'Shopify' }, ['source']],
  [{ debug: 'false' }, ['debug']],
  [{ logLevel: 'debug' }, ['logLevel']],
  [{ log_level: 5 }, ['log_level']],
  [{ options: [] }, ['options']],
  [{ options: 'x' }, ['options']],
  [{ options: { syncMode: 'live' } }, ['options.syncMode']],
  [{ options: { sync_mode: 'live' } }, ['options.sync_mode']],
  [{ options: { sync_mode: true } }, ['options.sync_mode']],
  [{ options: { deleteBehavior: 'purge' } }, ['options.deleteBehavior']],
  [{ options: { listId: 0 } }, ['options.listId']],
  [{ options: { listId: -1 } }, ['options.listId']],
  [{ options: { listId: 1.5 } }, ['options.listId']],
  [{ options: { listId: '5' } }, ['options.listId']],
  [{ options: { list_id: [5] } }, ['options.list_id']],
  [{ options: { listId: '9007199254740993' } }, ['options.listId']],
  [{ options: { listId: 1e300 } }, ['options.listId']],
  [{ options: { listId: Number.NaN } }, ['options.listId']],
  [{ options: { updateEnabled: 'true' } }, ['options.updateEnabled']],
  [{ options: { batchIntervalMinutes: 4 } }, ['options.batchIntervalMinutes']],
  [{ options: { batchIntervalMinutes: 1441 } }, ['options.batchIntervalMinutes']],
  [{ options: { batch_interval_minutes: 7.5 } }, ['options.batch_interval_minutes']],
  [{ options: { neverConsented: 'subscribe' } }, ['options.neverConsented']],
  [{ options: { consentPolicy: 'none' } }, ['options.consentPolicy']],
  [{ options: { redactInBrevo: 0 } }, ['options.redactInBrevo']],
  [{ options: { createAttributes: 'x' } }, ['options.createAttributes']],
  [{ options: { defaultCountry: 'Germany' } }, ['options.defaultCountry']],
  [{ options: { defaultCountry: 'XX' } }, ['options.defaultCountry']],
  [{ options: { retentionDays: 0 } }, ['options.retentionDays']],
  [{ options: { retentionDays: 10_000 } }, ['options.retentionDays']],
  [{ options: { tiers: {} } }, ['options.tiers.by']],
  [{ options: { tiers: { by: 'age', steps: [] } } }, ['options.tiers.by']],
  [{ options: { tiers: { by: 'spend', steps: [] } } }, ['options.tiers.steps']],
  [
    { options: { tiers: { by: 'spend', steps: [{ name: '', from: -1 }] } } },
    ['options.tiers.steps.0.name', 'options.tiers.steps.0.from'],
  ],
  [{ options: { tiers: { by: 'tag', steps: [{ name: 'VIP' }] } } }, ['options.tiers.steps.0.tag']],
  [
    { options: { tiers: { by: 'orders', steps: [{ name: 'A', from: 1, tag: 'x' }] } } },
    ['options.tiers.steps.0.tag'],
  ],
  [{ options: { bogus: 1, other_bogus: 2 } }, ['options.bogus', 'options.other_bogus']],
  [{ notifications: [] }, ['notifications']],
  [{ notifications: { webhookUrl: 5 } }, ['notifications.webhookUrl']],
  [{ notifications: { webhook_url: 'http://127.0.0.1/' } }, ['notifications.webhook_url']],
  [{ notifications: { webhookUrl: 'ftp://example.com' } }, ['notifications.webhookUrl']],
  [{ notifications: { events: 'sync_failed' } }, ['notifications.events']],
  [{ notifications: { events: ['sync_failed', 'boom'] } }, ['notifications.events.1']],
  [{ notifications: { secret: 'x' } }, ['notifications.secret']],
  [{ fieldMapping: null }, ['fieldMapping']],
  [{ fieldMapping: {} }, ['fieldMapping']],
  [{ field_mapping: [] }, ['field_mapping']],
  [{ fieldMapping: 'email' }, ['fieldMapping']],
  [{ fieldMapping: { email: null } }, ['fieldMapping.email']],
  [{ fieldMapping: { email: 5 } }, ['fieldMapping.email']],
  [{ fieldMapping: { email: '' } }, ['fieldMapping.email']],
  [{ fieldMapping: { firstName: 'FIRST NAME' } }, ['fieldMapping.firstName']],
  [{ fieldMapping: { firstName: '1ST' } }, ['fieldMapping.firstName']],
  [{ fieldMapping: { firstName: 'A'.repeat(51) } }, ['fieldMapping.firstName']],
  [{ fieldMapping: { firstName: 'email' } }, ['fieldMapping.firstName']],
  [{ fieldMapping: { tags: 'subscription' } }, ['fieldMapping.tags']],
  [{ fieldMapping: { no_such_field: 'X' } }, ['fieldMapping.no_such_field']],
  [{ fieldMapping: { FIRSTNAME: 'X' } }, ['fieldMapping.FIRSTNAME']],
  [{ fieldMapping: { 'metafield.x': 'X' } }, ['fieldMapping.metafield.x']],
  [{ fieldMapping: { toString: 'X' } }, ['fieldMapping.toString']],
  [{ fieldMapping: { firstName: 'NAME', lastName: 'name' } }, ['fieldMapping.lastName']],
  [{ field_mapping: { first_name: {} } }, ['field_mapping.first_name.attribute']],
  [
    { fieldMapping: { firstName: { attribute: 'A', transform: 'shout' } } },
    ['fieldMapping.firstName.transform'],
  ],
  [
    { fieldMapping: { firstName: { attribute: 'A B', extra: 1 } } },
    ['fieldMapping.firstName.extra', 'fieldMapping.firstName.attribute'],
  ],
  [
    { fieldMapping: { firstName: { attribute: 'A', when_empty: 'drop' } } },
    ['fieldMapping.firstName.when_empty'],
  ],
  [
    { fieldMapping: { firstName: { attribute: 'A', transform: 'constant' } } },
    ['fieldMapping.firstName.value'],
  ],
  [{ fieldMapping: { phone: { attribute: 'SMS', country: 'Nederland' } } }, ['fieldMapping.phone.country']],
  [
    { fieldMapping: { tags: { attribute: 'TAGS', separator: 'x'.repeat(11) } } },
    ['fieldMapping.tags.separator'],
  ],
];

describe('parseConfiguration', () => {
  test.each(BAD)('%j is refused at %j', (sent, expected) => {
    expect(paths(sent)).toEqual(expected);
  });

  test('every fault is reported at once, in the spelling that was sent', () => {
    const sent = {
      skills: {
        'customer-sync': {
          enabled: 'x',
          field_mapping: { first_name: 'A B', zip: 'ZIP' },
          options: { sync_mode: 'x', syncMode: 'batch', list_id: 'x' },
          notifications: { webhook_url: 'http://10.0.0.1' },
        },
      },
    };
    expect(paths(sent).map((p) => p.replace('skills.customer-sync.', ''))).toEqual([
      'options.syncMode',
      'enabled',
      'options.sync_mode',
      'options.list_id',
      'notifications.webhook_url',
      'field_mapping.first_name',
      'field_mapping.zip',
    ]);
  });

  test('a hostile number of faults is cut', () => {
    const sent = Object.fromEntries(Array.from({ length: 2000 }, (_, i) => [`k${i}`, i]));
    expect(paths(sent)).toHaveLength(501);
  });

  test('what is absent or null takes its default', () => {
    expect(valid({})).toEqual(shipped);
    expect(valid({ enabled: null, options: null, notifications: null, debug: null })).toEqual(shipped);
    expect(valid({ options: { list_id: null, sync_mode: null, tiers: null } })).toEqual(shipped);
    expect(valid({ skills: { 'customer-sync': {} } })).toEqual(shipped);
  });

  test.each([
    'subscription',
    'Subscription',
    'subscriptionState',
    'subscription_state',
    'SUBSCRIPTION_STATUS',
    'subscription state',
    'subscribed',
    'emailBlacklisted',
    'email_blacklisted',
  ])('acceptsMarketing: %s is the subscription state', (word) => {
    expect(valid({ fieldMapping: { accepts_marketing: word } }).fieldMapping).toEqual({
      acceptsMarketing: 'subscription',
    });
  });

  test('targets come out in stored form', () => {
    const sent = {
      email: 'EMAIL',
      firstName: 'prenom',
      lastName: { attribute: 'nom' },
      tags: { attribute: 'tags', transform: 'auto' },
      acceptsMarketing: 'OPT_IN',
      totalSpent: { attribute: 'spent', transform: 'money', default: null, when_empty: 'keep' },
    };
    expect(valid({ fieldMapping: sent }).fieldMapping).toEqual({
      email: 'email',
      firstName: 'PRENOM',
      lastName: 'NOM',
      tags: 'TAGS',
      acceptsMarketing: 'OPT_IN',
      totalSpent: { attribute: 'SPENT', transform: 'money', whenEmpty: 'keep' },
    });
  });

  test('countries are written in capitals, events once', () => {
    const made = valid({
      options: { default_country: 'nl' },
      notifications: { events: ['sync_failed', 'sync_failed'] },
    });
    expect(made.options.defaultCountry).toBe('NL');
    expect(made.notifications.events).toEqual(['sync_failed']);
  });
});

describe('the shipped configuration', () => {
  const attribute = (name: string): BrevoAttribute => ({
    name,
    category: 'normal',
    type: 'text',
    options: [],
  });

  test('is the mapping of the design', () => {
    expect(shipped.fieldMapping).toMatchObject({
      email: 'email',
      firstName: 'FIRSTNAME',
      acceptsMarketing: 'subscription',
      tags: 'TAGS',
    });
  });

  test.each([
    [['PRENOM', 'NOM'], 'PRENOM', 'NOM'],
    [['VORNAME', 'NACHNAME'], 'VORNAME', 'NACHNAME'],
    [['VOORNAAM', 'ACHTERNAAM'], 'VOORNAAM', 'ACHTERNAAM'],
    [['FIRSTNAME', 'LASTNAME', 'PRENOM', 'NOM'], 'FIRSTNAME', 'LASTNAME'],
    [['NOM'], 'FIRSTNAME', 'LASTNAME'],
    [[], 'FIRSTNAME', 'LASTNAME'],
  ])('in an account with %j', (names, firstName, lastName) => {
    expect(shippedConfiguration(names.map(attribute)).fieldMapping).toMatchObject({ firstName, lastName });
  });

  test.each([
    ['shopify', shipped.fieldMapping],
    ['woocommerce', { totalSpent: 'TOTAL_SPENT', 'address.countryCode': 'COUNTRY' }],
    ['magento', { lastOrderDate: 'LAST_ORDER_DATE', 'metafield.magento.group': 'CUSTOMER_GROUP' }],
    ['custom', { lastOrderDate: 'LAST_ORDER_DATE', tags: 'TAGS' }],
  ] as const)('with the source %s', (source, some) => {
    const mapping = shippedMapping(null, source);
    expect(mapping).toMatchObject({
      email: 'email',
      phone: 'SMS',
      acceptsMarketing: 'subscription',
      ...some,
    });
    // Every rule of it is one that a person could have written.
    expect(readMapping(mapping)).toEqual({ mapping, issues: [] });
    const ending = parseConfiguration({ source }, (name) => shippedMapping(null, name));
    expect(ending).toMatchObject({ kind: 'valid', configuration: { source, fieldMapping: mapping } });
    expect(Object.keys(mapping)).toHaveLength(
      { shopify: 10, woocommerce: 8, magento: 10, custom: 9 }[source],
    );
  });

  test.each(['woocommerce', 'magento'] as const)('%s names nothing that it cannot fill', (source) => {
    for (const field of ['customerTier', 'tags', ...(source === 'woocommerce' ? ['lastOrderDate'] : [])])
      expect(shippedMapping(null, source)).not.toHaveProperty(field);
  });

  test.each([{ source_order: ['magento', 'shopify'] }, { sourceOrder: ['magento', 'shopify'] }])(
    'which source rules is an option in both spellings: %j',
    (options) => {
      expect(valid({ options }).options.sourceOrder).toEqual(['magento', 'shopify']);
      expect(parseConfiguration({ options: { source_order: ['ebay'] } }, {})).toMatchObject({
        kind: 'invalid',
        faults: [{ path: 'options.source_order.0' }],
      });
    },
  );

  test('rules and mapping are two forms of the same', () => {
    const mapping = valid({
      fieldMapping: { tags: { attribute: 'T', transform: 'joined', separator: ';' }, email: 'email' },
    }).fieldMapping;
    expect(mappingOf(rulesOf({ fieldMapping: mapping }))).toEqual(mapping);
  });
});
