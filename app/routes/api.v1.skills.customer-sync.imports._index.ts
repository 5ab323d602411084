import { runsOf } from '../api/runs.ts';

const call = runsOf('import');

export const loader = call;
export const action = call;
