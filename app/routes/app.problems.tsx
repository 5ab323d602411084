import type { ActionFunctionArgs, HeadersFunction, LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData, useSearchParams } from '@remix-run/react';
import { BlockStack, Card, Page, Pagination } from '@shopify/polaris';
import { boundary } from '@shopify/shopify-app-remix/server';
import { useTranslation } from 'react-i18next';
import { newerPage, olderPage } from '../components/activity/query.ts';
import { EmptyNote } from '../components/empty-note.tsx';
import { readSelection } from '../components/problems/by-cause.ts';
import { CauseCard } from '../components/problems/cause-card.tsx';
import { useReplay } from '../components/problems/use-replay.ts';
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

export async function action({ request, context }: ActionFunctionArgs) {
  const shop = await requireShop(context, request);
  const selection = readSelection(await request.formData());
  if (!selection) throw new Response(null, { status: 400 });
  return context.services.problems.replay(shop, selection);
}

export const headers: HeadersFunction = (args) => boundary.headers(args);

export { ScreenError as ErrorBoundary };

/** Problems: the failures that wait for a person, by cause with its total, each with what to do. */
export default function Problems() {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const loaded = useLoaderData<typeof loader>() as ProblemsScreen;
  const { data, stale } = useLive(loaded, `/app/problems/live?${params}`);
  const { groups, nextCursor, now, total } = data;
  const { busy, replay } = useReplay();
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
              onAction: () => replay({ all: 'true' }),
            },
          }
        : {})}
    >
      <BlockStack gap="400">
        {groups.length === 0 ? (
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
            onReplay={replay}
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
