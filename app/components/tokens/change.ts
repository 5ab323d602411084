import type { Services, ShopRef } from '../../services.ts';

/** How an action on the API tokens ended. The token itself is in the answer once. */
export type TokenChange =
  | { kind: 'created'; token: string; name: string }
  | { kind: 'too_many'; most: number }
  | { kind: 'no_name' }
  | { kind: 'revoked' };

/** Parses the form and calls the one service function behind it. */
export async function changeTokens(services: Services, shop: ShopRef, form: FormData): Promise<TokenChange> {
  const field = (name: string) => String(form.get(name) ?? '').trim();
  switch (form.get('intent')) {
    case 'create': {
      const name = field('name');
      if (name === '') return { kind: 'no_name' };
      const ending = await services.tokens.create(shop, name);
      return ending.kind === 'created'
        ? { kind: 'created', token: ending.token, name: ending.view.name }
        : ending;
    }
    case 'revoke':
      await services.tokens.revoke(shop, field('id'));
      return { kind: 'revoked' };
    default:
      throw new Response('Unknown intent', { status: 400 });
  }
}
