import type { ActionFunctionArgs, HeadersFunction, LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { BlockStack, Page } from '@shopify/polaris';
import { boundary } from '@shopify/shopify-app-remix/server';
import { useTranslation } from 'react-i18next';
import { ScreenError } from '../components/screen-error.tsx';
import { changeSources, type SourceEnding } from '../components/sources/change.ts';
import { OrderCard } from '../components/sources/order-card.tsx';
import { SourceCard } from '../components/sources/source-card.tsx';
import { readSources } from '../monitor/sources-screen.ts';
import { requireShop, requireStaff } from '../require-shop.ts';

export async function loader({ request, context }: LoaderFunctionArgs) {
  const shop = await requireShop(context, request);
  return readSources(context.services, shop);
}

export async function action({ request, context }: ActionFunctionArgs): Promise<SourceEnding> {
  const { shop, actor } = await requireStaff(context, request);
  return changeSources(context.services, shop, await request.formData(), actor);
}

export const headers: HeadersFunction = (args) => boundary.headers(args);

export { ScreenError as ErrorBoundary };

/** Where customers come from besides the Shopify store. */
export default function Sources() {
  const { t } = useTranslation();
  const { sources, now, order } = useLoaderData<typeof loader>();
  return (
    <Page
      title={t('sources.title')}
      subtitle={t('sources.subtitle')}
      backAction={{ content: t('connection.title'), url: '/app/connection' }}
    >
      <BlockStack gap="400">
        {order.length > 1 ? <OrderCard order={order} /> : null}
        {(['woocommerce', 'magento', 'custom'] as const).map((source) => (
          <SourceCard
            key={source}
            source={source}
            view={sources.find((view) => view.source === source) ?? null}
            now={now}
          />
        ))}
      </BlockStack>
    </Page>
  );
}
