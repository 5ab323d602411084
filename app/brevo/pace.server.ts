import { resetOf } from './answer.ts';

/** Brevo counts contacts calls and all other calls apart (facts/brevo.md section 2). */
export type Bucket = 'contacts' | 'other';

/**
 * The pace of one Brevo account. Everything that talks to the account shares one of these, because the limits are per
 * account; what other tools of the merchant use shows in `remaining`, and what we use leaves a share for them.
 */
export interface Pace {
  /** Waits until a call may start; rejects when the signal aborts. */
  turn(bucket: Bucket, signal?: AbortSignal): Promise<void>;
  /** Learns from a response's headers. */
  learn(bucket: Bucket, status: number, headers: Headers): void;
  /** Calls a second that are allowed now, for planning a batch. */
  perSecond(bucket: Bucket): number;
}

export interface Timer {
  now(): number;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

interface Lane {
  /** Milliseconds between two starts. */
  gap: number;
  nextAt: number;
}

/** Of the vendor's limit; the rest is slack for jitter on the way and for the merchant's other tools. */
const SHARE = 0.93;
const STARTING_LIMITS: Record<Bucket, { count: number; windowMs: number }> = {
  contacts: { count: 10, windowMs: 1_000 },
  // 100 an hour: spent freely at first, because they are few and a person waits for them, and then by the headers.
  other: { count: 100, windowMs: 3_600_000 },
};

export function createPace(timer: Timer): Pace {
  const lanes: Record<Bucket, Lane> = { contacts: lane('contacts'), other: { gap: 0, nextAt: 0 } };
  return {
    async turn(bucket, signal) {
      const at = lanes[bucket];
      const now = timer.now();
      const start = Math.max(now, at.nextAt);
      at.nextAt = start + at.gap;
      if (start > now) await timer.sleep(start - now, signal);
    },
    learn(bucket, status, headers) {
      const at = lanes[bucket];
      const now = timer.now();
      const limit = numberOf(headers, 'x-sib-ratelimit-limit');
      const remaining = numberOf(headers, 'x-sib-ratelimit-remaining');
      const resetMs = resetOf(headers);
      if (bucket === 'contacts' && limit !== null && limit > 0) at.gap = gapFor(limit);
      if (status === 429) at.nextAt = Math.max(at.nextAt, now + (resetMs ?? 1_000));
      else if (remaining !== null && resetMs !== null && remaining <= 0)
        at.nextAt = Math.max(at.nextAt, now + resetMs);
      else if (bucket === 'contacts' && limit !== null && limit > 600 && remaining !== null && resetMs) {
        // An hour's window: where others have used most of it, what is left is spread over what is left of the hour.
        at.gap = Math.max(at.gap, remaining < limit * 0.1 ? resetMs / Math.max(remaining, 1) : 0);
      }
    },
    perSecond: (bucket) => (lanes[bucket].gap === 0 ? 1_000 : 1_000 / lanes[bucket].gap),
  };
}

function lane(bucket: Bucket): Lane {
  const { count, windowMs } = STARTING_LIMITS[bucket];
  return { gap: windowMs / (count * SHARE), nextAt: 0 };
}

/** A limit above 600 is an hour's (36,000), below it a second's (10, 20, 60). */
function gapFor(limit: number): number {
  return (limit > 600 ? 3_600_000 : 1_000) / (limit * SHARE);
}

function numberOf(headers: Headers, name: string): number | null {
  const text = headers.get(name);
  const value = Number(text);
  return text !== null && text !== '' && Number.isFinite(value) ? value : null;
}

/** One pace per account in this process; a drain holds the account's lock, so it is alone with it. */
export function createPaces(timer: Timer): (account: string) => Pace {
  const paces = new Map<string, Pace>();
  return (account) => {
    let pace = paces.get(account);
    if (!pace) {
      pace = createPace(timer);
      paces.set(account, pace);
    }
    return pace;
  };
}
