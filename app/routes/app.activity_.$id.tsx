import type { HeadersFunction, LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { Page } from '@shopify/polaris';
import { boundary } from '@shopify/shopify-app-remix/server';
import { useTranslation } from 'react-i18next';
import { EntryScreen } from '../components/activity/entry-screen.tsx';
import { ScreenError } from '../components/screen-error.tsx';
import { requireShop } from '../require-shop.ts';
import type { EntryDetail } from '../services.ts';

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const shop = await requireShop(context, request);
  const found = await context.services.monitor.entry(shop, params.id ?? '');
  if (!found) throw new Response(null, { status: 404 });
  return { now: new Date().toISOString(), found };
}

export const headers: HeadersFunction = (args) => boundary.headers(args);

export { ScreenError as ErrorBoundary };

/** One entry of the activity. */
export default function Entry() {
  const { t } = useTranslation();
  const { found, now } = useLoaderData<typeof loader>();
  return (
    <Page
      title={t(`action.${found.entry.action}`)}
      subtitle={t('entry.customer', { id: found.entry.customer })}
      backAction={{ content: t('activity.title'), url: '/app/activity' }}
    >
      <EntryScreen found={found as EntryDetail} now={now} />
    </Page>
  );
}
