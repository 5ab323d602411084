import { BulkOperations } from './bulk.ts';
import { CostBuckets } from './cost-buckets.ts';
import { ShopifyFaults } from './faults.ts';
import { grants } from './graphql-access.ts';
import { Shop } from './shop.ts';
import { Tokens } from './tokens.ts';
import { WebhookSender } from './webhooks.ts';

export const DEFAULT_SHOP = 'zonnebloem-sandbox.myshopify.com';

export interface WorldOptions {
  apiKey: string;
  apiSecret: string;
  now: () => number;
  random: () => number;
  topics: Set<string>;
  scopes: string[];
}

/** The emulated Shopify: stores by domain, tokens, webhooks, bulk operations, costs and faults. */
export class ShopifyWorld {
  readonly shops = new Map<string, Shop>();
  readonly tokens: Tokens;
  readonly webhooks: WebhookSender;
  readonly bulk: BulkOperations;
  readonly buckets: CostBuckets;
  readonly faults: ShopifyFaults;
  readonly now: () => number;
  readonly scopes: string[];
  readonly flowTriggers: { handle?: string | undefined; payload?: unknown }[] = [];
  /** GraphQL calls: the document's name and its variables. */
  calls: { shop: string; operation: string; variables: Record<string, unknown>; at: number }[] = [];

  constructor({ apiKey, apiSecret, now, random, topics, scopes }: WorldOptions) {
    this.now = now;
    this.scopes = scopes;
    this.tokens = new Tokens({ apiKey, apiSecret, now });
    this.webhooks = new WebhookSender({ secret: apiSecret, topics, now, random });
    this.bulk = new BulkOperations(now);
    this.buckets = new CostBuckets(now);
    this.faults = new ShopifyFaults(random);
    this.addShop(DEFAULT_SHOP);
  }

  addShop(domain: string): Shop {
    const shop = new Shop(domain, this.now, (from, event) => {
      // A store sends nothing to an app that is not installed, but what was under way still arrives.
      const reaches = from.installed || event.topic === 'app/uninstalled' || event.topic.endsWith('/redact');
      if (reaches && mayHear(from.scopes, event.topic)) this.webhooks.emit(from.domain, event);
    });
    shop.scopes = this.scopes;
    this.shops.set(domain, shop);
    return shop;
  }

  shop(domain = DEFAULT_SHOP): Shop {
    const shop = this.shops.get(domain);
    if (!shop) throw new Error(`No store ${domain}`);
    return shop;
  }

  /** Tokens die at once; the webhook follows. */
  uninstall(domain = DEFAULT_SHOP): void {
    const shop = this.shop(domain);
    this.tokens.revoke(domain);
    shop.emit('app/uninstalled', {
      id: 1,
      name: shop.name,
      domain: null,
      myshopify_domain: null,
      email: null,
    });
    shop.installed = false;
  }

  redactShop(domain = DEFAULT_SHOP): void {
    this.shop(domain).emit('shop/redact', { shop_id: 1, shop_domain: domain });
  }

  scopesUpdate(scopes: string[], domain = DEFAULT_SHOP): void {
    const shop = this.shop(domain);
    const previous = shop.scopes;
    shop.scopes = scopes;
    shop.emit('app/scopes_update', {
      id: 1,
      shop_id: 'gid://shopify/Shop/1',
      previous,
      current: scopes,
      updated_at: new Date(this.now()).toISOString(),
    });
  }
}

/** A topic is delivered to those who may read what it tells of; what the law asks, to everybody. */
function mayHear(scopes: readonly string[], topic: string): boolean {
  if (/^customers\/(data_request|redact)$/.test(topic) || !topic.startsWith('customer')) return true;
  return grants(scopes, topic === 'customers/merge' ? 'read_customer_merge' : 'read_customers');
}
