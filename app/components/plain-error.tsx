import { isRouteErrorResponse, useRouteError } from '@remix-run/react';
import type { Locale } from './i18n/locale.ts';
import { translator } from './i18n/translator.ts';

/** The last error page, for when nothing else could be rendered: it needs neither Polaris nor App Bridge. */
export function PlainError({ locale }: { locale: Locale }) {
  const error = useRouteError();
  const { t } = translator(locale);
  const missing = isRouteErrorResponse(error) && error.status === 404;
  return (
    <main
      style={{
        maxWidth: '32rem',
        margin: '4rem auto',
        padding: '0 1rem',
        fontFamily: 'system-ui, sans-serif',
      }}
    >
      <h1 style={{ fontSize: '1.25rem' }}>{missing ? t('error.not_found_title') : t('error.title')}</h1>
      <p>{missing ? t('error.not_found_text') : t('error.text')}</p>
    </main>
  );
}
