import { describe, expect, test } from 'vitest';
import { canonical } from './spelling.ts';

describe('canonical', () => {
  test('both spellings of every key come out the same', () => {
    const snake = {
      field_mapping: { first_name: 'FIRSTNAME' },
      options: { sync_mode: 'batch', list_id: 5 },
      log_level: 'info',
    };
    const camel = {
      fieldMapping: { firstName: 'FIRSTNAME' },
      options: { syncMode: 'batch', listId: 5 },
      logLevel: 'info',
    };
    expect(canonical(snake).value).toEqual(camel);
    expect(canonical(camel).value).toEqual(camel);
  });

  test.each(['customer-sync', 'customerSync', 'customer_sync'])(
    'the wrapper skills: %s is taken off',
    (name) => {
      const reading = canonical({ skills: { [name]: { options: { sync_mode: 1 } } } });
      expect(reading).toMatchObject({ value: { options: { syncMode: 1 } }, faults: [] });
      expect(reading.sentPath(['options', 'syncMode'])).toBe(`skills.${name}.options.sync_mode`);
    },
  );

  test('paths are written as they were sent, unknown parts as they are', () => {
    const reading = canonical({
      options: { tiers: { steps: [{ from: 1 }] } },
      field_mapping: { 'address.country_code': { when_empty: 'x' } },
    });
    expect(reading.sentPath(['options', 'tiers', 'steps', 0, 'name'])).toBe('options.tiers.steps.0.name');
    expect(reading.sentPath(['fieldMapping', 'address.countryCode', 'whenEmpty'])).toBe(
      'field_mapping.address.country_code.when_empty',
    );
    expect(reading.sentPath([])).toBe('');
  });

  test('names in the mapping are not keys: metafields and tags stay exactly as written', () => {
    const names = { 'metafield.my_app.loyalty_points': 'A', 'tag:very_important': 'B', no_such_field: 'C' };
    expect(canonical({ fieldMapping: names }).value).toEqual({ fieldMapping: names });
  });

  test.each<[unknown, string[]]>([
    [{ options: { sync_mode: 1, syncMode: 2 } }, ['options.syncMode']],
    [{ fieldMapping: {}, field_mapping: {} }, ['field_mapping']],
    [{ fieldMapping: { firstName: 'A', first_name: 'B' } }, ['fieldMapping.first_name']],
    [{ skills: { 'customer-sync': {}, customer_sync: {} } }, ['skills.customer_sync']],
    [JSON.parse('{"__proto__": {"enabled": false}}'), ['__proto__']],
    [
      JSON.parse('{"options": {"constructor": 1, "prototype": 2}}'),
      ['options.constructor', 'options.prototype'],
    ],
    [JSON.parse('{"fieldMapping": {"__proto__": "X"}}'), ['fieldMapping.__proto__']],
    [{ skills: { other: {} } }, ['skills.other', 'skills']],
    [{ skills: { 'customer-sync': {}, other: {} } }, ['skills.other']],
    [{ skills: { 'customer-sync': null } }, ['skills.customer-sync']],
    [{ skills: [] }, ['skills']],
    [{ skills: {} }, ['skills']],
    [{ skills: { 'customer-sync': {} }, debug: true }, ['debug']],
    [{ options: { defaultCountry: 'N\u0000' } }, ['options.defaultCountry']],
    [{ fieldMapping: { 'tag:\ud800': 'X' } }, ['fieldMapping.tag:\ud800']],
    [[], ['']],
    [null, ['']],
    ['text', ['']],
    [7, ['']],
  ])('%j has its faults at %j', (sent, paths) => {
    expect(canonical(sent).faults.map((f) => f.path)).toEqual(paths);
  });

  test('depth and size are bounded, also for objects that contain themselves', () => {
    const circle: Record<string, unknown> = {};
    Object.assign(circle, { a: circle, b: circle, c: circle });
    const reading = canonical(circle);
    expect(reading.faults.some((f) => f.message.startsWith('Holds more than'))).toBe(true);
    let deep: unknown = 1;
    for (let i = 0; i < 40; i += 1) deep = { a: deep };
    expect(canonical(deep).faults[0]?.message).toMatch(/Nested deeper/);
  });

  test('nothing reaches a prototype', () => {
    canonical(JSON.parse('{"__proto__": {"polluted": 1}, "options": {"__proto__": {"polluted": 1}}}'));
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});
