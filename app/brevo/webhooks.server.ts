import type { Answer } from './answer.ts';
import type { BrevoClient } from './client.server.ts';

type Failure = Exclude<Answer, { kind: 'ok' }>;

/** How our webhook shows that it is ours: Brevo signs nothing (facts/brevo.md section 9). */
export const SECRET_HEADER = 'x-customer-sync-secret';

/** In the words of the subscription, which are not those of the payload. */
const EVENTS = ['unsubscribed', 'spam', 'hardBounce', 'contactDeleted'];

export interface WebhookView {
  id: number;
  url: string;
  events: string[];
}

/** Whether a webhook tells us all that it has to tell. */
export function tellsAll({ events }: WebhookView): boolean {
  return EVENTS.every((event) => events.includes(event));
}

export type WebhooksReading = { kind: 'read'; webhooks: WebhookView[] } | { kind: 'failed'; answer: Failure };

/** The account's marketing webhooks. With none to show Brevo refuses the question instead of answering an empty list. */
export async function readWebhooks(client: BrevoClient): Promise<WebhooksReading> {
  const answer = await client.call('GET', '/webhooks?type=marketing');
  const none =
    answer.kind === 'not_found' || (answer.kind === 'rejected' && answer.code === 'document_not_found');
  if (none) return { kind: 'read', webhooks: [] };
  if (answer.kind !== 'ok') return { kind: 'failed', answer };
  const raw = (answer.body as { webhooks?: unknown } | null)?.webhooks;
  const webhooks = (Array.isArray(raw) ? raw : []).map((w) => ({
    id: Number(w.id),
    url: String(w.url),
    events: Array.isArray(w.events) ? w.events.map(String) : [],
  }));
  return { kind: 'read', webhooks };
}

/** Makes the webhook; `id` null when Brevo's answer does not name it. */
export async function createWebhook(
  client: BrevoClient,
  url: string,
  secret: string,
): Promise<{ kind: 'created'; id: number | null } | { kind: 'failed'; answer: Failure }> {
  const answer = await client.call('POST', '/webhooks', { ...bodyOf(url, secret), type: 'marketing' });
  if (answer.kind !== 'ok') return { kind: 'failed', answer };
  const id = Number((answer.body as { id?: unknown } | null)?.id ?? Number.NaN);
  return { kind: 'created', id: Number.isSafeInteger(id) ? id : null };
}

/** Brings a webhook that is there to what it must be, with a new secret. */
export function updateWebhook(client: BrevoClient, id: number, url: string, secret: string): Promise<Answer> {
  return client.call('PUT', `/webhooks/${id}`, bodyOf(url, secret));
}

export function deleteWebhook(client: BrevoClient, id: number): Promise<Answer> {
  return client.call('DELETE', `/webhooks/${id}`);
}

function bodyOf(url: string, secret: string) {
  return {
    url,
    description: 'Customer Sync for Brevo',
    events: EVENTS,
    headers: [{ key: SECRET_HEADER, value: secret }],
  };
}
