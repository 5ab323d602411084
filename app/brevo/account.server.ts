import type { Answer } from './answer.ts';
import type { BrevoClient } from './client.server.ts';

export type AccountReading =
  | { kind: 'read'; organizationId: string | null; companyName: string }
  | { kind: 'failed'; answer: Exclude<Answer, { kind: 'ok' }> };

/** Asked once when a key is pasted: this endpoint has 100 calls an hour (facts/brevo.md section 8). */
export async function readAccount(client: BrevoClient): Promise<AccountReading> {
  const answer = await client.call('GET', '/account');
  if (answer.kind !== 'ok') return { kind: 'failed', answer };
  const raw = (answer.body ?? {}) as Record<string, unknown>;
  return {
    kind: 'read',
    organizationId: raw.organization_id === undefined ? null : String(raw.organization_id),
    companyName: typeof raw.companyName === 'string' ? raw.companyName : '',
  };
}
