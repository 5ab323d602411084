import type { LoaderFunctionArgs } from '@remix-run/node';
import type { Surroundings } from '../components/mapping/use-surroundings.ts';
import { requireShop } from '../require-shop.ts';

/** What the mapping screen asks both vendors for, while it is already shown. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const shop = await requireShop(context, request);
  const { mapping, connection } = context.services;
  const [attributes, lists, store, recent] = await Promise.all([
    connection.attributes(shop),
    connection.lists(shop),
    mapping.storeFields(shop),
    mapping.customers(shop, ''),
  ]);
  const surroundings: Surroundings = { attributes, lists, store, recent };
  return Response.json(surroundings, { headers: { 'cache-control': 'no-store' } });
}
