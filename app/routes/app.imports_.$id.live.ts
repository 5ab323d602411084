import type { LoaderFunctionArgs } from '@remix-run/node';
import { findRun } from '../monitor/runs-screen.ts';
import { requireShop } from '../require-shop.ts';

/** One run for a screen that is already open. */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const shop = await requireShop(context, request);
  const run = await findRun(context.services, shop, params.id ?? '');
  if (!run) throw new Response(null, { status: 404 });
  return Response.json({ now: new Date().toISOString(), run }, { headers: { 'cache-control': 'no-store' } });
}
