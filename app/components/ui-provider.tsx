import english from '@shopify/polaris/locales/en.json' with { type: 'json' };
import dutch from '@shopify/polaris/locales/nl.json' with { type: 'json' };
import { AppProvider } from '@shopify/shopify-app-remix/react';
import type { ReactNode } from 'react';
import { I18nextProvider } from 'react-i18next';
import type { Locale } from './i18n/locale.ts';
import { translator } from './i18n/translator.ts';

const POLARIS = { en: english, nl: dutch };

/** Polaris and the texts, in the merchant's language. App Bridge is not loaded here: app/root.tsx has it in the head. */
export function UiProvider({ locale, children }: { locale: Locale; children: ReactNode }) {
  return (
    <AppProvider isEmbeddedApp={false} apiKey="" i18n={POLARIS[locale]}>
      <I18nextProvider i18n={translator(locale)}>
        <main>{children}</main>
      </I18nextProvider>
    </AppProvider>
  );
}
