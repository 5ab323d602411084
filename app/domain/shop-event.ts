/** What a source says of the shop itself, besides its customers. Each may come twice and in any order. */
export type ShopEvent =
  | { name: 'uninstalled'; at: string }
  | { name: 'scopes_updated'; scopes: string[] }
  | { name: 'bulk_finished'; operationId: string }
  | { name: 'data_requested'; customerId: string }
  | { name: 'redacted' }
  /** customers/redact of a shop that has uninstalled: nothing is delivered any more, what we hold is erased. */
  | { name: 'customer_erased'; customerId: string };
