import type { Connection, Prisma, PrismaClient } from '@prisma/client';

/** Anything that Prisma can run a statement on: the client, or a transaction of it. */
type Runs = Pick<PrismaClient, '$executeRaw'>;

/** What is needed to delete a webhook of an account that is not connected any more; the key is sealed. */
export interface FormerWebhook {
  shopId: number;
  account: string;
  apiKey: string;
  webhookId: number;
}

/** Sees to it, soon, that the shop's account tells us what happens there. One job of a shop at a time: they share a queue. */
export function queueWebhook(db: Runs, shopId: number) {
  return db.$executeRaw`
    select graphile_worker.add_job('brevo_webhook', payload := json_build_object('shopId', ${shopId}::int),
      job_key := 'brevo-webhook:' || ${shopId}::int, queue_name := 'brevo-webhook:' || ${shopId}::int, max_attempts := 1)`;
}

/** A connection that was made new: the former account's webhook is not ours to hear any more. */
export const NO_WEBHOOK = {
  webhookId: null,
  webhookKey: null,
  webhookSecret: null,
  webhookUrl: null,
  webhookCheckedAt: null,
};

/** Looks after all webhooks of this app, soon: at the start, because the app may have moved to another address. */
export function queueWebhookCheck(db: Runs) {
  return db.$executeRaw`select graphile_worker.add_job('brevo_webhooks', job_key := 'brevo-webhooks')`;
}

/** Takes our webhook, if there is one, out of an account that is left: statements for the transaction that leaves it. */
export function queueWebhookRemoval(
  db: Runs,
  { shopId, account, apiKey, webhookId }: Pick<Connection, 'shopId' | 'account' | 'apiKey' | 'webhookId'>,
): Prisma.PrismaPromise<number>[] {
  if (webhookId === null) return [];
  const former: FormerWebhook = { shopId, account, apiKey, webhookId: Number(webhookId) };
  return [
    db.$executeRaw`
      select graphile_worker.add_job('brevo_webhook_removal', payload := ${JSON.stringify(former)}::json,
        queue_name := 'brevo-webhook:' || ${shopId}::int, max_attempts := 6)`,
  ];
}
