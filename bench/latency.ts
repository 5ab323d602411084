import type { Result } from './run.ts';
export async function benchLatency(): Promise<Result> {
  return { name: 'latency', rows: [], verdicts: {} };
}
