import type { HeadersFunction, LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData, useSearchParams } from '@remix-run/react';
import { BlockStack, Box, Card, InlineStack, Link, Page, Text } from '@shopify/polaris';
import { boundary } from '@shopify/shopify-app-remix/server';
import { useTranslation } from 'react-i18next';
import { EntryList } from '../components/activity/entry-list.tsx';
import { EmptyNote } from '../components/empty-note.tsx';
import { HeadlineCard } from '../components/headline-card.tsx';
import { FiguresCard } from '../components/home/figures-card.tsx';
import { RunningCard } from '../components/home/running-card.tsx';
import { NoticeList } from '../components/notice-list.tsx';
import { ScreenError } from '../components/screen-error.tsx';
import { SetupGuide } from '../components/setup-guide.tsx';
import { StaleNote } from '../components/stale-note.tsx';
import { useLive } from '../components/use-live.ts';
import { type HomeScreen, readHome } from '../monitor/home-screen.ts';
import { readWindow } from '../monitor/trend.ts';
import { requireShop } from '../require-shop.ts';

export async function loader({ request, context }: LoaderFunctionArgs) {
  const shop = await requireShop(context, request);
  return readHome(context.services, shop, readWindow(new URL(request.url).searchParams.get('window')));
}

export const headers: HeadersFunction = (args) => boundary.headers(args);

export { ScreenError as ErrorBoundary };

/** Home: how the sync stands, in one sentence; its figures; what needs attention; what happened last. */
export default function Home() {
  const { t } = useTranslation();
  const loaded = useLoaderData<typeof loader>() as HomeScreen;
  const { data, stale } = useLive<HomeScreen>(loaded, `/app/live?window=${loaded.window}`);
  const [, setParams] = useSearchParams();
  const { connection, hasList, mappingConfirmed, lastImport, running, headline, notices, entries, now } =
    data;
  // Before the first connection figures and activity would only be empty boxes.
  const started = connection.connected || entries.length > 0;
  return (
    <Page title={t('home.title')}>
      <BlockStack gap="400">
        {headline.name === 'not_connected' && !started ? null : (
          <HeadlineCard headline={headline} connection={connection} />
        )}
        <SetupGuide
          connected={connection.connected}
          hasList={hasList}
          mappingConfirmed={mappingConfirmed}
          lastImport={lastImport}
        />
        <NoticeList notices={notices} now={now} />
        <RunningCard running={running} now={now} />
        {started ? (
          <FiguresCard
            window={data.window}
            status={data.status}
            trend={data.trend}
            onWindow={(window) => setParams({ window }, { preventScrollReset: true, replace: true })}
          />
        ) : null}
        {started ? (
          <Card padding="0">
            <Box padding="400" paddingBlockEnd={entries.length > 0 ? '100' : '0'}>
              <InlineStack align="space-between" blockAlign="center">
                <Text as="h2" variant="headingSm">
                  {t('home.latest')}
                </Text>
                {entries.length > 0 ? (
                  <Link url="/app/activity" removeUnderline>
                    {t('home.see_all')}
                  </Link>
                ) : null}
              </InlineStack>
            </Box>
            {entries.length > 0 ? (
              <EntryList entries={entries} now={now} />
            ) : (
              <EmptyNote title={t('home.empty_title')} text={t('home.empty_text')} />
            )}
          </Card>
        ) : null}
        <StaleNote stale={stale} />
      </BlockStack>
    </Page>
  );
}
