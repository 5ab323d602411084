import { describe, expect, it } from 'vitest';
import { createPace, type Pace } from './pace.server.ts';

/** A clock that jumps from timer to timer, once everything that runs has come to a wait. */
class TestClock {
  at = 1_700_000_000_400;
  #timers: { at: number; fire: () => void }[] = [];

  now = () => this.at;

  sleep = (ms: number) =>
    new Promise<void>((resolve) => this.#timers.push({ at: this.at + ms, fire: resolve }));

  async run(untilMs: number): Promise<void> {
    const end = this.at + untilMs;
    for (;;) {
      // Whatever was woken goes on until it waits again.
      for (let i = 0; i < 20; i += 1) await null;
      const next = this.#timers.toSorted((a, b) => a.at - b.at)[0];
      if (!next || next.at > end) break;
      this.#timers = this.#timers.filter((timer) => timer !== next);
      this.at = Math.max(this.at, next.at);
      next.fire();
    }
    this.at = end;
  }
}

interface Window {
  limit: number;
  lengthMs: number;
}

/** A vendor who counts in fixed windows and says what is left of the one that is named. */
class Vendor {
  calls: number[] = [];
  refused = 0;
  readonly #clock: TestClock;
  readonly #windows: Window[];
  readonly #counts = new Map<string, number>();

  constructor(clock: TestClock, ...windows: Window[]) {
    this.#clock = clock;
    this.#windows = windows;
  }

  /** One call; `told` gets the answer's status and headers. */
  call(told?: (status: number, headers: Headers) => void): boolean {
    const now = this.#clock.at;
    this.calls.push(now);
    const states = this.#windows.map(({ limit, lengthMs }) => {
      const start = Math.floor(now / lengthMs) * lengthMs;
      const key = `${lengthMs}:${start}`;
      const count = (this.#counts.get(key) ?? 0) + 1;
      this.#counts.set(key, count);
      return { limit, left: limit - count, reset: Math.max(1, Math.ceil((start + lengthMs - now) / 1_000)) };
    });
    const broken = states.find((state) => state.left < 0);
    if (broken) this.refused += 1;
    const { limit, left, reset } = broken ?? (states[0] as (typeof states)[0]);
    told?.(
      broken ? 429 : 204,
      new Headers({
        'x-sib-ratelimit-limit': String(limit),
        'x-sib-ratelimit-remaining': String(Math.max(0, left)),
        'x-sib-ratelimit-reset': String(reset),
      }),
    );
    return !broken;
  }
}

/** Calls as fast as the pace lets it, `sideBySide` at a time, each taking `latencyMs`. */
function hammer(pace: Pace, clock: TestClock, vendor: Vendor, sideBySide: number, latencyMs: number): void {
  for (let i = 0; i < sideBySide; i += 1)
    void (async () => {
      for (;;) {
        const turn = await pace.turn('contacts');
        if (turn.kind === 'closed') {
          await clock.sleep(turn.resetMs);
          continue;
        }
        let tell = () => {};
        vendor.call((status, headers) => {
          tell = () => pace.learn('contacts', status, headers, 200);
        });
        await clock.sleep(latencyMs);
        tell();
      }
    })();
}

const second = (limit: number): Window => ({ limit, lengthMs: 1_000 });
const hour = (limit: number): Window => ({ limit, lengthMs: 3_600_000 });

describe('the pace of an account', () => {
  it.each([
    { limit: 10, latencyMs: 200 },
    { limit: 10, latencyMs: 1_500 },
    { limit: 20, latencyMs: 200 },
    { limit: 60, latencyMs: 400 },
  ])(
    'uses nine tenths of $limit a second at $latencyMs ms, and is never refused',
    async ({ limit, latencyMs }) => {
      const clock = new TestClock();
      const pace = createPace(clock);
      const vendor = new Vendor(clock, second(limit), hour(limit * 3_600));
      hammer(pace, clock, vendor, 100, latencyMs);
      await clock.run(5_000);
      const before = vendor.calls.length;
      await clock.run(20_000);
      expect((vendor.calls.length - before) / 20).toBeGreaterThanOrEqual(limit * 0.9);
      expect(vendor.refused).toBe(0);
    },
  );

  it('catches up after a stall without exceeding the limit', async () => {
    const clock = new TestClock();
    const pace = createPace(clock);
    const vendor = new Vendor(clock, second(10));
    for (let n = 0; n < 100; n += 1) {
      if (n % 10 === 5) await clock.run(300);
      let open = false;
      void pace.turn('contacts').then(() => {
        open = true;
      });
      for (await clock.run(0); !open; ) await clock.run(5);
      vendor.call((status, headers) => pace.learn('contacts', status, headers, 200));
    }
    const took = (clock.at - (vendor.calls[0] as number)) / 1_000;
    expect(100 / took).toBeGreaterThan(9);
    expect(vendor.refused).toBe(0);
  });

  it('takes a figure for an hour’s when more than a second is left of its window', async () => {
    const clock = new TestClock();
    const pace = createPace(clock);
    const vendor = new Vendor(clock, hour(36_000));
    hammer(pace, clock, vendor, 20, 100);
    await clock.run(10_000);
    expect(vendor.calls.length).toBeLessThanOrEqual(110);
    expect(pace.perSecond()).toBeLessThanOrEqual(10);
  });

  it('does not mistake the last second of an hour for a second', async () => {
    const clock = new TestClock();
    clock.at = Math.ceil(clock.at / 3_600_000) * 3_600_000 - 700;
    const pace = createPace(clock);
    const vendor = new Vendor(clock, hour(36_000));
    hammer(pace, clock, vendor, 20, 100);
    await clock.run(5_000);
    expect(vendor.calls.length).toBeLessThanOrEqual(60);
  });

  it('spreads what is left of an hour that is nearly used up, and refuses to wait for the next one', async () => {
    const clock = new TestClock();
    clock.at = Math.ceil(clock.at / 3_600_000) * 3_600_000 - 60_000;
    const pace = createPace(clock);
    const vendor = new Vendor(clock, hour(1_000));
    for (let n = 0; n < 980; n += 1) vendor.call();
    hammer(pace, clock, vendor, 1, 100);
    await clock.run(55_000);
    expect(vendor.refused).toBe(0);
    expect(vendor.calls.length - 980).toBeGreaterThan(10);
    expect(vendor.calls.length - 980).toBeLessThanOrEqual(20);
  });

  it('sends everybody away for as long as the vendor names, when that is long', async () => {
    const clock = new TestClock();
    const pace = createPace(clock);
    pace.learn('contacts', 429, new Headers({ 'x-sib-ratelimit-reset': '1800' }), 200);
    expect(await pace.turn('contacts')).toEqual({ kind: 'closed', resetMs: 1_800_000 });
    // The other bucket is counted apart.
    expect(await pace.turn('other')).toEqual({ kind: 'go' });
  });

  it('waits a second after a 429 that names no time', async () => {
    const clock = new TestClock();
    const pace = createPace(clock);
    pace.learn('contacts', 429, new Headers(), 200);
    const from = clock.at;
    const turn = pace.turn('contacts').then(() => clock.at - from);
    await clock.run(3_000);
    expect(await turn).toBe(1_000);
  });

  it('leaves to the merchant’s other tools what they use', async () => {
    const clock = new TestClock();
    const pace = createPace(clock);
    const vendor = new Vendor(clock, second(10));
    hammer(pace, clock, vendor, 30, 200);
    await clock.run(3_000);
    let refusedToOthers = 0;
    void (async () => {
      for (;;) {
        if (!vendor.call()) refusedToOthers += 1;
        await clock.sleep(250);
      }
    })();
    await clock.run(10_000);
    refusedToOthers = 0;
    vendor.calls = [];
    await clock.run(20_000);
    // Four a second are theirs, so about six are ours; now and then a window is overfull all the same.
    expect(refusedToOthers).toBeLessThan(12);
    expect(vendor.calls.length / 20).toBeGreaterThan(8);
  });

  it('drops out of the line at once when it is called off', async () => {
    const clock = new TestClock();
    const pace = createPace(clock);
    pace.learn('contacts', 429, new Headers({ 'x-sib-ratelimit-reset': '5' }), 200);
    const off = new AbortController();
    const turns = Array.from({ length: 5 }, () => pace.turn('contacts', off.signal).catch(() => 'off'));
    const room = pace.room('contacts').then(() => 'room');
    off.abort(new Error('lost'));
    expect(await Promise.all(turns)).toEqual(Array(5).fill('off'));
    expect(await room).toBe('room');
  });
});
