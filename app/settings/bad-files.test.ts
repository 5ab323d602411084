import { describe, expect, test } from 'vitest';
import { parseConfiguration } from './configuration-parsing.ts';
import { shippedConfiguration } from './defaults.ts';
import { parsePlacedYaml } from './yaml.ts';

const shipped = shippedConfiguration(null).fieldMapping;
/** An account without list 99, with these attributes only. */
const ACCOUNT = {
  missingList: 99,
  attributes: new Set(['FIRSTNAME', 'LASTNAME', 'SMS', 'TOTAL_SPENT', 'TAGS']),
};

/** Every fault of a file as `line:column path`, in the order of the file. */
function faultsOf(text: string): string[] {
  const reading = parsePlacedYaml(text);
  if (reading.kind === 'invalid')
    return reading.faults.map(({ path, line, column }) => `${line}:${column} ${path}`);
  const judged = parseConfiguration(reading.value, shipped, ACCOUNT);
  if (judged.kind === 'valid') return [];
  return judged.faults
    .map(({ path }) => ({ path, ...reading.placeOf(path) }))
    .sort((a, b) => a.line - b.line || a.column - b.column)
    .map(({ path, line, column }) => `${line}:${column} ${path}`);
}

/** The file with some lines inside the skill; they begin at line 3, two levels in. */
const skill = (...lines: string[]) =>
  ['skills:', '  customer-sync:', ...lines.map((l) => `    ${l}`)].join('\n');
const options = (...lines: string[]) => skill('options:', ...lines.map((l) => `  ${l}`));
const mapping = (...lines: string[]) => skill('field_mapping:', ...lines.map((l) => `  ${l}`));
const notifications = (...lines: string[]) => skill('notifications:', ...lines.map((l) => `  ${l}`));

const S = 'skills.customer-sync';
const O = `${S}.options`;
const M = `${S}.field_mapping`;
const N = `${S}.notifications`;

const BAD: [string, string, string[]][] = [
  ['nothing', '', ['1:1 ']],
  ['a comment alone', '# nothing\n', ['1:1 ']],
  ['a list', '- a', ['1:1 ']],
  ['a word', 'hello', ['1:1 ']],
  ['no skill', 'skills:', ['1:1 skills']],
  ['a list of skills', 'skills: [customer-sync]', ['1:1 skills']],
  ['another skill', 'skills:\n  other: {}', ['1:1 skills', '2:3 skills.other']],
  ['another skill beside ours', 'skills:\n  customer-sync: {}\n  other: {}', ['3:3 skills.other']],
  ['a key beside skills', 'skills:\n  customer-sync: {}\nversion: 2', ['3:1 version']],
  ['the skill as a word', 'skills:\n  customer-sync: on', [`2:3 ${S}`]],
  ['the skill as a list', 'skills:\n  customer-sync:\n    - enabled', [`2:3 ${S}`]],
  ['an unknown key', skill('enabled: true', 'enable: true'), [`4:5 ${S}.enable`]],
  ['enabled as a word', skill('enabled: "yes"'), [`3:5 ${S}.enabled`]],
  ['enabled as a number', skill('enabled: 1'), [`3:5 ${S}.enabled`]],
  ['an unknown source', skill('source: salesforce'), [`3:5 ${S}.source`]],
  ['a source in capitals', skill('source: Shopify'), [`3:5 ${S}.source`]],
  ['a source as a list', skill('source: [shopify]'), [`3:5 ${S}.source`]],
  ['debug as a word', skill('debug: "on"'), [`3:5 ${S}.debug`]],
  ['an unknown log level', skill('log_level: debug'), [`3:5 ${S}.log_level`]],
  ['options as a list', skill('options: []'), [`3:5 ${S}.options`]],
  ['options as a word', skill('options: fast'), [`3:5 ${S}.options`]],
  ['an unknown option', options('turbo: true'), [`4:7 ${O}.turbo`]],
  ['an unknown mode', options('sync_mode: live'), [`4:7 ${O}.sync_mode`]],
  ['an unknown deletion', options('delete_behavior: purge'), [`4:7 ${O}.delete_behavior`]],
  ['a list as a word', options('list_id: "5"'), [`4:7 ${O}.list_id`]],
  ['a list of zero', options('list_id: 0'), [`4:7 ${O}.list_id`]],
  ['a negative list', options('list_id: -3'), [`4:7 ${O}.list_id`]],
  ['half a list', options('list_id: 1.5'), [`4:7 ${O}.list_id`]],
  ['a list that the account does not have', options('list_id: 99'), [`4:7 ${O}.list_id`]],
  ['update_enabled as a word', options('update_enabled: "true"'), [`4:7 ${O}.update_enabled`]],
  ['an interval too short', options('batch_interval_minutes: 1'), [`4:7 ${O}.batch_interval_minutes`]],
  ['an interval too long', options('batch_interval_minutes: 2000'), [`4:7 ${O}.batch_interval_minutes`]],
  ['a country in words', options('default_country: Nederland'), [`4:7 ${O}.default_country`]],
  ['a retention too short', options('retention_days: 1'), [`4:7 ${O}.retention_days`]],
  [
    'the same option in both spellings',
    options('sync_mode: batch', 'syncMode: batch'),
    [`5:7 ${O}.syncMode`],
  ],
  ['tiers without steps', options('tiers:', '  by: spend', '  steps: []'), [`6:9 ${O}.tiers.steps`]],
  ['tiers by age', options('tiers:', '  by: age', '  steps: []'), [`5:9 ${O}.tiers.by`]],
  [
    'a tier without a name',
    options('tiers:', '  by: spend', '  steps:', '    - name: ""', '      from: 10'),
    [`7:13 ${O}.tiers.steps.0.name`],
  ],
  ['no mapping at all', skill('field_mapping: {}'), [`3:5 ${M}`]],
  ['a mapping as a list', skill('field_mapping:', '  - email'), [`3:5 ${M}`]],
  ['an unknown field', mapping('zip: TAGS'), [`4:7 ${M}.zip`]],
  ['a field in the wrong case', mapping('FirstName: FIRSTNAME'), [`4:7 ${M}.FirstName`]],
  ['a field of nothing', mapping('firstName:'), [`4:7 ${M}.firstName`]],
  ['a target of numbers', mapping('firstName: 5'), [`4:7 ${M}.firstName`]],
  ['a target with a space', mapping('firstName: FIRST NAME'), [`4:7 ${M}.firstName`]],
  ['a target that begins with a digit', mapping('firstName: 1ST'), [`4:7 ${M}.firstName`]],
  [
    'two fields into one attribute',
    mapping('firstName: FIRSTNAME', 'lastName: FIRSTNAME'),
    [`5:7 ${M}.lastName`],
  ],
  ['an address from a name', mapping('firstName: email'), [`4:7 ${M}.firstName`]],
  [
    'an unknown transform',
    mapping('tags: { attribute: TAGS, transform: shout }'),
    [`4:32 ${M}.tags.transform`],
  ],
  ['an unknown setting of a target', mapping('tags: { attribute: TAGS, loud: 1 }'), [`4:32 ${M}.tags.loud`]],
  ['a target without attribute', mapping('tags: { transform: joined }'), [`4:7 ${M}.tags.attribute`]],
  ['an attribute that the account does not have', mapping('firstName: VOORNAAM'), [`4:7 ${M}.firstName`]],
  [
    'the same, in the long form',
    mapping('firstName:', '  attribute: VOORNAAM'),
    [`5:9 ${M}.firstName.attribute`],
  ],
  ['notifications to loopback', notifications('webhook_url: http://127.0.0.1/'), [`4:7 ${N}.webhook_url`]],
  ['notifications by mail', notifications('webhook_url: mailto:a@b.example'), [`4:7 ${N}.webhook_url`]],
  ['an unknown event', notifications('events: [sync_failed, boom]'), [`4:29 ${N}.events.1`]],
  ['events as a word', notifications('events: sync_failed'), [`4:7 ${N}.events`]],
  ['an unknown setting of notifications', notifications('secret: x'), [`4:7 ${N}.secret`]],
  ['a duplicate key', skill('enabled: true', 'enabled: false'), [`4:5 ${S}.enabled`]],
  ['a tab', skill('enabled: true').replace('    enabled', '\tenabled'), ['3:1 ']],
  ['an open bracket', notifications('events: [sync_failed'), ['4:27 ']],
  ['two documents', `${skill('enabled: true')}\n---\n${skill('enabled: true')}`, ['4:1 ']],
  ['a custom tag', skill('enabled: !!js/function x'), [`3:28 ${S}.enabled`]],
  ['a prototype', skill('__proto__: {}'), [`3:5 ${S}.__proto__`]],
  [
    'all of it at once',
    skill(
      'enabled: maybe',
      'source: etsy',
      'field_mapping:',
      '  firstName: FIRST NAME',
      '  zip: ZIP',
      '  lastName: ACHTERNAAM',
      'options:',
      '  sync_mode: sometimes',
      '  list_id: 99',
      'notifications:',
      '  webhook_url: http://10.0.0.1',
      'verbose: true',
    ),
    [
      `3:5 ${S}.enabled`,
      `4:5 ${S}.source`,
      `6:7 ${M}.firstName`,
      `7:7 ${M}.zip`,
      `7:7 ${M}.zip`,
      `8:7 ${M}.lastName`,
      `10:7 ${O}.sync_mode`,
      `11:7 ${O}.list_id`,
      `13:7 ${N}.webhook_url`,
      `14:5 ${S}.verbose`,
    ],
  ],
];

describe('bad files', () => {
  test('there are at least sixty of them', () => expect(BAD.length).toBeGreaterThanOrEqual(60));

  test.each(BAD)('%s', (_name, text, expected) => {
    expect(faultsOf(text)).toEqual(expected);
  });

  test('the file of the README is good', () => {
    const good = options('sync_mode: realtime', 'delete_behavior: soft', 'list_id: 5');
    expect(faultsOf(good)).toEqual([]);
  });
});
