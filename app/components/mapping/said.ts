import type { TFunction } from 'i18next';

/**
 * The judge speaks English, because its sentences are the API's answers. These are its sentences by their pattern, and
 * the text that says the same in the merchant's language; the groups of a pattern are what the text is about.
 */
const SAID: [RegExp, string][] = [
  [/^Is missing$/, 'missing'],
  [/^Expected one of (?<options>.+)$/, 'options'],
  [/^Expected (?<type>\w+), received .+$/, 'type'],
  [/^Too big: .*<=? ?(?<most>[\d.e+]+)/, 'too_big'],
  [/^Too small: .*>=? ?(?<least>[\d.e+]+)/, 'too_small'],
  [/^Expected /, 'other_value'],
  [/^Must not be blank$/, 'blank'],
  [/^Must be a text, a number or true or false$/, 'constant'],
  [/^Must be a country code/, 'country'],
  [/^Not a known key/, 'unknown_key'],
  [/^Not a known field; did you mean (?<near>.+)\?$/, 'near_field'],
  [/^Not a known field/, 'unknown_field'],
  [/^Must be a Brevo attribute/, 'attribute_name'],
  [/^Must be the name of a Brevo attribute/, 'target'],
  [/^Must be an object: field/, 'mapping'],
  [/^Must name at least one field$/, 'no_rules'],
  [/^Must not hold more than (?<most>\d+) fields$/, 'too_many_rules'],
  [/^(?<name>\S+) is already filled by (?<other>.+)$/, 'attribute_taken'],
  [/^Only the field email/, 'email_only'],
  [/^Only the field acceptsMarketing/, 'subscription_only'],
  [/^A constant needs its value$/, 'no_value'],
  [/^Stands beside "(?<other>.+)", which is the same key$/, 'same_key'],
  [/^The key is there twice$/, 'twice'],
  [/^This key is not allowed$/, 'forbidden_key'],
  [/^A key must be a plain text$/, 'plain_key'],
  [/^Holds characters that cannot be stored$/, 'characters'],
  [/^The configuration must be an object$/, 'not_an_object'],
  [/^Must (?:be an object that holds|hold) "customer-sync"$/, 'no_skill'],
  [/^Not a skill of this app$/, 'other_skill'],
  [/^The document is empty$/, 'empty'],
  [/^There must be one document only$/, 'one_document'],
  [/^The document is longer than/, 'too_long'],
  [/^(?:Nested|Holds more than|Aliases beyond|And \d+ more)/, 'too_much'],
  [/^The tag (?<tag>\S+) is not allowed$/, 'tag'],
  [/^The alias (?<alias>\S+)/, 'alias'],
  [/^Must (?:be a URL|start with http|name a host|be a full host)/, 'address'],
  [/^Must not (?:point to|contain)/, 'address_refused'],
];

/** A sentence of the judge in the merchant's language; one of the YAML library stays as it is, behind words of ours. */
export function saidText(message: string, t: TFunction): string {
  for (const [pattern, key] of SAID) {
    const found = pattern.exec(message);
    if (!found) continue;
    const about: Record<string, string> = {};
    // `"realtime"|"batch"` is how zod writes a choice.
    for (const [name, text] of Object.entries(found.groups ?? {}))
      about[name] = text.replaceAll('"|"', ', ').replaceAll('"', '');
    return t(`mapping.said.${key}`, about);
  }
  return t('mapping.said.syntax', { message });
}
