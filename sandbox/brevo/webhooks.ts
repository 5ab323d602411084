import type { Account, Webhook } from './account.ts';

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

/** Events of one delivery that is batched. */
const MOST_EVENTS = 500;

export interface Delivery {
  event: string;
  email: string | null;
  status: number | null;
  attempt: number;
}

interface Told {
  event: string;
  email: string | null;
  payload: Record<string, unknown>;
}

/** Sends events: the answer decides. 4xx but 429, and 5xx, end it at once; silence and 429 are tried four times more. */
export class WebhookSender {
  readonly log: Delivery[] = [];
  /** Real Brevo waits 10 minutes, 1, 2 and 8 hours. */
  retryMs = [50, 100, 200, 400];
  /** Real Brevo gathers the events of a batched webhook for five minutes. */
  batchMs = 20;
  /** How long an answer may take before it counts as silence. */
  timeoutMs = 5_000;
  readonly #underWay = new Set<Promise<void>>();
  readonly #gathered = new Map<Webhook, Told[]>();

  /** Tells every webhook of the account that subscribed to the event. */
  fire(
    account: Account,
    event: string,
    email: string | null,
    extra: Record<string, unknown>,
    now: number,
  ): void {
    for (const webhook of account.webhooks.filter((w) => w.events.includes(event))) {
      const ts = Math.floor(now / 1_000);
      const date = new Date(now).toISOString().slice(0, 19).replace('T', ' ');
      const payload = {
        id: webhook.id,
        event: PAYLOAD_WORD[event] ?? event,
        email,
        date,
        ts,
        ts_event: ts,
        ...extra,
      };
      const told = { event, email, payload };
      this.#follow(webhook.batched ? this.#gather(webhook, told) : this.#send(webhook, [told], payload));
    }
  }

  /** Waits until nothing is on its way any more, retries included. */
  async settled(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
  }

  #follow(sending: Promise<void>): void {
    const followed: Promise<void> = sending.finally(() => this.#underWay.delete(followed));
    this.#underWay.add(followed);
  }

  /** The first event of a window waits and takes the others along. */
  async #gather(webhook: Webhook, told: Told): Promise<void> {
    const waiting = this.#gathered.get(webhook);
    if (waiting) {
      waiting.push(told);
      return;
    }
    const gathered = [told];
    this.#gathered.set(webhook, gathered);
    await pause(this.batchMs);
    this.#gathered.delete(webhook);
    for (let from = 0; from < gathered.length; from += MOST_EVENTS) {
      const part = gathered.slice(from, from + MOST_EVENTS);
      await this.#send(
        webhook,
        part,
        part.map((t) => t.payload),
      );
    }
  }

  async #send(webhook: Webhook, told: Told[], payload: unknown): Promise<void> {
    for (let attempt = 0; attempt <= this.retryMs.length; attempt += 1) {
      if (attempt > 0) await pause(this.retryMs[attempt - 1] ?? 0);
      const status = await this.#once(webhook, payload);
      for (const { event, email } of told) this.log.push({ event, email, status, attempt: attempt + 1 });
      if (status !== null && status !== 429) return;
    }
  }

  async #once(webhook: Webhook, payload: unknown): Promise<number | null> {
    try {
      const url = new URL(webhook.url);
      const basic = url.username ? { authorization: `Basic ${btoa(`${url.username}:${url.password}`)}` } : {};
      url.username = '';
      url.password = '';
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...basic,
          ...(webhook.auth ? { authorization: `Bearer ${webhook.auth.token}` } : {}),
          ...Object.fromEntries((webhook.headers ?? []).map((h) => [h.key, h.value])),
        },
        body: JSON.stringify(payload),
        signal: AbortSignal.timeout(this.timeoutMs),
      });
      await response.arrayBuffer();
      return response.status;
    } catch {
      return null;
    }
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
