import type { AppLoadContext } from '@remix-run/node';
import { describe, expect, test } from 'vitest';
import { writeCursor } from '../monitor/cursor.ts';
import { action as connection } from '../routes/api.v1.connection.ts';
import { loader as openapi } from '../routes/api.v1.openapi[.]json.ts';
import { action as customerSync } from '../routes/api.v1.skills.customer-sync._index.ts';
import { action as startImport } from '../routes/api.v1.skills.customer-sync.imports._index.ts';
import { loader as imports } from '../routes/api.v1.skills.customer-sync.imports.$id._index.ts';
import { loader as log } from '../routes/api.v1.skills.customer-sync.log.ts';
import { action as retry } from '../routes/api.v1.skills.customer-sync.problems.retry.ts';
import { loader as status } from '../routes/api.v1.skills.customer-sync.status.ts';
import { action as trigger } from '../routes/api.v1.skills.customer-sync.trigger.ts';
import { parseConfiguration } from '../settings/configuration-parsing.ts';
import { shippedConfiguration } from '../settings/defaults.ts';
import { parseYaml } from '../settings/yaml.ts';
import { MAX_BODY_BYTES } from './body.ts';

const SHOP = { id: 1, domain: 'one.myshopify.com' };
const ID = '0198f0c2-6a51-7c3e-9d53-1f2f6f3f5a10';
const shipped = shippedConfiguration(null);

interface World {
  calls: unknown[][];
  logged: unknown[];
  context: AppLoadContext;
}

/** A context whose services note what they were asked. */
function world(): World {
  const calls: unknown[][] = [];
  const logged: unknown[] = [];
  const note =
    (name: string, result: unknown) =>
    async (...args: unknown[]) => {
      calls.push([name, ...args.slice(1)]);
      return result;
    };
  const services = {
    connection: {
      read: note('read', { connected: false }),
      disconnect: note('disconnect', undefined),
      connect: async (_shop: unknown, key: string) => {
        if (key === 'wrong') return { kind: 'refused', cause: 'wrong_key', message: 'Key not found' };
        if (key === 'down') return { kind: 'unreachable', message: 'Brevo did not answer' };
        return { kind: 'connected', connection: { connected: true } };
      },
    },
    configuration: {
      readVersion: note('read', { configuration: shipped, version: 7 }),
      replaceAt: async (_shop: unknown, sent: unknown, by: string) => {
        calls.push(['replace', by]);
        const reading = parseConfiguration(sent, shipped.fieldMapping);
        return reading.kind === 'valid'
          ? { kind: 'stored', configuration: reading.configuration, version: 8 }
          : reading;
      },
    },
    changes: {
      trigger: async (_shop: unknown, sent: unknown) => {
        calls.push(['trigger', sent]);
        return { kind: 'accepted', changeId: ID };
      },
    },
    monitor: {
      status: note('status', {}),
      log: note('log', { entries: [], nextCursor: null }),
    },
    problems: { replay: note('replay', { replayed: 0 }) },
    runs: {
      start: note('start', { kind: 'started', id: ID }),
      read: async () => {
        throw new Error('secret internals');
      },
    },
  };
  const access = {
    identify: async (request: Request) =>
      request.headers.get('authorization') === 'Bearer good'
        ? { kind: 'shop', shop: SHOP, actor: 'token test', caller: 'test' }
        : { kind: 'refused', reason: 'A bearer token is required' },
  };
  const admission = {
    count: async () => ({ allowed: true, limit: 9, windowSeconds: 60, remaining: 8, resetSeconds: 60 }),
  };
  const log = { error: (what: unknown) => logged.push(what) };
  return { calls, logged, context: { services, access, admission, log } as unknown as AppLoadContext };
}

type Route = (args: {
  request: Request;
  params: Record<string, string>;
  context: AppLoadContext;
}) => Promise<Response>;

async function send(
  route: Route,
  init: RequestInit & { url?: string; json?: unknown } = {},
  { context }: World = world(),
  params: Record<string, string> = {},
) {
  const { url = '/x', json, headers, ...rest } = init;
  const request = new Request(`https://app.example${url}`, {
    ...rest,
    headers: {
      authorization: 'Bearer good',
      ...(json === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(json === undefined ? {} : { body: JSON.stringify(json) }),
  } as RequestInit);
  const response = await route({ request, params, context });
  const text = await response.text();
  const type = response.headers.get('content-type') ?? '';
  if (response.status >= 400) {
    expect(type).toBe('application/problem+json');
    expect(JSON.parse(text)).toMatchObject({
      type: expect.any(String),
      title: expect.any(String),
      status: response.status,
      detail: expect.any(String),
    });
  }
  return {
    status: response.status,
    headers: response.headers,
    type,
    text,
    body: type.includes('json') ? JSON.parse(text) : null,
  };
}

describe('the door of an address', () => {
  test('401 with a challenge, before the body is looked at', async () => {
    const answer = await send(customerSync, { method: 'PUT', headers: { authorization: '' }, body: '{' });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  });

  test.each(['HEAD', 'OPTIONS', 'PATCH', 'POST', 'DELETE'])('%s is a wrong method', async (method) => {
    const request = new Request('https://app.example/x', { method });
    const response = await customerSync({ request, params: {}, context: world().context });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, PUT']);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
  });

  test('a preflight of an extension is answered', async () => {
    const headers = { origin: 'https://extensions.shopifycdn.com', 'access-control-request-method': 'PUT' };
    const answer = await send(customerSync, { method: 'OPTIONS', headers });
    expect([answer.status, answer.headers.get('access-control-allow-methods')]).toEqual([204, 'GET, PUT']);
  });

  test('a fault of ours is a 500 that tells nothing and is logged', async () => {
    const here = world();
    const answer = await send(imports, {}, here, { id: ID });
    expect(answer.status).toBe(500);
    expect(answer.text).not.toContain('secret internals');
    expect(here.logged).toHaveLength(1);
  });

  test.each<[string, RequestInit, number]>([
    ['no JSON', { body: '{' }, 400],
    ['nothing', { body: '' }, 400],
    ['bytes that are no UTF-8', { body: new Uint8Array([0x22, 0xff, 0x22]) }, 400],
    ['absurd nesting', { body: `${'['.repeat(1000)}${']'.repeat(1000)}` }, 400],
    ['a form', { body: 'a=1', headers: { 'content-type': 'application/x-www-form-urlencoded' } }, 415],
    ['a page', { body: '<p>', headers: { 'content-type': 'text/html' } }, 415],
    ['another charset', { body: '{}', headers: { 'content-type': 'application/json; charset=utf-16' } }, 415],
    ['compressed', { body: '{}', headers: { 'content-encoding': 'gzip' } }, 415],
    ['too much', { body: JSON.stringify('x'.repeat(MAX_BODY_BYTES)) }, 413],
    [
      'too much by announcement',
      { body: '{}', headers: { 'content-length': String(MAX_BODY_BYTES + 1) } },
      413,
    ],
    ['empty YAML', { body: '', headers: { 'content-type': 'application/yaml' } }, 422],
    ['tagged YAML', { body: 'enabled: !x true', headers: { 'content-type': 'text/yaml' } }, 422],
    ['no object', { body: '[]' }, 422],
  ])('%s', async (_name, init, expected) => {
    const headers = { 'content-type': 'application/json', ...init.headers };
    const here = world();
    expect((await send(customerSync, { method: 'PUT', ...init, headers }, here)).status).toBe(expected);
    expect(here.logged).toEqual([]);
  });

  test('a body without an announced length is bounded while it comes, and not read on', async () => {
    let sent = 0;
    const body = new ReadableStream({
      pull(controller) {
        sent += 1;
        controller.enqueue(new Uint8Array(64 * 1024));
      },
    });
    const init = { method: 'PUT', body, duplex: 'half', headers: { 'content-type': 'application/json' } };
    expect((await send(customerSync, init as RequestInit)).status).toBe(413);
    expect(sent).toBeLessThan(10);
  });
});

describe('the configuration', () => {
  test.each([
    [undefined, 'application/json; charset=utf-8'],
    ['*/*', 'application/json; charset=utf-8'],
    ['application/yaml', 'application/yaml; charset=utf-8'],
    ['text/yaml, application/json;q=0.5', 'application/yaml; charset=utf-8'],
    ['application/json, application/yaml;q=0.9', 'application/json; charset=utf-8'],
    ['application/yaml;q=0', 'application/json; charset=utf-8'],
  ])('Accept %s gives %s', async (accept, type) => {
    const answer = await send(customerSync, accept === undefined ? {} : { headers: { accept } });
    expect([answer.status, answer.type]).toEqual([200, type]);
  });

  test('YAML in, YAML out, the same', async () => {
    const headers = { accept: 'application/yaml', 'content-type': 'application/yaml' };
    const read = await send(customerSync, { headers: { accept: 'application/yaml' } });
    const written = await send(customerSync, { method: 'PUT', headers, body: read.text });
    expect([written.status, written.text]).toEqual([200, read.text]);
    expect(parseYaml(written.text).kind).toBe('read');
  });

  test('faults stand in the answer', async () => {
    const answer = await send(customerSync, { method: 'PUT', json: { options: { sync_mode: 'x' } } });
    expect(answer.body).toMatchObject({ status: 422, errors: [{ path: 'options.sync_mode' }] });
  });
});

describe('the other addresses', () => {
  test.each<[unknown, number, string | undefined]>([
    [{}, 422, undefined],
    [{ apiKey: 5 }, 422, undefined],
    [{ apiKey: '  ' }, 422, undefined],
    [{ apiKey: 'a\r\nb: c' }, 422, undefined],
    [{ apiKey: 'sleutel\u20ac' }, 422, undefined],
    [[], 422, undefined],
    [{ apiKey: 'wrong' }, 422, 'wrong_key'],
    [{ apiKey: 'down' }, 502, undefined],
    [{ apiKey: 'right' }, 200, undefined],
  ])('PUT /connection %j: %d', async (json, expected, code) => {
    const answer = await send(connection, { method: 'PUT', json });
    expect([answer.status, answer.body.code]).toEqual([expected, code]);
  });

  test('DELETE /connection: 204', async () => {
    expect((await send(connection, { method: 'DELETE' })).status).toBe(204);
  });

  test('ids that a double cannot hold come through', async () => {
    const here = world();
    const body = '{"event":"customer_deleted","data":{"id":9007199254740993,"big":1e400,"n":1.5}}';
    const answer = await send(
      trigger,
      { method: 'POST', body, headers: { 'content-type': 'application/json' } },
      here,
    );
    expect([answer.status, answer.body]).toEqual([202, { changeId: ID }]);
    expect(here.calls[0]?.[1]).toMatchObject({ data: { id: '9007199254740993', n: 1.5 } });
  });

  test.each([
    ['/x?window=59', 422],
    ['/x?window=2592001', 422],
    ['/x?window=x', 422],
    ['/x?window=1e3', 422],
    ['/x?window=', 422],
    ['/x?window=60', 200],
    ['/x', 200],
  ])('status %s: %d', async (url, expected) => {
    expect((await send(status, { url })).status).toBe(expected);
  });

  test.each([
    ['limit=0', 422],
    ['limit=201', 422],
    ['limit=-1', 422],
    ['limit=1.5', 422],
    ['limit=ten', 422],
    ['limit=99999999999999999999', 422],
    ['cursor=', 422],
    ['cursor=nonsense', 422],
    ["cursor=' or 1=1", 422],
    [`cursor=${writeCursor('0')}`, 422],
    [`cursor=${writeCursor(`2026-11-24T10:00:00.000Z|${ID}`)}`, 422],
    ['outcome=unknown', 422],
    ['customer=', 422],
    ['customer=%00', 422],
    [`cursor=${writeCursor('48211')}&limit=200&outcome=failed`, 200],
    ['customer=gid://shopify/Customer/42', 200],
  ])('log?%s: %d', async (search, expected) => {
    expect((await send(log, { url: `/x?${search}` })).status).toBe(expected);
  });

  test('the log is asked for the plain id', async () => {
    const here = world();
    await send(log, { url: '/x?customer=gid%3A%2F%2Fshopify%2FCustomer%2F42' }, here);
    expect(here.calls).toEqual([['log', { customer: '42', limit: 50 }]]);
  });

  test.each<[unknown, number]>([
    [{}, 422],
    [{ ids: [] }, 422],
    [{ ids: ['x'], all: true }, 422],
    [{ all: false }, 422],
    [{ cause: '' }, 422],
    [{ ids: 'x' }, 422],
    [{ other: 1 }, 422],
    [{ ids: ['not-an-id'] }, 404],
    [{ ids: [ID] }, 404],
    [{ all: true }, 200],
    [{ cause: 'outage' }, 200],
  ])('retry %j: %d', async (json, expected) => {
    expect((await send(retry, { method: 'POST', json })).status).toBe(expected);
  });

  test.each<[RequestInit & { json?: unknown }, number, boolean | undefined]>([
    [{}, 202, false],
    [{ json: {} }, 202, false],
    [{ json: { dryRun: true } }, 202, true],
    [{ json: { dryRun: 'yes' } }, 422, undefined],
    [{ json: { fast: true } }, 422, undefined],
    [{ json: [] }, 422, undefined],
  ])('start %j: %d', async (init, expected, dryRun) => {
    const here = world();
    const answer = await send(
      startImport,
      { ...init, method: 'POST', url: '/api/v1/skills/customer-sync/imports' },
      here,
    );
    expect(answer.status).toBe(expected);
    expect(here.calls).toEqual(dryRun === undefined ? [] : [['start', 'import', { dryRun }]]);
    if (expected === 202)
      expect(answer.headers.get('location')).toBe(`/api/v1/skills/customer-sync/imports/${ID}`);
  });

  test.each(['x', '1', "' or 1=1", '../../etc/passwd'])('a run with the id %s is not there', async (id) => {
    expect((await send(imports, {}, world(), { id })).status).toBe(404);
  });

  test('the description needs no token', async () => {
    const answer = await send(openapi, { headers: { authorization: '' } });
    expect([answer.status, answer.body.openapi]).toEqual([200, '3.1.0']);
  });
});
