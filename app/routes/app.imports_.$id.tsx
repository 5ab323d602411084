import type { HeadersFunction, LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData, useRevalidator } from '@remix-run/react';
import { Badge, BlockStack, Card, Page, Text } from '@shopify/polaris';
import { boundary } from '@shopify/shopify-app-remix/server';
import { useTranslation } from 'react-i18next';
import { duration } from '../components/format.ts';
import { RelativeTime } from '../components/relative-time.tsx';
import { LiveRun } from '../components/runs/live-run.tsx';
import { STATUS_TONE } from '../components/runs/run-list.tsx';
import { isLive } from '../components/runs/run-progress.ts';
import { RunReport } from '../components/runs/run-report.tsx';
import { ScreenError } from '../components/screen-error.tsx';
import { StaleNote } from '../components/stale-note.tsx';
import { useDownload } from '../components/use-download.ts';
import { useLive } from '../components/use-live.ts';
import { findRun } from '../monitor/runs-screen.ts';
import { requireShop } from '../require-shop.ts';
import type { RunView } from '../services.ts';

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const shop = await requireShop(context, request);
  const run = await findRun(context.services, shop, params.id ?? '');
  if (!run) throw new Response(null, { status: 404 });
  return { now: new Date().toISOString(), run };
}

export const headers: HeadersFunction = (args) => boundary.headers(args);

export { ScreenError as ErrorBoundary };

/** One import or comparison: while it runs how far it is, afterwards its report. */
export default function Run() {
  const { t, i18n } = useTranslation();
  const loaded = useLoaderData<typeof loader>() as { now: string; run: RunView };
  const { data, stale } = useLive(loaded, `/app/imports/${loaded.run.id}/live`);
  const { revalidate } = useRevalidator();
  const { run, now } = data;
  const { busy, download } = useDownload();
  const took = run.startedAt && run.endedAt ? Date.parse(run.endedAt) - Date.parse(run.startedAt) : null;
  return (
    <Page
      title={t(`runs.name_${run.dryRun ? 'dry' : run.kind}`)}
      titleMetadata={<Badge tone={STATUS_TONE[run.status]}>{t(`runs.status_${run.status}`)}</Badge>}
      {...(run.source === null ? {} : { subtitle: t(`sources.name_${run.source}`) })}
      backAction={{ content: t('runs.title'), url: '/app/imports' }}
      {...(run.kind === 'reconciliation' && !isLive(run)
        ? {
            secondaryActions: [
              {
                content: t('download.csv'),
                loading: busy,
                onAction: () =>
                  void download(
                    `/api/v1/skills/customer-sync/reconciliations/${run.id}/differences.csv`,
                    `differences-${run.id}.csv`,
                  ),
              },
            ],
          }
        : {})}
    >
      <BlockStack gap="400">
        <Card>
          <BlockStack gap="400">
            <Text as="p" tone="subdued">
              {t('runs.started')} <RelativeTime at={run.startedAt ?? run.createdAt} now={now} />
              {took === null ? '' : ` · ${t('runs.took', { time: duration(took, i18n.language) })}`}
            </Text>
            {isLive(run) ? <LiveRun run={run} now={now} onChanged={revalidate} /> : null}
            {run.error ? (
              <Text as="p" breakWord {...(run.status === 'failed' ? { tone: 'critical' as const } : {})}>
                {run.error}
              </Text>
            ) : null}
            <RunReport run={run} />
          </BlockStack>
        </Card>
        <StaleNote stale={stale} />
      </BlockStack>
    </Page>
  );
}
