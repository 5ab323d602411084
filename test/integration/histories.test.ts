import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { HistoryWorld } from '../support/history.ts';
import { type History, histories } from '../support/history-steps.ts';

/**
 * How many random histories are played, and from which seeds: another one by HISTORY_SEED, another count by HISTORIES.
 * bench/README.md says what else was played.
 */
const SEEDS = process.env.HISTORY_SEED
  ? [Number(process.env.HISTORY_SEED)]
  : [50_000, 50_001, 50_002, 50_003, 60_000];
const COUNT = Number(process.env.HISTORIES ?? 200);

let world: HistoryWorld;

beforeAll(async () => {
  world = await HistoryWorld.start();
});
afterAll(() => world.close());

it.each(SEEDS)(
  `Brevo equals the model after each of ${COUNT} random histories (HISTORY_SEED=%i)`,
  {
    timeout: 24 * 3_600_000,
  },
  async (seed) => {
    const play = async (history: History) => {
      const faults = await world.run(history);
      expect(
        faults,
        `HISTORY_SEED=${seed}\n${JSON.stringify(history)}\n${faults.length > 0 ? await world.story() : ''}`,
      ).toEqual([]);
    };
    await fc.assert(fc.asyncProperty(histories, play), {
      numRuns: COUNT,
      seed,
      interruptAfterTimeLimit: 23 * 3_600_000,
    });
  },
);

it('the same history is played the same way each time', async () => {
  const shown = async (history: History) => {
    const faults = await world.run(history);
    return [...faults, ...world.trace, await world.story()].join('\n');
  };
  const some = fc.sample(histories, { numRuns: 10, seed: 42 });
  const first: string[] = [];
  for (const history of some) first.push(await shown(history));
  // In another order, so that nothing of the one before decides.
  for (const [index, history] of [...some.entries()].reverse())
    expect(await shown(history)).toBe(first[index]);
  expect(new Set(first).size).toBe(some.length);
  // Another order of turns is another run.
  const traces = new Set<string>();
  for (const turns of [0, 1, 2, 3]) {
    await world.run({ ...(some[0] as History), turns });
    traces.add(world.trace.join('\n'));
  }
  expect(traces.size).toBeGreaterThan(1);
});
