import { describe, expect, it } from 'vitest';
import { shippedConfiguration } from '../../settings/defaults.ts';
import { stringifyConfiguration } from '../../settings/yaml.ts';
import { judgeYaml } from './judge-yaml.ts';

const SHIPPED = shippedConfiguration(null);
const TEXT = stringifyConfiguration({
  ...SHIPPED,
  fieldMapping: { ...SHIPPED.fieldMapping, 'address.city': { attribute: 'CITY', transform: 'upper' } },
});

/** Each fault's place with the text that stands there. */
function placesOf(text: string) {
  const judged = judgeYaml(text, SHIPPED.fieldMapping);
  if (judged.kind === 'valid') return [];
  return judged.faults.map(({ path, line, column }) => {
    const found = text.split('\n')[line - 1]?.slice(column - 1) ?? '';
    return [path.split('.').slice(2).join('.'), found.split(':')[0]];
  });
}

describe('a text', () => {
  it('that is right is a configuration', () => {
    expect(judgeYaml(TEXT, SHIPPED.fieldMapping)).toMatchObject({
      kind: 'valid',
      configuration: { fieldMapping: { 'address.city': { attribute: 'CITY', transform: 'upper' } } },
    });
  });

  it('with faults names the place of each, in the order of the text', () => {
    const text = TEXT.replace('transform: upper', 'transform: shout')
      .replace('firstName: FIRSTNAME', 'firstName: 1NAME')
      .replace('sync_mode: realtime', 'sync_mode: sometimes')
      .replace('debug: false', 'debug: false\n    colour: red');
    expect(placesOf(text)).toEqual([
      ['field_mapping.firstName', 'firstName'],
      ['field_mapping.address.city.transform', 'transform'],
      ['options.sync_mode', 'sync_mode'],
      ['colour', 'colour'],
    ]);
  });

  it('of a list names the place in the list', () => {
    const text = TEXT.replace('[ sync_completed,', '[ sync_exploded,');
    const [[path, at] = []] = placesOf(text);
    expect(path).toBe('notifications.events.0');
    expect(at).toMatch(/^sync_exploded/);
  });

  it('that is no YAML, or dangerous, names the place too', () => {
    const place = (text: string) => {
      const judged = judgeYaml(text, SHIPPED.fieldMapping);
      return judged.kind === 'invalid' ? judged.faults.map(({ line, column }) => [line, column]) : null;
    };
    expect(place('skills:\n  customer-sync:\n    debug: true\n    debug: false\n')).toEqual([[4, 5]]);
    expect(place('skills:\n\t- x')?.[0]?.[0]).toBe(2);
    expect(place('')).toEqual([[1, 1]]);
    expect(place('a: !!js/function x')).toEqual([[1, 18]]);
  });
});
