import type { LoaderFunctionArgs } from '@remix-run/node';
import { csvFile } from '../api/problem.ts';
import { activityQuery } from '../components/activity/query.ts';
import { requireShop } from '../require-shop.ts';

/** Everything that the filters let through, as CSV; streamed, so that a long log is never held whole. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const shop = await requireShop(context, request);
  const { limit: _, cursor: __, ...query } = activityQuery(new URL(request.url).searchParams, Date.now());
  return csvFile(
    'activity.csv',
    context.services.monitor.logAsCsv(shop, query),
    context.drained ?? (async () => {}),
  );
}
