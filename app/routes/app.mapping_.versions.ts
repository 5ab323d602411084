import type { LoaderFunctionArgs } from '@remix-run/node';
import { requireShop } from '../require-shop.ts';

/** A page of the history; `?before=` the version that it ends above. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const shop = await requireShop(context, request);
  const before = new URL(request.url).searchParams.get('before');
  if (before !== null && !/^\d{1,9}$/.test(before)) throw new Response(null, { status: 400 });
  const page = await context.services.mapping.versions(shop, before === null ? undefined : Number(before));
  return Response.json(
    { ...page, now: new Date().toISOString() },
    { headers: { 'cache-control': 'no-store' } },
  );
}
