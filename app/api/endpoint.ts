import type { AppLoadContext } from '@remix-run/node';
import type { Services, ShopRef } from '../services.ts';
import type { Place } from '../settings/yaml.ts';
import type { Caller } from './access.ts';
import { rateLimitHeaders, readIdempotencyKey } from './admission.ts';
import { type BodyKind, MAX_BODY_BYTES, readBody } from './body.ts';
import { hashOf, once } from './once.ts';
import { answer, invalid, problem } from './problem.ts';

/** One call that has passed the door: who, where, and what was sent (parsed, not yet judged). */
export interface ApiCall {
  shop: ShopRef;
  actor: string;
  services: Services;
  request: Request;
  url: URL;
  params: Readonly<Record<string, string | undefined>>;
  sent: unknown;
  /** Where a path of `sent` stands in the text, when it was sent as YAML. */
  placeOf?: (path: string) => Place;
  /** Resolves when the connection has taken what was written so far, or is gone. */
  drained(): Promise<void>;
}

interface Operation {
  body?: BodyKind;
  run(call: ApiCall): Promise<Response>;
}

type Method = 'GET' | 'PUT' | 'POST' | 'DELETE';

interface RouteArgs {
  request: Request;
  params: Readonly<Record<string, string | undefined>>;
  context: AppLoadContext;
}

/**
 * An API address: what it does by method. The function it gives is both loader and action of the route, because the
 * method decides here: 405 with Allow, 401 with WWW-Authenticate, 415, 413, 400, and only then the operation.
 * Whatever happens, the answer is JSON or problem+json, never a page.
 */
export function endpoint(
  operations: Partial<Record<Method, Operation>>,
): (args: RouteArgs) => Promise<Response> {
  const allowed = Object.keys(operations).join(', ');
  return async ({ request, params, context }) => {
    if (isPreflight(request)) return preflight(allowed);
    const operation = Object.hasOwn(operations, request.method)
      ? operations[request.method as Method]
      : undefined;
    if (!operation) return methodNotAllowed(allowed);
    try {
      return readable(await run(operation, { request, params, context }));
    } catch (err) {
      const url = new URL(request.url);
      context.log.error({ err, method: request.method, path: url.pathname }, 'An API call failed');
      return readable(
        problem('unexpected', { detail: 'The error was logged. Trying again later may help.' }),
      );
    }
  };
}

/** A document that anybody may GET; it is made at the first call and kept. */
export function publicDocument(make: () => unknown): (args: Pick<RouteArgs, 'request'>) => Promise<Response> {
  let document: unknown;
  return async ({ request }) => {
    if (isPreflight(request)) return preflight('GET');
    if (request.method !== 'GET') return methodNotAllowed('GET');
    document ??= make();
    return readable(answer(200, document, { 'Cache-Control': 'public, max-age=300' }));
  };
}

async function run(operation: Operation, { request, params, context }: RouteArgs): Promise<Response> {
  const caller = await context.access.identify(request);
  if (caller.kind === 'refused') {
    return problem('unauthorized', { detail: caller.reason, headers: { 'WWW-Authenticate': 'Bearer' } });
  }
  const usage = await context.admission.count(`${caller.shop.id}:${caller.caller}`);
  const limits = rateLimitHeaders(usage);
  if (!usage.allowed) {
    const detail = `At most ${usage.limit} calls in ${usage.windowSeconds} seconds; go on in ${usage.resetSeconds} seconds`;
    return problem('too_many_requests', { detail, headers: limits });
  }
  const response = await perform(operation, { request, params, context }, caller);
  for (const [name, value] of Object.entries(limits)) response.headers.set(name, value);
  return response;
}

async function perform(
  operation: Operation,
  { request, params, context }: RouteArgs,
  { shop, actor, caller }: Extract<Caller, { kind: 'shop' }>,
): Promise<Response> {
  const { services, admission, drained = async () => {} } = context;
  const call = { shop, actor, services, drained, request, params, url: new URL(request.url) };
  const read = await readSentBody(operation, request);
  if (read instanceof Response) return read;
  const ready: ApiCall = { ...call, ...read };
  const header = request.method === 'POST' ? request.headers.get('idempotency-key') : null;
  if (header === null) return operation.run(ready);
  const key = readIdempotencyKey(header);
  if (key === null)
    return problem('bad_idempotency_key', { detail: 'Idempotency-Key is 1 to 255 visible characters' });
  const { url, sent } = ready;
  const fingerprint = await hashOf(`${url.pathname}${url.search}\n${JSON.stringify(sent) ?? ''}`);
  return once(admission, { shopId: shop.id, caller, key, fingerprint }, () => operation.run(ready));
}

/** Parses the body as the operation takes it: what was sent, or the answer to a body that cannot be read. */
async function readSentBody(
  operation: Operation,
  request: Request,
): Promise<Pick<ApiCall, 'sent' | 'placeOf'> | Response> {
  if (operation.body === undefined || operation.body === 'none') return { sent: undefined };
  const body = await readBody(request, operation.body);
  switch (body.kind) {
    case 'unsupported':
      return problem('unsupported_media_type', { detail: body.detail });
    case 'too_large':
      return problem('body_too_large', { detail: `At most ${MAX_BODY_BYTES} bytes are taken` });
    case 'unreadable':
      return problem('unreadable_body', { detail: body.detail });
    case 'invalid':
      return invalid(body.faults);
    case 'read':
      return { sent: body.sent, ...(body.placeOf ? { placeOf: body.placeOf } : {}) };
  }
}

function methodNotAllowed(allowed: string): Response {
  return readable(
    problem('method_not_allowed', { detail: `Allowed here: ${allowed}`, headers: { Allow: allowed } }),
  );
}

/** The admin's extensions run on an origin of Shopify's and ask first. Any other OPTIONS is a wrong method. */
function isPreflight(request: Request): boolean {
  return (
    request.method === 'OPTIONS' &&
    request.headers.has('origin') &&
    request.headers.has('access-control-request-method')
  );
}

function preflight(allowed: string): Response {
  const headers = {
    'Access-Control-Allow-Methods': allowed,
    'Access-Control-Allow-Headers': 'Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match',
    'Access-Control-Max-Age': '600',
  };
  return readable(new Response(null, { status: 204, headers }));
}

/** Any origin may read: nothing is given without a bearer token, and no cookie counts as one. */
function readable(response: Response): Response {
  response.headers.set('Access-Control-Allow-Origin', '*');
  response.headers.set(
    'Access-Control-Expose-Headers',
    'ETag, Location, RateLimit, RateLimit-Policy, Retry-After, Idempotent-Replayed',
  );
  return response;
}
