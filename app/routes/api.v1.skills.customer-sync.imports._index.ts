import { startRun } from '../api/runs.ts';

const call = startRun('import');

export const loader = call;
export const action = call;
