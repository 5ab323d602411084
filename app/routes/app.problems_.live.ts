import type { LoaderFunctionArgs } from '@remix-run/node';
import { readProblemsScreen } from '../monitor/problems-screen.ts';
import { requireShop } from '../require-shop.ts';

/** The problems for a screen that is already open: a replay is seen to go through. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const shop = await requireShop(context, request);
  const params = new URL(request.url).searchParams;
  const query = { cause: params.get('cause'), cursor: params.get('cursor') };
  return Response.json(await readProblemsScreen(context.services, shop, query), {
    headers: { 'cache-control': 'no-store' },
  });
}
