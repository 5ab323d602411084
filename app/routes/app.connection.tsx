import {
  type ActionFunctionArgs,
  defer,
  type HeadersFunction,
  type LoaderFunctionArgs,
} from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { BlockStack, Page } from '@shopify/polaris';
import { boundary } from '@shopify/shopify-app-remix/server';
import { useTranslation } from 'react-i18next';
import { AccountCard } from '../components/connection/account-card.tsx';
import { type ConnectionEnding, changeConnection } from '../components/connection/change.ts';
import { KeyCard } from '../components/connection/key-card.tsx';
import { ListCard, ListCardLoading } from '../components/connection/list-card.tsx';
import { useLists } from '../components/connection/use-lists.ts';
import { ScreenError } from '../components/screen-error.tsx';
import { SourcesLink } from '../components/sources/sources-link.tsx';
import { requireShop } from '../require-shop.ts';

export async function loader({ request, context }: LoaderFunctionArgs) {
  const shop = await requireShop(context, request);
  const { connection, configuration } = context.services;
  const [view, { options }] = await Promise.all([connection.read(shop), configuration.read(shop)]);
  return defer({
    now: new Date().toISOString(),
    connection: view,
    listId: options.listId,
    // Brevo is asked while the screen is already shown.
    lists: view.connected ? connection.lists(shop) : null,
  });
}

export async function action({ request, context }: ActionFunctionArgs): Promise<ConnectionEnding> {
  const shop = await requireShop(context, request);
  return changeConnection(context.services, shop, await request.formData());
}

export const headers: HeadersFunction = (args) => boundary.headers(args);

export { ScreenError as ErrorBoundary };

/** The Brevo connection: paste a key, pick the list, disconnect. */
export default function Connection() {
  const { t } = useTranslation();
  const { connection, listId, lists, now } = useLoaderData<typeof loader>();
  const reading = useLists(lists);
  return (
    <Page title={t('connection.title')} subtitle={t('connection.subtitle')}>
      <BlockStack gap="400">
        {connection.connected ? <AccountCard connection={connection} now={now} /> : <KeyCard />}
        {lists === null || connection.health === 'unauthorized' ? null : reading ? (
          <ListCard
            reading={reading}
            listId={listId}
            primary={connection.health === 'ok' && listId === null}
          />
        ) : (
          <ListCardLoading />
        )}
        <SourcesLink />
      </BlockStack>
    </Page>
  );
}
