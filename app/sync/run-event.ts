import type { RunView } from '../services.ts';

/** The event under which each kind of run queues its customers: their entries, and what a pause holds, go by it. */
export const RUN_EVENTS = {
  import: 'initial_import',
  reconciliation: 'reconciliation',
} as const satisfies Record<RunView['kind'], string>;
