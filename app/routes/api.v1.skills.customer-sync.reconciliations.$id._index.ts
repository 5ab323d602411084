import { readRun } from '../api/runs.ts';

const call = readRun('reconciliation');

export const loader = call;
export const action = call;
