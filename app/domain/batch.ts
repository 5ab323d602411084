/** Batch mode: what came in before the window opened goes out now, the rest at the next one. */
export interface BatchWindow {
  opened: Date;
  next: Date;
}

/** The windows of batch mode follow the clock, so that every worker and every restart sees the same ones. */
export function batchWindow(
  { syncMode, batchIntervalMinutes }: { syncMode: 'realtime' | 'batch'; batchIntervalMinutes: number },
  now: number,
): BatchWindow | null {
  if (syncMode !== 'batch') return null;
  const length = batchIntervalMinutes * 60_000;
  const opened = Math.floor(now / length) * length;
  return { opened: new Date(opened), next: new Date(opened + length) };
}
