import { controlRun } from '../api/runs.ts';

const call = controlRun('reconciliation', 'cancel');

export const loader = call;
export const action = call;
