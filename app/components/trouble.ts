import type { TFunction } from 'i18next';

/** Sentences of ours about a vendor that did not answer; they come in English from where the call was made. */
const SAID: [RegExp, string][] = [
  [/^Brevo answered (?<status>\d+)$/, 'brevo_status'],
  [/^Brevo did not answer in time$/, 'brevo_slow'],
  [/^Brevo could not be reached$/, 'brevo_unreached'],
  [/^Brevo answered with something that is not JSON$/, 'brevo_garbled'],
  [/^(?:It|The store) did not answer in time$/, 'store_slow'],
  [/^The store could not be reached$/, 'store_unreached'],
  [/^The store answered HTTP (?<status>\d+)$/, 'store_status'],
];

/** The sentence in the reader's language; what the vendor itself said stays as it is. */
export function troubleText(t: TFunction, message: string): string {
  for (const [pattern, name] of SAID) {
    const found = pattern.exec(message);
    if (found) return t(`trouble.${name}`, { ...found.groups });
  }
  return message;
}
