import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FIELD_NAMES } from '../domain/fields.ts';
import { TRANSFORMS } from '../domain/mapping-rule.ts';
import { type Configuration, NOTIFICATION_EVENTS } from './configuration.ts';
import { parseConfiguration } from './configuration-parsing.ts';
import { shippedConfiguration } from './defaults.ts';
import { parseYaml, stringifyConfiguration } from './yaml.ts';

function faultsOf(text: string) {
  const reading = parseYaml(text);
  return reading.kind === 'invalid' ? reading.faults : [];
}

describe('parseYaml', () => {
  test('reads what the design shows', () => {
    const text =
      'skills:\n  customer-sync:\n    enabled: true\n    source: shopify            # or woocommerce\n    options:\n      list_id: 5\n';
    expect(parseYaml(text)).toEqual({
      kind: 'read',
      value: { skills: { 'customer-sync': { enabled: true, source: 'shopify', options: { list_id: 5 } } } },
    });
  });

  test('a few aliases are fine', () => {
    expect(parseYaml('a: &x {b: 1}\nc: *x\nd: [*x, *x]')).toEqual({
      kind: 'read',
      value: { a: { b: 1 }, c: { b: 1 }, d: [{ b: 1 }, { b: 1 }] },
    });
  });

  const chain = (levels: number, width: number) =>
    Array.from(
      { length: levels },
      (_, i) =>
        `k${i}: &a${i} [${Array(width)
          .fill(i === 0 ? 'lol' : `*a${i - 1}`)
          .join(', ')}]`,
    ).join('\n');

  test.each<[string, string, RegExp]>([
    ['nothing', '', /empty/],
    ['a comment', '# nothing\n', /empty/],
    ['an end mark', '---\n...\n', /empty/],
    ['null', 'null', /empty/],
    ['two documents', 'a: 1\n---\nb: 2', /one document/],
    ['two empty documents', '---\n---\n', /one document/],
    ['a duplicate key', 'a: 1\nb: 2\na: 3', /twice \(line 3, column 1\)/],
    ['a duplicate key in flow', '{a: 1, "a": 2}', /twice \(line 1, column 8\)/],
    ['a custom tag', 'options:\n  sync_mode: !evil batch', /tag !evil is not allowed \(line 2/],
    ['a code tag', 'a: !!js/function "x"', /not allowed/],
    ['a python tag', 'a: !!python/object/apply:os.system ["id"]', /not allowed/],
    ['binary', 'a: !!binary aGVsbG8=', /not allowed/],
    ['a timestamp', 'a: !!timestamp 2020-01-01', /not allowed/],
    ['a set', 'a: !!set {b, c}', /not allowed/],
    ['a tagged collection', 'a: !foo {b: 1}', /not allowed/],
    ['a billion laughs', chain(9, 9), /[Aa]liases beyond bounds/],
    ['a narrow, long bomb', chain(30, 2), /[Aa]liases beyond bounds/],
    ['many plain aliases', `a: &a 1\nb: [${Array(40).fill('*a').join(', ')}]`, /[Aa]liases beyond bounds/],
    ['an alias of itself', 'a: &a [*a]', /contains itself/],
    ['an alias of itself in a map', 'a: &a\n  b: *a', /contains itself/],
    ['an alias without an anchor', 'a: *nowhere', /no anchor/],
    ['a tab', '\ta: 1', /line 1, column 1/],
    ['an open bracket', 'a: [1, 2', /line 1/],
    ['an open quote', 'a: "b', /line 1/],
    ['nested mappings in a line', 'a: b: c', /line 1, column 4/],
    ['a key that is a list', '? [a, b]\n: 1', /plain text/],
    ['deep flow', `${'['.repeat(5000)}${']'.repeat(5000)}`, /[Nn]ested|line/],
    ['deep block', '- '.repeat(5000), /[Nn]ested|line/],
    ['40 levels', `${'['.repeat(40)}${']'.repeat(40)}`, /Nested deeper/],
    ['unbounded closings', ']'.repeat(30_000), /line/],
    ['a huge document', `a: ${'x'.repeat(70_000)}`, /longer than/],
  ])('%s is a fault', (_name, text, message) => {
    expect(
      faultsOf(text)
        .map((f) => f.message)
        .join('\n'),
    ).toMatch(message);
  });

  test('faults of nodes carry their path', () => {
    expect(faultsOf('skills:\n  customer-sync:\n    options:\n      sync_mode: !x batch')[0]?.path).toBe(
      'skills.customer-sync.options.sync_mode',
    );
    expect(faultsOf('options: {a: 1, a: 2}')[0]?.path).toBe('options.a');
  });

  test('__proto__ becomes an own key, which the configuration then refuses', () => {
    const reading = parseYaml('__proto__: {enabled: false}\noptions: {__proto__: 1}');
    expect(reading.kind).toBe('read');
    const value = reading.kind === 'read' ? reading.value : null;
    const ending = parseConfiguration(value, {});
    expect(ending.kind === 'invalid' && ending.faults.map((f) => f.path)).toEqual([
      '__proto__',
      'options.__proto__',
    ]);
  });
});

const text = fc.string({ maxLength: 30 });
const attribute = fc.stringMatching(/^[A-Z][A-Z0-9_-]{0,20}$/).filter((name) => name !== 'EMAIL');
const field = fc.oneof(
  fc.constantFrom(...FIELD_NAMES),
  fc.stringMatching(/^metafield\.[a-z_]{1,8}\.[a-z_]{1,8}$/),
  fc.stringMatching(/^tag:[^\n\r\u2028\u2029]{1,12}$/),
);
const constant = fc.oneof(text, fc.integer(), fc.boolean());
const target = fc.oneof(
  attribute,
  fc.record(
    {
      attribute,
      transform: fc.constantFrom(...TRANSFORMS),
      default: constant,
      value: constant,
      separator: fc.string({ maxLength: 3 }),
      whenEmpty: fc.constantFrom('clear' as const, 'keep' as const),
    },
    { requiredKeys: ['attribute', 'value'] },
  ),
);
const label = fc
  .string({ minLength: 1, maxLength: 20 })
  .map((s) => s.trim())
  .filter((s) => s !== '');
const tiers = fc.oneof(
  fc.constant(null),
  fc.record({
    by: fc.constantFrom('spend' as const, 'orders' as const),
    steps: fc.array(fc.record({ name: label, from: fc.nat() }), { minLength: 1, maxLength: 4 }),
  }),
  fc.record({
    by: fc.constant('tag' as const),
    steps: fc.array(fc.record({ name: label, tag: label }), { minLength: 1, maxLength: 4 }),
  }),
);
const shipped = shippedConfiguration(null);
const configurations: fc.Arbitrary<Configuration> = fc
  .record({
    mapping: fc.uniqueArray(fc.tuple(field, target), {
      minLength: 1,
      maxLength: 8,
      selector: ([name]) => name,
    }),
    listId: fc.option(fc.integer({ min: 1 })),
    tiers,
    webhookUrl: fc.option(
      fc
        .webUrl()
        .filter(
          (url) =>
            !/[@\\]/.test(url) && !/(local|internal|lan|home|corp|intranet|private|arpa)(:|\/|$)/.test(url),
        ),
    ),
    events: fc.uniqueArray(fc.constantFrom(...NOTIFICATION_EVENTS)),
    perMinute: fc.boolean(),
  })
  .map(({ mapping, webhookUrl, events, perMinute, ...options }) => ({
    ...shipped,
    fieldMapping: Object.fromEntries(uniqueAttributes(mapping)) as Configuration['fieldMapping'],
    options: { ...shipped.options, ...options },
    notifications: { webhookUrl, events, perMinute },
  }));

function uniqueAttributes(mapping: [string, unknown][]): [string, unknown][] {
  return mapping.map(([name, to], i) => {
    const number = (attribute: string) => `${attribute}_${i}`;
    if (typeof to === 'string') return [name, number(to)];
    const long = to as { attribute: string };
    return [name, { ...long, attribute: number(long.attribute) }];
  });
}

describe('round trips', () => {
  test('what GET gives can be PUT back, in JSON and in YAML, and comes back the same', () => {
    fc.assert(
      fc.property(configurations, (made) => {
        const first = parseConfiguration(made, {});
        if (first.kind === 'invalid') throw new Error(JSON.stringify(first.faults));
        const stored = first.configuration;
        expect(parseConfiguration(JSON.parse(JSON.stringify(stored)), {})).toEqual({
          kind: 'valid',
          configuration: stored,
        });
        const reading = parseYaml(stringifyConfiguration(stored));
        if (reading.kind === 'invalid') throw new Error(JSON.stringify(reading.faults));
        expect(parseConfiguration(reading.value, {})).toEqual({ kind: 'valid', configuration: stored });
      }),
      { numRuns: 150 },
    );
  });

  test('the order of the mapping is kept', () => {
    const reading = parseYaml(stringifyConfiguration(shipped));
    const ending = parseConfiguration(reading.kind === 'read' ? reading.value : null, {});
    expect(ending.kind === 'valid' && Object.keys(ending.configuration.fieldMapping)).toEqual(
      Object.keys(shipped.fieldMapping),
    );
  });
});
