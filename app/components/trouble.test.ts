import { expect, test } from 'vitest';
import { translator } from './i18n/translator.ts';
import { troubleText } from './trouble.ts';

test.each([
  ['Brevo answered 503', 'Brevo antwoordde met fout 503.'],
  ['Brevo did not answer in time', 'Brevo antwoordde niet op tijd.'],
  ['The store answered HTTP 500', 'De winkel antwoordde met fout 500.'],
  ['Attribute not found', 'Attribute not found'],
])('%s', (message, text) => {
  expect(troubleText(translator('nl').t, message)).toBe(text);
});
