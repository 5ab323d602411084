import { appendFileSync } from 'node:fs';
import fc from 'fast-check';
import { it } from 'vitest';
import { HistoryWorld } from '../support/history.ts';
import { type History, histories, type Step } from '../support/history-steps.ts';

const N = Number(process.env.HISTORIES ?? 100),
  SEED = Number(process.env.HISTORY_SEED ?? 1);
const out = process.env.HUNT_OUT ?? '/tmp/identity-hunt.txt';
const TILL = Number(process.env.HUNT_MS ?? 560_000);
it('hunt', { timeout: 24 * 3_600_000 }, async () => {
  const world = await HistoryWorld.start();
  const began = Date.now();
  let count = 0,
    bad = 0;
  const play = async (h: History) => {
    try {
      return await world.run(h);
    } catch (e) {
      return [`threw ${(e as Error).stack}`];
    }
  };
  const list: History[] = process.env.HUNT_ONE
    ? [JSON.parse(process.env.HUNT_ONE)]
    : fc.sample(histories, { numRuns: N, seed: SEED });
  for (const h of list) {
    if (Date.now() - began > TILL) break;
    count += 1;
    const faults = await play(h);
    if (faults.length === 0) continue;
    bad += 1;
    if (process.env.HUNT_NOSHRINK) {
      appendFileSync(out, `SEED ${SEED} #${count} ${JSON.stringify(faults)} ${JSON.stringify(h)}\n`);
      continue;
    }
    const kind = (f: string) =>
      f.replaceAll(/\d+/g, '#').replaceAll(/\b[a-e]@example.com|null|undefined/g, '@');
    const kinds = new Set(faults.map(kind));
    let best = h;
    const tries = async (c: History) => {
      const f = await play(c);
      if (f.some((x) => kinds.has(kind(x)))) {
        best = c;
        return true;
      }
      return false;
    };
    for (let again = true; again && Date.now() - began < TILL; ) {
      again = false;
      for (let i = best.steps.length - 1; i >= 0; i -= 1)
        if (await tries({ ...best, steps: best.steps.filter((_, j) => j !== i) })) again = true;
      if (best.turns !== 0 && (await tries({ ...best, turns: 0 }))) again = true;
      if (best.deletes !== 'soft' && (await tries({ ...best, deletes: 'soft' }))) again = true;
      const alter = async (i: number, s: Step) => {
        if (
          JSON.stringify(s) !== JSON.stringify(best.steps[i]) &&
          (await tries({ ...best, steps: best.steps.map((x, j) => (j === i ? s : x)) }))
        )
          again = true;
      };
      for (let i = 0; i < best.steps.length; i += 1) {
        let s = best.steps[i] as any;
        if (s.do === 'drain') {
          for (const k of ['shopify', 'death'] as const) {
            s = best.steps[i];
            if (s[k] !== null) await alter(i, { ...s, [k]: null });
          }
          s = best.steps[i];
          for (let j = s.brevo.length - 1; j >= 0; j -= 1) {
            s = best.steps[i];
            await alter(i, { ...s, brevo: s.brevo.filter((_: unknown, q: number) => q !== j) });
          }
          s = best.steps[i];
          if (s.deliver !== 'as_sent') await alter(i, { ...s, deliver: 'as_sent' });
        }
        if (s.do === 'create') {
          for (const k of ['phone', 'word', 'sms'] as const) {
            s = best.steps[i];
            if (s[k] !== null) await alter(i, { ...s, [k]: null });
          }
        }
        if (s.do === 'foreign') {
          for (const k of ['phone', 'extId'] as const) {
            s = best.steps[i];
            if (s[k] !== null) await alter(i, { ...s, [k]: null });
          }
          for (const k of ['blocked', 'listed'] as const) {
            s = best.steps[i];
            if (s[k]) await alter(i, { ...s, [k]: false });
          }
        }
        if (s.do === 'run' && s.death) await alter(i, { ...s, death: null });
      }
    }
    const f = await play(best);
    appendFileSync(
      out,
      `SEED ${SEED} #${count}\n${JSON.stringify(best)}\n${f.join('\n')}\n${await world.story()}\n\n`,
    );
  }
  appendFileSync(out, `DONE seed ${SEED}: ${count} of ${N}, ${bad} bad, ${Date.now() - began} ms\n`);
  await world.close();
});
