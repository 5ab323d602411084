import type { AppLoadContext } from '@remix-run/node';
import type { ShopRef } from './services.ts';

/**
 * Every loader and action of the embedded app begins with it: who is asking is known and installed, or the answer is
 * a thrown Response (a redirect, a bounce page, a 401) that Shopify's package made.
 */
export async function requireShop(context: AppLoadContext, request: Request): Promise<ShopRef> {
  const { session } = await context.shopify.authenticate.admin(request);
  return shopOf(context, session);
}

/** The same, with who of the store's staff it is: `user <id>` and their name, as the history of the configuration keeps it. */
export async function requireStaff(
  context: AppLoadContext,
  request: Request,
): Promise<{ shop: ShopRef; actor: string }> {
  const { session, sessionToken } = await context.shopify.authenticate.admin(request);
  const shop = await shopOf(context, session);
  const idToken = /^Bearer (.+)$/.exec(request.headers.get('authorization') ?? '')?.[1];
  const name = idToken ? await context.staffName(shop.domain, idToken, sessionToken.sub) : null;
  return { shop, actor: ['user', sessionToken.sub, ...(name ? [name.slice(0, 100)] : [])].join(' ') };
}

async function shopOf(
  context: AppLoadContext,
  session: Parameters<AppLoadContext['lifecycle']['install']>[0],
) {
  // A session without a shop row: a process died between storing the one and the other, or shop/redact came late.
  return (await context.lifecycle.find(session.shop)) ?? context.lifecycle.install(session);
}
