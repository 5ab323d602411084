import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ShopifyFaultKind } from './faults.ts';
import { answerGraphql } from './graphql.ts';
import { json } from './reply.ts';
import type { Shop } from './shop.ts';
import type { ShopifyWorld } from './world.ts';

const CALLS_KEPT = 20_000;

/** POST graphql.json: what went wrong on the way, the token, and then the answer. */
export async function serveGraphql(
  world: ShopifyWorld,
  shop: Shop,
  request: IncomingMessage,
  response: ServerResponse,
  body: Record<string, unknown>,
): Promise<void> {
  const { query, variables, operationName } = body as {
    query?: string;
    variables?: Record<string, unknown> | null;
    operationName?: string | null;
  };
  if (typeof query !== 'string')
    return json(response, 400, { errors: { query: 'Required parameter missing or invalid' } });
  const operation = operationName ?? /(?:query|mutation)\s+(\w+)/.exec(query)?.[1] ?? '';
  world.calls.push({ shop: shop.domain, operation, variables: variables ?? {}, at: world.now() });
  if (world.calls.length > CALLS_KEPT) world.calls.shift();
  const fault = world.faults.next(operation);
  if (fault && (await failed(fault, request, response))) return;
  const token = String(request.headers['x-shopify-access-token'] ?? '');
  if (fault === '401' || !world.tokens.valid(shop.domain, token))
    return json(response, 401, {
      errors: '[API] Invalid API key or access token (unrecognized login or wrong password)',
    });
  const question = { query, variables: variables ?? {}, operationName: operationName ?? null };
  json(response, 200, await answerGraphql(world, shop, question, { approved: fault !== 'pcd' }));
}

/** True when the fault was the answer. */
async function failed(
  fault: ShopifyFaultKind,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  switch (fault) {
    case 'reset':
      request.socket.destroy();
      return true;
    case 'timeout':
      // No answer, until the caller has enough.
      await new Promise<void>((resolve) => response.once('close', resolve));
      return true;
    case '429':
      response.setHeader('retry-after', '0.2');
      json(response, 429, { errors: 'Exceeded 2 calls per second for api client.' });
      return true;
    case '500':
    case '502':
    case '503':
      response
        .writeHead(Number(fault), { 'content-type': 'text/html' })
        .end('<html><body>Something went wrong</body></html>');
      return true;
    case '403':
      json(response, 403, { errors: 'Forbidden' });
      return true;
    case 'malformedJson':
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"data":{"nodes":[{"id":');
      return true;
    case 'throttled':
      json(response, 200, {
        errors: [{ message: 'Throttled', extensions: { code: 'THROTTLED' } }],
        extensions: {
          cost: {
            requestedQueryCost: 20,
            actualQueryCost: null,
            throttleStatus: { maximumAvailable: 2_000, currentlyAvailable: 0, restoreRate: 100 },
          },
        },
      });
      return true;
    default:
      return false;
  }
}
