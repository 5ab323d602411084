import type { LoaderFunctionArgs } from '@remix-run/node';
import { activityQuery } from '../components/activity/query.ts';
import { requireShop } from '../require-shop.ts';

/** The newest entries for a screen that is already open. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const shop = await requireShop(context, request);
  const query = activityQuery(new URL(request.url).searchParams, Date.now());
  const page = await context.services.monitor.log(shop, query);
  return Response.json(
    { now: new Date().toISOString(), ...page },
    { headers: { 'cache-control': 'no-store' } },
  );
}
