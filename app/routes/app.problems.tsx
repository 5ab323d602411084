import type { ActionFunctionArgs, HeadersFunction, LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData, useSearchParams } from '@remix-run/react';
import { BlockStack, Card, Page, Pagination } from '@shopify/polaris';
import { boundary } from '@shopify/shopify-app-remix/server';
import { useTranslation } from 'react-i18next';
import { newerPage, olderPage } from '../components/activity/query.ts';
import { EmptyNote } from '../components/empty-note.tsx';
import { byCause, readSelection } from '../components/problems/by-cause.ts';
import { CauseCard } from '../components/problems/cause-card.tsx';
import { useReplay } from '../components/problems/use-replay.ts';
import { ScreenError } from '../components/screen-error.tsx';
import { requireShop } from '../require-shop.ts';

const PAGE = 50;

export async function loader({ request, context }: LoaderFunctionArgs) {
  const shop = await requireShop(context, request);
  const cursor = new URL(request.url).searchParams.get('cursor');
  const page = await context.services.problems.list(shop, { limit: PAGE, ...(cursor ? { cursor } : {}) });
  return { now: new Date().toISOString(), ...page };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const shop = await requireShop(context, request);
  const selection = readSelection(await request.formData());
  if (!selection) throw new Response(null, { status: 400 });
  return context.services.problems.replay(shop, selection);
}

export const headers: HeadersFunction = (args) => boundary.headers(args);

export { ScreenError as ErrorBoundary };

/** Problems: the failures that wait for a person, by cause, each with what to do. */
export default function Problems() {
  const { t } = useTranslation();
  const { problems, nextCursor, now } = useLoaderData<typeof loader>();
  const [params, setParams] = useSearchParams();
  const { busy, replay } = useReplay();
  const newer = newerPage(params);
  const paged = nextCursor !== null || newer !== null;
  return (
    <Page
      title={t('problems.title')}
      subtitle={t('problems.subtitle')}
      {...(problems.length > 0 || paged
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
        {problems.length === 0 ? (
          <Card>
            <EmptyNote title={t('problems.empty_title')} text={t('problems.empty_text')} />
          </Card>
        ) : null}
        {byCause(problems).map((group) => (
          <CauseCard key={group.cause} group={group} now={now} paged={paged} busy={busy} onReplay={replay} />
        ))}
        {paged ? (
          <Pagination
            accessibilityLabel={t('problems.paging')}
            accessibilityLabels={{ previous: t('activity.newer'), next: t('activity.older') }}
            hasPrevious={newer !== null}
            previousTooltip={t('activity.newer')}
            onPrevious={() => newer && setParams(newer)}
            hasNext={nextCursor !== null}
            nextTooltip={t('activity.older')}
            onNext={() => nextCursor !== null && setParams(olderPage(params, nextCursor))}
          />
        ) : null}
      </BlockStack>
    </Page>
  );
}
