import { controlRun } from '../api/runs.ts';

const call = controlRun('import', 'cancel');

export const loader = call;
export const action = call;
