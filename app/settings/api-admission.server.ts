import type pg from 'pg';
import type { Admission, KeptAnswer, KeyEnding } from '../api/admission.ts';
import type { Secrets } from './secrets.server.ts';

/**
 * Calls of one caller in a minute: 300 a second, more than a process answers, so that nobody is held up in normal use
 * and a caller that loops leaves the others theirs. Counted in the database, because a caller's calls go to any process.
 */
const CALLS_A_MINUTE = 18_000;
const WINDOW_SECONDS = 60;
/** A request that did not end within this died with its process: its key may be taken again. */
const ABANDONED_MS = 60_000;

/** Rate limits and idempotency keys of the HTTP API. */
export function createAdmission(parts: {
  pool: pg.Pool;
  secrets: Pick<Secrets, 'encrypt' | 'decrypt'>;
  now(): number;
  limit?: number;
}): Admission {
  const { pool, secrets, now, limit = CALLS_A_MINUTE } = parts;
  return {
    async count(caller) {
      const at = now();
      const minute = new Date(Math.floor(at / 60_000) * 60_000);
      const { rows } = await pool.query({
        name: 'api-usage',
        text: `insert into api_usage as u (caller, minute) values ($1, $2)
               on conflict (caller) do update set minute = excluded.minute,
                 calls = case when u.minute = excluded.minute then u.calls + 1 else 1 end
               returning calls`,
        values: [caller, minute],
      });
      const calls = rows[0]?.calls as number;
      return {
        allowed: calls <= limit,
        limit,
        windowSeconds: WINDOW_SECONDS,
        remaining: Math.max(0, limit - calls),
        resetSeconds: Math.max(1, Math.ceil((minute.getTime() + 60_000 - at) / 1_000)),
      };
    },

    async begin({ shopId, caller, key, fingerprint }): Promise<KeyEnding> {
      const at = new Date(now());
      // Whoever inserts has the key; one left behind by a dead process is taken over by exactly one (the row's lock).
      const taken = await pool.query(
        `insert into api_answers as a (shop_id, caller, key, fingerprint, started_at) values ($1, $2, $3, $4, $5)
         on conflict (shop_id, caller, key) do update set started_at = excluded.started_at
           where a.answer is null and a.fingerprint = excluded.fingerprint and a.started_at < $6
         returning 1`,
        [shopId, caller, key, fingerprint, at, new Date(at.getTime() - ABANDONED_MS)],
      );
      if (taken.rows.length > 0) return { kind: 'new' };
      const { rows } = await pool.query(
        'select fingerprint, answer from api_answers where shop_id = $1 and caller = $2 and key = $3',
        [shopId, caller, key],
      );
      const found = rows[0] as { fingerprint: string; answer: string | null } | undefined;
      if (found && found.fingerprint !== fingerprint) return { kind: 'reused' };
      if (!found?.answer) return { kind: 'busy' };
      return { kind: 'answered', answer: JSON.parse(secrets.decrypt(found.answer)) as KeptAnswer };
    },

    async finish({ shopId, caller, key }, answer) {
      const which = [shopId, caller, key];
      if (answer === null)
        await pool.query('delete from api_answers where shop_id = $1 and caller = $2 and key = $3', which);
      else
        await pool.query(
          'update api_answers set answer = $4 where shop_id = $1 and caller = $2 and key = $3',
          [...which, secrets.encrypt(JSON.stringify(answer))],
        );
    },
  };
}
