import { createHmac } from 'node:crypto';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_KEY } from '../../sandbox/brevo/world.ts';
import { DEFAULT_SHOP } from '../../sandbox/shopify/world.ts';
import { type RunningApp, startApp, until } from '../support/app.ts';
import { APP_KEY, APP_SECRET, freePort } from '../support/app-process.ts';

let app: RunningApp;
let document: OpenApi;

interface OpenApi {
  paths: Record<
    string,
    Record<
      string,
      { responses: Record<string, { $ref?: string; content?: Record<string, { schema?: object }> }> }
    >
  >;
  components: { responses?: Record<string, { content?: Record<string, { schema?: object }> }> };
}

const SYNC = '/skills/customer-sync';

beforeAll(async () => {
  // On this machine, so that the emulated Brevo can tell that an import is over.
  const port = String(await freePort());
  app = await startApp({ PORT: port, SHOPIFY_APP_URL: `http://127.0.0.1:${port}` });
  document = (await (await fetch(`${app.url}/api/v1/openapi.json`)).json()) as OpenApi;
});
afterAll(() => app.stop());

/** Calls the API and holds the answer against the OpenAPI document that the app itself serves. */
async function call(
  method: string,
  path: string,
  json?: unknown,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await app.api(path, { method, ...(json === undefined ? {} : { json }) });
  const body = (await response.json()) as Record<string, unknown>;
  conforms(
    method,
    path.split('?', 1)[0] as string,
    response.status,
    response.headers.get('content-type') ?? '',
    body,
  );
  return { status: response.status, body };
}

function conforms(method: string, path: string, status: number, type: string, body: unknown): void {
  const known = Object.keys(document.paths).find(
    (p) => new RegExp(`^(?:/api/v1)?${p.replace(/\{\w+\}/g, '[^/]+')}$`).test(path) || p === `/api/v1${path}`,
  );
  expect(known, `${path} is in the OpenAPI document`).toBeDefined();
  const answers = document.paths[known as string]?.[method.toLowerCase()]?.responses ?? {};
  const declared = answers[String(status)] ?? answers.default;
  expect(declared, `${method} ${path} declares ${status}`).toBeDefined();
  const answer = declared?.$ref
    ? document.components.responses?.[declared.$ref.split('/').at(-1) as string]
    : declared;
  const schema = answer?.content?.[type.split(';', 1)[0] as string]?.schema;
  expect(schema, `${method} ${path} ${status} declares ${type}`).toBeDefined();
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  const validate = ajv.compile({ ...schema, components: document.components });
  expect(validate(body), `${method} ${path} ${status}: ${JSON.stringify(validate.errors)}`).toBe(true);
}

function unsigned(claims: Record<string, unknown>, alg: string, secret = ''): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const head = `${part({ alg, typ: 'JWT' })}.${part(claims)}`;
  return `${head}.${secret === '' ? '' : createHmac('sha256', secret).update(head).digest('base64url')}`;
}

describe('who may come in', () => {
  const now = Math.floor(Date.now() / 1_000);
  const claims = {
    iss: `https://${DEFAULT_SHOP}/admin`,
    dest: `https://${DEFAULT_SHOP}`,
    aud: APP_KEY,
    sub: '1',
    exp: now + 60,
    nbf: now - 5,
    iat: now - 5,
    jti: 'x',
  };

  it.each<[string, string | null]>([
    ['no token', null],
    ['an unknown API token', 'csb_unknown'],
    ['something else', 'hello'],
    ['alg none', unsigned(claims, 'none')],
    ['a forged signature', unsigned(claims, 'HS256', 'another secret')],
    ['an expired token', unsigned({ ...claims, exp: now - 60 }, 'HS256', APP_SECRET)],
    ['a wrong audience', unsigned({ ...claims, aud: 'other' }, 'HS256', APP_SECRET)],
    [
      "another shop's dest",
      unsigned({ ...claims, dest: 'https://other.myshopify.com' }, 'HS256', APP_SECRET),
    ],
    [
      'a dest that is no shop',
      unsigned(
        { ...claims, dest: 'https://evil.example.com', iss: 'https://evil.example.com/admin' },
        'HS256',
        APP_SECRET,
      ),
    ],
  ])('refuses %s with 401 as problem+json', async (_, token) => {
    const response = await app.api(`${SYNC}/status`, { token });
    expect(response.status).toBe(401);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect(response.headers.get('www-authenticate')).toContain('Bearer');
  });

  it('installs with the first call that carries a session token', async () => {
    expect((await call('GET', `${SYNC}/status`)).status).toBe(200);
    expect(await app.database.prisma.shop.findFirst()).toMatchObject({
      domain: DEFAULT_SHOP,
      timeZone: 'Europe/Amsterdam',
      countryCode: 'NL',
    });
  });

  it('installs with the document request of the admin', async () => {
    const shop = app.shopify.world.addShop('second.myshopify.com');
    const params = await app.shopify.world.tokens.installParams(shop.domain);
    const response = await fetch(`${app.url}/app?${params}`, {
      headers: {
        'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140 Safari/537.36',
        accept: 'text/html',
      },
    });
    expect(response.status).toBe(200);
    const html = await response.text();
    expect(html.indexOf('app-bridge.js')).toBeGreaterThan(0);
    expect(html.indexOf('app-bridge.js')).toBeLessThan(html.indexOf('<body'));
    expect(response.headers.get('content-security-policy')).toContain('https://second.myshopify.com');
    expect(await app.database.prisma.shop.count()).toBe(2);
  });
});

describe('the connection', () => {
  it('is checked with Brevo, stored, and never gives the key out', async () => {
    expect((await call('GET', '/connection')).body).toMatchObject({ connected: false });
    const wrong = await call('PUT', '/connection', { apiKey: 'xkeysib-wrong' });
    expect(wrong.status).toBe(422);
    expect(JSON.stringify(wrong.body)).toContain('Key not found');
    expect((await call('PUT', '/connection', {})).status).toBe(422);
    app.brevo.world.faults.add({ kind: '503', times: 1 });
    expect((await call('PUT', '/connection', { apiKey: DEFAULT_KEY })).status).toBe(502);
    const good = await call('PUT', '/connection', { apiKey: DEFAULT_KEY });
    expect(good.status).toBe(200);
    const read = await call('GET', '/connection');
    expect(read.body).toMatchObject({ connected: true, companyName: 'Sandbox BV', health: 'ok' });
    expect(JSON.stringify([good.body, read.body])).not.toContain(DEFAULT_KEY);
  });
});

describe('the configuration', () => {
  it('ships a mapping, takes what GET gave, and both spellings', async () => {
    const shipped = await call('GET', SYNC);
    expect(shipped.body).toMatchObject({
      enabled: true,
      source: 'shopify',
      fieldMapping: { email: 'email', firstName: 'FIRSTNAME', totalSpent: 'TOTAL_SPENT' },
    });
    expect((await call('PUT', SYNC, shipped.body)).body).toEqual(shipped.body);
    const yaml = await app.api(SYNC, { headers: { accept: 'application/yaml' } });
    const text = await yaml.text();
    expect(text).toContain('sync_mode: realtime');
    const back = await app.api(SYNC, {
      method: 'PUT',
      body: text,
      headers: { 'content-type': 'application/yaml' },
    });
    expect(await back.json()).toEqual(shipped.body);
    const snake = await call('PUT', SYNC, {
      skills: { 'customer-sync': { options: { list_id: 2, delete_behavior: 'hard' } } },
    });
    expect(snake.body).toMatchObject({ options: { listId: 2, deleteBehavior: 'hard' } });
  });

  it('names every fault in the spelling that was sent, and stores nothing', async () => {
    const before = (await call('GET', SYNC)).body;
    const bad = await call('PUT', SYNC, {
      source: 'etsy',
      options: { sync_mode: 'sometimes', listId: 'x' },
      unknown: 1,
      notifications: { webhook_url: 'http://127.0.0.1/x' },
    });
    expect(bad.status).toBe(422);
    const paths = (bad.body.errors as { path: string }[]).map((e) => e.path);
    expect(paths).toEqual(
      expect.arrayContaining([
        'source',
        'options.sync_mode',
        'options.listId',
        'unknown',
        'notifications.webhook_url',
      ]),
    );
    expect((await call('GET', SYNC)).body).toEqual(before);
  });

  it.each([
    ['an empty document', ''],
    [
      'a bomb',
      `a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: [*d,*d,*d,*d,*d,*d,*d,*d,*d]`,
    ],
    ['a tag', 'skills: !!js/function "x"'],
    ['__proto__', 'skills:\n  customer-sync:\n    __proto__: {enabled: false}'],
    ['no YAML', 'skills: [}'],
  ])('refuses %s in YAML with 422', async (_, body) => {
    const response = await app.api(SYNC, {
      method: 'PUT',
      body,
      headers: { 'content-type': 'application/yaml' },
    });
    expect(response.status).toBe(422);
  });

  it('refuses what is too large with 413', async () => {
    const response = await app.api(SYNC, {
      method: 'PUT',
      body: JSON.stringify({ a: 'x'.repeat(600_000) }),
      headers: { 'content-type': 'application/json' },
    });
    expect(response.status).toBe(413);
  });
});

describe('the trigger', () => {
  it.each<[string, unknown]>([
    ['nothing', {}],
    ['no event', { data: { id: '1', email: 'a@example.com' } }],
    ['an unknown event', { event: 'customer_eaten', data: { id: '1', email: 'a@example.com' } }],
    ['no data', { event: 'customer_created' }],
    ['no id', { event: 'customer_created', data: { email: 'a@example.com' } }],
    ['no e-mail', { event: 'customer_created', data: { id: '1' } }],
    [
      'a bad time',
      { event: 'customer_created', timestamp: 'yesterday', data: { id: '1', email: 'a@example.com' } },
    ],
  ])('refuses %s with 422', async (_, body) => {
    expect((await call('POST', `${SYNC}/trigger`, body)).status).toBe(422);
  });

  it('brings an event of another system to Brevo, with an entry that says so', async () => {
    const accepted = await call('POST', `${SYNC}/trigger`, {
      event: 'customer_created',
      data: { id: 'c-17', email: 'c17@example.com', firstName: 'Cee', acceptsMarketing: true },
    });
    expect(accepted).toMatchObject({ status: 202, body: { changeId: expect.any(String) } });
    await until(
      'the contact is there',
      () => app.brevo.world.contactByEmail('c17@example.com') !== undefined,
    );
    await until(
      'the entry is there',
      async () => ((await call('GET', `${SYNC}/log?customer=c-17`)).body.entries as unknown[]).length > 0,
    );
    const { entries } = (await call('GET', `${SYNC}/log?customer=c-17`)).body as { entries: object[] };
    expect(entries[0]).toMatchObject({
      customer: 'c-17',
      event: 'customer_created',
      action: 'create',
      outcome: 'succeeded',
      httpStatus: 201,
    });
  });
});

describe('what is seen', () => {
  it('gives status, log and problems in their shapes, with bounds', async () => {
    expect((await call('GET', `${SYNC}/status`)).body).toMatchObject({
      enabled: true,
      paused: false,
      successRate: 1,
      errorRate: 0,
      queueDepth: 0,
    });
    expect((await call('GET', `${SYNC}/log?limit=1`)).body.nextCursor ?? 'last').toBeTruthy();
    for (const bad of ['limit=0', 'limit=x', 'limit=100000', 'cursor=!!', 'outcome=lost']) {
      expect([400, 422]).toContain((await call('GET', `${SYNC}/log?${bad}`)).status);
    }
    expect((await call('GET', `${SYNC}/problems`)).body).toEqual({ problems: [], nextCursor: null });
    expect(await call('POST', `${SYNC}/problems/retry`, { all: true })).toMatchObject({
      status: 200,
      body: { replayed: 0 },
    });
  });

  it('answers why a person is or is not in Brevo, and looks again by request', async () => {
    const shop = app.shopify.world.shop();
    const { id } = shop.createCustomer({
      email: 'ada@example.com',
      firstName: 'Ada',
      emailState: 'SUBSCRIBED',
    });
    await until('she is there', () => app.brevo.world.contactByEmail('ada@example.com') !== undefined);
    const customer = async () =>
      (await call('GET', `${SYNC}/customers/${id}`)).body as { pending: unknown; answer: { code: string } };
    await until('it is settled', async () => (await customer()).pending === null);
    expect(await customer()).toMatchObject({
      known: true,
      answer: { code: 'on_list' },
      store: { customer: { email: 'ada@example.com' } },
      brevo: { contact: { extId: id } },
    });
    app.brevo.world.act({ kind: 'edit', email: 'ada@example.com', attributes: { FIRSTNAME: 'Tampered' } });
    expect(await customer()).toMatchObject({ answer: { code: 'differs' } });
    const gid = encodeURIComponent(`gid://shopify/Customer/${id}`);
    expect(await call('POST', `${SYNC}/customers/${gid}/sync`)).toMatchObject({
      status: 202,
      body: { changeId: expect.any(String) },
    });
    await until(
      'it is mended',
      () => app.brevo.world.contactByEmail('ada@example.com')?.attributes.FIRSTNAME === 'Ada',
    );
    expect((await call('GET', `${SYNC}/customers?email=ADA@example.com`)).body).toMatchObject({
      customers: [{ customer: id, foundBy: ['store', 'link'] }],
      contact: { customer: id },
    });
    for (const bad of ['', '?email=', '?email=x'])
      expect((await call('GET', `${SYNC}/customers${bad}`)).status).toBe(422);
    for (const nobody of ['404404', 'nobody', '%00', 'x'.repeat(300)]) {
      expect((await call('GET', `${SYNC}/customers/${nobody}`)).status).toBe(404);
      expect((await call('POST', `${SYNC}/customers/${nobody}/sync`)).status).toBe(404);
    }
    expect(app.output()).not.toContain('ada@example.com');
    shop.deleteCustomer(id);
    await until('she is gone', async () => (await customer()).answer.code === 'gone_not_in_brevo');
  });

  it.each([
    ['DELETE', `${SYNC}/status`],
    ['POST', `${SYNC}/log`],
    ['GET', `${SYNC}/trigger`],
    ['PATCH', '/connection'],
  ])('answers %s %s with 405 as problem+json', async (method, path) => {
    const response = await app.api(path, { method });
    expect(response.status).toBe(405);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
  });

  it('answers unknown ids and paths with 404', async () => {
    expect((await call('GET', `${SYNC}/imports/00000000-0000-4000-8000-000000000000`)).status).toBe(404);
    expect((await call('GET', `${SYNC}/imports/none`)).status).toBe(404);
    expect((await app.api('/nothing')).status).toBe(404);
  });
});

describe('runs', () => {
  it('imports the store, then finds and repairs what differs, and then nothing', async () => {
    const shop = app.shopify.world.shop();
    app.shopify.world.webhooks.switches.drop = true;
    for (let i = 0; i < 60; i += 1)
      shop.createCustomer({
        email: `imp-${i}@example.com`,
        firstName: `Imp ${i}`,
        emailState: i % 3 === 0 ? 'UNSUBSCRIBED' : 'SUBSCRIBED',
      });
    const writes = () =>
      app.brevo.world.calls.filter(
        (c) => ['POST', 'PUT', 'DELETE'].includes(c.method) && !c.path.includes('attributes'),
      ).length;
    const before = writes();
    const dry = await finish('imports', { dryRun: true });
    expect(dry.counts).toMatchObject({ create: 60, blockedByConsent: 20 });
    expect(writes()).toBe(before);
    const run = await finish('imports', {});
    expect(run).toMatchObject({ status: 'completed', counts: { read: 60, succeeded: 60 } });
    expect(
      app.brevo.world.contacts().filter((c) => c.email?.startsWith('imp-') && c.emailBlacklisted),
    ).toHaveLength(20);

    // Brevo's webhook would tell of the deletion before the comparison can find it.
    app.brevo.world.account().webhooks = [];
    app.brevo.world.act({ kind: 'edit', email: 'imp-1@example.com', attributes: { FIRSTNAME: 'Tampered' } });
    app.brevo.world.act({ kind: 'takeOffList', email: 'imp-2@example.com', listId: 2 });
    app.brevo.world.act({ kind: 'delete', email: 'imp-4@example.com' });
    app.brevo.world.act({ kind: 'unblock', email: 'imp-3@example.com' });
    app.brevo.world.act({ kind: 'unsubscribe', email: 'imp-5@example.com' });
    const foreign = app.brevo.world.seedContact({
      email: 'foreign@example.org',
      attributes: { FIRSTNAME: 'F' },
    });
    const repaired = await finish('reconciliations', {});
    expect(repaired.counts).toMatchObject({ differed: 4 });
    const file = await app.api(`${SYNC}/reconciliations/${repaired.id}/differences.csv`);
    const csv = await file.text();
    conforms('GET', `${SYNC}/reconciliations/${repaired.id}/differences.csv`, file.status, 'text/csv', csv);
    expect(file.headers.get('content-disposition')).toContain('differences-');
    expect(csv.split('\r\n')).toHaveLength(1 + 4 + 1);
    expect(csv).toContain(',attribute_differs,FIRSTNAME,Imp 1,Tampered,yes');
    for (const id of ['none', '00000000-0000-4000-8000-000000000000'])
      expect((await call('GET', `${SYNC}/reconciliations/${id}/differences.csv`)).status).toBe(404);
    for (const bad of [{ repair: 'all' }, { repair: ['everything'] }, { repairs: [] }])
      expect((await call('POST', `${SYNC}/reconciliations`, bad)).status).toBe(422);
    expect((await call('POST', `${SYNC}/imports`, { repair: [] })).status).toBe(422);
    expect(app.brevo.world.contactByEmail('imp-1@example.com')?.attributes.FIRSTNAME).toBe('Imp 1');
    expect(app.brevo.world.contactByEmail('imp-2@example.com')?.listIds).toEqual([2]);
    expect(app.brevo.world.contactByEmail('imp-4@example.com')).toBeDefined();
    expect(app.brevo.world.contactByEmail('imp-3@example.com')?.emailBlacklisted).toBe(true);
    expect(app.brevo.world.contactByEmail('imp-5@example.com')?.emailBlacklisted).toBe(true);
    expect(app.brevo.world.contactByEmail('foreign@example.org')).toEqual(foreign);
    const quiet = writes();
    expect((await finish('reconciliations', {})).counts).toMatchObject({ differed: 0 });
    expect(writes()).toBe(quiet);
  });

  it('are paused, resumed and cancelled, and refuse what their state does not allow', async () => {
    // While the sync is paused no run goes on by itself, so that its states can be looked at one by one.
    expect((await call('POST', `${SYNC}/pause`)).body).toEqual({ paused: true });
    const started = await call('POST', `${SYNC}/reconciliations`, {});
    const run = `${SYNC}/reconciliations/${started.body.id}`;
    expect(await call('POST', `${run}/resume`)).toMatchObject({ status: 409, body: { code: 'queued' } });
    expect(await call('POST', `${run}/pause`)).toMatchObject({ status: 200, body: { status: 'paused' } });
    expect(await call('POST', `${run}/pause`)).toMatchObject({ status: 409, body: { code: 'paused' } });
    expect((await call('POST', `${SYNC}/imports/${started.body.id}/pause`)).status).toBe(404);
    expect((await call('POST', `${SYNC}/imports/none/cancel`)).status).toBe(404);
    expect(await call('POST', `${run}/resume`)).toMatchObject({ status: 200, body: { status: 'queued' } });
    const cancelled = await call('POST', `${run}/cancel`);
    expect(cancelled).toMatchObject({ status: 200, body: { status: 'cancelled' } });
    expect(await call('POST', `${run}/cancel`)).toMatchObject({ status: 409, body: { code: 'cancelled' } });
    expect((await app.api(`${run}/cancel`)).status).toBe(405);
    const page = await call('GET', `${SYNC}/reconciliations?limit=1`);
    expect(page.body).toEqual({ runs: [cancelled.body], nextCursor: expect.any(String) });
    const next = await call('GET', `${SYNC}/reconciliations?cursor=${page.body.nextCursor}`);
    expect((next.body.runs as { id: string }[]).map((r) => r.id)).not.toContain(started.body.id);
    expect((await call('GET', `${SYNC}/imports`)).body.runs).toMatchObject([
      { dryRun: false, status: 'completed' },
      { dryRun: true, status: 'completed' },
    ]);
    for (const bad of ['limit=0', 'limit=x', 'cursor=!!', 'cursor=NDgyMTE'])
      expect((await call('GET', `${SYNC}/imports?${bad}`)).status).toBe(422);
    expect((await call('POST', `${SYNC}/resume`)).body).toEqual({ paused: false });
  });

  it('keeps the mapping that ships when a shop is paused that never saved anything', async () => {
    const token = await app.sessionToken('second.myshopify.com');
    const before = await (await app.api(SYNC, { token })).json();
    expect((await app.api(`${SYNC}/pause`, { token, method: 'POST' })).status).toBe(200);
    expect(await (await app.api(SYNC, { token })).json()).toEqual(before);
    expect(await (await app.api(`${SYNC}/status`, { token })).json()).toMatchObject({ paused: true });
  });

  it('holds every delivery while the sync is paused, and loses none', async () => {
    expect((await call('POST', `${SYNC}/pause`)).status).toBe(200);
    expect((await call('POST', `${SYNC}/pause`)).body).toEqual({ paused: true });
    const configuration = (await call('GET', SYNC)).body;
    const event = { event: 'customer_created', data: { id: 'c-18', email: 'c18@example.com' } };
    expect((await call('POST', `${SYNC}/trigger`, event)).status).toBe(202);
    // What is saved meanwhile does not resume it.
    expect((await call('PUT', SYNC, configuration)).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect((await call('GET', `${SYNC}/status`)).body).toMatchObject({ paused: true, queueDepth: 1 });
    expect(app.brevo.world.contactByEmail('c18@example.com')).toBeUndefined();
    expect((await call('POST', `${SYNC}/resume`)).body).toEqual({ paused: false });
    await until('it is delivered', () => app.brevo.world.contactByEmail('c18@example.com') !== undefined);
    expect((await call('GET', SYNC)).body).toEqual(configuration);
  });

  async function finish(
    kind: string,
    body: unknown,
  ): Promise<{ id: string; status: string; counts: Record<string, number> }> {
    const started = await call('POST', `${SYNC}/${kind}`, body);
    expect(started.status).toBe(202);
    let run: Record<string, unknown> = {};
    await until(`the run ends (${kind})`, async () => {
      run = (await call('GET', `${SYNC}/${kind}/${started.body.id}`)).body;
      return ['completed', 'failed', 'cancelled'].includes(run.status as string);
    });
    expect(run, JSON.stringify(run)).toMatchObject({ status: 'completed' });
    return run as { id: string; status: string; counts: Record<string, number> };
  }
});
