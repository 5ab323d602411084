import type { HeadersFunction, LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData, useSearchParams } from '@remix-run/react';
import { BlockStack, Box, Card, Page, Pagination } from '@shopify/polaris';
import { boundary } from '@shopify/shopify-app-remix/server';
import { useTranslation } from 'react-i18next';
import { ActivityFilters } from '../components/activity-filters.tsx';
import { activityQuery, newerPage, olderPage } from '../components/activity-query.ts';
import { EmptyNote } from '../components/empty-note.tsx';
import { EntryList } from '../components/entry-list.tsx';
import { ScreenError } from '../components/screen-error.tsx';
import { requireShop } from '../require-shop.ts';
import type { EntryView } from '../services.ts';

export async function loader({ request, context }: LoaderFunctionArgs) {
  const shop = await requireShop(context, request);
  const query = activityQuery(new URL(request.url).searchParams);
  const page = await context.services.monitor.log(shop, query);
  return { now: new Date().toISOString(), ...page };
}

export const headers: HeadersFunction = (args) => boundary.headers(args);

export { ScreenError as ErrorBoundary };

/** Activity: every sync entry, newest first, by outcome or customer. */
export default function Activity() {
  const { t } = useTranslation();
  const { entries, nextCursor, now } = useLoaderData<typeof loader>();
  const [params, setParams] = useSearchParams();
  const newer = newerPage(params);
  const filtered = params.has('outcome') || params.has('customer');
  return (
    <Page title={t('activity.title')} subtitle={t('activity.subtitle')}>
      <Card padding="0">
        <BlockStack>
          <Box padding="400">
            <ActivityFilters params={params} onChange={setParams} />
          </Box>
          <Box borderBlockStartWidth="025" borderColor="border">
            {entries.length > 0 ? (
              <EntryList entries={entries as EntryView[]} now={now} />
            ) : filtered ? (
              <EmptyNote title={t('activity.none_title')} text={t('activity.none_text')} />
            ) : (
              <EmptyNote title={t('activity.empty_title')} text={t('activity.empty_text')} />
            )}
          </Box>
          {nextCursor !== null || newer ? (
            <Box borderBlockStartWidth="025" borderColor="border" padding="200">
              <Pagination
                type="page"
                accessibilityLabel={t('activity.paging')}
                hasPrevious={newer !== null}
                previousTooltip={t('activity.newer')}
                onPrevious={() => newer && setParams(newer)}
                hasNext={nextCursor !== null}
                nextTooltip={t('activity.older')}
                onNext={() => nextCursor !== null && setParams(olderPage(params, nextCursor))}
              />
            </Box>
          ) : null}
        </BlockStack>
      </Card>
    </Page>
  );
}
