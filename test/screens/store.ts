import { expect } from '@playwright/test';
import type { Sandbox } from '../../sandbox/launch.ts';

type Json = Record<string, unknown>;

export const SKILL = '/skills/customer-sync';

/** What is done to the world between the pictures: through the app's API, the store's admin and Brevo's switches. */
export function storeOf(sandbox: Sandbox) {
  const handle = new URL(sandbox.adminUrl).pathname.split('/').at(-1);

  async function post(url: string, body: unknown, method = 'POST'): Promise<Json> {
    const answer = await fetch(url, { method, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${method} ${url}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as Json;
  }

  async function api(method: string, path: string, body?: unknown): Promise<Json> {
    const query = `shop=${handle}.myshopify.com`;
    const token = await (await fetch(`${sandbox.shopifyUrl}/__sandbox/id-token?${query}`)).text();
    const answer = await fetch(`${sandbox.appUrl}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${token.trim()}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as Json;
  }

  return {
    api,
    /** Something the store's owner does in the admin; answers what it answers. */
    admin: (method: string, path: string, body: unknown = {}) =>
      post(`${sandbox.shopifyUrl}/__sandbox/admin/${handle}/${path}`, body, method),
    /** How Brevo behaves from now on. */
    brevo: (setting: unknown) => post(`${sandbox.brevoUrl}/__sandbox/faults`, setting),
    /** Something a person does in Brevo. */
    act: (act: unknown) => post(`${sandbox.brevoUrl}/__sandbox/act`, act),
    async brevoCall(method: string, path: string, body?: unknown): Promise<void> {
      await fetch(`${sandbox.brevoUrl}/v3${path}`, {
        method,
        headers: { 'api-key': sandbox.brevoKey, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    },
    /** A part of the configuration, over what is stored. */
    async configure(part: { options?: Json; fieldMapping?: Json; debug?: boolean }): Promise<void> {
      const now = (await api('GET', SKILL)) as { options: Json; fieldMapping: Json };
      await api('PUT', SKILL, {
        ...now,
        ...part,
        options: { ...now.options, ...part.options },
        fieldMapping: { ...now.fieldMapping, ...part.fieldMapping },
      });
    },
    /** Until nothing waits any more. */
    async quiet(): Promise<void> {
      await expect
        .poll(async () => (await api('GET', `${SKILL}/status`)).queueDepth, { timeout: 120_000 })
        .toBe(0);
    },
    async run(kind: 'imports' | 'reconciliations', body: Json = {}): Promise<string> {
      return String((await api('POST', `${SKILL}/${kind}`, body)).id);
    },
    async ended(kind: 'imports' | 'reconciliations', id: string): Promise<void> {
      await expect
        .poll(async () => (await api('GET', `${SKILL}/${kind}/${id}`)).status, { timeout: 300_000 })
        .toMatch(/completed|failed/);
    },
  };
}
