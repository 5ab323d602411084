import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAdmission } from '../../app/settings/api-admission.server.ts';
import { createSecrets } from '../../app/settings/secrets.server.ts';
import { DEFAULT_KEY } from '../../sandbox/brevo/world.ts';
import { type RunningApp, startApp } from '../support/app.ts';

let app: RunningApp;
let other: string;
const SYNC = '/skills/customer-sync';

beforeAll(async () => {
  app = await startApp();
  await app.api('/connection', { method: 'PUT', json: { apiKey: DEFAULT_KEY } });
  other = await app.startAnother();
});
afterAll(() => app.stop());

let sent = 0;
const event = () => {
  sent += 1;
  return { event: 'customer_created', data: { id: `a-${sent}`, email: `a${sent}@example.com` } };
};
const trigger = (json: unknown, key: string, init: RequestInit = {}) =>
  app.api(`${SYNC}/trigger`, {
    method: 'POST',
    json,
    ...init,
    headers: { 'idempotency-key': key, ...(init.headers as Record<string, string>) },
  });

describe('idempotency keys', () => {
  it('a repetition gets the same answer and does nothing, in another process too', async () => {
    const [key, json] = [randomUUID(), event()];
    const first = await trigger(json, key);
    const body = await first.json();
    expect([first.status, first.headers.get('idempotent-replayed')]).toEqual([202, null]);
    const again = await trigger(json, `"${key}"`);
    expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([202, 'true']);
    expect(await again.json()).toEqual(body);
    const elsewhere = await fetch(`${other}/api/v1${SYNC}/trigger`, {
      method: 'POST',
      body: JSON.stringify(json),
      headers: {
        authorization: `Bearer ${await app.sessionToken()}`,
        'content-type': 'application/json',
        'idempotency-key': key,
      },
    });
    expect(await elsewhere.json()).toEqual(body);
    expect(await app.database.prisma.apiAnswer.count({ where: { key } })).toBe(1);
  });

  it('many at the same time: one is done, the others wait or get its answer', async () => {
    const [key, json] = [randomUUID(), event()];
    const answers = await Promise.all(Array.from({ length: 12 }, () => trigger(json, key)));
    const statuses = new Set(answers.map(({ status }) => status));
    expect([...statuses].every((status) => status === 202 || status === 409)).toBe(true);
    const bodies = await Promise.all(answers.filter(({ status }) => status === 202).map((a) => a.text()));
    expect(new Set(bodies).size).toBe(1);
  });

  it('another body under the same key is a mistake, an unusable key too', async () => {
    const key = randomUUID();
    expect((await trigger(event(), key)).status).toBe(202);
    const reused = await trigger(event(), key);
    expect([reused.status, reused.headers.get('content-type')]).toEqual([422, 'application/problem+json']);
    expect(((await reused.json()) as { type: string }).type).toContain('idempotency-key-reused');
    expect((await trigger(event(), 'x'.repeat(256))).status).toBe(400);
    expect((await trigger(event(), 'two words')).status).toBe(400);
  });

  it('a refusal is repeated as well, and what is kept is sealed', async () => {
    const key = randomUUID();
    const bad = { event: 'customer_created', data: { id: 'x' } };
    const [first, again] = [await trigger(bad, key), await trigger(bad, key)];
    expect([first.status, again.status]).toEqual([422, 422]);
    expect(await again.json()).toEqual(await first.json());
    const rotate = await app.api(`${SYNC}/notifications/secret`, {
      method: 'POST',
      headers: { 'idempotency-key': key },
    });
    expect(rotate.status).toBe(422);
    const fresh = randomUUID();
    const headers = { 'idempotency-key': fresh };
    const secrets = await Promise.all(
      [1, 2].map(async () => {
        const answer = await app.api(`${SYNC}/notifications/secret`, { method: 'POST', headers });
        return answer.status === 200 ? ((await answer.json()) as { secret: string }).secret : null;
      }),
    );
    const made = secrets.find((secret) => secret !== null) as string;
    const rows = await app.database.prisma.apiAnswer.findMany();
    expect(JSON.stringify(rows)).not.toContain(made.slice(6));
  });

  it('a key left behind by a process that died is taken over by one', async () => {
    const { pool, prisma } = app.database;
    const shop = await prisma.shop.findFirstOrThrow();
    let now = Date.now();
    const admission = createAdmission({ pool, secrets: createSecrets(Buffer.alloc(32, 1)), now: () => now });
    const request = { shopId: shop.id, caller: 'session', key: randomUUID(), fingerprint: 'f' };
    expect(await admission.begin(request)).toEqual({ kind: 'new' });
    expect(await admission.begin(request)).toEqual({ kind: 'busy' });
    now += 120_000;
    const takers = await Promise.all([1, 2, 3].map(() => admission.begin(request)));
    expect(takers.filter(({ kind }) => kind === 'new')).toHaveLength(1);
    await admission.finish(request, null);
    expect(await admission.begin(request)).toEqual({ kind: 'new' });
    expect(await admission.begin({ ...request, caller: 'another' })).toEqual({ kind: 'new' });
  });
});

describe('rate limits', () => {
  it('are told on every answer, and counted across processes', async () => {
    const left = (response: Response) => Number(/r=(\d+)/.exec(response.headers.get('ratelimit') ?? '')?.[1]);
    const here = await app.api(`${SYNC}/status`);
    expect(here.headers.get('ratelimit-policy')).toBe('"default";q=18000;w=60');
    expect(here.headers.get('ratelimit')).toMatch(/^"default";r=\d+;t=\d+$/);
    const token = await app.sessionToken();
    const there = await fetch(`${other}/api/v1${SYNC}/status`, {
      headers: { authorization: `Bearer ${token}` },
    });
    // The minute may have turned in between.
    expect(left(there) === left(here) - 1 || left(there) === 17_999).toBe(true);
  });

  it('beyond the limit: 429 as problem+json with the time to wait; another caller goes on', async () => {
    const { pool } = app.database;
    let now = Date.parse('2026-11-24T10:00:30Z');
    const admission = createAdmission({
      pool,
      secrets: createSecrets(Buffer.alloc(32, 1)),
      now: () => now,
      limit: 3,
    });
    const calls = [];
    for (let i = 0; i < 5; i += 1) calls.push(await admission.count('one'));
    expect(calls.map(({ allowed, remaining }) => [allowed, remaining])).toEqual([
      [true, 2],
      [true, 1],
      [true, 0],
      [false, 0],
      [false, 0],
    ]);
    expect(calls[4]).toMatchObject({ limit: 3, windowSeconds: 60, resetSeconds: 30 });
    expect((await admission.count('two')).allowed).toBe(true);
    now += 30_000;
    expect((await admission.count('one')).remaining).toBe(2);

    const shop = await app.database.prisma.shop.findFirstOrThrow();
    await pool.query(`update api_usage set calls = 20000 where caller = $1`, [`${shop.id}:session`]);
    const refused = await app.api(`${SYNC}/status`);
    // The minute may have turned in between: then the count began anew.
    if (refused.status !== 200) {
      expect(refused.status).toBe(429);
      expect(refused.headers.get('content-type')).toBe('application/problem+json');
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    }
    await pool.query('delete from api_usage');
  });
});

describe('the configuration of two people', () => {
  it('If-Match keeps one from overwriting the other; If-None-Match spares the body', async () => {
    const read = await app.api(SYNC);
    const etag = read.headers.get('etag') as string;
    expect((await app.api(SYNC, { headers: { 'if-none-match': etag } })).status).toBe(304);
    const yaml = await app.api(SYNC, { headers: { accept: 'application/yaml' } });
    expect(yaml.headers.get('etag')).not.toBe(etag);
    const put = (ifMatch: string, listId: number | null) =>
      app.api(SYNC, { method: 'PUT', json: { options: { listId } }, headers: { 'if-match': ifMatch } });
    const saved = await put(etag, 2);
    expect(saved.status).toBe(200);
    expect(saved.headers.get('etag')).not.toBe(etag);
    for (const stale of [etag, yaml.headers.get('etag') as string, '"nonsense"', 'W/"1.000000000000"']) {
      const refused = await put(stale, null);
      expect([refused.status, refused.headers.get('content-type')]).toEqual([
        412,
        'application/problem+json',
      ]);
    }
    expect(await (await app.api(SYNC)).json()).toMatchObject({ options: { listId: 2 } });
    expect((await put('*', 2)).status).toBe(200);
    const now = (await app.api(SYNC, { headers: { accept: 'application/yaml' } })).headers.get(
      'etag',
    ) as string;
    const racers = await Promise.all([1, 2, 3, 4].map(() => put(`"0.aaaaaaaaaaaa", ${now}`, 2)));
    expect(racers.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412]);
  });

  it('names a list that the account does not have, with its line, and stays quiet about the one that is stored', async () => {
    const put = (text: string) =>
      app.api(SYNC, { method: 'PUT', body: text, headers: { 'content-type': 'application/yaml' } });
    const bad = await put(
      'skills:\n  customer-sync:\n    options:\n      list_id: 77\n      sync_mode: live\n',
    );
    expect(bad.status).toBe(422);
    expect((await bad.json()) as object).toMatchObject({
      errors: [
        { path: 'skills.customer-sync.options.sync_mode', line: 5, column: 7 },
        {
          path: 'skills.customer-sync.options.list_id',
          line: 4,
          column: 7,
          message: expect.stringContaining('77'),
        },
      ],
    });
    const attribute =
      'options: { create_attributes: false }\nfield_mapping:\n  email: email\n  firstName: NO_SUCH\n';
    const unknown = await put(attribute);
    expect(await unknown.json()).toMatchObject({
      status: 422,
      detail: expect.stringContaining('(line 4, column 3)'),
      errors: [{ path: 'field_mapping.firstName', line: 4, column: 3 }],
    });
  });
});

describe('the documents', () => {
  it('the page of the API needs nothing from elsewhere', async () => {
    const page = await fetch(`${app.url}/api/v1/docs`);
    const html = await page.text();
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(html).not.toMatch(/https?:\/\//);
    for (const [, file] of html.matchAll(/(?:src|href)="(docs\/[^"]+)"/g)) {
      const answer = await fetch(`${app.url}/api/v1/${file}`);
      expect([file, answer.status]).toEqual([file, 200]);
      expect((await answer.text()).length).toBeGreaterThan(50);
    }
    expect((await fetch(`${app.url}/api/v1/docs/package.json`)).status).toBe(404);
  });

  it('the schema for editors is served to anybody', async () => {
    const schema = (await (await fetch(`${app.url}/api/v1/schema/configuration.json`)).json()) as object;
    expect(schema).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      required: ['skills'],
    });
  });
});
