import { controlRun } from '../api/runs.ts';

const call = controlRun('import', 'resume');

export const loader = call;
export const action = call;
