import type { Admission, KeyedRequest } from './admission.ts';
import { problem } from './problem.ts';

/** Only these say something of the answer; the others are of the moment it was given. */
const KEPT_HEADERS = ['content-type', 'location', 'etag'];

/**
 * Runs a request that carries an idempotency key at most once: a repetition gets the same answer, one that comes while
 * the first is under way a 409, and another request under the same key a 422. A fault of ours gives the key back.
 */
export async function once(
  admission: Admission,
  request: KeyedRequest,
  run: () => Promise<Response>,
): Promise<Response> {
  const ending = await admission.begin(request);
  switch (ending.kind) {
    case 'busy':
      return problem('request_in_progress', {
        detail: 'Wait for its answer, or try again a little later',
        headers: { 'Retry-After': '1' },
      });
    case 'reused':
      return problem('idempotency_key_reused', { detail: 'Use a key of its own for each request' });
    case 'answered': {
      const { status, headers, body } = ending.answer;
      const response = new Response(body === '' ? null : body, { status, headers });
      response.headers.set('Cache-Control', 'no-store');
      response.headers.set('Idempotent-Replayed', 'true');
      return response;
    }
    case 'new':
      return keep(admission, request, run);
  }
}

async function keep(
  admission: Admission,
  request: KeyedRequest,
  run: () => Promise<Response>,
): Promise<Response> {
  let kept = false;
  try {
    const response = await run();
    if (response.status >= 500) return response;
    const headers = KEPT_HEADERS.flatMap((name): [string, string][] => {
      const value = response.headers.get(name);
      return value === null ? [] : [[name, value]];
    });
    const body = await response.clone().text();
    await admission.finish(request, { status: response.status, headers, body });
    kept = true;
    return response;
  } finally {
    if (!kept) await admission.finish(request, null);
  }
}

/** SHA-256 in hexadecimal. */
export async function hashOf(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
