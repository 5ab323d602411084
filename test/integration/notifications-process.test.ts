import { afterAll, beforeAll, expect, it } from 'vitest';
import { DEFAULT_KEY } from '../../sandbox/brevo/world.ts';
import { type Behaviour, RECEIVER_URL } from '../../sandbox/receiver/server.ts';
import { type RunningApp, startApp, until } from '../support/app.ts';

let app: RunningApp;
const SYNC = '/skills/customer-sync';

beforeAll(async () => {
  app = await startApp();
  await app.api('/connection', { method: 'PUT', json: { apiKey: DEFAULT_KEY } });
  const configured = await app.api(SYNC, {
    method: 'PUT',
    json: {
      options: { listId: 2 },
      notifications: {
        webhookUrl: RECEIVER_URL,
        perMinute: false,
        events: ['sync_completed', 'sync_failed', 'batch_completed', 'notice_opened', 'notice_closed'],
      },
    },
  });
  expect(configured.status).toBe(200);
  const secret = (await (await app.api(`${SYNC}/notifications/secret`)).json()) as { secret: string };
  app.receiver.secret = secret.secret;
});
afterAll(() => app.stop());

let sent = 0;
async function trigger(): Promise<string> {
  sent += 1;
  const id = `n-${sent}`;
  const answer = await app.api(`${SYNC}/trigger`, {
    method: 'POST',
    json: { event: 'customer_created', data: { id, email: `${id}@example.com`, firstName: 'N' } },
  });
  expect(answer.status).toBe(202);
  return id;
}

const toldOf = (id: string) =>
  app.receiver.received.find(({ body }) => body.includes(`"customer":"${id}"`) && body.includes('sync_'));

it('a sync arrives at the address, signed, with the id of the customer', async () => {
  const id = await trigger();
  await until('the notification has come', () => toldOf(id) !== undefined);
  expect(toldOf(id)).toMatchObject({ signature: 'valid', path: '/hooks', method: 'POST' });
  expect(toldOf(id)?.headers).toMatchObject({
    'content-type': 'application/json',
    'webhook-id': expect.any(String),
  });
  expect(toldOf(id)?.body).not.toContain('@example.com');
});

it('an import that ends is told once', async () => {
  app.shopify.world.shop().createCustomer({ email: 'imported@example.com' });
  const started = (await (await app.api(`${SYNC}/imports`, { method: 'POST', json: {} })).json()) as {
    id: string;
  };
  const ended = () => app.receiver.received.filter(({ body }) => body.includes(started.id));
  await until('the end of the import has come', () => ended().length > 0, 120);
  expect(JSON.parse(ended()[0]?.body ?? '')).toMatchObject({
    type: 'batch_completed',
    data: { kind: 'import', status: 'completed', runId: started.id },
  });
  expect(ended()).toHaveLength(1);
});

it('a hostile receiver costs the app nothing: syncs go on, health is well, and nothing is lost', async () => {
  const ids: string[] = [];
  for (const behaviour of ['huge', 'endless', 'silent', 'redirect', 500] satisfies Behaviour[]) {
    app.receiver.behaviour = behaviour;
    const id = await trigger();
    ids.push(id);
    await until(`the contact came to Brevo while the receiver is ${behaviour}`, () =>
      app.brevo.world.contacts().some(({ email }) => email === `${id}@example.com`),
    );
    expect((await fetch(`${app.url}/healthz`)).status).toBe(200);
  }
  app.receiver.behaviour = 200;
  // What the merchant saves makes the app try again at once.
  const test = await app.api(`${SYNC}/notifications/send-test`, { method: 'POST' });
  expect(await test.json()).toMatchObject({ event: 'test', status: 'delivered', httpStatus: 200 });
  await until('all are delivered', () => ids.every((id) => toldOf(id) !== undefined), 120);
});

it('the log, sending again, and turning the secret', async () => {
  const page = (await (await app.api(`${SYNC}/notifications?limit=2`)).json()) as {
    notifications: { id: string; event: string }[];
    nextCursor: string | null;
  };
  expect(page.notifications).toHaveLength(2);
  expect(page.nextCursor).not.toBeNull();
  const all = (await (await app.api(`${SYNC}/notifications?limit=100`)).json()) as typeof page;
  const delivered = all.notifications.find(({ event }) => event === 'batch_completed');
  const calls = () =>
    app.receiver.received.filter(({ headers }) => headers['webhook-id'] === delivered?.id).length;
  expect(calls()).toBe(1);
  const again = await app.api(`${SYNC}/notifications/${delivered?.id}/resend`, { method: 'POST' });
  expect(again.status).toBe(204);
  await until('it came again', () => calls() === 2);
  const unknown = await app.api(`${SYNC}/notifications/${crypto.randomUUID()}/resend`, { method: 'POST' });
  expect(unknown.status).toBe(404);
  const rotated = await app.api(`${SYNC}/notifications/secret`, { method: 'POST' });
  const { secret } = (await rotated.json()) as { secret: string };
  expect(secret).not.toBe(app.receiver.secret);
  for (const valid of [secret, app.receiver.secret]) {
    app.receiver.secret = valid;
    await app.api(`${SYNC}/notifications/send-test`, { method: 'POST' });
    expect(app.receiver.received[0]?.signature).toBe('valid');
  }
  expect((await app.api(`${SYNC}/notifications?cursor=nonsense!`)).status).toBe(422);
  expect(app.output()).not.toContain(secret);
});
