import type { TFunction } from 'i18next';
import { expect, test } from 'vitest';
import { refuseAddress } from '../../public-internet/address.ts';
import { judgeYaml } from './judge-yaml.ts';
import { saidText } from './said.ts';

/** The key instead of the text. */
const key = ((name: string) => name.replace('mapping.said.', '')) as unknown as TFunction;

function saidOf(text: string): string[] {
  const judged = judgeYaml(text, { email: 'email' });
  return judged.kind === 'valid' ? [] : judged.faults.map(({ message }) => saidText(message, key));
}

const skill = (lines: string) => `skills:\n  customer-sync:\n${lines.replace(/^/gm, '    ')}`;

test.each([
  ['options:\n  sync_mode: x', ['options']],
  ['options:\n  update_enabled: 3', ['type']],
  ['options:\n  retention_days: 3', ['too_small']],
  ['options:\n  batch_interval_minutes: 3000', ['too_big']],
  ['options:\n  default_country: XX', ['country']],
  ['options:\n  tiers: {by: spend, steps: [{name: " ", from: 1}]}', ['blank']],
  ['options:\n  tiers: {by: spend}', ['missing']],
  ['colour: red', ['unknown_key']],
  ['field_mapping: {first_nam: X, FirstName: Y}', ['unknown_field', 'near_field']],
  [
    'field_mapping: {firstName: 1X, lastName: [], note: {attribute: N, value: [1]}}',
    ['attribute_name', 'target', 'constant'],
  ],
  ['field_mapping: {firstName: A, lastName: A}', ['attribute_taken']],
  ['field_mapping: {firstName: email, note: subscription}', ['email_only', 'subscription_only']],
  ['field_mapping: {note: {attribute: N, transform: constant}}', ['no_value']],
  ['field_mapping: {}', ['no_rules']],
  ['field_mapping: 3', ['mapping']],
  ['log_level: info\nlogLevel: info', ['same_key']],
  ['debug: true\ndebug: true', ['twice']],
  ['constructor: 1', ['forbidden_key']],
  ['? [a]\n: 1', ['plain_key']],
  ['notifications: {webhook_url: nonsense}', ['address']],
  ['notifications: {webhook_url: "http://10.0.0.1"}', ['address_refused']],
  ['debug: *nobody', ['alias']],
])('%s is said in words of ours', (lines, expected) => {
  expect(saidOf(skill(lines)).sort()).toEqual([...expected].sort());
});

test('a choice is written as a person would', () => {
  const told = ((_: string, { options }: { options: string }) => options) as unknown as TFunction;
  expect(saidText('Expected one of "realtime"|"batch"', told)).toBe('realtime, batch');
});

test('of whole documents, too', () => {
  expect(saidOf('')).toEqual(['empty']);
  expect(saidOf('3')).toEqual(['not_an_object']);
  expect(saidOf('skills: {}')).toEqual(['no_skill']);
  expect(saidOf('a: 1\n---\nb: 1')).toEqual(['one_document']);
  expect(saidOf('a: !x y')).toContain('tag');
  expect(saidOf('a: [')).toContain('syntax');
});

test('every reason against an address has words', () => {
  const bad = [
    'x y',
    'nonsense',
    'ftp://a.example',
    'https://u:p@a.example',
    'https://127.0.0.1',
    'https://8.8.8.8',
    'https://localhost',
    'https://a',
  ];
  for (const address of bad) {
    const reason = refuseAddress(address);
    expect([address, saidText(reason ?? '', key)]).toEqual([address, expect.stringMatching(/^address/)]);
  }
});
