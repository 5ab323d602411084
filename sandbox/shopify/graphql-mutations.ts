import {
  type CustomerIdentifier,
  type CustomerInput,
  createCustomer,
  setCustomer,
  updateCustomer,
} from './customer-input.ts';
import { customerNode, shopNode } from './graphql-nodes.ts';
import type { EmailState, Shop } from './shop.ts';
import type { ShopifyWorld } from './world.ts';

type Input = Record<string, unknown>;
const plain = (id: unknown) => String(id).slice(String(id).lastIndexOf('/') + 1);

/** The mutations an app like ours uses; a refusal of the store becomes a userError, as Shopify has it. */
export function mutations(world: ShopifyWorld, shop: Shop) {
  const guarded = (customerId: () => unknown, run: () => void) => {
    try {
      run();
      const customer = shop.customers.get(plain(customerId()));
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
    return guarded(
      () => input.customerId,
      () => {
        // The schema's enum has more states than the mutation takes (facts section 5).
        if (!['SUBSCRIBED', 'UNSUBSCRIBED', 'PENDING'].includes(given.marketingState))
          throw new Error('Marketing state is not included in the list');
        if (at !== undefined && at > world.now() + 1_000)
          throw new Error('Consent updated at must not be in the future');
        set(plain(input.customerId), given.marketingState, at);
      },
    );
  };
  /** Runs what makes or changes a customer, and answers with that customer. */
  const written = (run: () => string) => {
    let id = '';
    return guarded(
      () => id,
      () => {
        id = run();
      },
    );
  };
  const tagged = (id: string, run: () => void) => {
    const { customer, userErrors } = guarded(() => id, run);
    return { node: customer, userErrors };
  };
  return {
    customerEmailMarketingConsentUpdate: ({ input }: { input: Input }) =>
      consent(input, 'emailMarketingConsent', (id, state, at) => shop.setEmailConsent(id, state, at)),
    customerSmsMarketingConsentUpdate: ({ input }: { input: Input }) =>
      consent(input, 'smsMarketingConsent', (id, state, at) => shop.setSmsConsent(id, state, at)),
    customerCreate: ({ input }: { input: CustomerInput }) => written(() => createCustomer(shop, input)),
    customerUpdate: ({ input }: { input: CustomerInput }) =>
      written(() => updateCustomer(shop, plain(input.id), input)),
    customerSet: ({ identifier, input }: { identifier?: CustomerIdentifier; input: CustomerInput }) =>
      written(() => setCustomer(shop, identifier ?? { id: input.id ?? null }, input)),
    customerDelete({ input }: { input: Input }) {
      const { userErrors } = guarded(
        () => '',
        () => shop.deleteCustomer(plain(input.id)),
      );
      return {
        deletedCustomerId: userErrors.length > 0 ? null : input.id,
        shop: shopNode(shop),
        userErrors,
      };
    },
    tagsAdd: ({ id, tags }: { id: string; tags: string[] }) =>
      tagged(id, () => shop.addTags(plain(id), tags)),
    tagsRemove: ({ id, tags }: { id: string; tags: string[] }) =>
      tagged(id, () => shop.removeTags(plain(id), tags)),
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
