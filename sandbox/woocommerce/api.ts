import { customerView, olderCustomerView, reportView } from './views.ts';
import type { WooWebhook } from './webhooks.ts';
import type { ApiKey, User, WooWorld } from './world.ts';

export interface WooAnswer {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
}

interface WooCall {
  world: WooWorld;
  key: ApiKey;
  method: string;
  path: string;
  query: URLSearchParams;
  body: Record<string, unknown>;
}

export function refusal(status: number, code: string, message: string): WooAnswer {
  return { status, body: { code, message, data: { status } } };
}

/** What the REST API answers to a call that is signed in. */
export function answerCall(call: WooCall): WooAnswer {
  const { method, path, key } = call;
  const reads = method === 'GET';
  if (reads ? key.permissions === 'write' : key.permissions === 'read')
    return refusal(
      401,
      'woocommerce_rest_authentication_error',
      `The API key provided does not have ${reads ? 'read' : 'write'} permissions.`,
    );
  if (path === '/wc/v3/customers' && reads) return customers(call, customerView);
  if (path === '/wc/v2/customers' && reads) return customers(call, olderCustomerView);
  if (path === '/wc/v3/data/currencies/current' && reads)
    return { status: 200, body: { code: call.world.currency, name: 'Euro', symbol: '&euro;' } };
  if (path === '/wc-analytics/reports/customers' && reads && call.world.analytics !== 'off')
    return report(call);
  if (path === '/wc/v3/webhooks') return reads ? listWebhooks(call) : createWebhook(call);
  const webhook = /^\/wc\/v3\/webhooks\/(\d+)$/.exec(path);
  if (webhook) return oneWebhook(call, Number(webhook[1]));
  return refusal(404, 'rest_no_route', 'No route was found matching the URL and request method.');
}

function customers(
  { world, query }: WooCall,
  view: (world: WooWorld, user: User) => Record<string, unknown>,
): WooAnswer {
  const size = pageSize(query, 10);
  if (typeof size !== 'number') return size;
  const include = query.get('include')?.split(',').map(Number);
  const role = query.get('role') ?? 'customer';
  const found = [...world.users.values()]
    .filter((user) => role === 'all' || user.role === role)
    .filter((user) => !include || include.includes(user.id));
  const orderBy = query.get('orderby') ?? 'name';
  found.sort((a, b) =>
    orderBy === 'id' ? a.id - b.id : a.username < b.username ? -1 : a.username > b.username ? 1 : 0,
  );
  if (query.get('order') === 'desc') found.reverse();
  const offset = query.has('offset')
    ? Number(query.get('offset'))
    : (Number(query.get('page') ?? 1) - 1) * size;
  return {
    status: 200,
    body: found.slice(offset, offset + size).map((user) => view(world, user)),
    headers: totals(found.length, size),
  };
}

function report({ world, query }: WooCall): WooAnswer {
  const size = pageSize(query, 10);
  if (typeof size !== 'number') return size;
  const users = world.analytics === 'old' ? null : (query.get('users')?.split(',').map(Number) ?? null);
  const rows = [...world.users.values()].filter((user) => !users || users.includes(user.id));
  return {
    status: 200,
    body: rows.slice(0, size).map((user) => reportView(world, user)),
    headers: totals(rows.length, size),
  };
}

function listWebhooks({ world, query }: WooCall): WooAnswer {
  const size = pageSize(query, 10);
  if (typeof size !== 'number') return size;
  const { all } = world.webhooks;
  return { status: 200, body: all.slice(0, size).map(webhookView), headers: totals(all.length, size) };
}

function createWebhook({ world, body }: WooCall): WooAnswer {
  if (typeof body.topic !== 'string' || typeof body.delivery_url !== 'string')
    return refusal(400, 'woocommerce_rest_webhook_missing', 'Webhook topic and delivery URL are required.');
  const webhook = world.webhooks.add(body as Partial<WooWebhook> & { topic: string; delivery_url: string });
  void world.webhooks.ping(webhook);
  return { status: 201, body: webhookView(webhook) };
}

function oneWebhook({ world, method, body, query }: WooCall, id: number): WooAnswer {
  const { all } = world.webhooks;
  const webhook = all.find((each) => each.id === id);
  if (!webhook) return refusal(404, 'woocommerce_rest_shop_webhook_invalid_id', 'Invalid ID.');
  if (method === 'DELETE') {
    if (query.get('force') !== 'true')
      return refusal(501, 'woocommerce_rest_trash_not_supported', 'Webhooks do not support trashing.');
    all.splice(all.indexOf(webhook), 1);
  }
  if (method === 'PUT') Object.assign(webhook, body, { failures: 0 });
  return { status: 200, body: webhookView(webhook) };
}

/** The secret is never given. */
function webhookView({ secret: _, failures: __, ...rest }: WooWebhook): Record<string, unknown> {
  return rest;
}

function pageSize(query: URLSearchParams, usual: number): number | WooAnswer {
  const size = Number(query.get('per_page') ?? usual);
  return size >= 1 && size <= 100
    ? size
    : refusal(400, 'rest_invalid_param', 'Invalid parameter(s): per_page');
}

function totals(total: number, size: number): Record<string, string> {
  return { 'x-wp-total': String(total), 'x-wp-totalpages': String(Math.ceil(total / size)) };
}
