import { controlRun } from '../api/runs.ts';

const call = controlRun('reconciliation', 'resume');

export const loader = call;
export const action = call;
