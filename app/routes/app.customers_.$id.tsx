import {
  type ActionFunctionArgs,
  defer,
  type HeadersFunction,
  type LoaderFunctionArgs,
} from '@remix-run/node';
import { useLoaderData, useRevalidator } from '@remix-run/react';
import { BlockStack, Button, Card, InlineStack, Page, SkeletonBodyText, Text } from '@shopify/polaris';
import { boundary } from '@shopify/shopify-app-remix/server';
import { useTranslation } from 'react-i18next';
import { AnswerCard } from '../components/customer/answer-card.tsx';
import { ConsentCard } from '../components/customer/consent-card.tsx';
import { Sides } from '../components/customer/sides.tsx';
import { TimelineCard } from '../components/customer/timeline-card.tsx';
import { useSyncNow } from '../components/customer/use-sync-now.ts';
import { ScreenError } from '../components/screen-error.tsx';
import { useDeferred } from '../components/use-deferred.ts';
import type { CustomerView, SyncNowEnding } from '../customer-view.ts';
import { requireShop } from '../require-shop.ts';

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const shop = await requireShop(context, request);
  const id = params.id ?? '';
  // Both vendors are asked while the screen is already shown.
  return defer({ id, view: context.services.customers.why(shop, id) });
}

/** "Sync now", or what is decided about the phone, which is synced at once. */
export async function action({ request, context, params }: ActionFunctionArgs): Promise<SyncNowEnding> {
  const shop = await requireShop(context, request);
  const phone = (await request.formData()).get('phone');
  const { customers } = context.services;
  const id = params.id ?? '';
  return phone === 'out' || phone === 'in'
    ? customers.choosePhone(shop, id, phone === 'out')
    : customers.syncNow(shop, id);
}

export const headers: HeadersFunction = (args) => boundary.headers(args);

export { ScreenError as ErrorBoundary };

/** One person: the answer to "why are they (not) in Brevo?", both sides, consent, and what happened. */
export default function Customer() {
  const { t } = useTranslation();
  const loaded = useLoaderData<typeof loader>();
  const { revalidate, state } = useRevalidator();
  const reading = useDeferred(loaded.view as PromiseLike<CustomerView | null>);
  const view = reading.kind === 'read' ? reading.value : null;
  const { busy, syncNow, choosePhone } = useSyncNow(loaded.id, view, revalidate);
  const person = view?.store.customer;
  const name = [person?.firstName, person?.lastName].filter(Boolean).join(' ');
  return (
    <Page
      title={name || person?.email || t('entry.customer', { id: loaded.id })}
      {...(name || person?.email ? { subtitle: t('entry.customer', { id: loaded.id }) } : {})}
      backAction={{ content: t('customers.title'), url: '/app/customers' }}
      {...(view?.known
        ? {
            primaryAction: { content: t('customer.sync_now'), loading: busy, onAction: syncNow },
            secondaryActions: [
              {
                content: t('customer.read_again'),
                loading: state === 'loading' && !busy,
                onAction: revalidate,
              },
            ],
          }
        : {})}
    >
      {reading.kind === 'waiting' ? (
        <Waiting />
      ) : reading.kind === 'failed' ? (
        <Card>
          <BlockStack gap="300">
            <Text as="p">{t('customer.failed')}</Text>
            <InlineStack>
              <Button onClick={revalidate} loading={state === 'loading'}>
                {t('error.again')}
              </Button>
            </InlineStack>
          </BlockStack>
        </Card>
      ) : view === null ? (
        <Card>
          <Text as="p">{t('why.unknown_customer', { customer: loaded.id })}</Text>
        </Card>
      ) : (
        <BlockStack gap="400">
          <AnswerCard view={view} busy={busy} onPhone={choosePhone} />
          {view.known ? (
            <>
              <Sides view={view} />
              <ConsentCard view={view} />
              <TimelineCard view={view} />
            </>
          ) : null}
        </BlockStack>
      )}
    </Page>
  );
}

function Waiting() {
  const { t } = useTranslation();
  return (
    <div role="status" aria-label={t('customer.reading')}>
      <BlockStack gap="400">
        {[1, 6, 4].map((lines) => (
          <Card key={lines}>
            <SkeletonBodyText lines={lines} />
          </Card>
        ))}
      </BlockStack>
    </div>
  );
}
