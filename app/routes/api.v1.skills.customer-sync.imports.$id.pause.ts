import { controlRun } from '../api/runs.ts';

const call = controlRun('import', 'pause');

export const loader = call;
export const action = call;
