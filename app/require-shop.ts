import type { AppLoadContext } from '@remix-run/node';
import type { ShopRef } from './services.ts';

/**
 * Every loader and action of the embedded app begins with it: who is asking is known and installed, or the answer is
 * a thrown Response (a redirect, a bounce page, a 401) that Shopify's package made.
 */
export async function requireShop(context: AppLoadContext, request: Request): Promise<ShopRef> {
  return (await requireStaff(context, request)).shop;
}

/** The same, with who of the store's staff it is, as the history of the configuration names them. */
export async function requireStaff(
  context: AppLoadContext,
  request: Request,
): Promise<{ shop: ShopRef; actor: string }> {
  const { session, sessionToken } = await context.shopify.authenticate.admin(request);
  return { shop: await shopOf(context, session), actor: `user ${sessionToken.sub}` };
}

async function shopOf(
  context: AppLoadContext,
  session: Parameters<AppLoadContext['lifecycle']['install']>[0],
) {
  // A session without a shop row: a process died between storing the one and the other, or shop/redact came late.
  return (await context.lifecycle.find(session.shop)) ?? context.lifecycle.install(session);
}
