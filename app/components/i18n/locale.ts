const LOCALES = ['en', 'nl'] as const;
export type Locale = (typeof LOCALES)[number];

/**
 * The language of the merchant: the admin names it in the address of a document, App Bridge in the Accept-Language
 * of the app's own calls. English where we do not speak it.
 */
export function localeOf(request: Request): Locale {
  const named = new URL(request.url).searchParams.get('locale');
  const accepted = (request.headers.get('accept-language') ?? '')
    .split(',')
    .map((part) => part.split(';')[0] ?? '');
  for (const wanted of named ? [named] : accepted) {
    const found = LOCALES.find((locale) => wanted.trim().toLowerCase().split('-')[0] === locale);
    if (found) return found;
  }
  return 'en';
}
