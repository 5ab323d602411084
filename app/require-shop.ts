import type { AppLoadContext } from '@remix-run/node';
import type { ShopRef } from './services.ts';

/**
 * Every loader and action of the embedded app begins with it: who is asking is known and installed, or the answer is
 * a thrown Response (a redirect, a bounce page, a 401) that Shopify's package made.
 */
export async function requireShop(context: AppLoadContext, request: Request): Promise<ShopRef> {
  const { session } = await context.shopify.authenticate.admin(request);
  // A session without a shop row: a process died between storing the one and the other, or shop/redact came late.
  return (await context.lifecycle.find(session.shop)) ?? context.lifecycle.install(session);
}
