import type { ActionFunctionArgs, HeadersFunction, LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData, useSearchParams } from '@remix-run/react';
import { BlockStack, Box, Card, Page, Pagination, Text } from '@shopify/polaris';
import { boundary } from '@shopify/shopify-app-remix/server';
import { useTranslation } from 'react-i18next';
import { newerPage, olderPage } from '../components/activity/query.ts';
import { EmptyNote } from '../components/empty-note.tsx';
import { CauseCard } from '../components/problems/cause-card.tsx';
import { changeProblems, type ProblemsEnding } from '../components/problems/change.ts';
import { useProblems } from '../components/problems/use-problems.ts';
import { WarnedCard } from '../components/problems/warned-card.tsx';
import { ScreenError } from '../components/screen-error.tsx';
import { StaleNote } from '../components/stale-note.tsx';
import { useLive } from '../components/use-live.ts';
import { type ProblemsScreen, readProblemsScreen } from '../monitor/problems-screen.ts';
import { requireShop } from '../require-shop.ts';

export async function loader({ request, context }: LoaderFunctionArgs) {
  const shop = await requireShop(context, request);
  const params = new URL(request.url).searchParams;
  const query = { cause: params.get('cause'), cursor: params.get('cursor') };
  return readProblemsScreen(context.services, shop, query);
}

export async function action({ request, context }: ActionFunctionArgs): Promise<ProblemsEnding> {
  const shop = await requireShop(context, request);
  const ending = await changeProblems(context.services, shop, await request.formData());
  if (!ending) throw new Response(null, { status: 400 });
  return ending;
}

export const headers: HeadersFunction = (args) => boundary.headers(args);

export { ScreenError as ErrorBoundary };

/** Problems: the failures that wait for a person, by cause with its total, each with what to do. */
export default function Problems() {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const loaded = useLoaderData<typeof loader>() as ProblemsScreen;
  const { data, stale } = useLive(loaded, `/app/problems/live?${params}`);
  const { groups, nextCursor, now, total, warned, missing } = data;
  const { busy, refusal, send } = useProblems();
  const newer = newerPage(params);
  const oneCause = params.has('cause');
  return (
    <Page
      title={t('problems.title')}
      subtitle={t('problems.subtitle')}
      {...(oneCause ? { backAction: { content: t('problems.title'), url: '/app/problems' } } : {})}
      {...(total > 0 && !oneCause
        ? {
            primaryAction: {
              content: t('problems.replay_all'),
              loading: busy,
              onAction: () => send({ all: 'true' }),
            },
          }
        : {})}
    >
      <BlockStack gap="400">
        {groups.length + warned.length === 0 ? (
          <Card>
            <EmptyNote title={t('problems.empty_title')} text={t('problems.empty_text')} />
          </Card>
        ) : null}
        {groups.map(({ cause, problems }) => (
          <CauseCard
            key={cause.cause}
            cause={cause}
            problems={problems}
            now={now}
            busy={busy}
            missing={missing}
            refusal={refusal}
            onReplay={send}
          />
        ))}
        {warned.length > 0 ? (
          // On a phone cards reach the edges, and what stands between them does not.
          <Box paddingInline={{ xs: '400', sm: '0' }}>
            <BlockStack gap="100">
              <Text as="h2" variant="headingMd">
                {t('problems.incomplete')}
              </Text>
              <Text as="p" tone="subdued">
                {t('problems.incomplete_text')}
              </Text>
            </BlockStack>
          </Box>
        ) : null}
        {warned.map((each) => (
          <WarnedCard
            key={each.code}
            warned={each}
            missing={missing}
            refusal={refusal}
            busy={busy}
            onSend={send}
          />
        ))}
        {nextCursor !== null || newer ? (
          <Pagination
            accessibilityLabel={t('problems.paging')}
            accessibilityLabels={{ previous: t('activity.newer'), next: t('activity.older') }}
            hasPrevious={newer !== null}
            onPrevious={() => newer && setParams(newer)}
            hasNext={nextCursor !== null}
            onNext={() => nextCursor !== null && setParams(olderPage(params, nextCursor))}
          />
        ) : null}
        <StaleNote stale={stale} />
      </BlockStack>
    </Page>
  );
}
