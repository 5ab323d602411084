import { setPaused } from '../api/paused.ts';

const call = setPaused(false);

export const loader = call;
export const action = call;
