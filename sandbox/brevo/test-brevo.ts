import { afterAll, beforeAll, beforeEach } from 'vitest';
import { type RunningBrevo, startBrevo } from './server.ts';
import { type BrevoWorld, DEFAULT_KEY } from './world.ts';

const START = Date.parse('2026-11-24T10:00:00Z');

/** The clock of the emulated Brevo in tests: stands still until it is moved. */
export const time = { at: START };

/** One emulated Brevo for a test file, empty and without limits before every test. */
export function openBrevo(): { readonly url: string; readonly world: BrevoWorld } {
  beforeAll(async () => {
    running = await startBrevo({ now: () => time.at, random: () => 0 });
  });
  afterAll(() => running.close());
  beforeEach(() => {
    time.at = START;
    running.world.reset();
    running.world.limits = 'off';
  });
  return {
    get url() {
      return running.url;
    },
    get world() {
      return running.world;
    },
  };
}

let running: RunningBrevo;

/** One call of the API. */
export async function call(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = { 'api-key': DEFAULT_KEY },
) {
  const response = await fetch(`${running.url}/v3${path}`, {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>,
  };
}

/** One call of the emulator's own side. */
export async function control(method: string, path: string, body?: unknown) {
  const response = await fetch(`${running.url}${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return (await response.json()) as Record<string, unknown>;
}

export const byEmail = (email: string) => `/contacts/${encodeURIComponent(email)}?identifierType=email_id`;

/** The refusal of an identifier that somebody holds. */
export const taken = (path: string, words: string, names: string[]) => ({
  code: 'duplicate_parameter',
  message: `Unable to ${path} contact, ${words} already associated with another Contact`,
  metadata: { duplicate_identifiers: names },
});

/** Waits for an import's end. */
export async function finished(id: unknown) {
  for (;;) {
    const { body } = await call('GET', `/processes/${id}`);
    if (body.status === 'completed' || body.status === 'failed') return body;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
