import { controlRun } from '../api/runs.ts';

const call = controlRun('reconciliation', 'pause');

export const loader = call;
export const action = call;
