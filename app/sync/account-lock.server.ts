import type pg from 'pg';

/**
 * One drain per Brevo account at a time, on any number of machines: PostgreSQL session advisory locks, all of a process
 * held on one connection of its own. The server frees them the moment that connection is gone, so a killed worker's
 * accounts are free at once and no lease has to run out; and any number of accounts costs one connection. Needs a
 * direct connection to PostgreSQL (no transaction pooling).
 */
export interface AccountLock {
  /** Aborts when the connection that holds the lock breaks: nothing more may be sent then. */
  signal: AbortSignal;
  release(): Promise<void>;
}

export type LockEnding =
  | { kind: 'taken'; lock: AccountLock }
  /** Another drain has it: of this process, or of another one. */
  | { kind: 'here' }
  | { kind: 'elsewhere' };

const LOCK_CLASS = 7_203_340;

const sessions = new WeakMap<pg.Pool, Promise<LockSession>>();

export async function tryAccountLock(pool: pg.Pool, account: string): Promise<LockEnding> {
  for (;;) {
    let opening = sessions.get(pool);
    if (!opening) {
      opening = LockSession.open(pool);
      sessions.set(pool, opening);
      opening.catch(() => sessions.delete(pool));
    }
    const session = await opening;
    if (!session.ended) return session.take(account);
    if (sessions.get(pool) === opening) sessions.delete(pool);
  }
}

/** The connection, from the first lock to the last: an idle process holds none. */
class LockSession {
  readonly #client: pg.PoolClient;
  readonly #lost = new AbortController();
  /** A session may take its own lock a second time: within the process this is what excludes. */
  readonly #held = new Set<string>();
  /** A lock may still be held on it that nobody has: it must not go back to the pool. */
  #spoiled = false;
  ended = false;

  static async open(pool: pg.Pool): Promise<LockSession> {
    return new LockSession(await pool.connect());
  }

  private constructor(client: pg.PoolClient) {
    this.#client = client;
    client.on('error', this.#onError);
  }

  async take(account: string): Promise<LockEnding> {
    if (this.#held.has(account)) return { kind: 'here' };
    this.#held.add(account);
    let taken = false;
    try {
      taken = await this.#ask('select pg_try_advisory_lock($1, hashtext($2)) as done', account);
    } finally {
      if (!taken) this.#leave(account);
    }
    if (!taken) return { kind: 'elsewhere' };
    return { kind: 'taken', lock: { signal: this.#lost.signal, release: () => this.#release(account) } };
  }

  async #release(account: string): Promise<void> {
    await this.#ask('select pg_advisory_unlock($1, hashtext($2)) as done', account).catch(() => {});
    this.#leave(account);
  }

  async #ask(statement: string, account: string): Promise<boolean> {
    try {
      const { rows } = await this.#client.query(statement, [LOCK_CLASS, account]);
      return rows[0]?.done === true;
    } catch (error) {
      this.#spoiled = true;
      throw error;
    }
  }

  #leave(account: string): void {
    this.#held.delete(account);
    if (this.#held.size === 0) this.#end();
  }

  readonly #onError = () => {
    this.#lost.abort(new Error('The database connection that held the account locks broke'));
    this.#spoiled = true;
    this.#end();
  };

  #end(): void {
    if (this.ended) return;
    this.ended = true;
    if (!this.#spoiled) this.#client.off('error', this.#onError);
    this.#client.release(this.#spoiled);
  }
}
