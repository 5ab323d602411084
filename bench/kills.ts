import { playKills, type Victim } from '../test/support/kill-play.ts';
import type { Result } from './run.ts';
import { note } from './stage.ts';

/** `npm run bench -- kills [how many = 100] [workers = 2] [seed]` */
const [kills = 100, workers = 2, seed = Date.now() % 1_000_000] = process.argv.slice(3).map(Number);

/** `kill -9` of web, workers and PostgreSQL at random moments (test/support/kill-play.ts). */
export async function benchKills(): Promise<Result> {
  const random = dice(seed);
  note(`seed ${seed}, ${kills} kills, ${workers} workers`);
  const next = () => ({ afterMs: 300 + random() * 2_200, victim: choose(random) });
  const { count, load, wrong, trace } = await playKills({ kills, workers, next, random, note });
  for (const line of wrong.slice(0, 10)) note(line);
  for (const line of [...trace.overlaps, ...trace.outOfOrder].slice(0, 10)) note(line);
  return {
    name: 'kills',
    rows: [{ seed, workers, ...count, changes: load.changes, customers: load.customers, calls: trace.calls }],
    verdicts: {
      lostOrWrong: wrong.length,
      atOnce: trace.overlaps.length,
      outOfOrder: trace.outOfOrder.length,
      holds: wrong.length + trace.overlaps.length + trace.outOfOrder.length === 0,
    },
  };
}

function choose(random: () => number): Victim {
  const dice = random();
  if (dice < 0.2) return 'web';
  if (dice < 0.55) return 'worker';
  return dice < 0.75 ? 'postmaster' : 'backend';
}

/** Mulberry32: the same numbers for the same seed. */
function dice(from: number): () => number {
  let state = from;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
