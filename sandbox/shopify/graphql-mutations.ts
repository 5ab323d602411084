import { customerNode } from './graphql-nodes.ts';
import type { EmailState, NewCustomer, Shop } from './shop.ts';
import type { ShopifyWorld } from './world.ts';

type Input = Record<string, unknown>;
const plain = (id: unknown) => String(id).slice(String(id).lastIndexOf('/') + 1);

/** The mutations an app like ours uses; a refusal of the store becomes a userError, as Shopify has it. */
export function mutations(world: ShopifyWorld, shop: Shop) {
  const guarded = (customerId: unknown, run: () => void) => {
    try {
      run();
      const customer = shop.customers.get(plain(customerId));
      return { customer: customer ? customerNode(shop, customer) : null, userErrors: [] };
    } catch (error) {
      return {
        customer: null,
        userErrors: [{ field: ['input'], message: (error as Error).message, code: 'INVALID' }],
      };
    }
  };
  const consent = (input: Input, key: string, set: (id: string, state: EmailState, at?: number) => void) => {
    const given = input[key] as { marketingState: EmailState; consentUpdatedAt?: unknown };
    const at =
      given.consentUpdatedAt === undefined || given.consentUpdatedAt === null
        ? undefined
        : Date.parse(String(given.consentUpdatedAt));
    return guarded(input.customerId, () => {
      // The schema's enum has more states than the mutation takes (facts section 5).
      if (!['SUBSCRIBED', 'UNSUBSCRIBED', 'PENDING'].includes(given.marketingState))
        throw new Error('Marketing state is not included in the list');
      if (at !== undefined && at > world.now() + 1_000)
        throw new Error('Consent updated at must not be in the future');
      set(plain(input.customerId), given.marketingState, at);
    });
  };
  return {
    customerEmailMarketingConsentUpdate: ({ input }: { input: Input }) =>
      consent(input, 'emailMarketingConsent', (id, state, at) => shop.setEmailConsent(id, state, at)),
    customerSmsMarketingConsentUpdate: ({ input }: { input: Input }) =>
      consent(input, 'smsMarketingConsent', (id, state, at) => shop.setSmsConsent(id, state, at)),
    customerCreate({ input }: { input: Input }) {
      let id = '';
      return guarded(id, () => {
        id = shop.createCustomer(input as NewCustomer).id;
      });
    },
    customerUpdate: ({ input }: { input: Input }) =>
      guarded(input.id, () => shop.updateCustomer(plain(input.id), input as NewCustomer)),
    customerDelete({ input }: { input: Input }) {
      const ending = guarded(input.id, () => shop.deleteCustomer(plain(input.id)));
      return {
        deletedCustomerId: ending.userErrors.length > 0 ? null : input.id,
        shop: null,
        userErrors: ending.userErrors,
      };
    },
    tagsAdd: ({ id, tags }: { id: string; tags: string[] }) => ({
      node: null,
      ...guarded(id, () => shop.addTags(plain(id), tags)),
    }),
    tagsRemove: ({ id, tags }: { id: string; tags: string[] }) => ({
      node: null,
      ...guarded(id, () => shop.removeTags(plain(id), tags)),
    }),
    bulkOperationRunQuery: ({ query }: { query: string }) => world.bulk.run(shop, query),
    bulkOperationCancel: ({ id }: { id: string }) => ({
      bulkOperation: world.bulk.cancel(id),
      userErrors: [],
    }),
    flowTriggerReceive: ({ handle, payload }: { handle?: string; payload?: unknown }) => {
      world.flowTriggers.push({ handle, payload });
      return { userErrors: [] };
    },
  };
}
