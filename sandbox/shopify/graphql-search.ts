import { customerNode } from './graphql-nodes.ts';
import type { Shop, StoreCustomer } from './shop.ts';

type Test = (customer: StoreCustomer) => boolean;

/** A page of customers by Shopify's search syntax, as far as an app like ours needs it. */
export function searchCustomers(
  shop: Shop,
  args: { first?: number; after?: string; query?: string; reverse?: boolean },
) {
  const first = args.first ?? 50;
  if (first > 250) throw new Error('The first argument cannot be greater than 250');
  const all = [...shop.customers.values()].filter(matcher(args.query ?? ''));
  if (args.reverse) all.reverse();
  const start = args.after ? Number(Buffer.from(args.after, 'base64').toString()) : 0;
  const slice = all.slice(start, start + first);
  const edges = slice.map((customer, i) => ({
    node: customerNode(shop, customer),
    cursor: cursor(start + i + 1),
  }));
  return {
    total: all.length,
    edges,
    nodes: edges.map((edge) => edge.node),
    pageInfo: {
      hasNextPage: start + first < all.length,
      hasPreviousPage: start > 0,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}

function cursor(position: number): string {
  return Buffer.from(String(position)).toString('base64');
}

/** Terms are joined by AND; timestamps must be quoted, or they lose their time part (facts section 5). */
export function matcher(query: string): Test {
  const terms = query.match(/\w+:(?:>=|<=|>|<)?(?:'[^']*'|"[^"]*"|\S+)|"[^"]*"|\S+/g) ?? [];
  const tests = terms.filter((term) => term !== 'AND').map(test);
  return (customer) => tests.every((matches) => matches(customer));
}

function test(term: string): Test {
  const field = /^(\w+):(>=|<=|>|<)?(.*)$/s.exec(term);
  if (!field) return freeText(term.replace(/^"|"$/g, ''));
  const [, name, operator = '', raw = ''] = field;
  const quoted = /^['"]/.test(raw);
  const value = raw.replace(/^['"]|['"]$/g, '');
  switch (name) {
    case 'updated_at': {
      const at = Date.parse(quoted ? value : value.slice(0, 10));
      return (c) => (operator.startsWith('<') ? c.updatedAt <= at : c.updatedAt >= at);
    }
    case 'id':
      return (c) => c.id === value;
    case 'email':
      return (c) => c.email?.toLowerCase() === value.toLowerCase();
    case 'phone':
      return (c) => c.phone === value;
    case 'tag':
      return (c) => c.tags.some((tag) => tag.toLowerCase() === value.toLowerCase());
    case 'tag_not':
      return (c) => !c.tags.some((tag) => tag.toLowerCase() === value.toLowerCase());
    case 'first_name':
      return (c) => c.firstName?.toLowerCase() === value.toLowerCase();
    case 'last_name':
      return (c) => c.lastName?.toLowerCase() === value.toLowerCase();
    default:
      return freeText(term);
  }
}

function freeText(text: string): Test {
  const wanted = text.toLowerCase();
  return (c) =>
    [c.firstName, c.lastName, c.email, c.phone, c.id].some((value) => value?.toLowerCase().includes(wanted));
}
