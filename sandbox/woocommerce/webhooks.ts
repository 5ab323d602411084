import { createHmac } from 'node:crypto';
import { customerView, orderView } from './views.ts';
import { deliveryId, type WooWorld } from './world.ts';

export interface WooWebhook {
  id: number;
  name: string;
  status: 'active' | 'paused' | 'disabled';
  topic: string;
  delivery_url: string;
  secret: string;
  failures: number;
}

export interface WooDelivery {
  url: string;
  webhookId: number;
  headers: Record<string, string>;
  body: string;
}

/** More failures in a row than this turn a webhook off. */
const MOST_FAILURES = 5;

const MOST_SENT = 200;

/** WooCommerce's webhooks: signed, sent once, never again, and turned off after failures in a row. */
export class WooWebhooks {
  readonly all: WooWebhook[] = [];
  /** Deliveries that wait to be taken by hand, where `manual`. */
  pending: WooDelivery[] = [];
  manual = false;
  /** What was sent lately, newest last; the answer's status, 0 where nobody answered. */
  readonly sent: { at: number; what: string; status: number }[] = [];
  /** Where an address of the app really is. */
  locate: (url: string) => string = (url) => url;
  readonly #world: WooWorld;
  #sending = new Set<Promise<unknown>>();

  constructor(world: WooWorld) {
    this.#world = world;
  }

  add(fields: Partial<WooWebhook> & Pick<WooWebhook, 'topic' | 'delivery_url'>): WooWebhook {
    const webhook: WooWebhook = {
      name: '',
      status: 'active',
      secret: '',
      failures: 0,
      ...fields,
      id: (this.all.at(-1)?.id ?? 0) + 1,
    };
    this.all.push(webhook);
    return webhook;
  }

  /** The unsigned test request of a webhook that is saved. */
  ping(webhook: WooWebhook): Promise<number> {
    const body = `webhook_id=${webhook.id}`;
    return this.#post(webhook.delivery_url, { 'content-type': 'application/x-www-form-urlencoded' }, body);
  }

  fire(topic: string, id: number): void {
    for (const webhook of this.all) {
      if (webhook.status !== 'active' || webhook.topic !== topic) continue;
      const delivery = this.#deliveryOf(webhook, this.#payload(topic, id));
      if (this.manual) this.pending.push(delivery);
      else this.#track(this.send(delivery));
    }
  }

  /** Sends one delivery; answers the status, or 0 where nobody answered. */
  async send(delivery: WooDelivery): Promise<number> {
    const status = await this.#post(delivery.url, delivery.headers, delivery.body);
    const webhook = this.all.find(({ id }) => id === delivery.webhookId);
    if (!webhook) return status;
    this.sent.push({ at: this.#world.now(), what: webhook.topic, status });
    if (this.sent.length > MOST_SENT) this.sent.shift();
    const well = status >= 200 && status < 303;
    webhook.failures = well ? 0 : webhook.failures + 1;
    if (webhook.failures > MOST_FAILURES) webhook.status = 'disabled';
    return status;
  }

  /** Ends when everything that was fired has been sent. */
  async settled(): Promise<void> {
    while (this.#sending.size > 0) await Promise.all(this.#sending);
  }

  #payload(topic: string, id: number): Record<string, unknown> {
    if (topic.endsWith('.deleted')) return { id };
    if (topic.startsWith('order.')) {
      const order = this.#world.orders.find((o) => o.id === id);
      return order ? orderView(order) : { code: 'woocommerce_rest_shop_order_invalid_id' };
    }
    const user = this.#world.users.get(id);
    return user ? customerView(this.#world, user) : { code: 'woocommerce_rest_invalid_id' };
  }

  #deliveryOf(webhook: WooWebhook, payload: Record<string, unknown>): WooDelivery {
    const body = JSON.stringify(payload);
    const [resource = '', event = ''] = webhook.topic.split('.');
    return {
      url: webhook.delivery_url,
      webhookId: webhook.id,
      body,
      headers: {
        'content-type': 'application/json',
        'user-agent': 'WooCommerce/10.9.0 Hookshot (WordPress/7.0)',
        'x-wc-webhook-source': 'https://shop.example.com/',
        'x-wc-webhook-topic': webhook.topic,
        'x-wc-webhook-resource': resource,
        'x-wc-webhook-event': event,
        'x-wc-webhook-signature': createHmac('sha256', webhook.secret).update(body).digest('base64'),
        'x-wc-webhook-id': String(webhook.id),
        'x-wc-webhook-delivery-id': deliveryId(webhook.id, this.#world.now()),
      },
    };
  }

  async #post(url: string, headers: Record<string, string>, body: string): Promise<number> {
    const answer = await fetch(this.locate(url), { method: 'POST', headers, body }).catch(() => null);
    await answer?.text().catch(() => '');
    return answer?.status ?? 0;
  }

  #track(sending: Promise<unknown>): void {
    const tracked = sending.finally(() => this.#sending.delete(tracked));
    this.#sending.add(tracked);
  }
}
