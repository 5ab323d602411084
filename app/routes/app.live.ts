import type { LoaderFunctionArgs } from '@remix-run/node';
import { readHome } from '../monitor/home-screen.ts';
import { readWindow } from '../monitor/trend.ts';
import { requireShop } from '../require-shop.ts';

/** The home screen's data for a screen that is already open (components/use-live.ts asks every few seconds). */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const shop = await requireShop(context, request);
  const window = readWindow(new URL(request.url).searchParams.get('window'));
  return Response.json(await readHome(context.services, shop, window), {
    headers: { 'cache-control': 'no-store' },
  });
}
