import type { ActionFunctionArgs } from '@remix-run/node';
import { requireShop } from '../require-shop.ts';

/** What Brevo would hold for a customer, by a configuration that is still being edited (components/mapping/use-preview.ts). */
export async function action({ request, context }: ActionFunctionArgs) {
  const shop = await requireShop(context, request);
  const sent = (await request.json()) as { customerId?: unknown; configuration?: unknown };
  if (typeof sent.customerId !== 'string' || !/^\d{1,20}$/.test(sent.customerId))
    throw new Response(null, { status: 400 });
  const { customerId, configuration } = sent;
  return Response.json(
    await context.services.mapping.preview(shop, {
      customerId,
      ...(configuration === undefined ? {} : { configuration }),
    }),
    { headers: { 'cache-control': 'no-store' } },
  );
}
