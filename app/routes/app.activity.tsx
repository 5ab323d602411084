import type { HeadersFunction, LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData, useSearchParams } from '@remix-run/react';
import { BlockStack, Box, Card, Checkbox, Page, Pagination } from '@shopify/polaris';
import { boundary } from '@shopify/shopify-app-remix/server';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EntryList } from '../components/activity/entry-list.tsx';
import { ActivityFilters } from '../components/activity/filters.tsx';
import { activityQuery, FILTERS, newerPage, olderPage } from '../components/activity/query.ts';
import { EmptyNote } from '../components/empty-note.tsx';
import { ScreenError } from '../components/screen-error.tsx';
import { StaleNote } from '../components/stale-note.tsx';
import { useDownload } from '../components/use-download.ts';
import { useLive } from '../components/use-live.ts';
import { requireShop } from '../require-shop.ts';
import type { LogPage } from '../services.ts';

export async function loader({ request, context }: LoaderFunctionArgs) {
  const shop = await requireShop(context, request);
  const query = activityQuery(new URL(request.url).searchParams, Date.now());
  const page = await context.services.monitor.log(shop, query);
  return { now: new Date().toISOString(), ...page };
}

export const headers: HeadersFunction = (args) => boundary.headers(args);

export { ScreenError as ErrorBoundary };

/** Activity: every sync entry, newest first and as it comes in; filtered, searched, exported. */
export default function Activity() {
  const { t } = useTranslation();
  const loaded = useLoaderData<typeof loader>() as LogPage & { now: string };
  const [params, setParams] = useSearchParams();
  const [follows, setFollows] = useState(true);
  const newer = newerPage(params);
  // Older pages stand still: what is read there must not move away.
  const live = follows && newer === null;
  const { data, stale } = useLive(loaded, live ? `/app/activity/live?${params}` : null);
  const { entries, nextCursor, now } = data;
  const { busy, download } = useDownload();
  const filtered = FILTERS.some((name) => params.has(name));
  return (
    <Page
      title={t('activity.title')}
      subtitle={t('activity.subtitle')}
      secondaryActions={[
        {
          content: t('activity.export'),
          loading: busy,
          onAction: () => void download(`/app/activity/export?${params}`, 'activity.csv'),
        },
      ]}
    >
      <Card padding="0">
        <BlockStack>
          <Box padding="400">
            <BlockStack gap="300">
              <ActivityFilters params={params} onChange={setParams} />
              <Checkbox
                label={t('activity.live')}
                checked={live}
                disabled={newer !== null}
                onChange={setFollows}
              />
            </BlockStack>
          </Box>
          <Box borderBlockStartWidth="025" borderColor="border">
            {entries.length > 0 ? (
              <EntryList entries={entries} now={now} />
            ) : nextCursor !== null ? (
              <EmptyNote title={t('activity.further_title')} text={t('activity.further_text')} />
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
                accessibilityLabels={{ previous: t('activity.newer'), next: t('activity.older') }}
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
      <Box paddingBlock="400">
        <StaleNote stale={stale} />
      </Box>
    </Page>
  );
}
