import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type RunningReceiver, startReceiver } from '../../sandbox/receiver/server.ts';
import { type RunningApp, startApp } from '../support/app.ts';
import { selfSigned } from '../support/certificate.ts';

/**
 * Notifications over real TLS. The app trusts the certificate as it would that of a company's own authority: by
 * NODE_EXTRA_CA_CERTS, which is Node's, and by no switch of its own.
 */
let app: RunningApp;
let trusted: RunningReceiver;
let stranger: RunningReceiver;
let directory: string;
const SYNC = '/skills/customer-sync';
const PUBLIC = [['93.184.215.14']];

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'customer-sync-tls-'));
  const certificate = selfSigned('secure.example');
  trusted = await startReceiver(0, certificate);
  stranger = await startReceiver(0, selfSigned('stranger.example'));
  const file = path.join(directory, 'authority.pem');
  await writeFile(file, certificate.cert);
  app = await startApp(
    { NODE_EXTRA_CA_CERTS: file },
    {
      'secure.example': { answers: PUBLIC, port: trusted.port },
      // The same server under a name that its certificate is not made out to.
      'other.example': { answers: PUBLIC, port: trusted.port },
      'stranger.example': { answers: PUBLIC, port: stranger.port },
      'inside.example': { answers: [['10.0.0.7']], port: trusted.port },
    },
  );
});
afterAll(async () => {
  await app.stop();
  await Promise.all([trusted.close(), stranger.close()]);
  await rm(directory, { recursive: true, force: true });
});

async function sendTest(webhookUrl: string): Promise<Record<string, unknown>> {
  const sent = { options: { listId: 2 }, notifications: { webhookUrl } };
  expect((await app.api(SYNC, { method: 'PUT', json: sent })).status).toBe(200);
  const secret = (await (await app.api(`${SYNC}/notifications/secret`)).json()) as { secret: string };
  trusted.secret = secret.secret;
  const answer = await app.api(`${SYNC}/notifications/send-test`, { method: 'POST' });
  return (await answer.json()) as Record<string, unknown>;
}

it('a message arrives over TLS, signed', async () => {
  expect(await sendTest('https://secure.example/hooks')).toMatchObject({
    status: 'delivered',
    httpStatus: 200,
  });
  expect(trusted.received).toHaveLength(1);
  expect(trusted.received[0]).toMatchObject({ path: '/hooks', signature: 'valid' });
  expect(trusted.received[0]?.headers.host).toBe('secure.example');
});

it.each([
  ['of nobody that is trusted', 'https://stranger.example/hooks'],
  ['made out to another name', 'https://other.example/hooks'],
  ['at a private address', 'https://inside.example/hooks'],
])('nothing is handed over to a certificate %s', async (_, url) => {
  const before = trusted.received.length;
  const sent = await sendTest(url);
  expect(sent.status).not.toBe('delivered');
  expect(sent.httpStatus).toBeNull();
  expect(trusted.received).toHaveLength(before);
  expect(stranger.received).toHaveLength(0);
});
