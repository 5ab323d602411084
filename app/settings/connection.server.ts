import { readAccount } from '../brevo/account.server.ts';
import type { Answer } from '../brevo/answer.ts';
import { readAttributes } from '../brevo/attributes.server.ts';
import { type BrevoClient, createBrevoClient } from '../brevo/client.server.ts';
import { createList, readLists } from '../brevo/lists.server.ts';
import type { Pace } from '../brevo/pace.server.ts';
import type { Ports } from '../ports.ts';
import type { BrevoReading, ConnectionService, ConnectionView, ShopRef } from '../services.ts';
import { NO_WEBHOOK, queueWebhook, queueWebhookRemoval } from './brevo-webhook.sql.ts';

export interface ConnectionParts {
  ports: Pick<Ports, 'db' | 'secrets' | 'now' | 'sleep' | 'log'>;
  paceOf(account: string): Pace;
  /** The connection works (again): notices close and what waits is delivered. */
  onConnected(shopId: number): Promise<void>;
}

/** A person waits for these calls: they end sooner than those of the queue. */
const TIMEOUT_MS = 10_000;
/** Up to here a person rather waits than reads that Brevo is busy: its second is over soon. */
const PATIENCE_MS = 3_000;
const TRIES = 3;

/** The shop's Brevo account: checked with Brevo before it is stored, encrypted at rest, never given out again. */
export function createConnectionService({ ports, paceOf, onConnected }: ConnectionParts): ConnectionService {
  const { prisma } = ports.db;

  async function clientOf(shop: ShopRef): Promise<BrevoClient | null> {
    const row = await prisma.connection.findUnique({ where: { shopId: shop.id } });
    if (!row) return null;
    return clientFor(ports.secrets.decrypt(row.apiKey), paceOf(row.account));
  }

  /** A refusal for the limit was not applied, so the call may be made again; another process may share the account. */
  function clientFor(apiKey: string, pace: Pace): BrevoClient {
    const client = createBrevoClient({ apiKey, pace, timeoutMs: TIMEOUT_MS });
    return {
      async call(...args) {
        for (let tries = 1; ; tries += 1) {
          const answer = await client.call(...args);
          if (answer.kind !== 'limited' || tries === TRIES) return answer;
          if ((answer.resetMs ?? 0) > PATIENCE_MS) return answer;
          await ports.sleep(answer.resetMs ?? 500);
        }
      },
    };
  }

  async function reading<T>(
    shop: ShopRef,
    read: (client: BrevoClient) => Promise<{ kind: 'read'; value: T } | { kind: 'failed'; answer: Failure }>,
  ): Promise<BrevoReading<T>> {
    const client = await clientOf(shop);
    if (!client) return { kind: 'not_connected' };
    const result = await read(client);
    return result.kind === 'read' ? result : { kind: 'failed', message: result.answer.message };
  }

  return {
    async read(shop) {
      const row = await prisma.connection.findUnique({ where: { shopId: shop.id } });
      if (!row) return NOT_CONNECTED;
      return {
        connected: true,
        companyName: row.companyName,
        health: row.health as ConnectionView['health'],
        healthCause: row.healthCause,
        healthMessage: row.healthMessage,
        connectedAt: row.connectedAt.toISOString(),
        checkedAt: row.checkedAt.toISOString(),
      };
    },

    async connect(shop, sent) {
      const apiKey = sent.trim();
      // Before the account is known, its pace is the key's own.
      const account = await readAccount(clientFor(apiKey, paceOf(ports.secrets.fingerprint(apiKey))));
      if (account.kind === 'failed') return refusal(account.answer);
      const accountKey = ports.secrets.fingerprint(`brevo:${account.organizationId ?? apiKey}`);
      const attributes = await readAttributes(clientFor(apiKey, paceOf(accountKey)));
      if (attributes.kind === 'failed') return refusal(attributes.answer);
      const now = new Date(ports.now());
      const data = {
        apiKey: ports.secrets.encrypt(apiKey),
        account: accountKey,
        companyName: account.companyName,
        connectedAt: now,
        checkedAt: now,
        attributes: JSON.parse(JSON.stringify(attributes.attributes)),
        // Not said to be fresh: the first drain reads them again and creates what the mapping lacks.
        attributesAt: null,
      };
      const before = await prisma.connection.findUnique({
        where: { shopId: shop.id },
        select: { shopId: true, account: true, apiKey: true, webhookId: true },
      });
      const moved = before !== null && before.account !== data.account;
      // The webhook belongs to the account, not to the key; it is seen to by a job, because a person waits here.
      await prisma.$transaction([
        prisma.connection.upsert({
          where: { shopId: shop.id },
          create: { shopId: shop.id, ...data },
          update: moved ? { ...data, ...NO_WEBHOOK } : data,
        }),
        ...(moved ? queueWebhookRemoval(prisma, before) : []),
        queueWebhook(prisma, shop.id),
      ]);
      if (moved) await forgetContacts(ports, shop.id);
      await onConnected(shop.id);
      return { kind: 'connected', connection: await this.read(shop) };
    },

    async disconnect(shop) {
      const before = await prisma.connection.findUnique({ where: { shopId: shop.id } });
      if (!before) return;
      await prisma.$transaction([
        prisma.connection.deleteMany({ where: { shopId: shop.id } }),
        ...queueWebhookRemoval(prisma, before),
      ]);
    },

    lists: (shop) =>
      reading(shop, async (client) => {
        const answer = await readLists(client);
        return answer.kind === 'read' ? { kind: 'read', value: answer.lists } : answer;
      }),

    createList: (shop, name) =>
      reading(shop, async (client) => {
        const answer = await createList(client, name);
        return answer.kind === 'read' ? { kind: 'read', value: answer.list } : answer;
      }),

    attributes: (shop) =>
      reading(shop, async (client) => {
        const answer = await readAttributes(client);
        return answer.kind === 'read' ? { kind: 'read', value: answer.attributes } : answer;
      }),
  };
}

type Failure = Exclude<Answer, { kind: 'ok' }>;

const NOT_CONNECTED: ConnectionView = {
  connected: false,
  companyName: null,
  health: null,
  healthCause: null,
  healthMessage: null,
  connectedAt: null,
  checkedAt: null,
};

function refusal(answer: Failure) {
  if (answer.kind === 'unauthorized')
    return { kind: 'refused', cause: answer.cause, message: answer.message } as const;
  if (answer.kind === 'rejected')
    return { kind: 'refused', cause: answer.code ?? 'rejected', message: answer.message } as const;
  return { kind: 'unreachable', message: answer.message } as const;
}

/** Another account knows other contacts: what we remember of the former one's would be written to strangers. */
async function forgetContacts(ports: Pick<Ports, 'db'>, shopId: number): Promise<void> {
  await ports.db.prisma.contactLink.updateMany({
    where: { shopId, NOT: { state: 'redacted' } },
    data: {
      brevoId: null,
      contentHash: null,
      filled: [],
      extIdSent: false,
      listId: null,
      emailBlocked: false,
      smsBlocked: false,
      inheritedBlocks: [],
      formerIds: [],
    },
  });
}
