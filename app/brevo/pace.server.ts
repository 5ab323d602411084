import { resetOf } from './answer.ts';
import { PaceLane, type Quota, type Timer, type Turn } from './pace-lane.ts';
import { LimitTable, OtherTools } from './pace-limits.ts';

/** Brevo counts contacts calls and all other calls apart (facts/brevo.md section 2). */
export type Bucket = 'contacts' | 'other';

/**
 * The pace of one Brevo account. Everything in this process that talks to the account shares one of these, because the
 * limits are per account. What other tools of the merchant use shows in `remaining`, and is left to them.
 */
export interface Pace {
  /** Waits until a call may start, or says that this takes too long; rejects when the signal aborts. */
  turn(bucket: Bucket, signal?: AbortSignal): Promise<Turn>;
  /** Waits until a delivery that is begun now would soon get a turn. */
  room(bucket: Bucket): Promise<void>;
  /** Learns from a response: its headers, and how long it took. */
  learn(bucket: Bucket, status: number, headers: Headers, ms: number): void;
  /** Contacts calls a second that are allowed now, for planning. */
  perSecond(): number;
  /** Deliveries side by side that use all of it, as quickly as the vendor answers, and none that would only wait. */
  sideBySide(): number;
}

const SECOND = 1_000;
/** Added to the vendor's second, because what starts evenly here arrives less evenly there. A 429 widens it for a while. */
const SLACK_MS = 70;
const MOST_SLACK_MS = 300;
const STARTING_LATENCY_MS = 500;
const MOST_AT_ONCE = 100;
/** A share of an hour's limit below which what is left of it is spread over what is left of the hour. */
const SCARCE = 0.1;

export function createPace(timer: Timer): Pace {
  const limits = new LimitTable(timer);
  const others = new OtherTools(timer);
  let slackMs = SLACK_MS;
  let latencyMs = STARTING_LATENCY_MS;
  let spread: (Quota & { until: number }) | null = null;

  function quota(): Quota {
    if (spread && timer.now() < spread.until) return spread;
    const limit = limits.perSecond;
    const theirs = others.perSecond;
    // One more than they used, so that they are not refused while we find out; half of it stays ours however busy they are.
    const left = theirs < 0.5 ? limit : limit - Math.ceil(theirs) - 1;
    const count = Math.max(left, Math.ceil(limit / 2));
    return { count, windowMs: SECOND + slackMs };
  }

  function perSecond(): number {
    const { count, windowMs } = quota();
    return (count * SECOND) / windowMs;
  }

  const lanes: Record<Bucket, PaceLane> = {
    contacts: new PaceLane(timer, quota),
    // 100 an hour: spent freely, because they are few and a person waits for them, until the headers say it was the last.
    other: new PaceLane(timer, () => null),
  };

  function learnContacts(limit: number, remaining: number | null, resetMs: number): void {
    const window = limits.learn(limit, resetMs);
    if (remaining === null) return;
    if (window === 'second') {
      others.learn(remaining);
      return;
    }
    const gap = resetMs / Math.max(remaining, 1);
    const scarce = remaining < limit * SCARCE && gap > SECOND / limits.perSecond;
    spread = scarce ? { count: 1, windowMs: gap, until: timer.now() + resetMs } : null;
  }

  return {
    turn: (bucket, signal) => lanes[bucket].turn(signal),
    room: (bucket) => lanes[bucket].room(),
    learn(bucket, status, headers, ms) {
      if (bucket === 'contacts') latencyMs += (ms - latencyMs) / 10;
      const limit = numberOf(headers, 'x-sib-ratelimit-limit');
      const remaining = numberOf(headers, 'x-sib-ratelimit-remaining');
      const left = numberOf(headers, 'x-sib-ratelimit-reset');
      if (bucket === 'contacts' && limit !== null && limit > 0 && left !== null)
        learnContacts(limit, remaining, left * SECOND);
      const resetMs = resetOf(headers);
      if (status === 429) {
        lanes[bucket].close(timer.now() + (resetMs ?? SECOND));
        slackMs = Math.min(MOST_SLACK_MS, slackMs + 50);
        return;
      }
      // Nothing is left until then. Of a second we know ourselves what we used; of an hour only the vendor does.
      if (
        remaining !== null &&
        remaining <= 0 &&
        resetMs !== null &&
        (bucket === 'other' || resetMs > SECOND)
      )
        lanes[bucket].close(timer.now() + resetMs);
      slackMs = Math.max(SLACK_MS, slackMs - 0.1);
    },
    perSecond,
    sideBySide: () =>
      Math.min(MOST_AT_ONCE, Math.max(3, Math.ceil((perSecond() * (latencyMs * 1.5 + 150)) / SECOND))),
  };
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
