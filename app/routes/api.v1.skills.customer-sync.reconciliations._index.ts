import { startRun } from '../api/runs.ts';

const call = startRun('reconciliation');

export const loader = call;
export const action = call;
