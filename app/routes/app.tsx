import type { HeadersFunction, LoaderFunctionArgs } from '@remix-run/node';
import { Link, Outlet, useLocation, useRouteLoaderData } from '@remix-run/react';
import { NavMenu } from '@shopify/app-bridge-react';
import { boundary } from '@shopify/shopify-app-remix/server';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { localeOf } from '../components/i18n/locale.ts';
import { ScreenError } from '../components/screen-error.tsx';
import { ScreenSkeleton, useSlowNavigation } from '../components/screen-skeleton.tsx';
import { UiProvider } from '../components/ui-provider.tsx';
import { requireShop } from '../require-shop.ts';

/** The frame of the embedded app: who is asking is known, the language is set, the admin shows our navigation. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  await requireShop(context, request);
  return { locale: localeOf(request) };
}

// Every screen authenticates itself, and the language of a visit does not change.
export const shouldRevalidate = () => false;

export const headers: HeadersFunction = (args) => boundary.headers(args);

export default function App() {
  return (
    <Frame>
      <Screens />
    </Frame>
  );
}

export function ErrorBoundary() {
  return (
    <Frame>
      <ScreenError />
    </Frame>
  );
}

function Frame({ children }: { children: ReactNode }) {
  // An error of this very loader leaves no data: English is better than no words.
  const locale = useRouteLoaderData<typeof loader>('routes/app')?.locale ?? 'en';
  return <UiProvider locale={locale}>{children}</UiProvider>;
}

function Screens() {
  const { t } = useTranslation();
  const slow = useSlowNavigation(useLocation().pathname);
  return (
    <>
      <NavMenu>
        {/* Names the app's own page; the admin does not list it a second time. */}
        <Link to="/app" rel="home">
          {t('nav.home')}
        </Link>
        <Link to="/app/activity">{t('nav.activity')}</Link>
        <Link to="/app/problems">{t('nav.problems')}</Link>
        <Link to="/app/customers">{t('nav.customers')}</Link>
        <Link to="/app/mapping">{t('nav.mapping')}</Link>
        <Link to="/app/imports">{t('nav.imports')}</Link>
        <Link to="/app/settings">{t('nav.settings')}</Link>
      </NavMenu>
      {slow ? <ScreenSkeleton /> : <Outlet />}
    </>
  );
}
