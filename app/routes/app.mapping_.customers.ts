import type { LoaderFunctionArgs } from '@remix-run/node';
import { MOST_METAFIELDS } from '../components/mapping/surroundings.ts';
import { requireShop } from '../require-shop.ts';

/**
 * Customers to look at: `?search=` a handful to choose from, the ones that changed last without words; `?id=` one, with
 * the metafields (`namespace.key`) that `metafields` names, separated by commas.
 */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const shop = await requireShop(context, request);
  const { mapping } = context.services;
  const query = new URL(request.url).searchParams;
  const id = query.get('id');
  if (id === null) return json(await mapping.customers(shop, (query.get('search') ?? '').slice(0, 200)));
  if (!/^\d{1,20}$/.test(id)) throw new Response(null, { status: 400 });
  const metafields = (query.get('metafields') ?? '')
    .split(',')
    .filter((name) => /^[\w-]+(?:\.[\w-]+)+$/.test(name));
  return json(await mapping.customer(shop, id, metafields.slice(0, MOST_METAFIELDS)));
}

function json(body: unknown): Response {
  return Response.json(body, { headers: { 'cache-control': 'no-store' } });
}
