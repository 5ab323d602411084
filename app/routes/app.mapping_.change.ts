import type { ActionFunctionArgs } from '@remix-run/node';
import { changeMapping } from '../components/mapping/change.ts';
import { requireStaff } from '../require-shop.ts';

/** Everything the mapping screen asks the app to do; its own address, so that no answer can replace what is being edited. */
export async function action({ request, context }: ActionFunctionArgs) {
  const { shop, actor } = await requireStaff(context, request);
  const sent: unknown = await request.json().catch(() => null);
  return Response.json(await changeMapping(context.services, shop, actor, sent));
}
