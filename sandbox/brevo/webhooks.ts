import type { Account, Webhook } from './account.ts';
import { noContent, notFound, type Reply, refuse, reply } from './reply.ts';
import type { ResourceCall } from './resource-routes.ts';

/** Words of the subscription and of the payload differ (facts section 9). */
const PAYLOAD_WORD: Record<string, string> = {
  unsubscribed: 'unsubscribe',
  hardBounce: 'hard_bounce',
  softBounce: 'soft_bounce',
  spam: 'spam',
  listAddition: 'list_addition',
  contactUpdated: 'contact_updated',
  contactDeleted: 'contact_deleted',
};

const MOST = 40;

/** /webhooks: made by the app, with the headers it wants to be recognised by. */
export function webhookRoutes(account: Account, { method, parts, query, body, now }: ResourceCall): Reply {
  if (parts.length === 0) {
    if (method === 'GET') {
      const type = query.get('type');
      const found = account.webhooks.filter((w) => type === null || w.type === type);
      // Facts section 9: none is a refusal, not an empty list.
      return found.length === 0
        ? refuse(400, 'document_not_found', 'Webhooks not found')
        : reply(200, { webhooks: found.map(shown) });
    }
    if (typeof body.url !== 'string' || !/^https?:\/\//.test(body.url))
      return refuse(400, 'invalid_parameter', 'url is invalid');
    if (account.webhooks.length >= MOST)
      return refuse(400, 'invalid_parameter', 'Maximum number of webhooks reached');
    const webhook: Webhook = {
      id: account.ids.webhook++,
      url: body.url,
      type: String(body.type ?? 'transactional'),
      events: Array.isArray(body.events) ? body.events.map(String) : [],
      description: String(body.description ?? ''),
      ...(body.auth ? { auth: body.auth as { type: string; token: string } } : {}),
      ...(Array.isArray(body.headers) ? { headers: body.headers as { key: string; value: string }[] } : {}),
      batched: body.batched === true,
      createdAt: now,
    };
    account.webhooks.push(webhook);
    return reply(201, { id: webhook.id });
  }
  const webhook = account.webhooks.find((w) => w.id === Number(parts[0]));
  if (!webhook) return notFound('Webhook not found');
  if (method === 'GET') return reply(200, shown(webhook));
  if (method === 'PUT')
    Object.assign(
      webhook,
      Object.fromEntries(
        Object.entries(body).filter(([key]) => key in webhook || key === 'headers' || key === 'auth'),
      ),
    );
  if (method === 'DELETE') account.webhooks = account.webhooks.filter((w) => w !== webhook);
  return noContent;
}

function shown(webhook: Webhook) {
  const at = new Date(webhook.createdAt).toISOString();
  return { ...webhook, createdAt: at, modifiedAt: at };
}

export interface Delivery {
  event: string;
  email: string | null;
  status: number | null;
  attempt: number;
}

/** Sends events: the answer decides. 4xx but 429, and 5xx, end it at once; silence and 429 are tried four times more. */
export class WebhookSender {
  readonly log: Delivery[] = [];
  /** Real Brevo waits 10 minutes, 1, 2 and 8 hours. */
  retryMs = [50, 100, 200, 400];
  #underWay = new Set<Promise<void>>();

  fire(
    account: Account,
    event: string,
    email: string | null,
    extra: Record<string, unknown>,
    now: number,
  ): void {
    for (const webhook of account.webhooks.filter((w) => w.events.includes(event))) {
      const ts = Math.floor(now / 1_000);
      const payload = {
        id: webhook.id,
        event: PAYLOAD_WORD[event] ?? event,
        email,
        date: new Date(now).toISOString().slice(0, 19).replace('T', ' '),
        ts,
        ts_event: ts,
        ...extra,
      };
      const sending = this.#send(webhook, webhook.batched ? [payload] : payload, event, email).finally(() =>
        this.#underWay.delete(sending),
      );
      this.#underWay.add(sending);
    }
  }

  async settled(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
  }

  async #send(webhook: Webhook, payload: unknown, event: string, email: string | null): Promise<void> {
    for (let attempt = 0; attempt <= this.retryMs.length; attempt += 1) {
      if (attempt > 0) await new Promise((resolve) => setTimeout(resolve, this.retryMs[attempt - 1]));
      const status = await this.#once(webhook, payload);
      this.log.push({ event, email, status, attempt: attempt + 1 });
      if (status !== null && status !== 429) return;
    }
  }

  async #once(webhook: Webhook, payload: unknown): Promise<number | null> {
    try {
      const response = await fetch(webhook.url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(webhook.auth ? { authorization: `Bearer ${webhook.auth.token}` } : {}),
          ...Object.fromEntries((webhook.headers ?? []).map((h) => [h.key, h.value])),
        },
        body: JSON.stringify(payload),
        signal: AbortSignal.timeout(5_000),
      });
      await response.arrayBuffer();
      return response.status;
    } catch {
      return null;
    }
  }
}
