import { runsOf } from '../api/runs.ts';

const call = runsOf('reconciliation');

export const loader = call;
export const action = call;
