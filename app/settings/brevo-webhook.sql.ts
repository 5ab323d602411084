import type { PrismaClient } from '@prisma/client';

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

/** Takes our webhook out of an account that was left, in the transaction that leaves it. */
export function queueWebhookRemoval(db: Runs, former: FormerWebhook) {
  return db.$executeRaw`
    select graphile_worker.add_job('brevo_webhook_removal', payload := ${JSON.stringify(former)}::json,
      queue_name := 'brevo-webhook:' || ${former.shopId}::int, max_attempts := 6)`;
}
