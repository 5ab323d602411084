/** The spans of time that the home screen can look back over. */
export const WINDOWS = ['1h', '24h', '7d', '30d'] as const;
export type WindowName = (typeof WINDOWS)[number];

export interface TrendBin {
  /** When it begins, as an ISO instant. */
  at: string;
  succeeded: number;
  unchanged: number;
  skipped: number;
  retrying: number;
  failed: number;
  averageLatencyMs: number | null;
  p95LatencyMs: number | null;
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How a window is counted: its length, the length of its bins (both in seconds), and the counters it is made from. */
export const SHAPES: Record<WindowName, { seconds: number; bin: number; span: 'minute' | 'hour' }> = {
  '1h': { seconds: HOUR, bin: 2 * MINUTE, span: 'minute' },
  '24h': { seconds: DAY, bin: HOUR, span: 'hour' },
  '7d': { seconds: 7 * DAY, bin: 6 * HOUR, span: 'hour' },
  '30d': { seconds: 30 * DAY, bin: DAY, span: 'hour' },
};

export function readWindow(text: string | null): WindowName {
  return WINDOWS.find((name) => name === text) ?? '24h';
}

/** The beginnings of a window's bins, oldest first; the last one holds `now`. Milliseconds since 1970. */
export function binsOf(name: WindowName, now: number): number[] {
  const { seconds, bin, span } = SHAPES[name];
  const step = span === 'minute' ? MINUTE * 1000 : HOUR * 1000;
  const end = (Math.floor(now / step) + 1) * step;
  const count = seconds / bin;
  return Array.from({ length: count }, (_, index) => end - (count - index) * bin * 1000);
}
