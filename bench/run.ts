import { benchDrain } from './drain.ts';
import { benchImport } from './import.ts';
import { benchIntake } from './intake.ts';
import { benchKills } from './kills.ts';
import { benchLatency } from './latency.ts';
import { benchMap } from './map.ts';
import { benchReconcile } from './reconcile.ts';
import { benchScreens } from './screens.ts';
import { benchVitals } from './vitals.ts';

/** `npm run bench -- <name>`: prints a table for people and one line of JSON for machines. */
const BENCHMARKS: Record<string, () => Promise<Result>> = {
  import: benchImport,
  intake: benchIntake,
  latency: benchLatency,
  reconcile: benchReconcile,
  screens: benchScreens,
  vitals: benchVitals,
  drain: benchDrain,
  kills: benchKills,
  map: benchMap,
};

export interface Result {
  name: string;
  rows: Record<string, string | number>[];
  /** What the rows say about what was asked for. */
  verdicts: Record<string, number | boolean>;
}

const name = process.argv[2] ?? '';
const bench = BENCHMARKS[name];
if (!bench) {
  console.error(`Which benchmark? One of: ${Object.keys(BENCHMARKS).join(', ')}`);
  process.exit(1);
}
const result = await bench();
console.table(result.rows);
console.log(JSON.stringify({ date: new Date().toISOString(), node: process.version, ...result }));
process.exit(0);
