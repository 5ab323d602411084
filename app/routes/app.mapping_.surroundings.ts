import type { LoaderFunctionArgs } from '@remix-run/node';
import { readSurroundings } from '../components/mapping/surroundings.ts';
import { requireShop } from '../require-shop.ts';

/** What the mapping screen asks both vendors for, while it is already shown. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const shop = await requireShop(context, request);
  return Response.json(await readSurroundings(context.services, shop), {
    headers: { 'cache-control': 'no-store' },
  });
}
