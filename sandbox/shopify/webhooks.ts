import { createHmac, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { stringify } from 'lossless-json';
import { parse } from 'smol-toml';
import type { StoreEvent } from './store-customer.ts';

export interface Delivery {
  topic: string;
  shop: string;
  webhookId: string;
  body: string;
  headers: Record<string, string>;
  attempts: { status: number | null; at: number }[];
}

export interface WebhookSwitches {
  /** Every delivery twice. */
  duplicate: boolean;
  delayMs: number;
  /** Each delivery waits a random time up to this. */
  shuffleMs: number;
  /** Nothing is sent. */
  drop: boolean;
  /** Deliveries wait for the test to send them. */
  manual: boolean;
}

/** Topics that an app subscribes to in its shopify.app.toml. */
export function readSubscriptions(tomlPath: string): Set<string> {
  const toml = parse(readFileSync(tomlPath, 'utf8')) as {
    webhooks?: { subscriptions?: { topics?: string[]; compliance_topics?: string[] }[] };
  };
  return new Set(
    (toml.webhooks?.subscriptions ?? []).flatMap((s) => [
      ...(s.topics ?? []),
      ...(s.compliance_topics ?? []),
    ]),
  );
}

export function readScopes(tomlPath: string): string[] {
  const toml = parse(readFileSync(tomlPath, 'utf8')) as { access_scopes?: { scopes?: string } };
  return (toml.access_scopes?.scopes ?? '')
    .split(',')
    .map((scope) => scope.trim())
    .filter(Boolean);
}

/** Sends webhooks as Shopify does (facts section 3): signed, 5 s, success is 2xx only, 8 retries. */
export class WebhookSender {
  switches: WebhookSwitches = { duplicate: false, delayMs: 0, shuffleMs: 0, drop: false, manual: false };
  /** Real Shopify spreads eight retries over four hours. */
  retryMs = [100, 200, 400, 800, 1_600, 3_200, 6_400, 12_800];
  appUrl = '';
  /** Newest deliveries. */
  log: Delivery[] = [];
  pending: Delivery[] = [];
  readonly #secret: string;
  readonly #topics: Set<string>;
  readonly #now: () => number;
  readonly #random: () => number;
  readonly #underWay = new Set<Promise<void>>();

  constructor(options: { secret: string; topics: Set<string>; now: () => number; random: () => number }) {
    this.#secret = options.secret;
    this.#topics = options.topics;
    this.#now = options.now;
    this.#random = options.random;
  }

  emit(shop: string, { topic, payload, at, eventId }: StoreEvent): void {
    if (!this.#topics.has(topic) || this.switches.drop) return;
    const body = stringify(payload) as string;
    const webhookId = randomUUID();
    const delivery: Delivery = {
      topic,
      shop,
      webhookId,
      body,
      attempts: [],
      headers: this.#headers({ topic, shop, webhookId, body, at, eventId }),
    };
    this.log.push(delivery);
    if (this.log.length > 2_000) this.log.shift();
    if (this.switches.manual) this.pending.push(delivery);
    else
      for (let copy = 0; copy < (this.switches.duplicate ? 2 : 1); copy += 1)
        this.#track(this.#run(delivery));
  }

  #headers(told: Record<'topic' | 'shop' | 'webhookId' | 'body' | 'eventId', string> & { at: number }) {
    const { topic, shop, webhookId, body, at, eventId } = told;
    return {
      'content-type': 'application/json',
      'x-shopify-topic': topic,
      'x-shopify-hmac-sha256': createHmac('sha256', this.#secret).update(body, 'utf8').digest('base64'),
      'x-shopify-shop-domain': shop,
      'x-shopify-api-version': '2026-10',
      'x-shopify-webhook-id': webhookId,
      'x-shopify-triggered-at': new Date(at).toISOString(),
      'x-shopify-event-id': eventId,
    };
  }

  /** Sends one delivery once; null: no answer. */
  async deliver(delivery: Delivery): Promise<number | null> {
    let status: number | null = null;
    try {
      const response = await fetch(`${this.appUrl}/webhooks/shopify`, {
        method: 'POST',
        headers: delivery.headers,
        body: delivery.body,
        redirect: 'manual',
        signal: AbortSignal.timeout(5_000),
      });
      await response.arrayBuffer();
      status = response.status;
    } catch {
      status = null;
    }
    delivery.attempts.push({ status, at: this.#now() });
    return status;
  }

  /** Waits until nothing is under way. */
  async settled(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
  }

  #track(run: Promise<void>): void {
    const tracked = run.finally(() => this.#underWay.delete(tracked));
    this.#underWay.add(tracked);
  }

  async #run(delivery: Delivery): Promise<void> {
    const wait = this.switches.delayMs + this.#random() * this.switches.shuffleMs;
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    for (let attempt = 0; attempt <= this.retryMs.length; attempt += 1) {
      const status = await this.deliver(delivery);
      if (status !== null && status >= 200 && status < 300) return;
      const pause = this.retryMs[attempt];
      if (pause === undefined) return;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
}
