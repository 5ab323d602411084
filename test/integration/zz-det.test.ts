import { writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { it } from 'vitest';
import { HistoryWorld } from '../support/history.ts';
import { type History, histories } from '../support/history-steps.ts';
it('det', { timeout: 24 * 3_600_000 }, async () => {
  const world = await HistoryWorld.start();
  let n = 0;
  const all = fc.sample(histories, { numRuns: 40, seed: Number(process.env.DET_SEED ?? 42) });
  const firsts = new Map<number, string[]>();
  for (let k = 0; k < 2; k += 1) {
    const order = [...all.keys()];
    if (k % 2 === 1) order.reverse();
    for (const i of order) {
      await world.run(all[i] as History);
      const t = [...world.trace];
      const first = firsts.get(i);
      if (!first) firsts.set(i, t);
      else if (first.join('\n') !== t.join('\n')) {
        const at = t.findIndex((l, j) => l !== first?.[j]);
        writeFileSync(`/tmp/identity-det-${n++}.txt`, [`history ${i} play ${k} at ${at}`, 'FIRST', ...first.slice(Math.max(0, at - 12), at + 8), 'NOW', ...t.slice(Math.max(0, at - 12), at + 8)].join('\n'));
      }
    }
  }
  await world.close();
});
