import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import { shippedConfiguration } from '../settings/defaults.ts';
import { parsePlacedYaml, stringifyConfiguration } from '../settings/yaml.ts';
import { configurationFileSchema } from './configuration-schema.ts';

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
const validate = ajv.compile(configurationFileSchema());

function errorsOf(text: string): string[] {
  const reading = parsePlacedYaml(text);
  if (reading.kind === 'invalid') throw new Error('not YAML');
  return validate(reading.value) ? [] : (validate.errors ?? []).map(({ instancePath }) => instancePath);
}

const DESIGN = `
skills:
  customer-sync:
    enabled: true
    source: shopify
    field_mapping:
      email: email
      firstName: FIRSTNAME
      totalSpent: TOTAL_SPENT
    options:
      sync_mode: realtime
      delete_behavior: soft
      list_id: 5
      update_enabled: true
    notifications:
      webhook_url: https://example.com/hooks
      events: [sync_completed, sync_failed, batch_completed]
    debug: false
    log_level: info
`;

describe('the schema for editors', () => {
  test('is a JSON Schema of 2020-12', () => expect(ajv.validateSchema(configurationFileSchema())).toBe(true));

  const shipped = shippedConfiguration(null);
  test.each([
    ['the file of the design', DESIGN],
    ['what the app exports', stringifyConfiguration(shipped)],
    [
      'with tiers, long targets and every option',
      stringifyConfiguration({
        ...shipped,
        fieldMapping: {
          ...shipped.fieldMapping,
          tags: { attribute: 'TAGS', transform: 'joined', separator: ';', whenEmpty: 'keep' },
          'metafield.custom.size': 'SIZE',
          'address.city': 'CITY',
          'tag:VIP': 'VIP',
        },
        options: {
          ...shipped.options,
          tiers: { by: 'spend', steps: [{ name: 'Gold', from: 100 }] },
          defaultCountry: 'NL',
        },
        notifications: { webhookUrl: 'https://example.com/', events: ['notice_opened'], perMinute: false },
      }),
    ],
    ['almost nothing', 'skills:\n  customer-sync: {}\n'],
  ])('%s is good', (_name, text) => expect(errorsOf(text)).toEqual([]));

  const SKILL = '/skills/customer-sync';
  test.each([
    ['no skill', 'skills: {}', '/skills'],
    ['another skill', 'skills:\n  other: {}', '/skills'],
    ['an unknown key', 'skills:\n  customer-sync:\n    enable: true', SKILL],
    ['camelCase', 'skills:\n  customer-sync:\n    logLevel: info', SKILL],
    ['a word for a switch', 'skills:\n  customer-sync:\n    enabled: "yes"', `${SKILL}/enabled`],
    ['an unknown source', 'skills:\n  customer-sync:\n    source: etsy', `${SKILL}/source`],
    [
      'an unknown mode',
      'skills:\n  customer-sync:\n    options: { sync_mode: live }',
      `${SKILL}/options/sync_mode`,
    ],
    [
      'a list as a word',
      'skills:\n  customer-sync:\n    options: { list_id: "5" }',
      `${SKILL}/options/list_id`,
    ],
    ['an unknown option', 'skills:\n  customer-sync:\n    options: { turbo: 1 }', `${SKILL}/options`],
    ['an empty mapping', 'skills:\n  customer-sync:\n    field_mapping: {}', `${SKILL}/field_mapping`],
    [
      'a field that is none',
      'skills:\n  customer-sync:\n    field_mapping: { "a b": X }',
      `${SKILL}/field_mapping`,
    ],
    [
      'an unknown event',
      'skills:\n  customer-sync:\n    notifications: { events: [boom] }',
      `${SKILL}/notifications/events/0`,
    ],
    [
      'an interval too short',
      'skills:\n  customer-sync:\n    options: { batch_interval_minutes: 1 }',
      `${SKILL}/options/batch_interval_minutes`,
    ],
  ])('%s is bad', (_name, text, path) => expect(errorsOf(text)).toContain(path));
});
