import type pg from 'pg';

/**
 * One drain per Brevo account at a time, on any number of machines: a PostgreSQL session advisory lock, held on a
 * connection of its own. The server frees it the moment that connection is gone, so a killed worker's accounts are
 * free at once and no lease has to run out. Needs a direct connection to PostgreSQL (no transaction pooling).
 */
export interface AccountLock {
  /** Aborts when the connection that holds the lock breaks: nothing more may be sent then. */
  signal: AbortSignal;
  release(): Promise<void>;
}

const LOCK_CLASS = 7_203_340;

/** Takes the lock of an account, or null when another drain has it. */
export async function tryAccountLock(pool: pg.Pool, account: string): Promise<AccountLock | null> {
  const client = await pool.connect();
  const lost = new AbortController();
  const onError = () => lost.abort(new Error('The database connection that held the account lock broke'));
  client.on('error', onError);
  let taken = false;
  try {
    const { rows } = await client.query('select pg_try_advisory_lock($1, hashtext($2)) as taken', [
      LOCK_CLASS,
      account,
    ]);
    taken = rows[0]?.taken === true;
  } finally {
    if (!taken) {
      client.off('error', onError);
      client.release();
    }
  }
  if (!taken) return null;
  return {
    signal: lost.signal,
    async release() {
      client.off('error', onError);
      if (lost.signal.aborted) {
        client.release(true);
        return;
      }
      try {
        await client.query('select pg_advisory_unlock($1, hashtext($2))', [LOCK_CLASS, account]);
        client.release();
      } catch {
        client.release(true);
      }
    },
  };
}
