import type { Timer } from './pace-lane.ts';

const SECOND = 1_000;
/** Of all plans (facts/brevo.md section 2): what holds until the first answer tells. */
const STARTING_LIMIT = 10;
/** How long what others used is left to them. */
const OTHERS_MS = 5_000;

/**
 * Which of the limits that an account names is a second's and which an hour's. The vendor sends only the time that is
 * left of the window (facts section 2): more than a second left is a longer window, at most a second left may be its
 * end. So a figure is believed to be a second's while no answer with it ever had more left, and one that would make us
 * faster only when it was seen for longer than a second.
 */
export class LimitTable {
  readonly #timer: Timer;
  readonly #seen = new Map<number, { firstAt: number; longestMs: number }>();
  #second: number | null = null;

  constructor(timer: Timer) {
    this.#timer = timer;
  }

  get perSecond(): number {
    return this.#second ?? this.#fromLonger() ?? STARTING_LIMIT;
  }

  learn(limit: number, resetMs: number): 'second' | 'longer' {
    const now = this.#timer.now();
    const seen = this.#seen.get(limit) ?? { firstAt: now, longestMs: 0 };
    seen.longestMs = Math.max(seen.longestMs, resetMs);
    this.#seen.set(limit, seen);
    if (seen.longestMs > SECOND) {
      if (this.#second === limit) this.#second = null;
      return 'longer';
    }
    if (limit <= this.perSecond || now - seen.firstAt > SECOND + 100) this.#second = limit;
    return 'second';
  }

  /** Only a longer window is known: spread evenly. More than a minute was left of it: it is an hour's. */
  #fromLonger(): number | null {
    let lowest: number | null = null;
    for (const [limit, { longestMs }] of this.#seen) {
      if (longestMs <= SECOND) continue;
      const perSecond = Math.max(1, Math.floor(limit / (longestMs > 60_000 ? 3_600 : 60)));
      lowest = lowest === null ? perSecond : Math.min(lowest, perSecond);
    }
    return lowest;
  }
}

/**
 * What the merchant's other tools use of a second's limit: `remaining` falls by one with each call of ours, and by more
 * when somebody else called in between. Answers that overtake each other cancel out; a new window tells nothing.
 */
export class OtherTools {
  readonly #timer: Timer;
  #last: { remaining: number; at: number } | null = null;
  #falls: { calls: number; at: number }[] = [];

  constructor(timer: Timer) {
    this.#timer = timer;
  }

  learn(remaining: number): void {
    const now = this.#timer.now();
    if (this.#last && now - this.#last.at < SECOND) {
      const calls = this.#last.remaining - remaining - 1;
      if (calls > -3) this.#falls.push({ calls, at: now });
    }
    this.#last = { remaining, at: now };
    if (this.#falls.length > 1_000) this.#falls = this.#recent();
  }

  /** Calls a second, on average over the last while. */
  get perSecond(): number {
    const sum = this.#recent().reduce((total, { calls }) => total + calls, 0);
    return Math.max(0, (sum * SECOND) / OTHERS_MS);
  }

  #recent() {
    const since = this.#timer.now() - OTHERS_MS;
    return this.#falls.filter(({ at }) => at >= since);
  }
}
