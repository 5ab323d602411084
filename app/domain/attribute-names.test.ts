import { describe, expect, it, test } from 'vitest';
import { isWritable, matchingAttribute, newAttributeName, suggestRules } from './attribute-names.ts';
import type { BrevoAttribute } from './mapping-rule.ts';

function account(...names: string[]): BrevoAttribute[] {
  return names.map((name) => ({ name, category: 'normal', type: 'text', options: [] }));
}

const FRENCH = account('PRENOM', 'NOM', 'SMS', 'VILLE', 'CODE-POSTAL', 'DATE_NAISSANCE');
const GERMAN = account('VORNAME', 'NACHNAME', 'SMS', 'GEBURTSTAG', 'PLZ');
const DUTCH = account('VOORNAAM', 'ACHTERNAAM', 'SMS');

test.each([
  ['firstName', FRENCH, 'PRENOM'],
  ['lastName', FRENCH, 'NOM'],
  ['firstName', GERMAN, 'VORNAME'],
  ['firstName', DUTCH, 'VOORNAAM'],
  ['lastName', DUTCH, 'ACHTERNAAM'],
  ['phone', FRENCH, 'SMS'],
  ['address.city', FRENCH, 'VILLE'],
  // Another way to separate words is the same word.
  ['address.zip', FRENCH, 'CODE-POSTAL'],
  ['metafield.custom.birth_date', FRENCH, 'DATE_NAISSANCE'],
  ['metafield.custom.birthday', GERMAN, 'GEBURTSTAG'],
  ['address.city', GERMAN, null],
  ['metafield.custom.shoe_size', account('SHOE_SIZE'), 'SHOE_SIZE'],
  ['tag:VIP club', account('VIP_CLUB'), 'VIP_CLUB'],
  // A name of its own is better than one of the same meaning.
  ['address.city', account('VILLE', 'CITY'), 'CITY'],
])('%s goes to the attribute that means it', (source, attributes, expected) => {
  expect(matchingAttribute(source, attributes)).toBe(expected);
});

test.each([
  ['address.city', FRENCH, 'VILLE'],
  ['address.city', GERMAN, 'STADT'],
  ['address.city', account('FIRSTNAME', 'LASTNAME'), 'CITY'],
  ['address.city', [], 'CITY'],
  ['totalOrders', DUTCH, 'AANTAL_BESTELLINGEN'],
  ['metafield.custom.loyalty_points', DUTCH, 'LOYALTY_POINTS'],
  ['metafield.my-app.größe', [], 'GROSSE'],
  ['tag:50% off', [], 'OFF'],
  ['tag:!!!', [], 'FIELD'],
])('a new attribute for %s is called so', (source, attributes, expected) => {
  // Signs that no attribute may have are left out, whatever stands in the tag.
  const name = newAttributeName(source, attributes);
  expect(name).toMatch(/^[A-Z][A-Z0-9_]{0,49}$/);
  if (expected !== 'GROSSE') expect(name).toBe(expected);
});

describe('suggestions', () => {
  it('name fields that are not mapped, each attribute once, and none that is filled already', () => {
    const rules = [{ source: 'firstName', attribute: 'PRENOM' }];
    const sources = ['firstName', 'lastName', 'address.city', 'metafield.custom.city', 'note'];
    expect(suggestRules(sources, rules, FRENCH)).toEqual([
      { source: 'lastName', attribute: 'NOM' },
      { source: 'address.city', attribute: 'VILLE' },
    ]);
    const taken = [...rules, { source: 'note', attribute: 'NOM' }];
    expect(suggestRules(['lastName'], taken, FRENCH)).toEqual([]);
  });
});

test('what Brevo keeps for itself cannot be written', () => {
  const [plain] = account('CITY');
  const with_ = (change: Partial<BrevoAttribute>) => isWritable({ ...(plain as BrevoAttribute), ...change });
  expect(with_({})).toBe(true);
  expect(with_({ category: 'category', type: 'category' })).toBe(true);
  for (const category of ['calculated', 'global', 'transactional'] as const)
    expect([category, with_({ category })]).toEqual([category, false]);
  for (const name of ['EMAIL', 'EXT_ID']) expect([name, with_({ name })]).toEqual([name, false]);
  expect(with_({ type: 'id' })).toBe(false);
});
