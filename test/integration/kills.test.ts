import { expect, it } from 'vitest';
import { playKills, type Victim } from '../support/kill-play.ts';

/** The short form of `npm run bench -- kills`: one of each, PostgreSQL's postmaster twice. */
const VICTIMS: Victim[] = ['worker', 'postmaster', 'web', 'backend', 'postmaster'];

it('nothing is lost or wrong when web, worker and PostgreSQL are killed', { timeout: 240_000 }, async () => {
  const left = [...VICTIMS];
  let state = 1;
  const { count, load, wrong, trace } = await playKills({
    kills: VICTIMS.length,
    workers: 1,
    next: () => ({ victim: left.shift() ?? 'backend', afterMs: 700 }),
    random: () => {
      state = Math.imul(state, 48_271) % 2_147_483_647;
      return Math.abs(state) / 2_147_483_647;
    },
    note: () => {},
  });
  expect(Object.values(count).reduce((sum, each) => sum + each, 0)).toBe(VICTIMS.length);
  expect(count.postmaster).toBeGreaterThan(0);
  expect(load.changes).toBeGreaterThan(50);
  expect({ wrong, atOnce: trace.overlaps, outOfOrder: trace.outOfOrder }).toEqual({
    wrong: [],
    atOnce: [],
    outOfOrder: [],
  });
});
