/** A pace's clock. */
export interface Timer {
  now(): number;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** What a caller hears who asks to start a call: go, or come back later, because the wait is too long to stand in line. */
export type Turn = { kind: 'go' } | { kind: 'closed'; resetMs: number };

/** At most `count` starts in any `windowMs`. */
export interface Quota {
  count: number;
  windowMs: number;
}

type Waiter = (turn: Turn) => void;

/** Longer than this nobody stands in line: a drain holds the account's lock meanwhile, and a person looks at a screen. */
const PATIENCE_MS = 10_000;
/** With fewer in line there is room for another delivery: enough that the line never runs dry, few enough to end soon. */
const ROOM = 3;
/** How much of a stall is caught up afterwards, at twice the pace. */
const CREDIT_MS = 500;

/**
 * The line before one bucket of Brevo's limits: first come, first served. Starts are spread evenly, so that other tools
 * get through in between; a stall (a slow read, the end of a slice) is caught up; and starts are counted when they
 * happen, in a sliding window, so that catching up never exceeds the limit.
 */
export class PaceLane {
  readonly #timer: Timer;
  readonly #quota: () => Quota | null;
  readonly #waiting: Waiter[] = [];
  readonly #wantRoom: (() => void)[] = [];
  #starts: number[] = [];
  #closedUntil = 0;
  /** When the next one would start if nothing ever stalled. */
  #scheduled = 0;
  #serving = false;

  /** `quota` is asked before each start; null: as fast as they come. */
  constructor(timer: Timer, quota: () => Quota | null) {
    this.#timer = timer;
    this.#quota = quota;
  }

  turn(signal?: AbortSignal): Promise<Turn> {
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const leave = () => {
        this.#waiting.splice(this.#waiting.indexOf(waiter), 1);
        this.#tellRoom();
        reject(signal?.reason);
      };
      const waiter = (turn: Turn) => {
        signal?.removeEventListener('abort', leave);
        resolve(turn);
      };
      signal?.addEventListener('abort', leave, { once: true });
      this.#waiting.push(waiter);
      if (!this.#serving) void this.#serve();
    });
  }

  /** Resolves when the line is short enough for one more to join. */
  async room(): Promise<void> {
    while (this.#waiting.length >= ROOM) await new Promise<void>((resolve) => this.#wantRoom.push(resolve));
  }

  /** Nobody starts before then. */
  close(until: number): void {
    this.#closedUntil = Math.max(this.#closedUntil, until);
  }

  async #serve(): Promise<void> {
    this.#serving = true;
    while (this.#waiting.length > 0) {
      const wait = this.#wait();
      if (wait > PATIENCE_MS) this.#sendAway(wait);
      else if (wait > 0) await this.#timer.sleep(wait);
      else this.#startNext();
    }
    this.#serving = false;
  }

  #wait(): number {
    const quota = this.#quota();
    let at = this.#closedUntil;
    if (quota) {
      const full = this.#starts.at(-quota.count);
      if (full !== undefined) at = Math.max(at, full + quota.windowMs);
      const last = this.#starts.at(-1);
      if (last !== undefined) at = Math.max(at, this.#scheduled, last + gapOf(quota) / 2);
    }
    // Whole milliseconds: a rest too small for the clock would never pass.
    return Math.ceil(at - this.#timer.now());
  }

  #startNext(): void {
    const now = this.#timer.now();
    const quota = this.#quota();
    if (quota) {
      this.#scheduled = Math.max(this.#scheduled, now - CREDIT_MS) + gapOf(quota);
      this.#starts.push(now);
      if (this.#starts.length > 500) this.#starts = this.#starts.slice(-250);
    }
    this.#waiting.shift()?.({ kind: 'go' });
    this.#tellRoom();
  }

  #sendAway(resetMs: number): void {
    for (const waiter of this.#waiting.splice(0)) waiter({ kind: 'closed', resetMs });
    this.#tellRoom();
  }

  #tellRoom(): void {
    for (const resolve of this.#wantRoom.splice(0)) resolve();
  }
}

function gapOf({ count, windowMs }: Quota): number {
  return windowMs / count;
}
