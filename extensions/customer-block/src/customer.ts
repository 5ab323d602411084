/** The part of `GET /api/v1/skills/customer-sync/customers/{id}` that the block shows; the rest is left unread. */
export interface CustomerAnswer {
  answer: { code: string; params: Record<string, string | number>; text: string };
  brevo: { contact: { id: number; emailBlocked: boolean; smsBlocked: boolean; onList: boolean } | null };
  consent: { email: ChannelAnswer; sms: ChannelAnswer };
  link: { state: string; syncedAt: string | null } | null;
  pending: { since: string } | null;
  problem: { cause: string; message: string; fix: string } | null;
}

export interface ChannelAnswer {
  store: { state: string } | null;
  brevo: 'blocked' | 'open' | 'absent' | 'unknown';
}

export type Reading =
  | { kind: 'read'; customer: CustomerAnswer }
  /** The app has never heard of this customer. */
  | { kind: 'unknown' }
  | { kind: 'failed' };

const API = '/api/v1/skills/customer-sync/customers/';

/** Asks the app about one customer, by the plain id. The admin resolves the address and adds the ID token. */
export async function readCustomer(id: string): Promise<Reading> {
  try {
    const response = await fetch(API + id, { headers: { accept: 'application/json' } });
    if (response.status === 404) return { kind: 'unknown' };
    if (!response.ok) return { kind: 'failed' };
    return { kind: 'read', customer: (await response.json()) as CustomerAnswer };
  } catch {
    return { kind: 'failed' };
  }
}

/** Queues a fresh look at the customer; whether it was accepted. */
export async function syncNow(id: string): Promise<boolean> {
  try {
    return (await fetch(`${API}${id}/sync`, { method: 'POST' })).ok;
  } catch {
    return false;
  }
}

export type Standing = 'problem' | 'waiting' | 'synced' | 'blocked' | 'differs' | 'absent';

/** One word for where the customer stands, the most urgent first. */
export function standingOf(customer: CustomerAnswer): Standing {
  if (customer.problem) return 'problem';
  if (customer.pending) return 'waiting';
  if (!customer.brevo.contact) return 'absent';
  if (customer.answer.code === 'differs') return 'differs';
  return customer.brevo.contact.emailBlocked ? 'blocked' : 'synced';
}
