import { batchWindow } from '../domain/batch.ts';
import { subscriptionOf } from '../monitor/notifications/subscription.ts';
import type { BrevoAccount, Ports } from '../ports.ts';
import { type AccountLock, tryAccountLock } from './account-lock.server.ts';
import { resolveClash } from './clash.server.ts';
import { deliver } from './deliver.server.ts';
import type { DeliveryContext, DeliveryItem, FinalEnding } from './delivery.ts';
import { deliveryContext } from './delivery-context.server.ts';
import { type EnrichEnding, enrich } from './enrich.server.ts';
import { closeNotice, markHealthy, markUnhealthy, openNotice } from './health.server.ts';
import {
  type ClaimedRow,
  claimDue,
  interruptClaims,
  nextDue,
  releaseClaims,
  type Waiting,
} from './pending.sql.ts';
import { createRecorder, type Recorder } from './record.server.ts';
import { ATTRIBUTES_CHANGED, failed, type Settlement, unexpected } from './settlement.ts';
import {
  compiledMapping,
  ensureAttributes,
  metafieldsOf,
  type ReadConfiguration,
  readRuntime,
  readStamp,
  type ShopRuntime,
} from './shop-runtime.server.ts';
import { recordSteps } from './steps.server.ts';

/**
 * A drain works on one shop's due changes for a slice of a few seconds, alone with the shop's Brevo account; which shop
 * of an account is next, and when, is said by sync/drain-account.server.ts:
 *
 *   locked out   another drain has the account                        -> `busy`: come again in a moment
 *   idle         nothing to do: not connected, turned off, paused     -> `idle`: whatever changes that wakes it
 *   waiting      the account does not answer or lets nobody in        -> `wait` until the next probe
 *   draining     claim, enrich, deliver up to IN_FLIGHT side by side, record; claim on while they run
 *   resolving    customers who need each other's address, one by one, when nothing else runs
 *   done         -> `more` when time ran out, `wait` until the next row is due, or `idle`
 *
 * A trouble of the account (refused key, outage) or of the source ends the slice; claimed rows that were not started
 * are given back. A death anywhere leaves claimed rows behind, which the next holder of the lock takes as unsure.
 */
export type DrainEnding =
  /** `here`: the drain that has the account runs in this process. */
  { kind: 'busy'; here: boolean } | { kind: 'idle' } | { kind: 'more' } | { kind: 'wait'; until: Date };

export interface DrainOptions {
  readConfiguration: ReadConfiguration;
  /** Starts sending what waits in bulk where that is worth it; answers whether it did. Absent: never. */
  startBulk?: (runtime: ShopRuntime) => Promise<boolean>;
  /** A wish to stop: nothing new is started, what is in flight ends in peace. */
  stop: AbortSignal;
  /** Length of a slice. */
  sliceMs?: number;
  /** For an account of several shops: whether another of them waits, so that this one has to make room soon. */
  othersWait?: () => Promise<boolean>;
}

export const SLICE_MS = 5_000;
/** The least a shop gets while others of its account wait, and how often it looks whether they do. */
const CONTENDED_MS = 700;
const LOOK_MS = 250;
/** Where customers need no call, or few, as many at a time as one query of the store may name at its usual cost. */
const CLAIM = 50;
/** A limit that opens sooner is waited for within the slice. */
const LONG_LIMIT_MS = 10_000;
/** Calls without any answer, in a row, before the whole account is said to be down. */
const OUTAGE_AFTER = 3;

export async function drainShop(ports: Ports, shopId: number, options: DrainOptions): Promise<DrainEnding> {
  const { readConfiguration } = options;
  const reading = await readRuntime(ports, readConfiguration, shopId);
  if (reading.kind === 'idle') return { kind: 'idle' };
  const resting = restOf(ports, reading.runtime);
  if (resting) return resting;
  const locking = await tryAccountLock(ports.db.pool, reading.runtime.connection.account);
  if (locking.kind !== 'taken') return { kind: 'busy', here: locking.kind === 'here' };
  try {
    await interruptClaims(ports.db.pool, reading.runtime.connection.account, new Date(ports.now()));
    return await new Slice(ports, reading.runtime, options, locking.lock.signal).run();
  } finally {
    await locking.lock.release();
  }
}

/** The same for who has the lock of `account` already. */
export async function drainLocked(
  ports: Ports,
  shopId: number,
  options: DrainOptions,
  account: string,
  lock: AccountLock,
): Promise<DrainEnding> {
  const reading = await readRuntime(ports, options.readConfiguration, shopId);
  // Connected to another account meanwhile: that one's lock is not ours.
  if (reading.kind === 'idle' || reading.runtime.connection.account !== account) return { kind: 'idle' };
  return restOf(ports, reading.runtime) ?? new Slice(ports, reading.runtime, options, lock.signal).run();
}

/** An account that does not answer or lets nobody in is left alone until the next probe. */
function restOf(ports: Ports, { connection }: ShopRuntime): DrainEnding | null {
  const { health, probeAt } = connection;
  const rests = health !== 'ok' && probeAt !== null && probeAt.getTime() > ports.now();
  return rests ? { kind: 'wait', until: probeAt } : null;
}

class Slice {
  readonly #ports: Ports;
  readonly #runtime: ShopRuntime;
  readonly #options: DrainOptions;
  /** The lock was lost: calls in flight are cut, because another drain may have the account now. */
  readonly #lost: AbortSignal;
  readonly #claimer: string;
  readonly #recorder: Recorder;
  readonly #inFlight = new Set<Promise<void>>();
  readonly #deferred: DeliveryItem[] = [];
  #stop: { until: Date } | 'ended' | null = null;
  #unanswered = 0;
  #failure: unknown;
  /** Others of the account wait, and this shop had its share: nothing more is begun. */
  #yields = false;
  readonly #startedAt: number;
  #lookedAt: number;

  constructor(ports: Ports, runtime: ShopRuntime, options: DrainOptions, lost: AbortSignal) {
    this.#ports = ports;
    this.#runtime = runtime;
    this.#options = options;
    this.#lost = lost;
    this.#claimer = ports.newId();
    this.#recorder = createRecorder(ports, subscriptionOf(runtime.configuration));
    this.#startedAt = ports.now();
    this.#lookedAt = this.#startedAt;
  }

  async run(): Promise<DrainEnding> {
    // The next slice knows what goes in bulk, and goes on with the rest.
    if (await this.#options.startBulk?.(this.#runtime)) return { kind: 'more' };
    const { shop, connection } = this.#runtime;
    const account = this.#ports.brevo(connection, this.#lost);
    const ready = await ensureAttributes(this.#ports, this.#runtime, account);
    if (ready.kind === 'failed') return this.#accountTrouble(failed(NOBODY, 'none', ready.answer));
    if (connection.health === 'unauthorized') {
      // The kept attributes may have spared the call: a cheap one tells whether the key works again.
      const probe = await account.readAttributes();
      if (probe.kind === 'failed') return this.#accountTrouble(failed(NOBODY, 'none', probe.answer));
      await markHealthy(this.#ports, shop.id);
    }
    const context = deliveryContext(
      this.#ports,
      this.#runtime,
      account,
      compiledMapping(this.#ports, this.#runtime, ready.attributes),
    );
    const metafields = metafieldsOf(this.#runtime.rules);
    const deadline = this.#startedAt + (this.#options.sliceMs ?? SLICE_MS);
    let probing = connection.health === 'unreachable';
    let claimedAt = Number.NEGATIVE_INFINITY;

    try {
      while (!this.#ended() && !(await this.#mustYield()) && this.#ports.now() < deadline) {
        const quick = this.#ports.now() - claimedAt < 500;
        claimedAt = this.#ports.now();
        const rows = await claimDue(
          this.#ports.db.pool,
          shop.id,
          this.#claimer,
          new Date(this.#ports.now()),
          probing ? 1 : this.#portion(account, quick),
          this.#waiting(),
        );
        if (rows.length === 0) {
          if (this.#inFlight.size === 0) break;
          await Promise.race(this.#inFlight);
          continue;
        }
        if ((await readStamp(this.#ports, shop.id)) !== this.#runtime.stamp) {
          // The merchant saved something: the next slice goes on by that.
          this.#stop = 'ended';
          break;
        }
        const items = await this.#enrich(rows, metafields);
        await context.foresee(
          items.map(({ customer }) => customer).filter((c) => c !== null && c !== 'unknown'),
        );
        for (const item of items) await this.#start(item, context, account);
        if (probing) {
          await Promise.all(this.#inFlight);
          probing = false;
        }
      }
    } finally {
      // Also when claiming or reading failed: nothing of this drain may run once the lock is given back.
      await Promise.all(this.#inFlight);
    }
    if (this.#failure) throw this.#failure;
    for (const item of this.#deferred) {
      if (this.#ended()) break;
      await this.#settle(await resolveClash(item, context, this.#recorder, metafields));
    }
    this.#lost.throwIfAborted();
    await releaseClaims(this.#ports.db.pool, shop.id, this.#claimer);
    if (this.#stop === null && connection.health === 'unreachable') {
      // Nothing failed, but nothing was written either that would have told: a cheap call does.
      const probe = await account.readAttributes();
      if (probe.kind === 'failed') return this.#accountTrouble(failed(NOBODY, 'none', probe.answer));
      await markHealthy(this.#ports, shop.id);
    }
    return this.#ending();
  }

  #waiting(): Waiting {
    const { configuration, held, bulk } = this.#runtime;
    return { batch: batchWindow(configuration.options, this.#ports.now()), held, bulk };
  }

  /** As many as the account takes in a moment: what waits here for its turn is stale when it gets it. */
  #portion({ pace }: BrevoAccount, quick: boolean): number {
    if (quick && !this.#options.othersWait) return CLAIM;
    const seconds = this.#options.othersWait ? 0.7 : 2;
    return Math.min(CLAIM, Math.max(5, Math.ceil(pace.perSecond() * seconds)));
  }

  async #mustYield(): Promise<boolean> {
    const now = this.#ports.now();
    const { othersWait } = this.#options;
    if (this.#yields || !othersWait || now - this.#startedAt < CONTENDED_MS || now - this.#lookedAt < LOOK_MS)
      return this.#yields;
    this.#lookedAt = now;
    this.#yields = await othersWait();
    return this.#yields;
  }

  #ended(): boolean {
    return this.#stop !== null || this.#lost.aborted || this.#options.stop.aborted;
  }

  async #ending(): Promise<DrainEnding> {
    if (this.#stop !== null && this.#stop !== 'ended') return { kind: 'wait', until: this.#stop.until };
    const due = await nextDue(this.#ports.db.pool, this.#runtime.shop.id, this.#waiting());
    if (due === null) return { kind: 'idle' };
    return due.getTime() <= this.#ports.now() ? { kind: 'more' } : { kind: 'wait', until: due };
  }

  /** Each source for itself: one that cannot be read keeps nobody of another waiting. */
  async #enrich(rows: ClaimedRow[], metafields: string[]): Promise<DeliveryItem[]> {
    const { shop } = this.#runtime;
    const items: DeliveryItem[] = [];
    const waits: number[] = [];
    for (const group of Map.groupBy(rows, (row) => row.source).values()) {
      const ending = await enrich(this.#ports, shop, group, metafields, this.#runtime.policy.sourceOrder);
      if (ending.kind !== 'enriched') {
        waits.push(await this.#sourceTrouble(group, ending));
        continue;
      }
      const unread = ending.items.filter((item) => item.unread).map(({ row }) => row);
      items.push(...ending.items.filter((item) => !item.unread));
      if (unread.length > 0) waits.push(await this.#sourceTrouble(unread, OTHER_SIDE));
    }
    if (waits.length === 0) {
      await closeNotice(this.#ports, shop.id, 'source_unreachable');
      await closeNotice(this.#ports, shop.id, 'source_no_access');
    } else if (items.length === 0) this.#stop = { until: new Date(this.#ports.now() + Math.min(...waits)) };
    return items;
  }

  /** The source cannot be read: all of these wait together, and Brevo is not bothered. Answers for how long. */
  async #sourceTrouble(
    rows: ClaimedRow[],
    ending: Exclude<EnrichEnding, { kind: 'enriched' }>,
  ): Promise<number> {
    const { shop } = this.#runtime;
    const noAccess = ending.kind === 'no_access';
    const code = noAccess ? 'source_no_access' : ending.code;
    await openNotice(this.#ports, shop.id, noAccess ? 'source_no_access' : 'source_unreachable', {
      cause: code,
    });
    const attempt = Math.max(...rows.map((row) => row.attempt));
    const wait =
      ending.kind === 'unavailable' && ending.retryInMs !== null
        ? ending.retryInMs
        : Math.min(60_000, 1_000 * 2 ** Math.min(attempt, 6));
    for (const row of rows) {
      await this.#recorder.add({
        row,
        link: null,
        entry: {
          action: 'none',
          outcome: 'retrying',
          httpStatus: null,
          code,
          message: ending.message,
          requestId: null,
        },
        next: { kind: 'retry', reason: 'source_unavailable', unsure: false, vendorMs: wait },
      });
    }
    return wait;
  }

  /** Starts a delivery when few enough run and its call would soon get its turn. */
  async #start(item: DeliveryItem, context: DeliveryContext, account: BrevoAccount): Promise<void> {
    while (this.#inFlight.size >= account.pace.sideBySide()) await Promise.race(this.#inFlight);
    await account.pace.room('contacts');
    if (this.#ended() || (await this.#mustYield())) return;
    const running = this.#deliver(item, context)
      .catch((error) => {
        this.#failure = error;
        this.#stop ??= 'ended';
      })
      .finally(() => {
        context.leave(item);
        this.#inFlight.delete(running);
      });
    this.#inFlight.add(running);
  }

  async #deliver(item: DeliveryItem, context: DeliveryContext): Promise<void> {
    const work = () => deliver(item, context).catch((err) => this.#poisoned(item, err));
    const { ending, taken: steps } = this.#runtime.configuration.debug
      ? await recordSteps(work)
      : { ending: await work(), taken: null };
    if (steps)
      this.#ports.log.info(
        { shopId: this.#runtime.shop.id, customer: item.row.customerId, ending: ending.kind, steps },
        'a change was worked on',
      );
    if (ending.kind === 'deferred') this.#deferred.push(item);
    else await this.#settle(steps ? { ...ending.settlement, steps } : ending.settlement);
  }

  /** A customer whose data we stumble over must not stop the others: it becomes a problem. Other errors are not theirs. */
  #poisoned(item: DeliveryItem, err: unknown): FinalEnding {
    if (!(err instanceof TypeError || err instanceof RangeError || err instanceof SyntaxError)) throw err;
    this.#ports.log.error(
      { err, shopId: this.#runtime.shop.id, customer: item.row.customerId },
      'a customer could not be handled',
    );
    return { kind: 'settled', settlement: unexpected(item.row) };
  }

  async #settle(settlement: Settlement): Promise<void> {
    await this.#recorder.add(settlement);
    const { trouble, next } = settlement;
    // What is known of the account is old: the next slice reads it again.
    if (next.kind === 'retry' && next.reason === ATTRIBUTES_CHANGED) this.#stop ??= 'ended';
    if (!trouble) {
      this.#unanswered = 0;
      if (settlement.entry.httpStatus !== null && this.#runtime.connection.health !== 'ok') {
        this.#runtime.connection.health = 'ok';
        await markHealthy(this.#ports, this.#runtime.shop.id);
      }
      return;
    }
    if (trouble.kind === 'limited') this.#waitForLimit(settlement);
    if (trouble.kind === 'unavailable') this.#unanswered += 1;
    const down = this.#unanswered >= OUTAGE_AFTER || this.#runtime.connection.health === 'unreachable';
    if (trouble.kind === 'unauthorized' || (trouble.kind === 'unavailable' && down))
      await this.#accountTrouble(settlement);
  }

  /** An hour's limit that is used up: nobody else would get through either. */
  #waitForLimit({ next }: Settlement): void {
    const ms = next.kind === 'retry' ? (next.vendorMs ?? 0) : 0;
    if (ms > LONG_LIMIT_MS) this.#stop ??= { until: new Date(this.#ports.now() + ms) };
  }

  async #accountTrouble({ trouble, entry }: Settlement): Promise<DrainEnding> {
    if (this.#stop !== null && this.#stop !== 'ended') return { kind: 'wait', until: this.#stop.until };
    // Claimed at once, so that deliveries failing side by side count as one.
    this.#stop = { until: new Date(this.#ports.now() + 5_000) };
    const { shop } = this.#runtime;
    const until =
      trouble?.kind === 'unauthorized'
        ? await markUnhealthy(this.#ports, shop.id, 'unauthorized', trouble.cause, trouble.message)
        : await markUnhealthy(
            this.#ports,
            shop.id,
            'unreachable',
            entry.code ?? 'outage',
            entry.message ?? '',
          );
    this.#stop = { until };
    return { kind: 'wait', until };
  }
}

/** A person whose other source cannot be read waits: half of what is known would go to and fro. */
const OTHER_SIDE = {
  kind: 'unavailable',
  code: 'other_source_unavailable',
  message: 'Another source that has this person cannot be read',
  retryInMs: null,
} as const;

/** Trouble met before any customer was looked at belongs to no row. */
const NOBODY: ClaimedRow = {
  shopId: 0,
  source: 'shopify',
  customerId: '',
  changeId: '',
  kind: 'upsert',
  event: '',
  occurredAt: new Date(0),
  receivedAt: new Date(0),
  revision: 0,
  attempt: 0,
  unsure: false,
  force: false,
  payload: null,
};
