import { readRun } from '../api/runs.ts';

const call = readRun('import');

export const loader = call;
export const action = call;
