import type { LinksFunction, LoaderFunctionArgs } from '@remix-run/node';
import {
  Links,
  Meta,
  Outlet,
  Scripts,
  ScrollRestoration,
  useMatches,
  useRouteLoaderData,
} from '@remix-run/react';
import polarisStyles from '@shopify/polaris/build/esm/styles.css?url';
import type { ReactNode } from 'react';
import { EARLY_SUBMIT, useEarlySubmit } from './components/early-submit.ts';
import { localeOf } from './components/i18n/locale.ts';
import { translator } from './components/i18n/translator.ts';
import { PlainError } from './components/plain-error.tsx';

const APP_BRIDGE = 'https://cdn.shopify.com/shopifycloud/app-bridge.js';

export const links: LinksFunction = () => [{ rel: 'stylesheet', href: polarisStyles }];

export function loader({ request, context }: LoaderFunctionArgs) {
  return { apiKey: context.shopify.apiKey, locale: localeOf(request) };
}

// Neither the key nor the merchant's language changes while the app is open.
export const shouldRevalidate = () => false;

export function Layout({ children }: { children: ReactNode }) {
  const data = useRouteLoaderData<typeof loader>('root');
  const locale = data?.locale ?? 'en';
  // The pages under /auth bring App Bridge themselves, and it must not be loaded twice.
  const bringsAppBridge = useMatches().some((match) => match.id === 'routes/auth.$');
  return (
    <html lang={locale}>
      <head>
        <meta charSet="utf-8" />
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: a constant of ours */}
        <script dangerouslySetInnerHTML={{ __html: EARLY_SUBMIT }} />
        {data && !bringsAppBridge ? (
          <>
            <meta name="shopify-api-key" content={data.apiKey} />
            {/* First of all scripts and not async: it authenticates every call that follows. */}
            <script src={APP_BRIDGE} />
          </>
        ) : null}
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{translator(locale).t('app.name')}</title>
        <Meta />
        <Links />
      </head>
      <body>
        {children}
        <ScrollRestoration />
        <Scripts />
      </body>
    </html>
  );
}

export default function Root() {
  useEarlySubmit();
  return <Outlet />;
}

export function ErrorBoundary() {
  const data = useRouteLoaderData<typeof loader>('root');
  return <PlainError locale={data?.locale ?? 'en'} />;
}
