import type { TFunction } from 'i18next';
import type { Why } from '../domain/why.ts';
import { troubleText } from './trouble.ts';

const INSTANT = /^\d{4}-\d{2}-\d{2}T/;

/** The answer to "why is this person (not) in Brevo?" in the reader's language; times in the reader's zone. */
export function whySentence(t: TFunction, language: string, { code, params }: Why): string {
  const moment = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
  const shown = Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      typeof value === 'string' && INSTANT.test(value) ? moment.format(new Date(value)) : value,
    ]),
  );
  if (typeof params.message === 'string')
    shown.message = t(`reason.${params.cause}`, { defaultValue: troubleText(t, params.message) });
  return t(`why.${code}`, shown);
}
