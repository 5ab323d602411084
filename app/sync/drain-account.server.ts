import type { Ports } from '../ports.ts';
import { type AccountLock, tryAccountLock } from './account-lock.server.ts';
import { type DrainEnding, type DrainOptions, drainLocked, SLICE_MS } from './drain.server.ts';
import { interruptClaims } from './pending.sql.ts';
import { readRuntime } from './shop-runtime.server.ts';
import { dueShopsOfAccount, isShared, wakeDrains, wakeForMore } from './wake.sql.ts';

/**
 * The drains of one process. Whoever gets the lock of a Brevo account keeps it and gives the account's shops slices in
 * turns, the one that was served longest ago first, until nothing of them is due: shops that share an account share its
 * limit fairly, and a single change of a quiet shop goes out between two slices of a busy one.
 */
export interface Drains {
  /** The job: drains the shop's account, or leaves it to the drain that has it. Never throws. */
  drain(shopId: number): Promise<void>;
}

export interface DrainsOptions extends Pick<DrainOptions, 'readConfiguration' | 'stop' | 'startBulk'> {
  /** Drains that can run side by side: when all of them do, none goes on for longer than a slice. */
  places: number;
}

const BUSY_AGAIN_MS = 250;
const FAILED_AGAIN_MS = 5_000;
/** However quiet the rest is: after this long the job ends and is added again. */
const LONGEST_MS = 60_000;
/** A shop that says it has nothing to do although it has due changes is not asked again for a while. */
const REST_MS = { idle: 500, wait: 5_000 };

export function createDrains(ports: Ports, options: DrainsOptions): Drains {
  const { pool } = ports.db;
  const servedAt = new Map<number, number>();
  /** Shops whose job came while their account was busy here: they are looked at before it is left. */
  const called = new Set<number>();
  let running = 0;

  return {
    async drain(shopId) {
      running += 1;
      try {
        await drainFrom(shopId);
      } catch (err) {
        await onFailure(shopId, err);
      } finally {
        running -= 1;
      }
    },
  };

  async function drainFrom(shopId: number): Promise<void> {
    const reading = await readRuntime(ports, options.readConfiguration, shopId);
    if (reading.kind === 'idle') return;
    const { account } = reading.runtime.connection;
    const locking = await tryAccountLock(pool, account);
    if (locking.kind === 'here') called.add(shopId);
    if (locking.kind === 'elsewhere') await wakeDrains(pool, [shopId], new Date(ports.now() + BUSY_AGAIN_MS));
    if (locking.kind !== 'taken') return;
    const resting = new Map<number, number>();
    try {
      const { shopIds, due } = await interruptClaims(pool, account, new Date(ports.now()));
      await wakeDrains(pool, shopIds, due);
      await drainInTurns(account, shopId, locking.lock, resting);
    } finally {
      await locking.lock.release();
    }
    // What was not reached, and whose job came after the last look and found the account busy.
    const due = await dueShopsOfAccount(pool, account, new Date(ports.now()));
    await wakeForMore(
      pool,
      due.filter((id) => called.delete(id) || !resting.has(id)),
    );
  }

  async function drainInTurns(
    account: string,
    first: number,
    lock: AccountLock,
    resting: Map<number, number>,
  ): Promise<void> {
    const until = ports.now() + LONGEST_MS;
    const crowdedUntil = ports.now() + SLICE_MS;
    const shared = await isShared(pool, account);
    let next: number | null = first;
    while (next !== null && !options.stop.aborted && !lock.signal.aborted) {
      const shopId: number = next;
      called.delete(shopId);
      const othersWait = async () => (await candidates(account, resting)).some((id) => id !== shopId);
      const sharing = shared ? { othersWait } : {};
      try {
        const ending = await drainLocked(ports, shopId, { ...options, ...sharing }, account, lock);
        await afterSlice(shopId, ending, resting);
      } catch (err) {
        resting.set(shopId, ports.now() + FAILED_AGAIN_MS);
        await onFailure(shopId, err);
      }
      const now = ports.now();
      if (now > until || (running >= options.places && now > crowdedUntil)) return;
      next = longestAgo(await candidates(account, resting));
    }
  }

  /** Not the job's own backoff, which grows to hours: what failed here is due again in seconds. */
  async function onFailure(shopId: number, err: unknown): Promise<void> {
    ports.log.error({ err, shopId }, 'a drain failed');
    // Where the database is what fails, nothing can be said: every start and the minute's sweep find what waits.
    await wakeDrains(pool, [shopId], new Date(ports.now() + FAILED_AGAIN_MS)).catch(() => {});
  }

  async function afterSlice(shopId: number, ending: DrainEnding, resting: Map<number, number>) {
    const now = ports.now();
    servedAt.set(shopId, now);
    if (ending.kind === 'idle' || ending.kind === 'wait') resting.set(shopId, now + REST_MS[ending.kind]);
    if (ending.kind === 'wait') await wakeDrains(pool, [shopId], ending.until);
  }

  /** The account's shops that have something due, without those that just said they have not. */
  async function candidates(account: string, resting: Map<number, number>): Promise<number[]> {
    const now = ports.now();
    const due = await dueShopsOfAccount(pool, account, new Date(now));
    return due.filter((id) => called.has(id) || (resting.get(id) ?? 0) <= now);
  }

  function longestAgo(shopIds: number[]): number | null {
    const byTime = shopIds.toSorted((a, b) => (servedAt.get(a) ?? 0) - (servedAt.get(b) ?? 0));
    return byTime[0] ?? null;
  }
}
