import type { ActionFunctionArgs, HeadersFunction, LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData, useRevalidator, useSearchParams } from '@remix-run/react';
import {
  BlockStack,
  Box,
  Button,
  ButtonGroup,
  Card,
  InlineStack,
  Page,
  Pagination,
  Text,
} from '@shopify/polaris';
import { boundary } from '@shopify/shopify-app-remix/server';
import { useTranslation } from 'react-i18next';
import { newerPage, olderPage } from '../components/activity/query.ts';
import { EmptyNote } from '../components/empty-note.tsx';
import { changeRuns, readRunKind } from '../components/runs/change.ts';
import { ComparisonCard } from '../components/runs/comparison-card.tsx';
import { ImportCard } from '../components/runs/import-card.tsx';
import { RunList } from '../components/runs/run-list.tsx';
import { ScreenError } from '../components/screen-error.tsx';
import { StaleNote } from '../components/stale-note.tsx';
import { useLive } from '../components/use-live.ts';
import { type RunsScreen, readRuns } from '../monitor/runs-screen.ts';
import { requireShop } from '../require-shop.ts';

export async function loader({ request, context }: LoaderFunctionArgs) {
  const shop = await requireShop(context, request);
  const params = new URL(request.url).searchParams;
  const kind = readRunKind(params.get('kind')) ?? 'import';
  return readRuns(context.services, shop, { kind, cursor: params.get('cursor') });
}

export async function action({ request, context }: ActionFunctionArgs) {
  const shop = await requireShop(context, request);
  return changeRuns(context.services, shop, await request.formData());
}

export const headers: HeadersFunction = (args) => boundary.headers(args);

export { ScreenError as ErrorBoundary };

/** Imports and comparisons: what can be started, what is under way, what there was. */
export default function Imports() {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const { data, stale } = useLive<RunsScreen>(
    useLoaderData<typeof loader>() as RunsScreen,
    `/app/imports/live?${params}`,
  );
  const { revalidate } = useRevalidator();
  const { now, connected, imports, comparisons, kind, history, nextCursor } = data;
  const newer = newerPage(params);
  return (
    <Page title={t('runs.title')} subtitle={t('runs.subtitle')}>
      <BlockStack gap="400">
        <ImportCard imports={imports} connected={connected} now={now} onChanged={revalidate} />
        <ComparisonCard comparisons={comparisons} connected={connected} now={now} onChanged={revalidate} />
        <Card padding="0">
          <Box padding="400">
            <InlineStack gap="200" align="space-between" blockAlign="center">
              <Text as="h2" variant="headingMd" id="history">
                {t('runs.history')}
              </Text>
              <ButtonGroup variant="segmented">
                {(['import', 'reconciliation'] as const).map((value) => (
                  <Button
                    key={value}
                    pressed={kind === value}
                    onClick={() => setParams({ kind: value }, { preventScrollReset: true })}
                  >
                    {t(`runs.history_${value}`)}
                  </Button>
                ))}
              </ButtonGroup>
            </InlineStack>
          </Box>
          {history.length > 0 ? (
            <RunList runs={history} now={now} labelledBy="history" />
          ) : (
            <EmptyNote title={t(`runs.none_${kind}`)} text={t(`runs.none_${kind}_text`)} />
          )}
          {nextCursor !== null || newer ? (
            <Box borderBlockStartWidth="025" borderColor="border" padding="200">
              <Pagination
                type="page"
                accessibilityLabel={t('runs.paging')}
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
        </Card>
        <StaleNote stale={stale} />
      </BlockStack>
    </Page>
  );
}
