import { randomBytes } from 'node:crypto';
import type { Connection } from '@prisma/client';
import type { TaskList } from 'graphile-worker';
import type { Answer } from '../brevo/answer.ts';
import { type BrevoClient, createBrevoClient } from '../brevo/client.server.ts';
import type { Pace } from '../brevo/pace.server.ts';
import {
  createWebhook,
  deleteWebhook,
  readWebhooks,
  tellsAll,
  updateWebhook,
} from '../brevo/webhooks.server.ts';
import type { Ports } from '../ports.ts';
import { type FormerWebhook, queueWebhook } from './brevo-webhook.sql.ts';

/**
 * The webhook by which an account tells us of opt-outs and deletions. The sync goes on without one: an address that Brevo
 * cannot reach, a refusal, an outage are logged, tried again every hour, and covered by the reconciliation meanwhile.
 * One that somebody deleted or changed in Brevo is made right when the connection is saved and once a day; one that
 * leads to a former address of the app, at the start.
 */
export interface BrevoWebhookParts {
  ports: Pick<Ports, 'db' | 'secrets' | 'log' | 'now'>;
  paceOf(account: string): Pace;
  /** Public origin of the app. */
  appUrl: string;
}

type Failure = Exclude<Answer, { kind: 'ok' }>;

const TIMEOUT_MS = 10_000;
const CHECKED_EVERY_MS = 24 * 3_600_000;

export function createBrevoWebhook({ ports, paceOf, appUrl }: BrevoWebhookParts): {
  tasks: TaskList;
  crontab: string[];
} {
  const { prisma } = ports.db;
  const prefix = `${appUrl}/webhooks/brevo/`;

  function clientOf({ apiKey, account }: Pick<Connection, 'apiKey' | 'account'>): BrevoClient {
    return createBrevoClient({
      apiKey: ports.secrets.decrypt(apiKey),
      pace: paceOf(account),
      timeoutMs: TIMEOUT_MS,
    });
  }

  async function ensure(shopId: number): Promise<void> {
    const connection = await prisma.connection.findUnique({ where: { shopId } });
    if (!connection) return;
    if (!isReachable(appUrl)) {
      ports.log.warn({ appUrl }, 'Brevo tells opt-outs to https addresses only: they come by reconciliation');
      return;
    }
    const client = clientOf(connection);
    if (connection.webhookId !== null) {
      const standing = await check(client, connection);
      if (standing !== 'gone') return;
      // Forgotten, so that the same way makes it anew.
      await prisma.connection.updateMany({
        where: { shopId, webhookId: connection.webhookId },
        data: { webhookId: null },
      });
    }
    const key = connection.webhookKey ?? randomBytes(18).toString('base64url');
    const secret = randomBytes(32).toString('base64url');
    // Stored first: Brevo may tell something before its answer to us arrives.
    const { count } = await prisma.connection.updateMany({
      where: { shopId, account: connection.account, webhookId: null },
      data: { webhookKey: key, webhookSecret: ports.secrets.fingerprint(secret) },
    });
    if (count === 0) return;
    const made = await make(client, prefix + key, secret);
    if (made.kind === 'failed') {
      const { kind, status, message } = made.answer;
      ports.log.warn(
        { shopId, kind, status, message },
        "Brevo's webhook could not be made; tried again later",
      );
      return;
    }
    const kept = await prisma.connection.updateMany({
      where: { shopId, webhookKey: key },
      data: { webhookId: made.id, webhookUrl: prefix + key, webhookCheckedAt: new Date(ports.now()) },
    });
    // Disconnected, or connected to another account, while it was made.
    if (kept.count === 0) await deleteWebhook(client, made.id);
  }

  /** Whether Brevo still has the webhook as it was made; what somebody changed of it is put right. */
  async function check(client: BrevoClient, connection: Connection): Promise<'right' | 'gone' | 'unknown'> {
    const { shopId, webhookId, webhookKey } = connection;
    const reading = await readWebhooks(client);
    if (reading.kind === 'failed') {
      const { kind, status, message } = reading.answer;
      ports.log.warn({ shopId, kind, status, message }, "Brevo's webhook could not be checked");
      return 'unknown';
    }
    const url = prefix + webhookKey;
    const there = reading.webhooks.find((w) => w.id === Number(webhookId));
    if (!there) return 'gone';
    let ending: 'right' | 'unknown' = 'right';
    if (there.url !== url || !tellsAll(there)) {
      const secret = randomBytes(32).toString('base64url');
      await prisma.connection.updateMany({
        where: { shopId, webhookId },
        data: { webhookSecret: ports.secrets.fingerprint(secret) },
      });
      const answer = await updateWebhook(client, there.id, url, secret);
      if (answer.kind === 'not_found') return 'gone';
      if (answer.kind !== 'ok') ending = 'unknown';
      ports.log.warn(
        { shopId, ending: answer.kind },
        "Brevo's webhook was not as it has to be and is changed back",
      );
    }
    // A change that Brevo did not take is tried again: its secret is not the one that we now expect.
    const at = ending === 'right' ? new Date(ports.now()) : null;
    await prisma.connection.updateMany({
      where: { shopId, webhookId },
      data: { webhookUrl: at && url, webhookCheckedAt: at },
    });
    return ending;
  }

  /** A webhook of this address may be there already: its creation was answered too late. Leftovers of ours are deleted. */
  async function make(
    client: BrevoClient,
    url: string,
    secret: string,
  ): Promise<{ kind: 'made'; id: number } | { kind: 'failed'; answer: Failure }> {
    const before = await readWebhooks(client);
    if (before.kind === 'failed') return before;
    await deleteLeftovers(
      client,
      before.webhooks.filter((w) => w.url !== url),
    );
    const there = before.webhooks.find((w) => w.url === url);
    if (there) {
      const answer = await updateWebhook(client, there.id, url, secret);
      return answer.kind === 'ok' ? { kind: 'made', id: there.id } : { kind: 'failed', answer };
    }
    const created = await createWebhook(client, url, secret);
    if (created.kind === 'failed') return created;
    if (created.id !== null) return { kind: 'made', id: created.id };
    const after = await readWebhooks(client);
    if (after.kind === 'failed') return after;
    const found = after.webhooks.find((w) => w.url === url);
    return found ? { kind: 'made', id: found.id } : { kind: 'failed', answer: NOT_FOUND };
  }

  /** Webhooks of this app that no connection knows: an account has room for 40 (facts/brevo.md section 9). */
  async function deleteLeftovers(client: BrevoClient, others: { id: number; url: string }[]): Promise<void> {
    const ours = others.filter((w) => w.url.startsWith(prefix));
    if (ours.length === 0) return;
    const known = await prisma.connection.findMany({
      where: { webhookKey: { in: ours.map((w) => w.url.slice(prefix.length)) } },
      select: { webhookKey: true },
    });
    const keys = new Set(known.map((c) => c.webhookKey));
    for (const { id, url } of ours) if (!keys.has(url.slice(prefix.length))) await deleteWebhook(client, id);
  }

  return {
    tasks: {
      async brevo_webhook(payload) {
        const { shopId } = payload as { shopId: number };
        await ensure(shopId).catch((err: unknown) =>
          ports.log.error({ err, shopId }, "Brevo's webhook could not be made; tried again later"),
        );
      },
      async brevo_webhook_removal(payload, helpers) {
        const former = payload as unknown as FormerWebhook;
        const { attempts, max_attempts: most } = helpers.job;
        const answer = await deleteWebhook(clientOf(former), former.webhookId);
        if (answer.kind === 'ok' || answer.kind === 'not_found') return;
        const { kind, status, message } = answer;
        ports.log.warn({ shopId: former.shopId, kind, status, message }, "Brevo's webhook was not deleted");
        // Given up by returning: a job that failed for good would keep the sealed key of an account that was left.
        const passing = kind === 'unavailable' || kind === 'limited';
        if (passing && attempts < most) throw new Error(`Brevo: ${message}`);
      },
      async brevo_webhooks() {
        if (!isReachable(appUrl)) return;
        const before = new Date(ports.now() - CHECKED_EVERY_MS);
        const connections = await prisma.connection.findMany({
          where: { health: 'ok', shop: { uninstalledAt: null } },
          select: {
            shopId: true,
            webhookId: true,
            webhookUrl: true,
            webhookKey: true,
            webhookCheckedAt: true,
          },
        });
        for (const { shopId, webhookId, webhookUrl, webhookKey, webhookCheckedAt } of connections) {
          const fresh = webhookCheckedAt !== null && webhookCheckedAt > before;
          if (webhookId === null || webhookUrl !== prefix + webhookKey || !fresh)
            await queueWebhook(prisma, shopId);
        }
      },
    },
    crontab: ['41 * * * * brevo_webhooks'],
  };
}

const NOT_FOUND: Failure = {
  kind: 'not_found',
  status: 404,
  message: 'The webhook that was made is not in the list',
  requestId: null,
};

/** https, or this very machine: the sandbox, whose Brevo is here as well. */
export function isReachable(appUrl: string): boolean {
  const { protocol, hostname } = new URL(appUrl);
  return protocol === 'https:' || hostname === 'localhost' || hostname.startsWith('127.');
}
