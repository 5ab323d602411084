import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { byEmail, call, openBrevo, time } from './test-brevo.ts';

const brevo = openBrevo();

describe('webhooks', () => {
  /** What arrived, and the statuses to answer next. */
  const got: { headers: Record<string, unknown>; body: unknown }[] = [];
  let answers: (number | 'silence')[] = [];
  const receiver = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    got.push({ headers: request.headers, body: JSON.parse(Buffer.concat(chunks).toString()) });
    const answer = answers.shift() ?? 200;
    if (answer === 'silence') request.socket.destroy();
    else response.writeHead(answer).end();
  });
  let url = '';
  beforeAll(async () => {
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
    brevo.world.sender.retryMs = [1, 1, 1, 1];
  });
  afterAll(() => receiver.close());
  beforeEach(() => {
    brevo.world.seedContact({ email: 'a@example.com' });
  });
  afterEach(() => {
    got.length = 0;
    answers = [];
    brevo.world.sender.log.length = 0;
  });
  const subscribe = (more: Record<string, unknown> = {}) =>
    call('POST', '/webhooks', {
      url,
      type: 'marketing',
      events: ['unsubscribed', 'contactUpdated'],
      ...more,
    });

  it('refuses to list none', async () => {
    expect(await call('GET', '/webhooks?type=marketing')).toMatchObject({
      status: 400,
      body: { code: 'document_not_found' },
    });
    expect((await subscribe()).status).toBe(201);
    expect((await call('GET', '/webhooks?type=marketing')).body.webhooks).toHaveLength(1);
  });

  it('tells of an unsubscribe with the headers and the token it was given', async () => {
    await subscribe({ auth: { type: 'bearer', token: 't0' }, headers: [{ key: 'x-mine', value: 'yes' }] });
    brevo.world.act({ kind: 'unsubscribe', email: 'a@example.com' });
    await brevo.world.sender.settled();
    expect(got).toMatchObject([
      {
        headers: { authorization: 'Bearer t0', 'x-mine': 'yes' },
        body: {
          id: 1,
          event: 'unsubscribe',
          email: 'a@example.com',
          list_id: [],
          ts: Math.floor(time.at / 1_000),
        },
      },
    ]);
  });

  it('sends an array when batched', async () => {
    await subscribe({ batched: true });
    brevo.world.act({ kind: 'unsubscribe', email: 'a@example.com' });
    await brevo.world.sender.settled();
    expect(got[0]?.body).toMatchObject([{ event: 'unsubscribe' }]);
  });

  it.each<[string, (number | 'silence')[], number]>([
    ['a success ends it', [200], 1],
    ['a refusal ends it at once', [401, 200], 1],
    ['a fault of the server ends it at once', [500, 200], 1],
    ['429 is tried again', [429, 429, 204], 3],
    ['silence is tried again', ['silence', 200], 2],
    ['five tries are all', [429, 429, 429, 429, 429, 200], 5],
  ])('%s', async (_, statuses, tries) => {
    answers = [...statuses];
    await subscribe();
    brevo.world.act({ kind: 'unsubscribe', email: 'a@example.com' });
    await brevo.world.sender.settled();
    expect(got.length).toBe(tries);
    expect(brevo.world.sender.log.map((l) => l.attempt)).toEqual(
      Array.from({ length: tries }, (_, i) => i + 1),
    );
  });

  it('echoes what the API wrote, unless it changed nothing or echoes are off', async () => {
    await subscribe();
    const write = () => call('PUT', byEmail('a@example.com'), { attributes: { FIRSTNAME: 'Ada' } });
    await write();
    await write();
    await brevo.world.sender.settled();
    expect(got.map((g) => g.body)).toMatchObject([
      { event: 'contact_updated', content: [{ email: 'a@example.com', attributes: { FIRSTNAME: 'Ada' } }] },
    ]);
    brevo.world.switches.echoes = false;
    await call('PUT', byEmail('a@example.com'), { attributes: { FIRSTNAME: 'Bea' } });
    await brevo.world.sender.settled();
    expect(got.length).toBe(1);
  });
});
