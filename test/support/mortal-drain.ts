import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';

/** The server needs a moment to see that a dead process's connections, and the locks they held, are gone. */
export async function locksGone(pool: pg.Pool): Promise<void> {
  for (let left = 1; left > 0; await sleep(1)) {
    const { rows } = await pool.query(
      `select count(*)::int as left from pg_locks l join pg_database d on d.oid = l.database
       where l.locktype = 'advisory' and d.datname = current_database()`,
    );
    left = rows[0].left;
  }
}
