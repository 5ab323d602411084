import type { LoaderFunctionArgs } from '@remix-run/node';
import { readRunKind } from '../components/runs/change.ts';
import { readRuns } from '../monitor/runs-screen.ts';
import { requireShop } from '../require-shop.ts';

/** The data of the screen of imports for one that is already open. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const shop = await requireShop(context, request);
  const params = new URL(request.url).searchParams;
  const query = { kind: readRunKind(params.get('kind')) ?? 'import', cursor: params.get('cursor') } as const;
  return Response.json(await readRuns(context.services, shop, query), {
    headers: { 'cache-control': 'no-store' },
  });
}
