import { createInstance, type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import en from './en.json' with { type: 'json' };
import type { Locale } from './locale.ts';
import nl from './nl.json' with { type: 'json' };

const RESOURCES = { en: { translation: en }, nl: { translation: nl } };
const made = new Map<Locale, i18n>();

/** One translator per language for the whole process: it never changes its language, so requests can share it. */
export function translator(locale: Locale): i18n {
  const known = made.get(locale);
  if (known) return known;
  const instance = createInstance();
  // Not asynchronous: the first render on the server already needs the texts. React escapes, so i18next need not.
  void instance.use(initReactI18next).init({
    lng: locale,
    fallbackLng: 'en',
    resources: RESOURCES,
    initAsync: false,
    interpolation: { escapeValue: false },
  });
  made.set(locale, instance);
  return instance;
}
