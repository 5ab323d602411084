import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerPage, isOnPage } from '../other-shops/door.ts';
import { bodyOf, noteCall } from '../other-shops/requests.ts';
import type { Shop } from '../other-shops/shop.ts';
import { checkSignature } from './oauth.ts';
import { type Criteria, readCriteria, search } from './search.ts';
import {
  CUSTOMERS,
  dbTime,
  GROUPS,
  type Integration,
  MagentoWorld,
  ORDERS,
  type StoreCustomer,
  type StoreOrder,
} from './world.ts';

export interface RunningMagento {
  world: MagentoWorld;
  url: string;
  close(): Promise<void>;
}

interface MagentoOptions {
  now?: () => number;
  /** For a person: a page at the server's own address. */
  pageOf?: (world: MagentoWorld) => Shop;
}

/** An emulated Magento on a port of its own. */
export async function startMagento({ now, pageOf }: MagentoOptions = {}): Promise<RunningMagento> {
  const world = new MagentoWorld(now);
  const page = pageOf?.(world) ?? null;
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://shop');
    if (page && isOnPage(request) && answerPage(page, request, await bodyOf(request), response)) return;
    noteCall(world, request, response, decodeURIComponent(url.pathname + url.search));
    if (world.faults.hit(request, response)) return;
    request.resume();
    const { status, body } = reply(world, request, url);
    send(response, status, body);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    world,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

interface Answer {
  status: number;
  body: unknown;
}

function reply(world: MagentoWorld, request: IncomingMessage, url: URL): Answer {
  if (!url.pathname.startsWith('/rest/'))
    return { status: 404, body: { message: 'Request does not match any route.' } };
  const path = url.pathname.replace(/^\/rest(\/(default|all))?\/V1/, '');
  const routes: Record<string, [string, (world: MagentoWorld, criteria: Criteria) => Answer]> = {
    '/customers/search': [CUSTOMERS, customers],
    '/orders': [ORDERS, orders],
    '/customerGroups/search': [GROUPS, groups],
  };
  const route = Object.hasOwn(routes, path) ? routes[path] : undefined;
  if (!route || request.method !== 'GET')
    return { status: 404, body: { message: 'Request does not match any route.' } };
  const signIn = signedIn(world, request);
  if ('refused' in signIn) return { status: 401, body: { message: signIn.refused } };
  if (!signIn.integration?.resources.includes(route[0]))
    return {
      status: 401,
      body: {
        message: "The consumer isn't authorized to access %resources.",
        parameters: { resources: route[0] },
      },
    };
  const answer = route[1](world, readCriteria(url.searchParams));
  const fields = url.searchParams.get('fields');
  return fields === null ? answer : { ...answer, body: partial(answer.body, fields) };
}

/** Signed, or with the token alone where that is allowed; who is neither is nobody, and may do nothing. */
function signedIn(
  world: MagentoWorld,
  request: IncomingMessage,
): { integration: Integration | undefined } | { refused: string } {
  const authorization = request.headers.authorization ?? '';
  if (/^OAuth /i.test(authorization)) {
    const called = new URL(request.url ?? '/', `https://${request.headers.host}`);
    return checkSignature(world, request.method ?? '', called, authorization);
  }
  const token = /^Bearer (.+)$/.exec(authorization)?.[1];
  const found = world.integrations.find((each) => each.token === token);
  return { integration: world.bearerAllowed ? found : undefined };
}

function customers(world: MagentoWorld, criteria: Criteria): Answer {
  const found = search([...world.customers.values()], criteria, (customer, field) =>
    field === 'entity_id'
      ? customer.id
      : field === 'updated_at'
        ? dbTime(customer.updatedAt)
        : field === 'created_at'
          ? dbTime(customer.createdAt)
          : field === 'email'
            ? customer.email
            : undefined,
  );
  return found.unknown === null
    ? page(found.rows.map(customerView), found.total)
    : unknownField(found.unknown);
}

function orders(world: MagentoWorld, criteria: Criteria): Answer {
  const found = search(world.orders, criteria, (order, field) =>
    field === 'entity_id'
      ? order.id
      : field === 'customer_id'
        ? order.customerId
        : field === 'updated_at'
          ? dbTime(order.updatedAt)
          : field === 'state'
            ? order.state
            : undefined,
  );
  return found.unknown === null ? page(found.rows.map(orderView), found.total) : unknownField(found.unknown);
}

function groups(world: MagentoWorld, criteria: Criteria): Answer {
  const all = [...world.groups].map(([id, code]) => ({
    id,
    code,
    tax_class_id: 3,
    tax_class_name: 'Retail Customer',
  }));
  const found = search(all, criteria, (group, field) =>
    field === 'customer_group_id' ? group.id : field === 'customer_group_code' ? group.code : undefined,
  );
  return found.unknown === null ? page(found.rows, found.total) : unknownField(found.unknown);
}

function page(items: unknown[], total: number): Answer {
  return { status: 200, body: { items, search_criteria: {}, total_count: total } };
}

function unknownField(field: string): Answer {
  return { status: 400, body: { message: `Invalid attribute name: ${field}` } };
}

function customerView(customer: StoreCustomer): Record<string, unknown> {
  const address = {
    id: customer.id * 10,
    customer_id: customer.id,
    region: { region_code: null, region: null, region_id: 0 },
    country_id: customer.country,
    street: ['Dam 1'],
    telephone: customer.phone ?? '',
    postcode: '1012 JS',
    city: 'Amsterdam',
    firstname: customer.firstName,
    lastname: customer.lastName,
    default_shipping: true,
    default_billing: true,
  };
  return {
    id: customer.id,
    group_id: customer.groupId,
    default_billing: String(address.id),
    default_shipping: String(address.id),
    created_at: dbTime(customer.createdAt),
    updated_at: dbTime(customer.updatedAt),
    created_in: 'Default Store View',
    email: customer.email,
    firstname: customer.firstName,
    lastname: customer.lastName,
    store_id: 1,
    website_id: 1,
    addresses: [address],
    disable_auto_group_change: 0,
    extension_attributes: { is_subscribed: customer.subscribed },
    custom_attributes: [...customer.attributes].map(([attribute_code, value]) => ({ attribute_code, value })),
  };
}

function orderView(order: StoreOrder): Record<string, unknown> {
  return {
    entity_id: order.id,
    increment_id: String(order.id).padStart(9, '0'),
    customer_id: order.customerId ?? undefined,
    customer_is_guest: order.customerId === null ? 1 : 0,
    state: order.state,
    status: order.state,
    base_grand_total: order.total,
    base_total_refunded: order.refunded || undefined,
    base_currency_code: 'EUR',
    grand_total: order.total,
    created_at: dbTime(order.createdAt),
    updated_at: dbTime(order.updatedAt),
    items: [{ sku: 'A', qty_ordered: 1 }],
  };
}

/** Magento's partial answers, as far as they are asked for: `items[id,email],total_count`. */
function partial(body: unknown, fields: string): unknown {
  const wanted = /^items\[([\w,]+)\],total_count$/.exec(fields)?.[1]?.split(',');
  if (!wanted) throw new Error(`The emulated Magento does not understand fields=${fields}`);
  const { items, total_count } = body as { items?: Record<string, unknown>[]; total_count?: number };
  if (!items) return body;
  const rows = items.map((item) =>
    Object.fromEntries(wanted.filter((name) => item[name] !== undefined).map((name) => [name, item[name]])),
  );
  return { items: rows, total_count };
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(body));
}
