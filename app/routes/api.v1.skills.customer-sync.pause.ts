import { setPaused } from '../api/paused.ts';

const call = setPaused(true);

export const loader = call;
export const action = call;
