/** Brevo's limits of one account, in fixed windows (facts section 2). */
export interface Limits {
  contactsPerSecond: number;
  contactsPerHour: number;
  otherPerHour: number;
}

export const GENERAL_LIMITS: Limits = { contactsPerSecond: 10, contactsPerHour: 36_000, otherPerHour: 100 };

export interface LimitState {
  allowed: boolean;
  limit: number;
  remaining: number;
  resetSeconds: number;
}

export interface Limiter {
  /** Counts a call; `off` counts nothing and allows everything. */
  hit(path: string, limits: Limits | 'off'): LimitState | null;
}

export function createLimiter(now: () => number): Limiter {
  const windows = new Map<string, { start: number; count: number }>();
  const count = (name: string, lengthMs: number, limit: number): LimitState => {
    const at = now();
    const start = Math.floor(at / lengthMs) * lengthMs;
    let window = windows.get(name);
    if (!window || window.start !== start) {
      window = { start, count: 0 };
      windows.set(name, window);
    }
    window.count += 1;
    return {
      allowed: window.count <= limit,
      limit,
      remaining: Math.max(0, limit - window.count),
      resetSeconds: Math.max(1, Math.ceil((start + lengthMs - at) / 1_000)),
    };
  };
  return {
    hit(path, limits) {
      if (limits === 'off') return null;
      if (!path.startsWith('/contacts')) return count('other', 3_600_000, limits.otherPerHour);
      const hour = count('hour', 3_600_000, limits.contactsPerHour);
      const second = count('second', 1_000, limits.contactsPerSecond);
      return hour.allowed ? second : hour;
    },
  };
}
